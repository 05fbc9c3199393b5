"""Receipts for claims that lie in a folder of a practice: 999 for files, 277CA for single claims."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field

import pandas as pd

from cutover.columns import Column, Kind, Privacy, conform, empty
from cutover.errors import InputError
from cutover.identifiers import compared
from cutover.lookup import days_of
from cutover.reading.claims.batches import load_batches
from cutover.reading.claims.era_submissions import SOURCE as ERA
from cutover.reading.claims.sent import load_sent
from cutover.reading.claims.submissions import by_receipts, sent_keys, through_medi
from cutover.reading.era.kind import kind_of
from cutover.reading.files.zips import Entry
from cutover.reading.kept import store
from cutover.reading.mapping.record import NOT_READ
from cutover.reading.payers.enrollment_words import is_clearinghouse
from cutover.reading.practice import marks
from cutover.reading.practice.book import Practice
from cutover.reading.practice.judge import Judge
from cutover.reading.practice.places import walk_home
from cutover.reading.practice.whose import (
    BY_FILE,
    NOBODY,
    NOT_OWN,
    OWN,
    SAME,
    SIBLING,
    counts,
    strangers,
    verdict,
)
from cutover.reading.x12.acknowledgment_tables import ASIDE_REASONS
from cutover.reading.x12.acknowledgments import (
    RECEIPTS,
    Acknowledgments,
    accepted,
    claims_accepted,
    read_acknowledgments,
)
from cutover.reference import code_list

OLD_FOLDER, MEDI_FOLDER = "submissions", "medi_submissions"
ERA_FOLDER = "medi_era"  # where receipts lie that came with the remittances
_SENT = ["patient_control_number", "charge_cents"]
_HALF = 0.5  # share of the claims of a file under an NPI of nobody
ACCEPTED, REJECTED, UNCLEAR = "accepted", "rejected", "not stated"
_OTHERS = ("837", "zip", "empty", "file summary", "text ERA", "835")  # in such a folder for another purpose
# one row per claim of a 277CA
ANSWERED = (
    Column("patient_control_number", Kind.TEXT, "Account no.", "", Privacy.PHI),
    Column("payer_name", Kind.TEXT, "Payer"),
    Column("service_from", Kind.DATE, "Service from", "", Privacy.DESK),
    Column("answered_on", Kind.DATE, "Answered on"),
    Column("state", Kind.TEXT, "State", "accepted, rejected, not stated"),
    Column("codes", Kind.TEXT, "Category and status codes", "such as A7:562"),
    Column("charge_cents", Kind.CENTS, "Charged"),
    Column("provider_npi", Kind.TEXT, "Billing NPI"),
    Column("source_file", Kind.TEXT, "File", "", Privacy.PHI),
    Column("source_row", Kind.COUNT, "Segment", "", Privacy.DESK),
)
# one row per acknowledged set of a 999 or 997
FILES_ANSWERED = (
    Column("answered_on", Kind.DATE, "Answered on"),
    Column("state", Kind.TEXT, "State", "accepted, rejected, not stated"),
    Column("codes", Kind.TEXT, "Reasons"),
    Column("group_kind", Kind.TEXT, "Group", "AK101: HC for claims"),
    Column("group_number", Kind.TEXT, "Group no.", "AK102: GS06 of what is acknowledged", Privacy.DESK),
    Column(
        "is_shared",
        Kind.FLAG,
        "Held by others",
        "other practices hold it too: by its group number it answers ours",
    ),
    Column("source_file", Kind.TEXT, "File", "", Privacy.PHI),
    Column("source_row", Kind.COUNT, "Segment", "", Privacy.DESK),
)


@dataclass(frozen=True)
class Receipts:
    """The receipts of a folder: `claims` (ANSWERED), `files` (FILES_ANSWERED), and what was not read in sentences.

    What is not known to be the practice's is in neither; `not_own` (NOT_OWN) counts it.
    """

    claims: pd.DataFrame = field(default_factory=lambda: empty(ANSWERED))
    files: pd.DataFrame = field(default_factory=lambda: empty(FILES_ANSWERED))
    notes: tuple[str, ...] = ()
    not_own: pd.DataFrame = field(default_factory=lambda: empty(NOT_OWN))


def load_receipts(practice: Practice, folder: str) -> Receipts:
    """Return the receipts in a folder of a practice, each content once; what is no receipt is passed over.

    No file raises: a receipt that cannot be read is a note.
    """
    return store.of(practice, f"receipts-{folder}", lambda: _read_receipts(practice, folder), worth=1 << 14)


def load_medi_receipts(practice: Practice) -> Receipts:
    """Return the receipts of Medi, those of its folder of claims and those that lie among its remittances.

    A receipt that is in both folders counts once. No file raises.
    """
    own, beside = (load_receipts(practice, folder) for folder in (MEDI_FOLDER, ERA_FOLDER))
    claims, files = (
        _once(*parts)
        for parts in ((own.claims, beside.claims, ANSWERED), (own.files, beside.files, FILES_ANSWERED))
    )
    not_own = _whole([own.not_own, beside.not_own], NOT_OWN)
    return Receipts(claims, files, (*own.notes, *beside.notes), not_own)


def told_by_medi(practice: Practice, submitted: pd.DataFrame) -> pd.DataFrame:
    """Return submissions, those of which a remittance alone tells sent through Medi where its files have them.

    Such files are lists, 837 files and receipts that accept a claim.
    """
    if not submitted["source"].eq(ERA).any():
        return submitted
    told, receipts = load_sent(practice).rows, load_medi_receipts(practice).claims
    return by_receipts(through_medi(submitted, sent_keys(told)), receipts[receipts["state"] == ACCEPTED])


def _once(own: pd.DataFrame, beside: pd.DataFrame, columns: tuple[Column, ...]) -> pd.DataFrame:
    """The rows of one folder, and those of another that are not in it; a row is told by all but where it lies."""
    names = [c.name for c in columns if c.name != "source_file"]
    seen = set(own[names].astype("str").apply(tuple, axis=1)) if len(own) else set()
    new = [row not in seen for row in beside[names].astype("str").apply(tuple, axis=1)] if len(beside) else []
    return _whole([own, beside[pd.Series(new, beside.index, dtype=bool)]], columns)


def _read_receipts(practice: Practice, folder: str) -> Receipts:
    batches = MEDI_FOLDER if folder == ERA_FOLDER else folder
    taken = _Taken(
        Judge(practice), folder, lambda: load_batches(practice, batches).claims, lambda: _sent(practice)
    )
    lists = _lists(practice) if folder == MEDI_FOLDER else frozenset()
    for entry in walk_home(practice.raw / folder, practice.raw, documents=folder == MEDI_FOLDER):
        if entry.source_file not in lists:
            taken.take(entry)
    return Receipts(
        _whole(taken.claims, ANSWERED),
        _whole(taken.files, FILES_ANSWERED),
        tuple(taken.notes),
        _whole(taken.not_own, NOT_OWN),
    )


def _sent(practice: Practice) -> pd.DataFrame:
    """The claims that the practice sent through either system, by its 837 files and Medi's lists (_SENT)."""
    files = [load_batches(practice, folder).claims for folder in (OLD_FOLDER, MEDI_FOLDER)]
    listed = load_sent(practice).rows
    numbered = listed.assign(patient_control_number=listed["claim_number"])
    return pd.concat([one[_SENT] for one in (*files, listed, numbered)], ignore_index=True)


def _lists(practice: Practice) -> frozenset[str]:
    """The files of the folder that are read as lists of claims (`sent`): no receipts that could not be read."""
    files = load_sent(practice).files
    return frozenset(files.loc[files["state"] != NOT_READ, "source_file"])


@dataclass
class _Taken:
    """What was read from the files so far."""

    judge: Judge
    folder: str
    batches: Callable[[], pd.DataFrame]
    sent: Callable[[], pd.DataFrame]
    claims: list[pd.DataFrame] = field(default_factory=list)
    files: list[pd.DataFrame] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    not_own: list[pd.DataFrame] = field(default_factory=list)
    seen: set[str] = field(default_factory=set)

    def take(self, entry: Entry) -> None:
        """Read one file, once per content."""
        if entry.data is None:
            self.notes += [f"{entry.source_file}: {entry.reason}"] if entry.reason else []
            return
        content = hashlib.sha256(entry.data).hexdigest()
        if content in self.seen:
            return
        self.seen.add(content)
        kind = kind_of(entry.data)
        if kind not in RECEIPTS:
            if self.folder == MEDI_FOLDER and (
                kind not in _OTHERS or kind == "zip"
            ):  # a zip with bytes: a workbook
                what = "workbook" if kind == "zip" else kind
                self.notes.append(
                    f"{entry.source_file}: neither a 999 nor a 277CA nor a list of claims ({what}); it was not read."
                )
            return
        try:
            read = read_acknowledgments(entry.data, entry.source_file)
        except InputError as error:
            self.notes.append(str(error))
            return
        self._keep(read, content)
        self.notes += _damage(read.unread, entry.source_file)

    def _keep(self, read: Acknowledgments, content: str) -> None:
        """Keep what counts as the practice's; a file's 999 is whose its claims are."""
        claims, files = _claims(read.statuses, read.acknowledgments), _files(read.sets, read.acknowledgments)
        npi = claims["provider_npi"]
        number, day = claims["patient_control_number"], claims["service_from"]
        told = self.judge.by_identifiers(pd.Series(None, claims.index, dtype="str"), [npi])
        answers = self._answers_us(told, claims)
        told = told.assign(whose=told["whose"].mask(answers, OWN), why=told["why"].mask(answers))
        claims = claims.assign(provider_npi=npi.mask(answers))  # of nobody: it says nothing of who billed
        told = self.judge.of_marks(told, lambda: marks.of_numbers([number], day), content)
        theirs = len(claims) > 0 and told["whose"].eq(SIBLING).all()
        of_file = verdict([(pd.Series(theirs, files.index), SIBLING, BY_FILE)], files.index)
        of_file = self.judge.of_marks(of_file, None, content)
        if of_file["why"].eq(SAME).any():
            ours = of_file["why"].eq(SAME) & answer_of(files, self.batches())
            of_file = of_file.assign(whose=of_file["whose"].mask(ours, OWN), why=of_file["why"].mask(ours))
            files = files.assign(is_shared=ours)
        for rows, whose, into, kind in (
            (claims, told, self.claims, "277CA"),
            (files, of_file, self.files, "999"),
        ):
            cents = rows.get("charge_cents")
            self.not_own.append(strangers(whose, f"receipts ({kind})", rows["source_file"], cents))
            into.append(rows[counts(whose)].reset_index(drop=True))

    def _answers_us(self, told: pd.DataFrame, claims: pd.DataFrame) -> pd.Series:
        """Which answers under an NPI of nobody are to claims that the practice sent.

        Some clearinghouses write a placeholder there. The number and the charge of a claim both tell it; of a file of
        which fewer than half are told so, chance may have told them.
        """
        nobody = told["whose"].eq(NOBODY)
        if not nobody.any():
            return nobody
        ours = nobody & sent_by_us(claims, self.sent())
        return ours if int(ours.sum()) >= _HALF * int(nobody.sum()) else nobody & False


def sent_by_us(claims: pd.DataFrame, sent: pd.DataFrame) -> pd.Series:
    """Return which claims of receipts (ANSWERED) have the number and the charge of a claim sent."""
    known = set(zip(compared(sent["patient_control_number"]), sent["charge_cents"], strict=True))
    each = zip(compared(claims["patient_control_number"]), claims["charge_cents"], strict=True)
    hit = [
        isinstance(number, str) and not pd.isna(cents) and (number, cents) in known for number, cents in each
    ]
    return pd.Series(hit, claims.index, dtype=bool)


def answer_of(files: pd.DataFrame, batches: pd.DataFrame) -> pd.Series:
    """Return which 999s (FILES_ANSWERED) answer a group of 837 files (BATCH_CLAIMS): its number, on or after its day.

    Leading zeros of a number say nothing. A 999 or a group without a number or a day answers nothing here.
    """
    groups = batches[["group_number", "sent_on"]].dropna()
    first = groups["sent_on"].groupby(groups["group_number"].str.lstrip("0")).min()
    sent = days_of(files["group_number"].str.lstrip("0"), first)
    return (files["answered_on"] >= sent).fillna(False).astype(bool)


def _claims(statuses: pd.DataFrame, heads: pd.DataFrame) -> pd.DataFrame:
    keys = ["acknowledgment_id", "claim_id"]
    rows = statuses.dropna(subset="claim_id")
    codes = rows["category"].fillna("?") + ":" + rows["status"].fillna("?")
    facts = rows.assign(codes=codes).groupby(keys, as_index=False).agg(
        payer_name=("payer_name", "first"), service_from=("service_from", "min"), answered_on=("status_date", "max"),
        charge_cents=("amount_cents", "max"), codes=("codes", lambda c: " ".join(dict.fromkeys(c))),
        source_file=("source_file", "first"), source_row=("source_row", "min"), provider_npi=("provider_npi", "first"),
        action=("outcome", "first"),
    )  # fmt: skip
    found = claims_accepted(statuses).merge(facts, on=keys)
    day = found["acknowledgment_id"].map(heads.set_index("acknowledgment_id")["isa_date"])
    # the list bears no dates: it holds on any day
    roles = code_list("status_categories", dt.date.max).frame.set_index("code")["role"].to_dict()
    state = _state(found["is_accepted"])
    category = pd.Series([_by_category(codes, roles) for codes in found["codes"]], found.index, dtype="str")
    state = state.where(found["action"].notna(), category)
    state = state.mask((state == ACCEPTED) & (category == REJECTED), UNCLEAR)
    payer = found["payer_name"].where(~_is_passed_on(found["payer_name"]))
    told = found.assign(state=state, payer_name=payer, answered_on=found["answered_on"].fillna(day))
    return conform(told[[c.name for c in ANSWERED]].reset_index(drop=True), ANSWERED)


def _is_passed_on(sources: pd.Series) -> pd.Series:
    """Which receipts name the clearinghouse as their source: nothing in them tells the payer."""
    said = [isinstance(source, str) and is_clearinghouse(source) for source in sources]
    return pd.Series(said, sources.index, dtype=bool)


def _by_category(codes: str, roles: dict[str, str]) -> str:
    """What categories alone say of a claim: rejected where any of them is, else accepted where any is."""
    said = {roles.get(code.partition(":")[0]) for code in codes.split()}
    return next((state for state in (REJECTED, ACCEPTED) if state in said), UNCLEAR)


def _files(sets: pd.DataFrame, heads: pd.DataFrame) -> pd.DataFrame:
    """The sets of each 999; one that lists none is told by its total."""
    bare = heads[
        heads["kind"].isin(["999", "997"]) & ~heads["acknowledgment_id"].isin(sets["acknowledgment_id"])
    ]
    alone = bare[["acknowledgment_id", "outcome", "source_file", "source_row"]].assign(reasons=None)
    sets = pd.concat([part for part in (sets, alone) if len(part)] or [sets], ignore_index=True)
    of = heads.set_index("acknowledgment_id")
    names = {"answered_on": "isa_date", "group_kind": "group_kind", "group_number": "group_control"}
    facts = {name: sets["acknowledgment_id"].map(of[column]) for name, column in names.items()}
    told = sets.assign(
        state=_state(accepted(sets["outcome"])), codes=sets["reasons"], is_shared=False, **facts
    )
    return conform(told[[c.name for c in FILES_ANSWERED]].reset_index(drop=True), FILES_ANSWERED)


def _state(is_accepted: pd.Series) -> pd.Series:
    known = is_accepted.astype("boolean")
    said = pd.Series(REJECTED, known.index, dtype="str").mask(known.fillna(False), ACCEPTED)
    return said.mask(known.isna(), UNCLEAR)


def _damage(unread: pd.DataFrame, source_file: str) -> list[str]:
    """Sentences about what in a receipt is damaged, by reason: a lost segment or a wrong count is never passed over."""
    hurt = unread.loc[unread["reason"].map(lambda reason: ASIDE_REASONS[reason][0]).astype(bool), "reason"]
    said = ", ".join(f"{reason} ({number:,})" for reason, number in hurt.value_counts(sort=False).items())
    return [f"{source_file}: a receipt is damaged: {said}. Ask for it again."] if said else []


def _whole(parts: list[pd.DataFrame], columns: tuple[Column, ...]) -> pd.DataFrame:
    filled = [part for part in parts if len(part)]
    return conform(pd.concat(filled, ignore_index=True), columns) if filled else empty(columns)
