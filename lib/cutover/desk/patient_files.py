"""The patient import as files: CSV as it is, an exceptions workbook that runs nothing, the crosswalk."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from cutover import private
from cutover.desk import text_sheets
from cutover.errors import InputError
from cutover.reading.mapping.confirmed import write as write_crosswalk
from cutover.reading.patients.exports import Demographics
from cutover.reading.patients.tables import CONSERVATION, DUPLICATES, EXCEPTIONS
from cutover.workstreams.demographics.patient_import import Prepared

FOLDER = "demographics"


def write_import(processed: Path, demographics: Demographics, prepared: Prepared) -> Path:
    """Write the import below a practice's `data/processed` and return its folder; whole or not at all.

    `patients.csv`, `coverages.csv`, `guarantors.csv`, `authorizations.csv` hold the values unaltered (UTF-8,
    dates as 2026-03-31, money in cents); `exceptions.xlsx` every violation and pair; `crosswalk.toml` the
    mapping used (further header sets with their signature in the name). Raises InputError where nothing can be written.
    """
    folder = processed / FOLDER
    try:
        private.folder(processed)
        beside = Path(tempfile.mkdtemp(dir=processed, prefix=".demographics-"))
    except OSError as error:
        where = "/".join(("data/processed", *processed.parts[-2:]))
        todo = "Make that folder writable, and run the report again."
        raise InputError(where, f"the patient import cannot be written ({error.strerror})", todo) from None
    try:
        for name in ("patients", "coverages", "guarantors", "authorizations"):
            frame = getattr(prepared, name)
            frame.to_csv(beside / f"{name}.csv", index=False, date_format="%Y-%m-%d", lineterminator="\n")
        sheets = {
            "exceptions": text_sheets.texts(prepared.exceptions, EXCEPTIONS),
            "to look at together": text_sheets.texts(prepared.duplicates, DUPLICATES),
            "two who look alike": text_sheets.texts(prepared.alike, DUPLICATES),
            "what became of records": text_sheets.texts(prepared.conservation, CONSERVATION),
        }
        text_sheets.write(beside / "exceptions.xlsx", sheets)
        for number, table in enumerate(t for t in demographics.tables if t.is_used):
            mark = f"-{table.crosswalk.signature}" if number else ""
            state = "confirmed by a person" if table.crosswalk.is_confirmed else "not confirmed by a person"
            write_crosswalk(
                beside / f"crosswalk{mark}.toml", table.crosswalk, f"# The mapping used, {state}."
            )
        for path in beside.iterdir():
            private.file(path)
        _replace(beside, folder)
    finally:
        shutil.rmtree(beside, ignore_errors=True)
    return folder


def _replace(beside: Path, folder: Path) -> None:
    """Put a finished folder into the place of an older one."""
    old = Path(tempfile.mkdtemp(dir=folder.parent, prefix=".demographics-"))
    if folder.exists():
        folder.replace(old / FOLDER)
    beside.replace(folder)
    shutil.rmtree(old)
