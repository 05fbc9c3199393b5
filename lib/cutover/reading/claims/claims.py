"""All that a practice's files say of its claims: what was submitted, and what became of each claim."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

import pandas as pd

from cutover.columns import conform, empty
from cutover.errors import InputError
from cutover.reading.claims import (
    aged,
    aging_reports,
    denial_lists,
    ledger_claims,
    monthly_figures,
    own_ledgers,
    sent_lists,
    submissions,
    timed_minutes,
)
from cutover.reading.claims.batch_claims import load_batch_claims
from cutover.reading.claims.batch_pairs import beyond
from cutover.reading.claims.crossovers import forwarded_on
from cutover.reading.claims.era_submissions import SOURCE as ERA
from cutover.reading.claims.era_submissions import era_claims, era_submissions, few_era_claims
from cutover.reading.claims.file_summary import SOURCE as SUMMARY
from cutover.reading.claims.file_summary import read_file_summary
from cutover.reading.claims.history import DENIED, NO_CLAIM, HistoryFile, Owner, aside, read_claim_history
from cutover.reading.claims.history import SOURCE as HISTORY
from cutover.reading.claims.joined_remits import hardly_met_note
from cutover.reading.claims.overlaps import each_once
from cutover.reading.claims.payer_ids import (
    known_ids,
    names_answered,
    with_ids,
    with_payers,
    with_providers,
    with_whole_ids,
)
from cutover.reading.claims.provider_names import ProviderNames
from cutover.reading.claims.receipts import told_by_medi
from cutover.reading.claims.remitted_numbers import asked_of_archive
from cutover.reading.claims.sent import load_sent
from cutover.reading.claims.stand_ins import as_remitted, numbered
from cutover.reading.claims.tables import CLAIM_FILES, CLAIM_HISTORY, CLAIMS_SET_ASIDE, SUBMITTED_CLAIMS
from cutover.reading.claims.tax_ids import with_tax_ids
from cutover.reading.era.archive import ERA as REMITTANCES
from cutover.reading.era.archive import Archive, load_archive
from cutover.reading.era.not_read import not_read
from cutover.reading.era.reader import kind_of
from cutover.reading.era.row_ids import as_texts
from cutover.reading.era.tables import TEXT_CHECKS
from cutover.reading.files.sheet import Sheet
from cutover.reading.files.zips import Entry
from cutover.reading.kept import store
from cutover.reading.mapping.confirmed import folder_of
from cutover.reading.mapping.record import LACKING, LOOK, PARTLY, READ, lacking
from cutover.reading.mapping.tables_of import EPOCH_TODO, PROSE
from cutover.reading.mapping.unused_sheets import WHY as UNUSED
from cutover.reading.mapping.vague_numbers import Asked, Remitted
from cutover.reading.payers.listed_ids import with_listed_ids
from cutover.reading.payers.lists import latest, lists_for, one_named
from cutover.reading.postings.ledgers import CHARGE, NO_PAYMENT
from cutover.reading.postings.postings import FOLDER as POSTINGS_FOLDER
from cutover.reading.postings.postings import load_postings
from cutover.reading.practice.book import Practice
from cutover.reading.practice.file_names import is_clutter
from cutover.reading.practice.judge import Judge
from cutover.reading.practice.places import walk_home
from cutover.reading.practice.whose import NOT_OWN, NOT_USED, counts, strangers

HISTORY_FOLDER, DENIALS_FOLDER, SUMMARY_FOLDER, MEDI_FOLDER = "claims", "denials", "submissions", "medi_era"
NO_DAY, NO_CHARGE = "neither a day of service nor one of submission", "no amount that was charged"
DATED = "claims of it whose day of submission the claim history has"
NO_UPLOAD, TOO_SHORT = (
    "no day of submission: the page names none",
    "a claim line without its payer or day of service",
)
_MANY = 1_000  # remittances of claims from which on it takes longer to join them than to keep what was joined


@dataclass(frozen=True)
class Claims:
    """The claims of a practice.

    `submitted` (SUBMITTED_CLAIMS) has one row per submission, `history` (CLAIM_HISTORY) one per claim.
    `set_aside` (CLAIMS_SET_ASIDE) has one row per row of a source that is not in one of them, with the
    reason: for each source and table, rows in = rows used + rows set aside. `files` (CLAIM_FILES) has one row
    per file; `notes` are sentences for a person. `not_own` (NOT_OWN) counts the rows of files that are not known to be
    the practice's: those of others are set aside with that reason. `era_claims` are the claims of the remittances
    (`era_submissions.era_claims`), `medi_claims` those of what came to Medi, where that is known (`with_medi`),
    `medi_sent` the keys (`submissions.keys`) of what Medi's lists say went out through it. `denials` (CLAIM_HISTORY)
    are the rows of lists of denials, which are no claims of their own. `papers` (TEXT_CHECKS) are the checks of
    explanations on paper, `elsewhere` those of remittances in folders of other practices: of none is one missing.
    `texts` (TEXT_CHECKS) are the checks of remittances as text, whose 835 may be missing.
    `aged` (CLAIM_HISTORY) are the open claims that an A/R aging lists and no claim history has.
    `filed` (CLAIM_HISTORY) are the claims of 837 files that the history lacks, each once, `voided` the keys of those
    that another 837 took back.
    """

    submitted: pd.DataFrame
    history: pd.DataFrame
    set_aside: pd.DataFrame
    files: pd.DataFrame
    notes: tuple[str, ...]
    era_claims: pd.DataFrame
    not_own: pd.DataFrame = field(default_factory=lambda: empty(NOT_OWN))
    medi_claims: pd.DataFrame | None = None
    medi_sent: frozenset[str] = frozenset()
    denials: pd.DataFrame = field(default_factory=lambda: empty(CLAIM_HISTORY))
    papers: pd.DataFrame = field(default_factory=lambda: empty(TEXT_CHECKS))
    elsewhere: pd.DataFrame = field(default_factory=lambda: empty(TEXT_CHECKS))
    texts: pd.DataFrame = field(default_factory=lambda: empty(TEXT_CHECKS))
    aged: pd.DataFrame = field(default_factory=lambda: empty(CLAIM_HISTORY))
    filed: pd.DataFrame = field(default_factory=lambda: empty(CLAIM_HISTORY))
    voided: frozenset[str] = frozenset()


def with_medi(claims: Claims, medi: Archive, sent: pd.DataFrame) -> Claims:
    """Return the claims with those of the remittances that came to Medi, and with those that went out through it.

    Their remittances are not missing, and no claim of theirs is missing from the history. `sent` has SENT_CLAIMS.
    """
    gone = submissions.sent_keys(sent)
    return replace(claims, medi_claims=era_claims(medi) if medi.rows("claims") else None, medi_sent=gone)


def load_claims(practice: Practice, archive: Archive, crosswalks: Path | None = None) -> Claims:
    """Return the claims of a practice from its claim histories, file summaries, 837 files and remittances.

    `crosswalks` is the folder of confirmed crosswalks, the client's own unless told. An absent folder is a
    source without rows. No file raises: one that cannot be read is a row of `files` with its reason. A Tax ID
    that no source states is filled where one alone can be meant, and a note says so; a rendering NPI only where the
    intake lists one provider and every claim that names one names that one.
    """
    if crosswalks is not None or store.origin(archive) is None:
        return _read_claims(practice, archive, crosswalks)
    worth = {"worth": 0} if archive.rows("claims") >= _MANY else {}
    return store.of(practice, "claims", lambda: _read_claims(practice, archive, None), archive, **worth)


def few_of_claims(practice: Practice, archive: Archive) -> Claims:
    """Return the claims as `load_claims`, with fewer columns and not kept: for archives too large to hold them all.

    `submitted` and `era_claims` lack what no comparison of claims with remittances asks: names, identifiers, forms,
    states, and whether a submission is an original. A Tax ID is not filled.
    """
    return _read_claims(practice, archive, None, few=True)


def _read_claims(
    practice: Practice, archive: Archive, crosswalks: Path | None, *, few: bool = False
) -> Claims:
    named = ProviderNames(practice.provider_npis)
    taken = _Taken(
        crosswalks or folder_of(practice.raw.parent), Judge(practice), named, asked_of_archive(archive)
    )
    places = (
        (HISTORY_FOLDER, HISTORY, True), (DENIALS_FOLDER, HISTORY, True), (SUMMARY_FOLDER, SUMMARY, False),
    )  # fmt: skip
    for folder, what, whole in places:
        for entry in walk_home(practice.raw / folder, practice.raw, documents=whole):
            if not is_clutter(entry.source_file):
                taken.take(entry, what)
    for entry in _ledgers(practice):
        taken.take(entry, HISTORY)
    told, listed_open, denials = (
        with_listed_ids(practice, _whole(parts, CLAIM_HISTORY))
        for parts in (taken.histories, taken.aged, taken.denials)
    )
    remitted = few_era_claims(archive) if few else era_claims(archive)
    remitted = as_texts(remitted) if few and len(told) else remitted
    history, in_later, resent, doubts = each_once(as_remitted(numbered(told, remitted), remitted))
    summaries, earlier = submissions.last_states(_whole(taken.summaries, SUBMITTED_CLAIMS))
    if summaries["payer_id"].notna().any():
        listed = latest(lists_for(practice))
        summaries = with_whole_ids(summaries, [history, remitted[remitted["set_aside"].isna()]], listed)
    if (history["payer_name"].isna() & history["payer_id"].isna()).any():
        counted = remitted[remitted["set_aside"].isna()]
        # before a list, which writes payers in its own way
        answered = names_answered(summaries, counted)
        named = answered.combine_first(one_named(lists_for(practice), counted["payer_name"]))
        history = with_payers(history, [summaries, counted], named)
    open_ = aged.alone(
        as_remitted(listed_open, remitted),
        [history, resent],
        _days(practice, taken.aged),
    )
    others = [history, resent, open_.claims, summaries, remitted]
    denials = denial_lists.dated(denials, others)
    if denials["service_from"].isna().any():  # of services since the cutover Medi's files tell the day
        denials = denial_lists.dated(denials, [*others, *_of_medi(practice)])
    history, of_aging = (denial_lists.with_reasons(rows, denials) for rows in (history, open_.claims))
    met = denial_lists.is_met(denials, others)
    if not met.all():
        met |= denial_lists.is_met(denials, _of_medi(practice))
    listed = [aside(denials, table, met.map({True: denial_lists.KNOWN, False: denial_lists.UNMET}))
              for table in ("history", "submitted")]  # fmt: skip
    if not few:
        ids = known_ids(history, remitted)
        history, resent = (with_providers(with_ids(rows, ids), remitted) for rows in (history, resent))
    history, resent = (rows.assign(forwarded_on=forwarded_on(rows, remitted)) for rows in (history, resent))
    sent, never_sent = submissions.of_history(_whole([history, resent], CLAIM_HISTORY))
    summaries = submissions.dated(summaries, sent)
    taken.date(summaries)
    proven, not_proven = era_submissions(remitted)
    proven, crossed = submissions.but_crossed(proven, history)
    filed = load_batch_claims(practice)
    submitted, known = submissions.joined(summaries, sent, proven, filed.submitted)
    submitted, of_lists = sent_lists.joined(submitted, _whole(taken.listed, SUBMITTED_CLAIMS))
    if not few:
        submitted = own_ledgers.with_ways(practice, told_by_medi(practice, submitted), filed.submitted)
    filled, notes = (
        (submitted, []) if few else _filled(submitted, practice, remitted[remitted["set_aside"].isna()])
    )
    left = [*taken.aside, *listed, open_.set_aside, in_later, earlier, never_sent, not_proven, crossed, known,
            of_lists, filed.set_aside]  # fmt: skip
    return Claims(
        filled,
        history,
        _whole(left, CLAIMS_SET_ASIDE),
        _files([*taken.rows, *filed.files], archive, remitted),
        (
            *taken.notes,
            *doubts,
            *denial_lists.unmet_notes(denials[~met]),
            *denial_lists.unlisted_notes(denials, history),
            *hardly_met_note(history, remitted[remitted["set_aside"].isna()]),
            *notes,
        ),
        remitted,
        _whole(
            [*taken.not_own, filed.not_own, archive.not_own[archive.not_own["source"] == REMITTANCES]],
            NOT_OWN,
        ),
        denials=denials,
        papers=archive.papers,
        texts=archive.text_checks,
        aged=of_aging,
        filed=beyond(filed.filed, history),
        voided=filed.voided,
    )


def _days(practice: Practice, parts: list[pd.DataFrame]) -> dict[str, pd.Timestamp]:
    """The day of each aging by claim that tells one, by its file; nothing is asked where there is none."""
    if not any(map(len, parts)):
        return {}
    told = aging_reports.load_aging_reports(practice).rows.dropna(subset="day")
    return told.groupby("source_file")["day"].max().to_dict()


def _of_medi(practice: Practice) -> list[pd.DataFrame]:
    """The claims that lists say went out through Medi, and those whose remittances came there."""
    return [load_sent(practice).rows, few_era_claims(load_archive(practice, folder=MEDI_FOLDER))]


def _ledgers(practice: Practice) -> Iterator[Entry]:
    """The files of postings that are ledgers: their charges are claims."""
    aside = load_postings(practice).set_aside
    files = set(aside.loc[aside["reason"].eq(NO_PAYMENT[CHARGE]), "source_file"])
    if files:
        below = walk_home(practice.raw / POSTINGS_FOLDER, practice.raw, documents=True)
        yield from (entry for entry in below if entry.source_file in files)


def _report_or_ledger(
    data: bytes, source_file: str, walks: Path, owner: Owner, named: ProviderNames, remitted: Asked
) -> HistoryFile | None:
    """The claims of a report, or of a ledger where it has no columns of one; among the postings of a ledger alone."""
    if source_file.startswith(f"{POSTINGS_FOLDER}/"):
        return ledger_claims.read(data, source_file, walks, owner, named)
    try:
        return read_claim_history(data, source_file, walks, owner, named, remitted)
    except InputError:
        if ledger := ledger_claims.read(data, source_file, walks, owner, named):
            return ledger
        raise


@dataclass
class _Taken:
    """What was read from the files so far."""

    crosswalks: Path
    judge: Judge
    providers: ProviderNames
    remitted: Asked = Remitted
    histories: list[pd.DataFrame] = field(default_factory=list)
    summaries: list[pd.DataFrame] = field(default_factory=list)
    listed: list[pd.DataFrame] = field(default_factory=list)
    denials: list[pd.DataFrame] = field(default_factory=list)
    aged: list[pd.DataFrame] = field(default_factory=list)
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
        asked = self.crosswalks, owner, self.providers, self.remitted
        read = _report_or_ledger(entry.data or b"", entry.source_file, *asked)
        if read is None:  # lines that name no claim: the postings have them
            return None, 0, None
        whose = read.claims.assign(whose=None, why=None) if read.whose is None else read.whose
        ours = self._ours(read.claims, whose, HISTORY, ("history", "submitted"))
        self.histories.append(ours)
        self.denials.append(read.denials)
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
        if kind == "unknown" and (
            listed := sent_lists.read(entry.content, entry.source_file, self.crosswalks)
        ):
            return self._listed(entry, *listed)
        if kind != "file summary":
            if kind in ("unknown", "empty"):
                self._note(entry, SUMMARY, "not read", f"{kind}: not a file summary. See what it is.")
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
        ours = self._ours(sent, told, sent_lists.SOURCE, ("submitted",))
        self.listed.append(ours)
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


def _whole(parts: list[pd.DataFrame], columns) -> pd.DataFrame:
    rows = [part for part in parts if len(part)]
    return conform(pd.concat(rows, ignore_index=True), columns) if rows else empty(columns)


def _filled(
    submitted: pd.DataFrame, practice: Practice, remitted: pd.DataFrame
) -> tuple[pd.DataFrame, list[str]]:
    """The submissions with the Tax ID that alone can be meant, and the only provider, where no source states one."""
    submitted, notes = with_tax_ids(submitted, practice, remitted)
    missing = submitted["rendering_npi"].isna() & submitted["attending_npi"].isna()
    if missing.any() and (only := _only_provider(practice, submitted, remitted)):
        npis = submitted["rendering_npi"].mask(missing, only).astype("str")
        submitted = submitted.assign(rendering_npi=npis)
        notes.append(
            f"{int(missing.sum()):,} submissions state no provider; the practice's only one was taken."
        )
    return submitted, notes


def _only_provider(practice: Practice, submitted: pd.DataFrame, remitted: pd.DataFrame) -> str | None:
    """The NPI of the one provider whom the intake lists, where claims and remittances name no other as rendering."""
    people = practice.providers - {practice.name, practice.stated_name}
    listed = {npi for name, npi in practice.provider_npis if name in people}
    named = {npi for rows in (submitted, remitted) for npi in rows["rendering_npi"].dropna()}
    return next(iter(listed)) if len(people) == len(listed) == 1 and named == listed else None


def _files(rows: list[dict], archive: Archive, remitted: pd.DataFrame) -> pd.DataFrame:
    names = [c.name for c in CLAIM_FILES]
    told = pd.DataFrame([*rows, *_era_rows(archive, remitted)], columns=names, dtype=object)
    return conform(told, CLAIM_FILES)


def _era_rows(archive: Archive, remitted: pd.DataFrame) -> Iterator[dict]:
    counts = remitted.groupby("source_file").size()
    shut = {row["source_file"]: row for row in not_read(archive).to_dict("records")}
    for name in dict.fromkeys([*counts.index, *shut]):
        number = int(counts.get(name, 0))
        said = {"source": ERA, "source_file": name, "state": "read", "reason": None} | shut.get(name, {})
        yield said | {"rows_in": number, "rows_used": number, "rows_set_aside": 0}
