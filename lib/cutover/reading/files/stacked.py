"""Tables that stand below each other on one sheet, each with a header of its own: rates, and below them our charges."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np

from cutover.reading.files.header import Row, header_place, is_word, normal
from cutover.reading.files.layout import grid_row, top_rows
from cutover.reading.files.report_rows import filled_cells, is_total
from cutover.reading.files.sheet import Grid, Note

_LEAST = 2  # named columns of a table
_MOST = 200  # tables of one sheet: a printed report of thousands of pages is none of them
_LONGEST = 40  # letters of a name of a column; those of a sentence are more
_BELOW = 20  # rows that a header is held against
_SHAPED = 0.5  # share of the named columns that hold values, not words, below a header
_WRITTEN = 0.8  # share of a column's cells that are values, from which on it holds values
_NO_NAMES = frozenset(
    {"unknown", "none", "null", "nil", "missing", "pending", "tbd", "same", "other", "total"}
)

FURTHER = Note(
    "further-table", "A further table of the sheet, with a header of its own: it is judged by itself."
)


@dataclass(frozen=True)
class _Header:
    """The header of a table: the places of its last row and of its first, and that of the first title above them."""

    last: int
    place: int
    start: int


def stacked(grid: Grid, expected: Iterable[set[str]] = ()) -> list[Grid]:
    """Return the tables of a grid that stand below each other, each a grid of its own; the grid alone where none do.

    A further table begins with a row of other names than the header above it, over values, below an empty row or a
    title of one cell. Each row of the grid is in one of them, with its place in the file.
    """
    headers = _headers(grid, list(expected))
    if len(headers) < _LEAST:
        return [grid]
    starts = [0, *(header.start for header in headers[1:]), grid.height]
    return [_of(grid, a, b) for a, b in pairwise(starts)]


def _headers(grid: Grid, expected: list[set[str]]) -> list[_Header]:
    """The headers of the tables of a grid, in their order; at most one where it holds one table."""
    top = top_rows(grid)
    first = header_place(top, expected)
    if first is None:
        return []
    count = filled_cells(grid.columns)
    above = _candidates(grid, count, 0, first) if _is_below_break(count, first) else []
    headers = [one for one in above if _is_table(grid, count, one, first)]
    headers.append(_Header(first, first, _start(count, first) if headers else 0))
    headers += [one for one in _candidates(grid, count, first + 1, grid.height) if _begins(grid, count, one)]
    known = _rows_of(top, count, first)
    found = []
    for one in headers:
        keys = {_key(grid_row(grid.columns, place)) for place in range(one.place, one.last + 1)}
        if one.place == first or not keys & known:
            found.append(one)
            known |= keys
    return found if len(found) <= _MOST else []


def _candidates(grid: Grid, count: np.ndarray, start: int, end: int) -> list[_Header]:
    """The rows of several words, right below an empty row or a title, in a stretch of the grid.

    A row of words below another one is a candidate too: names may go on in the next row, below bands or titles.
    """
    found = []
    for place in map(int, np.flatnonzero(count >= _LEAST)):
        if not start <= place < end or not _is_below_break(count, place):
            continue
        upper = grid_row(grid.columns, place)
        if _are_names(upper, upper):
            found.append(_Header(place, place, _start(count, place)))
        lower = grid_row(grid.columns, place + 1) if place + 1 < end else []
        both = [" ".join(filter(None, pair)) for pair in zip(upper, lower, strict=False)]
        if any(lower) and _are_names([*upper, *lower], both):
            found.append(_Header(place + 1, place, _start(count, place)))
    return found


def _is_below_break(count: np.ndarray, place: int) -> bool:
    """Whether a row is the first, or the row above it is empty or a title."""
    return place == 0 or count[place - 1] < _LEAST or _is_wide_title(count, place - 1)


def _is_wide_title(count: np.ndarray, place: int) -> bool:
    """Whether a row of two cells stands alone above a wider one: `RENTALS OUT | 7/31/2026`."""
    is_alone = place == 0 or count[place - 1] == 0
    return is_alone and count[place] == _LEAST and place + 1 < len(count) and count[place + 1] >= 2 * _LEAST


def _start(count: np.ndarray, place: int) -> int:
    """The place of the first of the titles right above a header."""
    start = place
    while start > 0 and (count[start - 1] == 1 or _is_wide_title(count, start - 1)):
        start -= 1
    return start


def _are_names(cells: Row, names: Row) -> bool:
    """Whether the cells of one row or two read like names of columns, each column of another name."""
    words = [cell.lower().strip(" :") for cell in cells if cell]
    told = [name.lower() for name in names if name]
    is_named = all(is_word(cell) and len(cell) <= _LONGEST and ":" not in cell for cell in cells if cell)
    return (
        is_named and len(set(told)) == len(told) and not set(words) & _NO_NAMES and not is_total(list(cells))
    )


def _begins(grid: Grid, count: np.ndarray, one: _Header) -> bool:
    """Whether below a row of names stand values, in the named columns alone and in most of them."""
    below = _below(grid, count, one.last)
    rows = [grid_row(grid.columns, place) for place in range(one.place, one.last + 1)]
    named = {column for row in rows for column, cell in enumerate(row) if cell}
    if not below or any(row[column] for row in below for column in set(range(len(row))) - named):
        return False
    shaped = [column for column in named if _holds_values([cell for row in below if (cell := row[column])])]
    return len(shaped) >= _SHAPED * len(named)


def _is_table(grid: Grid, count: np.ndarray, one: _Header, first: int) -> bool:
    """Whether a row above the header that was found is one of a table too, and no form of labels and values."""
    rows = len(_below(grid, count, one.last))
    return one.last < first and count[one.place] > _LEAST <= rows and _begins(grid, count, one)


def _below(grid: Grid, count: np.ndarray, place: int) -> list[list[str | None]]:
    """The rows below a header, up to the next one that is empty or has one cell."""
    end = place + 1
    while end < min(grid.height, place + 1 + _BELOW) and count[end] >= _LEAST:
        end += 1
    return [grid_row(grid.columns, n) for n in range(place + 1, end)]


def _holds_values(cells: Sequence[str]) -> bool:
    return bool(cells) and sum(not is_word(cell) for cell in cells) >= _WRITTEN * len(cells)


def _rows_of(top: Sequence[Row], count: np.ndarray, place: int) -> set[tuple[str, ...]]:
    """The rows around the header, as they are compared: each page of a printed report repeats them."""
    start = place
    while start > 0 and count[start - 1] > 0:
        start -= 1
    return {_key(row) for row in top[start : place + 3]}


def _key(row: Row) -> tuple[str, ...]:
    return tuple(normal(cell) for cell in row)


def _of(grid: Grid, start: int, end: int) -> Grid:
    """The rows of a grid from one place up to another."""
    numbers = grid.row_numbers[start:end]
    lowest = int(numbers[0]) if start else 0
    highest = int(grid.row_numbers[end]) if end < grid.height else np.iinfo("int64").max
    aside = tuple(one for one in grid.aside if lowest <= one[0] < highest)
    notes = tuple(n for n in grid.column_notes if lowest <= (n.rows[0] if n.rows else 0) < highest)
    return replace(
        grid,
        columns=[column.slice(start, end - start) for column in grid.columns],
        row_numbers=numbers,
        lengths=None if grid.lengths is None else grid.lengths[start:end],
        aside=aside,
        notes=(FURTHER,) if start else grid.notes,
        column_notes=notes,
        spans=tuple((row - start, a, b) for row, a, b in grid.spans if start <= row < end),
    )
