"""A list sheet of the intake: its header row, its columns, a record for each row."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from openpyxl.utils import get_column_letter

from cutover.intake.fields import Field, normal
from cutover.intake.sheets import MARK, MARK_HEADER
from cutover.reading.intake import office_words
from cutover.reading.intake.answers import clean
from cutover.reading.intake.cells import Reading, read_cell
from cutover.reading.intake.file import Entry
from cutover.reading.intake.page import (
    HEADER_WITHIN,
    UNKNOWN_COLUMN,
    Page,
    Problem,
    Record,
    header_of,
    nearest,
)
from cutover.result import Severity


@dataclass(frozen=True)
class Layout:
    """Which column of a list holds which field, where its example mark stands, and what its example says."""

    columns: dict[int, Field]
    mark: int | None
    example: dict[str, object]


def read_list(page: Page) -> tuple[list[Record], list[Problem]]:
    """Return the records of a list sheet, a row each, and its problems; the example row is passed over."""
    if not page.rows:
        return [], []
    header_row = _header_row(page)
    if header_row is None:
        wanted = "a row of headers: " + ", ".join(f.header for f in page.sheet.fields)
        return [], [page.problem("no row of headers", wanted, Severity.HIGH, min(page.rows), None)]
    columns, mark, problems = _columns(page, header_row)
    layout = Layout(columns, mark, _example(page))
    records = []
    for row in (r for r in page.rows if r > header_row):
        record, more = _read_row(page, row, layout)
        problems += more
        records += [record] if record else []
    return records, problems + list(_merged(page, header_row, columns))


def _header_row(page: Page) -> int | None:
    """The row near the top that names most fields, if it names two."""
    named = {
        row: len(
            {f.name for cell in cells.values() if (f := office_words.asked(header_of(cell), page.sheet))}
        )
        for row, cells in list(page.rows.items())[:HEADER_WITHIN]
    }
    best = max(named, key=lambda row: (named[row], -row))
    return best if named[best] >= 2 else None


def _columns(page: Page, header_row: int) -> tuple[dict[int, Field], int | None, list[Problem]]:
    """Which column holds which field and which the example mark; headers we do not know or know twice."""
    columns: dict[int, Field] = {}
    mark, strange = None, []
    for column, cell in page.rows[header_row].items():
        known = office_words.asked(header_of(cell), page.sheet)
        if known and known not in columns.values():
            columns[column] = known
        elif mark is None and header_of(cell) == normal(MARK_HEADER):
            mark = column
        else:
            strange.append((column, clean(str(cell.value)), known))
    headed = page.rows[header_row]
    strange += [(column, "", None) for column in _bare_columns(page, header_row) if column not in headed]
    absent = [f for f in page.sheet.fields if f not in columns.values()]
    problems = [_strange(page, header_row, *one, absent) for one in strange]
    # of a sheet without a row below its headers nothing is lost
    severity = Severity.HIGH if any(row > header_row for row in page.rows) else Severity.LOW
    for absentee in (f for f in absent if f.required):
        wanted = f"a column with the header {absentee.header}"
        problems.append(page.problem("no such column", wanted, severity, header_row, absentee.header))
    return columns, mark, problems + list(_above(page, header_row))


def _bare_columns(page: Page, header_row: int) -> list[int]:
    return sorted({column for row, cells in page.rows.items() if row > header_row for column in cells})


def _strange(
    page: Page, row: int, column: int, header: str, known: Field | None, absent: list[Field]
) -> Problem:
    filled = sum(column in cells for r, cells in page.rows.items() if r > row)
    what = "a second column of this header" if known else UNKNOWN_COLUMN if header else "no header"
    near = None if known or not header else nearest(header, absent)
    left = ", ".join(f.header for f in absent) or "none is absent"
    perhaps = f", perhaps {near.header}" if near else ""
    wanted = f"one of the sheet's columns, each once (absent: {left}){perhaps}; it was not read"
    severity = Severity.MEDIUM if filled else Severity.LOW
    shown_header = header[:40] or f"column {get_column_letter(column)}"
    return page.problem(f"{what}, with {filled} filled cells", wanted, severity, row, shown_header, column)


def _above(page: Page, header_row: int) -> Iterator[Problem]:
    rows = [row for row in page.rows if row < header_row]
    if rows:
        found = f"{sum(len(page.rows[row]) for row in rows)} filled cells above the headers"
        yield page.problem(
            found, "the headers in the first row; nothing above was read", Severity.LOW, rows[0], None
        )


def _example(page: Page) -> dict[str, object]:
    """What the template's example row says, read as any other row."""
    told = {f.name: read_cell(Entry(2, 1, f.example), f, page.epoch) for f in page.sheet.fields if f.example}
    return {name: reading.value for name, reading in told.items()}


def _read_row(page: Page, row: int, layout: Layout) -> tuple[Record | None, list[Problem]]:
    columns, mark = layout.columns, layout.mark
    cells = {column: cell for column, cell in page.rows[row].items() if column in columns}
    readings = {columns[c]: read_cell(cell, columns[c], page.epoch) for c, cell in cells.items()}
    values = {f.name: reading.value for f, reading in readings.items() if reading.value is not None}
    values = {f.day: reading.day for f, reading in readings.items() if reading.day is not None} | values
    marked = page.rows[row].get(mark) if mark else None
    example = layout.example if len(values) == len(cells) else {}
    verdict = _example_verdict(page, row, values, marked, example)
    if verdict is not None:
        return None, verdict
    problems = _row_problems(page, row, columns, readings) if cells else []
    if marked:
        wanted = f"{MARK} or nothing; the row was read"
        problems.append(page.problem("another word", wanted, Severity.LOW, row, MARK_HEADER, mark))
    return (Record(row, values) if cells else None), problems


def _row_problems(
    page: Page, row: int, columns: dict[int, Field], readings: dict[Field, Reading]
) -> list[Problem]:
    """What is wrong with the cells of a row, and which needed ones are empty."""
    problems = []
    for column, asked in columns.items():
        reading = readings.get(asked)
        if reading is None and asked.required:
            problems.append(page.problem("nothing", asked.wanted, Severity.MEDIUM, row, asked.header, column))
        elif reading is not None and reading.found is not None:
            told = (reading.found, reading.wanted, reading.severity)
            problems.append(page.problem(*told, row, asked.header, column))
    return problems


def _example_verdict(
    page: Page, row: int, values: dict[str, object], marked: Entry | None, example: dict[str, object]
) -> list[Problem] | None:
    """None where the row is to be read; else it is the example's row, with what is to be said about it.

    `example` is empty where a cell of the row could not be read, so that the row cannot be the example.
    """
    if marked and clean(str(marked.value)).casefold().startswith(MARK.casefold()):
        if values.items() <= example.items() and (values or example):
            return []
        found, wanted = (
            f"answers in a row marked {MARK}",
            f"the word {MARK} removed, if the row is to be read",
        )
        return [page.problem(found, wanted, Severity.HIGH, row, MARK_HEADER)]
    if not marked and values and values == example:
        found = f"the example without the word {MARK}"
        return [page.problem(found, "your own answers; the row was not read", Severity.LOW, row, None)]
    return None


def _merged(page: Page, header_row: int, columns: dict[int, Field]) -> Iterator[Problem]:
    for left, top, right, bottom in page.merged:
        covered = [
            columns[column] for column in range(left, min(right, max(columns)) + 1) if column in columns
        ]
        if top > header_row and covered and left in page.rows.get(top, {}):
            found = f"one cell merged over rows {top} to {bottom} and {right - left + 1} columns"
            wanted = "a cell for each row and column; only its first was read"
            yield page.problem(found, wanted, Severity.MEDIUM, top, covered[0].header, left)
