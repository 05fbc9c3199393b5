"""The patient import as files: CSV as it is, an exceptions workbook that runs nothing, the crosswalk."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

import pandas as pd
import xlsxwriter

from cutover import private
from cutover.columns import Column
from cutover.errors import InputError
from cutover.reading.mapping.confirmed import write as write_crosswalk
from cutover.reading.patients.exports import Demographics
from cutover.reading.patients.tables import CONSERVATION, DUPLICATES, EXCEPTIONS
from cutover.workstreams.demographics.patient_import import Prepared

FOLDER = "demographics"
SHEET_ROWS = 1_000_000  # a worksheet holds 1,048,576
CELL_CHARACTERS = 32_767  # of one cell of a worksheet
_SAFE = {
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "constant_memory": True,
}


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
        _write_exceptions(beside / "exceptions.xlsx", prepared)
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


def _write_exceptions(path: Path, prepared: Prepared) -> None:
    with xlsxwriter.Workbook(path, _SAFE) as book:
        bold = book.add_format({"bold": True, "bottom": 1})
        for name, frame, columns in (
            ("exceptions", prepared.exceptions, EXCEPTIONS),
            ("to look at together", prepared.duplicates, DUPLICATES),
            ("what became of records", prepared.conservation, CONSERVATION),
        ):
            for part, start in enumerate(range(0, max(1, len(frame)), SHEET_ROWS)):
                rows = frame.iloc[start : start + SHEET_ROWS]
                _write_sheet(book.add_worksheet(f"{name} {part + 1}" if part else name), rows, columns, bold)


def _write_sheet(sheet, frame: pd.DataFrame, columns: tuple[Column, ...], bold) -> None:
    sheet.freeze_panes(1, 0)
    sheet.set_column(0, len(columns) - 1, 18)
    for place, column in enumerate(columns):
        sheet.write_string(0, place, column.label, bold)
    texts = [_texts(frame[c.name]) for c in columns]
    for number, row in enumerate(zip(*texts, strict=True), 1):
        for place, value in enumerate(row):
            if value is not None:
                sheet.write_string(number, place, value)
    sheet.autofilter(0, 0, max(1, len(frame)), len(columns) - 1)


def _texts(values: pd.Series) -> list[str | None]:
    """Values as cell texts; a longer one than a cell can hold is cut, with a mark that says so."""
    if pd.api.types.is_datetime64_any_dtype(values):
        values = values.dt.strftime("%Y-%m-%d")
    mark = " ... [cut: longer than a cell]"
    texts = (None if pd.isna(v) else str(v) for v in values.tolist())
    return [
        t if t is None or len(t) <= CELL_CHARACTERS else t[: CELL_CHARACTERS - len(mark)] + mark
        for t in texts
    ]
