"""Receipts for claims that lie in a folder of a practice: 999 for files, 277CA for single claims."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field

import pandas as pd

from cutover.columns import Column, Kind, Privacy, conform, empty
from cutover.errors import InputError
from cutover.reading.era.kind import kind_of
from cutover.reading.files.zips import walk
from cutover.reading.practice.book import Practice
from cutover.reading.x12.acknowledgments import RECEIPTS, accepted, claims_accepted, read_acknowledgments

OLD_FOLDER, MEDI_FOLDER = "submissions", "medi_submissions"
ACCEPTED, REJECTED, UNCLEAR = "accepted", "rejected", "not said"
# one row per claim of a 277CA
ANSWERED = (
    Column("patient_control_number", Kind.TEXT, "Account no.", "", Privacy.PHI),
    Column("payer_name", Kind.TEXT, "Payer"),
    Column("service_from", Kind.DATE, "Service from", "", Privacy.DESK),
    Column("answered_on", Kind.DATE, "Answered on"),
    Column("state", Kind.TEXT, "State", "accepted, rejected, not said"),
    Column("codes", Kind.TEXT, "Category and status codes", "such as A7:562"),
    Column("charge_cents", Kind.CENTS, "Charged"),
    Column("source_file", Kind.TEXT, "File", "", Privacy.PHI),
    Column("source_row", Kind.COUNT, "Segment", "", Privacy.DESK),
)
# one row per acknowledged set of a 999 or 997
FILES_ANSWERED = (
    Column("answered_on", Kind.DATE, "Answered on"),
    Column("state", Kind.TEXT, "State", "accepted, rejected, not said"),
    Column("codes", Kind.TEXT, "Reasons"),
    Column("source_file", Kind.TEXT, "File", "", Privacy.PHI),
    Column("source_row", Kind.COUNT, "Segment", "", Privacy.DESK),
)


@dataclass(frozen=True)
class Receipts:
    """The receipts of a folder: `claims` (ANSWERED), `files` (FILES_ANSWERED), and what was not read in sentences."""

    claims: pd.DataFrame = field(default_factory=lambda: empty(ANSWERED))
    files: pd.DataFrame = field(default_factory=lambda: empty(FILES_ANSWERED))
    notes: tuple[str, ...] = ()


def load_receipts(practice: Practice, folder: str) -> Receipts:
    """Return the receipts in a folder of a practice, each content once; what is no receipt is passed over.

    No file raises: a receipt that cannot be read is a note.
    """
    claims, files, notes, seen = [], [], [], set()
    for entry in walk(practice.raw / folder, practice.raw):
        if entry.data is None or kind_of(entry.data) not in RECEIPTS:
            continue
        content = hashlib.sha256(entry.data).hexdigest()
        if content in seen:
            continue
        seen.add(content)
        try:
            read = read_acknowledgments(entry.data, entry.source_file)
        except InputError as error:
            notes.append(str(error))
            continue
        claims.append(_claims(read.statuses, read.acknowledgments))
        files.append(_files(read.sets, read.acknowledgments))
        notes += _damage(read.unread, entry.source_file)
    return Receipts(_whole(claims, ANSWERED), _whole(files, FILES_ANSWERED), tuple(notes))


def _claims(statuses: pd.DataFrame, heads: pd.DataFrame) -> pd.DataFrame:
    keys = ["acknowledgment_id", "claim_id"]
    rows = statuses.dropna(subset="claim_id")
    codes = rows["category"].fillna("?") + ":" + rows["status"].fillna("?")
    facts = rows.assign(codes=codes).groupby(keys, as_index=False).agg(
        payer_name=("payer_name", "first"), service_from=("service_from", "min"), answered_on=("status_date", "max"),
        charge_cents=("amount_cents", "max"), codes=("codes", lambda c: " ".join(dict.fromkeys(c))),
        source_file=("source_file", "first"), source_row=("source_row", "min"),
    )  # fmt: skip
    found = claims_accepted(statuses).merge(facts, on=keys)
    day = found["acknowledgment_id"].map(heads.set_index("acknowledgment_id")["isa_date"])
    told = found.assign(state=_state(found["is_accepted"]), answered_on=found["answered_on"].fillna(day))
    return conform(told[[c.name for c in ANSWERED]].reset_index(drop=True), ANSWERED)


def _files(sets: pd.DataFrame, heads: pd.DataFrame) -> pd.DataFrame:
    day = sets["acknowledgment_id"].map(heads.set_index("acknowledgment_id")["isa_date"])
    told = sets.assign(answered_on=day, state=_state(accepted(sets["outcome"])), codes=sets["reasons"])
    return conform(told[[c.name for c in FILES_ANSWERED]].reset_index(drop=True), FILES_ANSWERED)


def _state(is_accepted: pd.Series) -> pd.Series:
    known = is_accepted.astype("boolean")
    said = pd.Series(REJECTED, known.index, dtype="str").mask(known.fillna(False), ACCEPTED)
    return said.mask(known.isna(), UNCLEAR)


def _damage(unread: pd.DataFrame, source_file: str) -> list[str]:
    hurt = unread[unread["reason"].isin(["cut", "damaged", "out of place"])]
    return [f"{source_file}: {len(hurt):,} segments of a receipt could not be read."] if len(hurt) else []


def _whole(parts: list[pd.DataFrame], columns: tuple[Column, ...]) -> pd.DataFrame:
    filled = [part for part in parts if len(part)]
    return conform(pd.concat(filled, ignore_index=True), columns) if filled else empty(columns)
