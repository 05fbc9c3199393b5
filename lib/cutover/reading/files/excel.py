"""Excel workbooks (xlsx, xlsb, xls) and OpenDocument spreadsheets as grids of text."""

from __future__ import annotations

import datetime as dt
import gc
import io
import re
from collections import Counter

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import python_calamine as calamine

from cutover.errors import InputError
from cutover.reading.files import cells
from cutover.reading.files.delimited import blanks
from cutover.reading.files.kind import FileKind
from cutover.reading.files.number_format import Shown, formats_by_style, shown_as
from cutover.reading.files.sheet import Caps, ColumnNote, Grid, Note
from cutover.reading.files.xlsx_package import Package
from cutover.reading.files.xlsx_sheet import SheetFacts, sheet_facts, widest_row

_DAMAGED = "Export it again, or open it in Excel, let Excel repair it, and save it as .xlsx."
_HIDDEN = (calamine.SheetVisibleEnum.Hidden, calamine.SheetVisibleEnum.VeryHidden)
_CONTENT = {FileKind.ODS: ("content.xml",)}
_DATES = frozenset({dt.date, dt.datetime})
SHOWN_ROWS = 10  # rows that a note names


def read_excel(
    data: bytes, kind: FileKind, source_file: str, caps: Caps
) -> tuple[list[Grid], tuple[Note, ...]]:
    """Return the sheets of a workbook as grids, and the notes about the workbook.

    A row of a grid is a row of its sheet, from row 1. Values are those the workbook stores (formulas: their
    last result). Raises InputError where it does not open, RefusedError where it breaks a cap.
    """
    package = None if kind == FileKind.XLS else Package(data, source_file, caps)
    xlsx = package if kind == FileKind.XLSX else None
    parts = xlsx.sheet_parts() if xlsx else {}
    if package:
        for part in parts.values() if xlsx else _CONTENT.get(kind, ()):
            caps.check_width(widest_row(package.head(part)), source_file)
    longest = xlsx.longest_shared_text() if xlsx else 0
    book = _opened(data, source_file)
    if len(book.sheet_names) > caps.sheets and package:
        package.refuse(f"{len(book.sheet_names)} sheets, more than {caps.sheets}")
    shown = _shown(xlsx) if xlsx else {}
    grids, notes = [], _workbook_notes(package, kind)
    for about in book.sheets_metadata:
        if about.typ != calamine.SheetTypeEnum.WorkSheet:
            notes.append(Note("not-a-table", "A sheet that is a chart, macro or dialog was not read."))
            continue
        facts = _facts(package, parts.get(about.name), set(shown), longest)
        grids.append(_grid(book, about, facts, shown, source_file))
    return grids, tuple(notes)


def _opened(data: bytes, source_file: str) -> calamine.CalamineWorkbook:
    try:
        return calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
    except calamine.PasswordError:
        raise InputError(
            source_file, "protected with a password", "Give its password, or save it without one."
        ) from None
    except Exception:  # calamine raises its own errors, ValueError and OSError on damage
        raise InputError(source_file, "the workbook is damaged and does not open", _DAMAGED) from None
    except BaseException as error:  # a Rust panic is a BaseException of pyo3
        if type(error).__name__ != "PanicException":
            raise
        raise InputError(source_file, "the workbook is damaged and does not open", _DAMAGED) from None


def _shown(package: Package) -> dict[int, Shown]:
    formats = formats_by_style(package.read("xl/styles.xml") or b"")
    changes = {style: shown_as(code) for style, code in formats.items()}
    return {style: change for style, change in changes.items() if change}


def _workbook_notes(package: Package | None, kind: FileKind) -> list[Note]:
    notes = []
    if package and kind == FileKind.XLSX and package.uses_1904():
        notes.append(Note("dates-1904", "The workbook counts dates from 1904; they were converted."))
    if kind != FileKind.XLSX:
        message = "In this format hidden rows, error cells and zeros shown by a number format are not seen."
        notes.append(Note("format-limits", message))
    if package and any(name.endswith("vbaproject.bin") for name in package.names()):
        notes.append(Note("macros", "The workbook holds macros; they were not run."))
    return notes


def _facts(package: Package | None, part: str | None, styles: set[int], longest: int) -> SheetFacts:
    """Facts of a sheet, its caps checked before calamine fills a rectangle or copies a text."""
    xml = package.read(part) if package and part else None
    if package is None or xml is None:
        return SheetFacts()
    facts = sheet_facts(xml, styles)
    if facts.rows * facts.columns > package.caps.cells:
        package.refuse(f"a sheet reaches over more than {package.caps.cells:,} cells")
    if facts.rows * facts.columns * longest > package.caps.cell_text_bytes:
        _check_text(package, xml)
    return facts


def _check_text(package: Package, xml: bytes) -> None:
    """One long shared text in many cells: 75 kB can hold a gigabyte."""
    shared = re.split(rb"</(?:\w+:)?si>", package.read("xl/sharedstrings.xml") or b"")
    sizes = np.array([len(text) for text in shared], dtype="int64")
    used = re.findall(rb't="s"[^>]*><(?:\w+:)?v>(\d{1,9})<', xml)
    index = np.array(used, dtype="S9").astype("int64")
    if sizes[index[index < len(sizes)]].sum() > package.caps.cell_text_bytes:
        package.refuse(f"its cells hold more than {package.caps.cell_text_bytes:,} bytes of text")


def _grid(book, about, facts: SheetFacts, shown, source_file: str) -> Grid:
    try:
        sheet = book.get_sheet_by_name(about.name)
        rows = [] if sheet.start is None else _values(sheet)
        merged = sheet.merged_cell_ranges or []
    except Exception:  # as in _opened
        where = f"sheet {about.name!r}"
        raise InputError(source_file, "the sheet is damaged and does not open", _DAMAGED, where) from None
    columns, column_notes = [], []
    seen: Counter[str] = Counter()
    for number, values in enumerate(zip(*rows, strict=True)):
        column, notes = _column(number, values, seen)
        columns.append(column)
        column_notes += notes
    columns, more = _restored(columns, facts, shown)
    columns = _filled_down(columns, merged)
    return Grid(
        about.name,
        columns,
        np.arange(1, len(rows) + 1, dtype="int64"),
        notes=(*_sheet_notes(about, facts, merged), *blanks(seen)),
        column_notes=(*column_notes, *more, *_places(facts)),
        hidden=about.visible in _HIDDEN,
        hidden_columns=facts.hidden_columns,
        spans=tuple((start[0], start[1], end[1]) for start, end in merged if end[1] > start[1]),
    )


def _filled_down(columns: list[pa.LargeStringArray], merged: list) -> list[pa.LargeStringArray]:
    """Columns in which each cell of a merge over several rows holds its value."""
    columns = list(columns)
    down = [(start, end) for start, end in merged if end[0] > start[0] and start[1] < len(columns)]
    for number in {start[1] for start, _ in down}:
        texts = columns[number].to_pylist()
        for start, end in (pair for pair in down if pair[0][1] == number):
            for place in range(start[0] + 1, min(end[0] + 1, len(texts))):
                texts[place] = texts[place] or texts[start[0]]
        columns[number] = pa.array(texts, pa.large_string())
    return columns


def _values(sheet: calamine.CalamineSheet) -> list[list]:
    """The rows of a sheet; the collector of reference cycles would walk them in vain as they grow."""
    paused = gc.isenabled()
    gc.disable()
    try:
        return sheet.to_python(skip_empty_area=False)
    finally:
        if paused:
            gc.enable()


def _column(number: int, values: tuple, seen: Counter[str]) -> tuple[pa.LargeStringArray, list[ColumnNote]]:
    texts, lost, types = cells.text_column(values)
    notes = []
    if lost:
        message = (
            "Numbers of more than 15 digits: Excel keeps 15, so their last digits are lost. "
            "Take such identifiers from an export that writes them as text."
        )
        rows = tuple(i + 1 for i in lost[:SHOWN_ROWS])
        notes.append(ColumnNote(number, "digits-lost", message, len(lost), rows))
    turned = [i for i, value in enumerate(values) if isinstance(value, dt.date)] if types & _DATES else []
    if turned and len(turned) < 0.5 * sum(1 for value in values if isinstance(value, str) and value):
        message = "Dates among texts: where these are identifiers, a spreadsheet program has made them dates."
        rows = tuple(i + 1 for i in turned[:SHOWN_ROWS])
        notes.append(ColumnNote(number, "dates-among-texts", message, len(turned), rows))
    if float in types and types & _DATES:
        message = "One column has dates and plain numbers: some numbers may be dates without a format."
        count = Counter(map(type, values))[float]
        notes.append(ColumnNote(number, "dates-and-numbers", message, count))
    return cells.cleaned(texts, seen), notes


def _restored(columns, facts: SheetFacts, shown: dict[int, Shown]) -> tuple[list, list[ColumnNote]]:
    """Columns with the zeros, hyphens and percent signs that a number format shows."""
    columns, notes = list(columns), []
    for (number, style), rows in sorted(facts.styled.items(), key=lambda item: item[0]):
        if number >= len(columns):
            continue
        before = columns[number]
        after = shown[style].column(before, rows[rows <= len(before)] - 1)
        changed = pc.fill_null(pc.not_equal(before, after), False).to_numpy(zero_copy_only=False)
        if changed.any():
            columns[number] = after
            message = "Values written as the sheet shows them (zeros, hyphens or % from the number format)."
            where = np.flatnonzero(changed)
            first = tuple((where[:SHOWN_ROWS] + 1).tolist())
            notes.append(ColumnNote(number, "shown-by-format", message, len(where), first))
    return columns, notes


def _sheet_notes(about, facts: SheetFacts, merged: list) -> list[Note]:
    notes = []
    if about.visible in _HIDDEN:
        notes.append(Note("hidden-sheet", "The sheet is hidden; it was read like the others."))
    if facts.hidden_rows:
        count, rows = len(facts.hidden_rows), facts.hidden_rows[:SHOWN_ROWS]
        notes.append(Note("hidden-rows", "Hidden rows were read like the others.", count=count, rows=rows))
    if facts.formulas:
        message = "Formulas: their last stored result was read, nothing was calculated."
        notes.append(Note("formulas", message, count=facts.formulas))
    down = [start[0] + 1 for start, end in merged if end[0] > start[0]]
    if down:
        message = "Cells merged over several rows: each of the rows was given the value."
        notes.append(Note("merged-rows", message, count=len(down), rows=tuple(sorted(down)[:SHOWN_ROWS])))
    return notes


def _places(facts: SheetFacts) -> list[ColumnNote]:
    kinds = (
        ("error-cells", "Error cells (#N/A, #REF! and the like) were read as blank.", facts.errors),
        (
            "no-result",
            "Formulas without a stored result were read as blank. Open and save in Excel.",
            facts.uncached,
        ),
    )
    notes = []
    for code, message, places in kinds:
        by_column: dict[int, list[int]] = {}
        for row, column in places:
            by_column.setdefault(column, []).append(row)
        for column, rows in sorted(by_column.items()):
            shown = tuple(rows[:SHOWN_ROWS])
            notes.append(ColumnNote(column, code, message, len(rows), shown))
    return notes
