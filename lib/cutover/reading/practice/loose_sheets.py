"""Spreadsheets that lie in no folder of a practice: the folder of their kind where their columns leave no doubt."""

from __future__ import annotations

from cutover.errors import InputError
from cutover.reading.claims.monthly_tables import is_monthly
from cutover.reading.files.sheet import Sheet
from cutover.reading.files.spreadsheet import read_spreadsheet
from cutover.reading.mapping.suggest import suggest
from cutover.reading.mapping.targets import patients_export
from cutover.reading.practice.file_subject import CLAIMS, FIGURES, PATIENTS, concepts, subject_of

_FOLDERS = {PATIENTS: "demographics", CLAIMS: "claims", FIGURES: "reports"}
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


def _subject(sheet: Sheet) -> str | None:
    """What a table is about: as its header says, or people where name and birth date are sure and nothing is billed."""
    if is_monthly(sheet):
        return FIGURES
    said = subject_of(sheet.header)
    if said is not None or concepts(sheet.header) & _NO_PATIENTS:
        return said
    used = suggest(sheet, patients_export()).used
    return PATIENTS if "birth_date" in used and _NAMES & set(used) else None
