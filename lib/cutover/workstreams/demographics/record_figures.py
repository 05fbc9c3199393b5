"""Figures of the parts of a patient's record: further coverages, sexes, guarantors, authorizations.

A part that no column gives is unknown, and no zero.
"""

from __future__ import annotations

import datetime as dt

import pandas as pd

from cutover.reading.mapping.coverage_lines import line_of
from cutover.reading.mapping.header_words import words_of
from cutover.reading.patients.exports import Demographics
from cutover.reading.patients.parts import SECOND, parts_of
from cutover.reading.patients.tables import PRIORITIES
from cutover.result import Figure
from cutover.wording import and_joined, several
from cutover.workstreams import unread_files
from cutover.workstreams.demographics.claim_accounts import account_numbers
from cutover.workstreams.demographics.conserved import IN_IMPORT, outcome_words
from cutover.workstreams.demographics.granted import can_be_used, has_begun, left_at
from cutover.workstreams.demographics.guarantor_persons import persons
from cutover.workstreams.demographics.patient_import import Prepared

NO_COLUMN = "no column of the export tells it"
_UNREAD = "a column for it is there and is not read: filled in {:,}"
_SECOND_PAYERS = tuple(
    f"{rank}_{name}"
    for rank in PRIORITIES[1:]
    for name in ("payer_name", "payer_id", "payer_and_member", "plan_name")
)


def told(part: str, demographics: Demographics, figure: Figure) -> Figure:
    """A figure of a part of the record; unknown where no column gives that part, or one that is there is not read."""
    if part in parts_of(demographics):
        return figure
    unread = not_read(demographics, part)
    return Figure(figure.label, None, unread or NO_COLUMN)


def not_read(demographics: Demographics, part: str) -> str:
    """Return in words that a column whose header names a part of the record is there and goes nowhere, "" where none.

    Its header is shown at the desk alone, among the columns that go nowhere.
    """
    words = {word for group in demographics.target.groups if part in (f"{group.name}s",)
             for word in (group.name, *group.words)}  # fmt: skip
    filled, rows = 0, 0
    for table in demographics.tables if words else ():
        headers = table.crosswalk.unmapped["source_column"] if table.is_used else ()
        named = [header for header in headers if words & set(words_of(header).split())]
        if named:
            filled += int(table.sheet.frame[named].notna().any(axis=1).sum())
            rows += len(table.sheet.frame)
    return f"{_UNREAD.format(filled)} of {several(rows, 'row')}" if filled else ""


def further(demographics: Demographics, prepared: Prepared) -> Figure:
    """How many patients have a second coverage, by payer, and how many further coverages are in no import.

    One that names its payer and lacks its member ID goes into no import, and the patient has it all the same.
    """
    rows = prepared.further
    if unread := _second_not_read(demographics):
        return Figure("Patients with a second coverage", None, unread)
    if rows.empty and SECOND not in parts_of(demographics):
        return Figure("Patients with a second coverage", None, NO_COLUMN)
    lacks = rows["outcome"].eq(outcome_words("member-missing")) & rows["payer_name"].notna()
    kept = rows[rows["outcome"].eq(IN_IMPORT) | lacks]
    by_payer = kept["payer_name"].fillna("no payer named").value_counts(sort=False).sort_index()
    notes = [and_joined([f"{payer} ({count:,})" for payer, count in by_payer.items()])] if len(kept) else []
    unsent, lost = int(lacks.sum()), len(rows) - len(kept)
    notes += [f"{unsent:,} of them in no import for want of a member ID"] if unsent else []
    notes += [f"{several(lost, 'further coverage')} set aside"] if lost else []
    return Figure(
        "Patients with a second coverage", f"{kept['account_number'].nunique():,}", "; ".join(notes)
    )


def _second_not_read(demographics: Demographics) -> str:
    """What is said where a table may name second payers and none is taken: nobody is sure of the column, or none fits.

    A coverage without its payer is none that could be counted.
    """
    filled, rows = 0, 0
    for table in demographics.tables:
        if not table.is_used or any(key in table.crosswalk.used for key in _SECOND_PAYERS):
            continue
        asked = table.crosswalk.rows
        unsure = asked[asked["key"].isin(_SECOND_PAYERS) & asked["source_column"].notna()]["source_column"]
        named = [
            header
            for header in table.crosswalk.unmapped["source_column"]
            if _is_of_second(words_of(header)) and header in table.sheet.frame
        ]
        if columns := [*unsure, *named]:
            filled += int(table.sheet.frame[columns].notna().any(axis=1).sum())
            rows += len(table.sheet.frame)
    return f"{_UNREAD.format(filled)} of {several(rows, 'row')}" if filled else ""


def _is_of_second(words: str) -> bool:
    """Whether a header speaks of a coverage behind the first: by a rank in words, or as a supplement."""
    said = set(words.split())
    return bool(said & {"secondary", "tertiary"}) or line_of(words) == "supplement"


def sexes(prepared: Prepared) -> Figure:
    """How many patients are of each sex, without repeated rows; U is a sex that the export does not tell."""
    people = prepared.people[prepared.people["readiness"].notna()]
    counts = people["sex"].value_counts()
    said = ", ".join(f"{int(counts[sex]):,} {sex}" for sex in ("F", "M", "U") if sex in counts)
    return Figure(
        "Patients by sex", said or None, "U is a sex that the export does not tell" if "U" in counts else ""
    )


def guarantors(prepared: Prepared) -> Figure:
    """How many rows of guarantors the import has, one per patient, and how many persons they are."""
    found = persons(prepared.guarantors, prepared.patients)
    if not found.rows:
        return Figure("Guarantors in the import", "0")
    told = several(found.persons, "person")
    own = (
        f", {found.patients:,} of them {'a patient' if found.patients == 1 else 'patients'}"
        if found.patients
        else ""
    )
    note = f"one row per patient; {told}{own}, by name with birth date, home or phone"
    return Figure("Guarantors in the import", f"{found.rows:,}", note)


def with_claims(accounts: pd.DataFrame | None) -> Figure:
    """How many different patients the claim history has, by their account numbers; unknown where it has none."""
    label = "Patients in the claim history"
    if accounts is None or accounts.empty:
        return Figure(
            label, None, "no claim history is on file" if accounts is None else "it has no account numbers"
        )
    claims = f"by the account numbers of {several(int(accounts['claims'].sum()), 'claim')}"
    return Figure(label, f"{account_numbers(accounts):,}", claims)


def usable(
    demographics: Demographics, prepared: Prepared, as_of: dt.date, cutover: dt.date | None = None
) -> Figure:
    """How many authorizations of the lists can be used on the report's date: begun, not ended, and visits are left.

    Beside it stands how many still run at a cutover ahead. One whose patient is set aside counts too. Without its last
    day or its visits left nobody knows of one.
    """
    rows, today = prepared.listed, pd.Timestamp(as_of)
    number, later = int(can_be_used(rows, as_of).sum()), ~has_begun(rows, as_of)
    none = later | rows["visits_left"].le(0).fillna(False) | rows["valid_through"].lt(today).fillna(False)
    unknown = int((~none & (rows["visits_left"].isna() | rows["valid_through"].isna())).sum())
    shut = len(unread_files.of_patients(demographics))
    notes = [f"of {len(rows):,} in the lists, by their days and the visits or units left"]
    notes += [words] if (words := left_at(rows, as_of, cutover)) else []
    waits = int((later & rows["visits_left"].ne(0).fillna(True)).sum())
    notes += [f"{waits:,} {'begins' if waits == 1 else 'begin'} later"] if waits else []
    notes += [f"not known of {unknown:,}"] if unknown else []
    notes += [f"{several(shut, 'file')} of patients not read"] if shut else []
    is_open = bool(unknown or shut)
    value = f"{'at least ' if is_open else ''}{number:,}" if number or not is_open else None
    return Figure(f"Authorizations that can be used on {today:%Y-%m-%d}", value, "; ".join(notes))
