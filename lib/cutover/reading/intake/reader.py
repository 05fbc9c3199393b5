"""The intake workbook read back: a typed table for each sheet, and every problem by sheet, row and column."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import cache, lru_cache
from pathlib import Path

import pandas as pd
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from cutover.columns import Column, Kind, Privacy, conform, empty
from cutover.intake.fields import SEPARATOR, Sheet, normal
from cutover.intake.sheets import EXPLANATION, SHEETS, SUPPORT_REQUESTS
from cutover.reading.intake import items, kept, office_words
from cutover.reading.intake.file import bytes_of, entries, open_intake
from cutover.reading.intake.form_sheet import but_delivered, read_form
from cutover.reading.intake.implied import with_implied
from cutover.reading.intake.list_sheet import read_list
from cutover.reading.intake.page import UNKNOWN_SHEET, Page, Problem, Record
from cutover.reading.payers import name_ids
from cutover.result import Severity

# one row per thing that is wrong with the workbook; `source_row` and `cell` are null where it is a whole
# sheet
PROBLEMS = (
    Column("sheet", Kind.TEXT, "Sheet", "name of the tab"),
    Column("source_row", Kind.COUNT, "Row", "row of the sheet, from 1"),
    Column("column", Kind.TEXT, "Column", "header of the column, or question of a form"),
    Column("cell", Kind.TEXT, "Cell", "such as C7"),
    Column(
        "found",
        Kind.TEXT,
        "Found",
        "what the cell holds; of patient data and Tax IDs the shape",
        Privacy.DESK,
    ),
    Column("wanted", Kind.TEXT, "Wanted", "what belongs there"),
    Column("severity", Kind.TEXT, "Severity", "high: not read; medium: read, to be looked at; low: to know"),
    Column("source_file", Kind.TEXT, "File", "the workbook's path below the practice's folder", Privacy.PHI),
)

_LARGEST_KEPT = 1 << 20  # bytes of a workbook that is kept in memory; a usual one has 20,000


@dataclass(frozen=True)
class Intake:
    """What an intake workbook says.

    `tables` has a frame for every declared sheet, by its name, with the columns of `Sheet.columns`: one row
    per record, none where the sheet is missing or empty, and those that the form implies (`with_implied`); what could
    not be read is null. `problems` has the
    columns of `PROBLEMS`, in order of sheet and row. `missing` names the sheets that the workbook does not
    have.
    """

    source_file: str
    tables: dict[str, pd.DataFrame]
    problems: pd.DataFrame
    missing: tuple[str, ...]

    def values(self, sheet: str, field: str) -> list[str]:
        """Return the distinct answers of a text field over all rows, several of one cell each for itself."""
        said = self.tables[sheet][field].dropna()
        return list(dict.fromkeys(part for text in said for part in text.split(SEPARATOR)))

    def sentences(self) -> list[str]:
        """Return each problem as a sentence: `providers, row 7, NPI: found ..., wanted ...`."""
        return [_sentence(problem) for problem in self.problems.itertuples()]


def read_intake(
    path_or_bytes: Path | str | bytes,
    source_file: str = "intake.xlsx",
    sheets: tuple[Sheet, ...] = SHEETS,
) -> Intake:
    """Return what an intake workbook says, with all that is wrong in it.

    A missing sheet, an empty one and a half-filled row are normal. Nothing wrong in a sheet raises;
    InputError is raised only where the workbook cannot be opened at all (see `intake_file`). Dates such as
    03/04/2026 are month, day, year. `sheets` declares what the workbook holds: the practice's intake unless told.
    """
    data = bytes_of(path_or_bytes, source_file)
    path = None if isinstance(path_or_bytes, bytes) else Path(path_or_bytes)
    asked = _Asked(data, sheets, source_file, path)
    known = (
        _named(asked, source_file) if len(data) <= _LARGEST_KEPT else _as_named(_taken(asked), source_file)
    )
    # each caller has frames of its own; nothing is copied until one of them is written to
    tables = {name: table.copy(deep=False) for name, table in known.tables.items()}
    return replace(known, tables=tables, problems=known.problems.copy(deep=False))


def no_intake(source_file: str, sheets: tuple[Sheet, ...] = SHEETS) -> Intake:
    """Return an intake without any answer, for a practice that has no workbook: every sheet is missing."""
    tables = {sheet.name: _table(sheet, [], source_file) for sheet in sheets}
    return Intake(source_file, with_implied(tables), empty(PROBLEMS), tuple(sheet.name for sheet in sheets))


@dataclass(frozen=True)
class _Asked:
    """A workbook by its bytes and what it is read as; where it lies makes no other one of it."""

    data: bytes
    sheets: tuple[Sheet, ...]
    source_file: str = field(compare=False)
    path: Path | None = field(compare=False)


@lru_cache(maxsize=32)
def _named(asked: _Asked, source_file: str) -> Intake:
    """A workbook of these very bytes under one name, which several questions of one report ask for."""
    return _as_named(_read_once(asked), source_file)


@lru_cache(maxsize=32)
def _read_once(asked: _Asked) -> Intake:
    return _taken(asked)


def _taken(asked: _Asked) -> Intake:
    """What a workbook says, as it was kept where it was read before."""

    def make() -> Intake:
        return _read(asked.data, asked.source_file, asked.sheets)

    return kept.of(asked.path, asked.data, _form(asked.sheets), make) if asked.path else make()


@cache
def _form(sheets: tuple[Sheet, ...]) -> str:
    """A name for what a workbook is read as, the same in each process."""
    return hashlib.sha256(repr(sheets).encode()).hexdigest()[:12]


def _as_named(said: Intake, source_file: str) -> Intake:
    """What a workbook says, each row under the name by which it is asked for now."""
    if said.source_file == source_file:
        return said
    tables = {name: _with_source(table, source_file) for name, table in said.tables.items()}
    return Intake(source_file, tables, _with_source(said.problems, source_file), said.missing)


def _with_source(table: pd.DataFrame, source_file: str) -> pd.DataFrame:
    if table.empty:
        return table
    named = pd.Series([source_file] * len(table), index=table.index, dtype=table["source_file"].dtype)
    return table.assign(source_file=named)


def _read(data: bytes, source_file: str, sheets: tuple[Sheet, ...]) -> Intake:
    book, results = open_intake(data, source_file)
    found = _pages(book, sheets)
    problems, tables, form = list(_problems_of_tabs(book, found, sheets)), {}, []
    for sheet in sheets:
        records: list[Record] = []
        if sheet.name in found:
            records, more = _read_page(sheet, found[sheet.name], results, book.epoch)
            problems += more
        tables[sheet.name], more = items.with_codes(sheet, _with_payers(_table(sheet, records, source_file)))
        problems += more
        problems += _repeated(sheet, tables[sheet.name])
        form = records if sheet.form else form
    if SUPPORT_REQUESTS.name in tables:
        problems += but_delivered(form, tables[SUPPORT_REQUESTS.name])
    missing = tuple(sheet.name for sheet in sheets if sheet.name not in found)
    return Intake(source_file, with_implied(tables), _problem_table(problems, source_file, sheets), missing)


def _sheet_of(title: str, sheets: tuple[Sheet, ...]) -> Sheet | None:
    return office_words.tab_of(title, sheets)


def _pages(book: Workbook, sheets: tuple[Sheet, ...]) -> dict[str, Worksheet]:
    """The tab of each sheet: by its name, and the form also by its questions where no tab has its name."""
    found = {sheet.name: page for page in book.worksheets if (sheet := _sheet_of(page.title, sheets))}
    for form in (sheet for sheet in sheets if sheet.form and sheet.name not in found):
        asked = {page.title: _questions(page, form) for page in book.worksheets if page not in found.values()}
        best = max(asked, key=lambda title: asked[title], default=None)
        if best is not None and asked[best] >= office_words.least_questions():
            found[form.name] = book[best]
    return found


def _questions(page: Worksheet, form: Sheet) -> int:
    """How many questions of a form stand in the first column of a tab, each with something beside it."""
    told = [
        (row[0], any(cell is not None for cell in row[1:])) for row in page.iter_rows(values_only=True) if row
    ]
    asked = [
        office_words.asked(normal(str(text)), form) for text, is_answered in told if text and is_answered
    ]
    return len({field.name for field in asked if field})


def _read_page(
    sheet: Sheet, worksheet: Worksheet, results: Workbook | None, epoch: dt.datetime
) -> tuple[list[Record], list[Problem]]:
    told = entries(worksheet, results[worksheet.title] if results else None)
    page = Page(sheet, worksheet.title, told, [area.bounds for area in worksheet.merged_cells.ranges], epoch)
    return (read_form if sheet.form else read_list)(page)


def _problems_of_tabs(
    book: Workbook, found: dict[str, Worksheet], sheets: tuple[Sheet, ...]
) -> Iterator[Problem]:
    declared = "one of the intake's sheets: " + ", ".join(sheet.name for sheet in sheets)
    for page in book.worksheets:
        if normal(page.title) == normal(EXPLANATION):
            continue
        if page not in found.values():
            filled = len(entries(page, None))
            severity = Severity.MEDIUM if filled else Severity.LOW
            yield Problem(page.title, f"{UNKNOWN_SHEET}, with {filled} filled cells", declared, severity)
        elif page.sheet_state != "visible":
            yield Problem(page.title, "a hidden sheet; it was read", "a sheet that can be seen", Severity.LOW)
    for chart in book.chartsheets:
        yield Problem(chart.title, "a sheet with a chart alone", declared, Severity.LOW)


def _repeated(sheet: Sheet, table: pd.DataFrame) -> Iterator[Problem]:
    """Rows whose key stands in an earlier row too, if no required part of it is absent."""
    key = list(sheet.key)
    if not key or table.empty:
        return
    needed = [name for name in key if sheet.field(name).required]
    whole = table[key].notna().any(axis=1) & table[needed].notna().all(axis=1)
    told = table[whole]
    first = told.groupby(key, dropna=False)["source_row"].transform("min")
    headers = ", ".join(sheet.field(name).header for name in key)
    for row, earlier in zip(told["source_row"], first, strict=True):
        if row > earlier:
            found = f"the same {headers} as row {earlier}"
            yield Problem(sheet.name, found, "each of them once", Severity.MEDIUM, row, headers)


def _table(sheet: Sheet, records: list[Record], source_file: str) -> pd.DataFrame:
    rows = {field.name: [record.values.get(field.name) for record in records] for field in sheet.fields}
    rows |= {"source_file": [source_file] * len(records), "source_row": [record.row for record in records]}
    return _frame(rows, sheet.columns)


def _with_payers(table: pd.DataFrame) -> pd.DataFrame:
    """The rows of a sheet with the payers' names that bear an ID taken apart."""
    if "payer" not in table or table.empty:
        return table
    names, ids = name_ids.parted(table["payer"], table.get("payer_id"))
    return table.assign(payer=names, **({"payer_id": ids} if "payer_id" in table else {}))


def _problem_table(problems: Iterable[Problem], source_file: str, sheets: tuple[Sheet, ...]) -> pd.DataFrame:
    ordered = sorted(problems, key=lambda problem: _place(problem, sheets))
    rows = {column.name: [getattr(p, column.name, source_file) for p in ordered] for column in PROBLEMS}
    return _frame(rows, PROBLEMS)


def _place(problem: Problem, sheets: tuple[Sheet, ...]) -> tuple[int, int]:
    names = [sheet.name for sheet in sheets]
    sheet = _sheet_of(problem.sheet, sheets)
    return names.index(sheet.name) if sheet else len(names), problem.source_row or 0


def _frame(rows: dict[str, list], columns: tuple[Column, ...]) -> pd.DataFrame:
    if not rows[columns[0].name]:
        return empty(columns)
    frame = pd.DataFrame({c.name: pd.Series(rows[c.name], dtype=_loose(c)) for c in columns})
    return conform(frame, columns)


def _loose(column: Column) -> str:
    return "datetime64[ns]" if column.kind in (Kind.DATE, Kind.MONTH) else column.dtype


def _sentence(problem) -> str:
    place = problem.sheet
    place += "" if pd.isna(problem.source_row) else f", row {problem.source_row}"
    place += "" if pd.isna(problem.column) else f", {problem.column}"
    return f"{place}: found {problem.found}, wanted {problem.wanted}."
