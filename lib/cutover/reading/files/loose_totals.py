"""Totals whose number does not stand under the column it totals: `Total patients | 12`, `Number of claims: 40`."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from cutover.reading.files.header import normal
from cutover.reading.files.values import amount_cents

ROWS = "(rows)"  # the column that a count of rows is told under
_GENERIC = re.compile(r"\b(record|row|line|item|entr(?:y|ie)|transaction)s?\b", re.IGNORECASE)
_NUMBER = re.compile(r"[-($]*\d[\d,]*(?:\.\d+)?\)?-?")


@dataclass(frozen=True)
class Loose:
    """What a loose total was held against: the column, the place its rows begin after, stated and counted cents."""

    column: str
    start: int
    stated: int
    counted: int | None


def loose_total(
    cells: Sequence[str | None], names: Sequence[str], columns: Sequence[pa.LargeStringArray],
    is_data: np.ndarray, place: int, starts: Sequence[int], sums: Callable[[int, int], int | None],
) -> Loose | None:  # fmt: skip
    """Return what a total in other cells than its column is held against, None where it states no one number.

    The number is a count of rows or of different values, or a sum of a column. Where none is equal, it is held against
    the column that the label names, else against the rows where it counts rows; else it cannot be compared.
    """
    text = " ".join(cell for cell in cells if cell)
    numbers = _NUMBER.findall(text)
    said = amount_cents(numbers[-1]) if len(numbers) == 1 else None
    if said is None:
        return None
    is_count = "." not in numbers[0] and "$" not in numbers[0]
    for start in starts:
        here = is_data[start + 1 : place]
        if is_count and said in {100 * count for count in _counts(columns, here, start, place)}:
            return Loose(ROWS, start, said, said)
        for number in range(len(columns)):
            if sums(number, start) == said:
                return Loose(names[number], start, said, said)
    return _named(text, names, is_data, place, starts[0], sums, said, is_count)


def _counts(columns: Sequence[pa.LargeStringArray], here: np.ndarray, start: int, place: int) -> set[int]:
    """The rows, and the different values of each column."""
    found = {int(here.sum())}
    for column in columns:
        piece = column.slice(start + 1, place - start - 1).filter(pa.array(here))
        found.add(len(piece.unique().drop_null()))
    return found - {0}


def _named(text, names, is_data, place, start, sums, said, is_count) -> Loose:
    words = {
        word for word in re.findall(r"[a-z]{4,}", text.lower()) if word not in ("total", "number", "count")
    }
    for number, name in enumerate(names):
        counted = sums(number, start)
        if counted is not None and any(word.rstrip("s") in normal(name) for word in words):
            return Loose(name, start, said, counted)
    rows = 100 * int(is_data[start + 1 : place].sum())
    comparable = is_count and (_GENERIC.search(text) is not None or said > rows)
    return Loose(ROWS, start, said, rows if comparable else None)
