"""Spreadsheets that lie in no folder of a practice: the folder of their kind where their columns leave no doubt."""

from __future__ import annotations

import re

from cutover.errors import InputError
from cutover.reading.claims import own_counts
from cutover.reading.claims.monthly_tables import is_monthly
from cutover.reading.files.sheet import Sheet
from cutover.reading.files.spreadsheet import read_spreadsheet
from cutover.reading.mapping import kinds
from cutover.reading.mapping.suggest import suggest
from cutover.reading.mapping.targets import load_target, patients_export
from cutover.reading.patients.plans import lists_authorizations
from cutover.reading.patients.table import KEYS
from cutover.reading.practice import places, strayed
from cutover.reading.practice.file_subject import (
    CLAIMS,
    DEPOSITS,
    FIGURES,
    FOLDERS,
    PATIENTS,
    concepts,
    subject_of,
)

_COUNTS = "the practice's own count by month"
_FOLDERS = {PATIENTS: "demographics", CLAIMS: "claims", FIGURES: "reports", DEPOSITS: strayed.BANK,
            _COUNTS: "invoices"}  # fmt: skip
_NO_PATIENTS = frozenset(
    {"service date", "charge", "payment", "payment day", "payment amount", "appointment", "note"}
)
_NAMES = frozenset({"last_name", "full_name"})


def folder_of(data: bytes, source_file: str) -> str:
    """Return the folder of a spreadsheet's kind, "" where a table is of another one, or nothing settles it."""
    try:
        sheets = read_spreadsheet(data, source_file, expected=[patients_export().header_words]).sheets
    except InputError:
        return ""
    told = {_subject(sheet) for sheet in sheets if len(sheet.frame)} - {None}
    return _FOLDERS.get(told.pop() or "", "") if len(told) == 1 else ""


def belongs(data: bytes, source_file: str, folder: str, to: str) -> bool:
    """Tell whether each table of a file has what one in the folder `to` needs, and none what one in its `folder` does.

    A statement of a bank that names payers' transfers is one whatever else its columns fit, but for those of a folder
    that shares layouts with the bank's: postings may name a transfer too.
    """
    wanted, there = kinds.of_folder(to), kinds.of_folder(folder)
    if wanted is None:
        return False
    sheets = read_spreadsheet(data, source_file, expected=[wanted.target.header_words]).sheets
    tables = [sheet for sheet in sheets if len(sheet.frame)]
    if not tables or any(suggest(sheet, wanted.target).missing for sheet in tables):
        return False
    is_bank = to == strayed.BANK and not places.share_layouts(folder, to)
    if is_bank and all(is_of_a_bank(sheet) for sheet in tables):
        return True
    said = {subject_of(sheet.header) for sheet in tables}
    return not said & set(FOLDERS.get(folder, ())) and (
        there is None or all(suggest(sheet, there.target).missing for sheet in tables)
    )


def is_of_a_bank(sheet: Sheet) -> bool:
    """Tell whether two rows of a table have the marks of a payer's transfer, as a bank writes them."""
    marks = "|".join(map(re.escape, places.bank_marks()))
    texts = sheet.frame[sheet.columns].astype("str")
    has = texts.apply(lambda column: column.str.contains(marks, regex=True, na=False)).any(axis=1)
    return int(has.sum()) > 1


def _subject(sheet: Sheet) -> str | None:
    """What a table is about: as its header says, or people where name and birth date are sure and nothing is billed.

    One with the marks of a bank and what its statements need is of deposits. A list of authorizations with the numbers
    of their patients is read with the patients.
    """
    if own_counts.is_count(sheet):
        return _COUNTS
    if is_monthly(sheet):
        return FIGURES
    said = subject_of(sheet.header)
    if said is None and is_of_a_bank(sheet) and not suggest(sheet, load_target("deposits")).missing:
        return DEPOSITS
    if said is not None or concepts(sheet.header) & _NO_PATIENTS:
        return said
    walk = suggest(sheet, patients_export())
    if lists_authorizations(walk) and set(KEYS) & set(walk.used):
        return PATIENTS
    return PATIENTS if "birth_date" in walk.used and _NAMES & set(walk.used) else None
