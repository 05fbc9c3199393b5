"""What each file of claims holds: reports, ledgers, file summaries and lists, each content once."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from functools import partial

import pandas as pd

from cutover.errors import InputError
from cutover.reading.claims import (
    account_balances,
    aging_reports,
    ledger_claims,
    monthly_figures,
    sent_lists,
    timed_minutes,
)
from cutover.reading.claims.file_summary import SOURCE as SUMMARY
from cutover.reading.claims.file_summary import read_file_summary
from cutover.reading.claims.history import DENIED, NO_CLAIM, HistoryFile, Owner, aside, read_claim_history
from cutover.reading.claims.history import SOURCE as HISTORY
from cutover.reading.claims.provider_names import ProviderNames
from cutover.reading.era.reader import kind_of
from cutover.reading.files.sheet import Sheet
from cutover.reading.files.zips import Entry
from cutover.reading.intake import own_lists
from cutover.reading.mapping.known_values import Knowledge
from cutover.reading.mapping.record import LACKING, LOOK, PARTLY, READ, lacking
from cutover.reading.mapping.tables_of import EPOCH_TODO, PROSE
from cutover.reading.mapping.unused_sheets import WHY as UNUSED
from cutover.reading.mapping.vague_numbers import Asked, Remitted
from cutover.reading.postings.postings import FOLDER as POSTINGS_FOLDER
from cutover.reading.practice.judge import Judge
from cutover.reading.practice.whose import NOT_USED, counts, strangers

HISTORY_FOLDER, DENIALS_FOLDER, SUMMARY_FOLDER = "claims", "denials", "submissions"
NO_DAY, NO_CHARGE = "neither a day of service nor one of submission", "no amount that was charged"
DATED = "claims of it whose day of submission the claim history has"
NO_UPLOAD, TOO_SHORT = (
    "no day of submission: the page names none",
    "a claim line without its payer or day of service",
)


def _report_or_ledger(
    data: bytes, source_file: str, knowledge: Knowledge, owner: Owner, named: ProviderNames, remitted: Asked
) -> HistoryFile | None:
    """The claims of a report, or of a ledger where it has no columns of one; among the postings of a ledger alone."""
    if source_file.startswith(f"{POSTINGS_FOLDER}/"):
        return ledger_claims.read(data, source_file, knowledge, owner, named)
    try:
        return read_claim_history(data, source_file, knowledge, owner, named, remitted)
    except InputError:
        if ledger := ledger_claims.read(data, source_file, knowledge, owner, named):
            return ledger
        raise


@dataclass
class FilesOfClaims:
    """What was read of the files so far, and what is said of each; `take` reads one more, `date` ends it."""

    knowledge: Knowledge
    judge: Judge
    providers: ProviderNames
    remitted: Asked = Remitted
    histories: list[pd.DataFrame] = field(default_factory=list)
    summaries: list[pd.DataFrame] = field(default_factory=list)
    listed: list[pd.DataFrame] = field(default_factory=list)
    denials: list[pd.DataFrame] = field(default_factory=list)
    aged: list[pd.DataFrame] = field(default_factory=list)
    balances: list[pd.DataFrame] = field(default_factory=list)
    told_until: list[pd.Timestamp] = field(default_factory=list)
    aside: list[pd.DataFrame] = field(default_factory=list)
    rows: list[dict] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    not_own: list[pd.DataFrame] = field(default_factory=list)
    seen: dict[str, str] = field(default_factory=dict)
    lacks: dict[str, int] = field(
        default_factory=dict
    )  # what rows of the last file lack, and how many of them
    doubts: list[str] = field(default_factory=list)  # what a person must look at in the last file
    is_aging: bool = False  # whether the last file has nothing but rows of agings by claim

    def take(self, entry: Entry, source: str) -> None:
        """Read one file, once per content; what it is is told by its content."""
        if entry.data is None:
            if entry.kind != "zip" or entry.reason:
                self._note(entry, source, "not read", entry.reason)
            return
        content = hashlib.sha256(entry.data).hexdigest()
        if content in self.seen:
            self._note(entry, source, "duplicate", f"the same bytes as {self.seen[content]}")
            return
        self.seen[content] = entry.source_file
        try:
            self.lacks, self.doubts, self.is_aging = {}, [], False
            used, left, lost = self._history(entry, content) if source == HISTORY else self._summary(entry)
        except InputError as error:
            rows, what = (
                aging_reports.told_of(entry.content, entry.source_file) if source == HISTORY else (0, "")
            )
            if rows:
                self._note(entry, aging_reports.SOURCE, READ, what, rows)
            elif (
                source == HISTORY and (months := monthly_figures.told_of(entry.content, entry.source_file))[0]
            ):
                self._note(entry, monthly_figures.SOURCE, READ, months[1], months[0])
            elif source == HISTORY and (own := own_lists.told_of(entry))[0]:
                self._note(entry, own_lists.SOURCE, READ, own[1], own[0])
            elif source == HISTORY and len(sums := account_balances.rows_of(entry.data, entry.source_file)):
                self.balances.append(sums)
                subject = account_balances.subject_of(sums)
                self._note(entry, subject, READ, account_balances.purpose(sums), len(sums))
            elif rows := timed_minutes.rows_of(entry.data, entry.source_file) if source == HISTORY else 0:
                self._note(entry, timed_minutes.SOURCE, READ, timed_minutes.AS_MINUTES, rows)
            else:
                self._note(entry, source, "not read", f"{error.found}. {error.todo}")
            return
        if used is not None:
            said = lacking(self.lacks)
            state = PARTLY if lost else LACKING if said else READ
            why = "; ".join(filter(None, (lost, said, *self.doubts))) or None
            is_aging = source == HISTORY and self.is_aging and state == READ
            self._note(entry, aging_reports.SOURCE if is_aging else source, state, why, used, left)

    def _history(self, entry: Entry, content: str) -> tuple[int | None, int, str | None]:
        owner = partial(_owner_of_history, self.judge, content)
        asked = self.knowledge, owner, self.providers, self.remitted
        read = _report_or_ledger(entry.data or b"", entry.source_file, *asked)
        if read is None:  # lines that name no claim: the postings have them
            return None, 0, None
        whose = read.claims.assign(whose=None, why=None) if read.whose is None else read.whose
        ours = self._ours(read.claims, whose, HISTORY, ("history", "submitted"))
        self.histories.append(ours)
        if len(ours) and read.told_until is not None:
            self.told_until.append(read.told_until)
        self.denials.append(read.denials)
        self.balances.append(read.balances)
        told = read.aged.assign(whose=None, why=None) if read.aged_whose is None else read.aged_whose
        open_ = (
            self._ours(read.aged, told, HISTORY, ("history", "submitted")) if len(read.aged) else read.aged
        )
        self.aged.append(open_)
        self.lacks = lacks(ours) | {NO_CLAIM: len(read.set_aside)}
        self.is_aging = len(open_) > 0 and not len(ours) and not len(read.denials)
        for rows in (read.set_aside, read.no_claims, read.lines):  # what is no claim is in neither table
            self.aside += [rows, rows.assign(table="submitted")]
        self.doubts = [note for note in read.notes if note.endswith(DENIED)]
        if self.is_aging:
            self.doubts.append(aging_reports.AS_CLAIMS)
        if len(read.denials) and not len(ours):
            self.doubts += [note for note in read.notes if _is_doubt(note)]
        if len(ours):
            self.doubts += [note for note in read.notes if _is_doubt(note) or note.endswith((PROSE, UNUSED))]
            self.notes += [f"{entry.source_file}: {note}." for note in read.notes if not _is_doubt(note)]
        lost = "; ".join(note for note in read.notes if note.endswith("not read"))
        used = len(ours) + len(open_)
        left = read.rows_in - used + read.rows_lost + len(read.no_claims)
        return used, left, lost if read.rows_lost and lost else None

    def _ours(
        self, rows: pd.DataFrame, told: pd.DataFrame, source: str, tables: tuple[str, ...]
    ) -> pd.DataFrame:
        """The rows that count as the practice's; the others are set aside."""
        ok = counts(told)
        self.not_own.append(strangers(told, source, rows["source_file"], rows["charge_cents"]))
        if ok.all():
            return rows
        why = told.loc[~ok, "whose"].map(NOT_USED).astype("str")
        self.aside += [aside(rows[~ok], table, why) for table in tables]
        return rows[ok].reset_index(drop=True)

    def _summary(self, entry: Entry) -> tuple[int | None, int, str | None]:
        kind = kind_of(entry.data)
        if kind in sent_lists.KINDS and (
            listed := sent_lists.read(entry.content, entry.source_file, self.knowledge)
        ):
            return self._listed(entry, *listed)
        if kind != "file summary":
            if kind == "empty":
                self._note(entry, SUMMARY, "not read", "it is empty. Download or export it again.")
            elif kind in sent_lists.KINDS:
                why = sent_lists.why_not(entry.content, entry.source_file, self.knowledge)
                self._note(entry, SUMMARY, "not read", f"{why}. {sent_lists.TODO}")
            return None, 0, None
        read = read_file_summary(entry.data, entry.source_file)
        sent = read.submissions
        told = self.judge.by_identifiers(sent["tax_id"], [sent["billing_npi"], sent["rendering_npi"]])
        ours = self._ours(sent, told, SUMMARY, ("submitted",))
        self.summaries.append(ours)
        self.aside.append(read.set_aside)
        undated = 0 if read.has_date else len(ours)
        self.lacks = {NO_UPLOAD: undated, TOO_SHORT: len(read.set_aside)}
        return len(ours), len(sent) - len(ours) + len(read.set_aside), None

    def _listed(self, entry: Entry, sent: pd.DataFrame, left: pd.DataFrame) -> tuple[None, int, None]:
        """The claims of a list of what went out through Office Ally."""
        told = self.judge.by_identifiers(sent["tax_id"], [sent["billing_npi"], sent["rendering_npi"]])
        ours = self._ours(sent.assign(source=sent_lists.SOURCE), told, sent_lists.SOURCE, ("submitted",))
        self.listed.append(ours.drop(columns="source"))
        self.aside.append(left)
        self._note(entry, sent_lists.SOURCE, READ, None, len(ours), len(sent) - len(ours) + len(left))
        return None, 0, None

    def date(self, summaries: pd.DataFrame) -> None:
        """Say of each summary without a day how many of its claims no other source dates, and how many one does."""
        bare = summaries["submission_date"].isna()
        left = summaries.loc[bare, "source_file"].value_counts().to_dict()
        for row in self.rows:
            lacks = row.get("lacks", {})
            undated = lacks.get(NO_UPLOAD, 0)
            if undated:
                open_still = min(undated, left.get(row["source_file"], 0))
                said = lacking(lacks | {NO_UPLOAD: open_still})
                row |= {"state": LACKING if said else READ, "reason": said}
                words = f"{DATED}: {undated - open_still:,} of {undated:,}"
                self.notes.append(
                    f"{row['source_file']}: no day on which it was uploaded or processed; {words}."
                )

    def _note(
        self, entry: Entry, source: str, state: str, reason: str | None, used: int = 0, left: int = 0
    ) -> None:
        said = {"source": source, "source_file": entry.source_file, "state": state, "reason": reason}
        lacks = self.lacks if source == SUMMARY and state == LACKING else {}
        self.rows.append(
            said | {"lacks": lacks, "rows_in": used + left, "rows_used": used, "rows_set_aside": left}
        )


def _is_doubt(note: str) -> bool:
    """Whether a person must look at what a note says of a file: it stands in the record of the file."""
    return LOOK in note or EPOCH_TODO in note


def lacks(claims: pd.DataFrame) -> dict[str, int]:
    """Return what claims of a report lack, and how many: any day, or the amount that the others of the report have."""
    day = claims[["service_from", "service_through", "submission_date"]].notna().any(axis=1)
    charged = claims["charge_cents"].notna()
    return {NO_DAY: int((~day).sum()), NO_CHARGE: int((~charged).sum()) if charged.any() else 0}


def _owner_of_history(
    judge: Judge, content: str, sheet: Sheet, found: pd.DataFrame, typed: pd.DataFrame
) -> pd.DataFrame:
    return judge.of_sheet(sheet, content, HISTORY_FOLDER, found, typed)
