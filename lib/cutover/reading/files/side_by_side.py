"""Tables that stand side by side on one sheet, with the same columns each: `Code | Rate |   | Code | Rate`."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from cutover.reading.files.header import Row, header_place, normal
from cutover.reading.files.layout import top_rows
from cutover.reading.files.sheet import Grid

_LEAST = 2  # columns of each of the tables


def parted(grid: Grid, expected: Iterable[set[str]] = (), synonyms: Iterable[set[str]] = ()) -> list[Grid]:
    """Return the tables of a grid that stand side by side, each as a grid of its own; the grid alone where none do.

    A column without any cell parts them from the header on, and each has the header of the first, in the same words or
    in `synonyms`, sets of words that name one thing (`CPT`, `Code`). A row of the file is then a row of each of the
    tables.
    """
    top = top_rows(grid)
    place = header_place(top, expected)
    if place is None:
        return [grid]
    blocks = _blocks(grid, place)
    one_word = {normal(word): min(map(normal, words)) for words in synonyms for word in words}
    names = [[one_word.get(name, name) for name in _names(top[place], block)] for block in blocks]
    if len(blocks) < _LEAST or len(names[0]) < _LEAST or any(other != names[0] for other in names[1:]):
        return [grid]
    return [_of(grid, block, number) for number, block in enumerate(blocks)]


def _blocks(grid: Grid, place: int) -> list[range]:
    """The stretches of columns that hold something from a row on."""
    filled = [column.slice(place).null_count < grid.height - place for column in grid.columns]
    blocks, start = [], None
    for number, is_filled in enumerate([*filled, False]):
        if is_filled and start is None:
            start = number
        elif not is_filled and start is not None:
            blocks.append(range(start, number))
            start = None
    return blocks


def _names(row: Row, block: range) -> list[str]:
    return [normal(row[column]) for column in block if row[column]]


def _of(grid: Grid, block: range, number: int) -> Grid:
    """One of the tables, by the columns that it fills."""
    spans = tuple(
        (row, max(first, block.start) - block.start, min(last, block.stop - 1) - block.start)
        for row, first, last in grid.spans
        if first < block.stop and last >= block.start
    )
    notes = tuple(
        replace(note, column=note.column - block.start) for note in grid.column_notes if note.column in block
    )
    hidden = frozenset(column - block.start for column in grid.hidden_columns if column in block)
    first = number == 0
    return replace(
        grid,
        columns=[grid.columns[column] for column in block],
        lengths=None,
        aside=grid.aside if first else (),
        notes=grid.notes if first else (),
        column_notes=notes,
        hidden_columns=hidden,
        spans=spans,
    )
