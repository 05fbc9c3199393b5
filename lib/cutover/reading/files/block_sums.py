"""Sums between the rows of a list that no word calls so: `month 1 | 302.50` below the deposits of that month.

Each row of the list has a day but these, and the amount of each is the sum of the rows since the one before, or of all
rows above: a list that somebody keeps by hand has such sums where a month ends.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pyarrow as pa

from cutover.reading.files.days import parts_of
from cutover.reading.files.values import amount_cents

_FEWEST = 2  # sums that agree, before a row is called one
_LOOKED_AT = 5  # first cells of a column that must be days


def places(columns: Sequence[pa.LargeStringArray], reasons: np.ndarray) -> list[int]:
    """Return the rows that are sums of those above them; none where one of the rows without a day is not.

    `reasons` is why each row is no data, "" where it is data. One sum at least is of two rows or more.
    """
    data = np.flatnonzero(reasons == "")
    for column in columns:
        there = column.is_valid().to_numpy(zero_copy_only=False)[data]
        undated = data[~there]
        if not _FEWEST <= len(undated) <= len(data) // 2 or undated[0] == data[0]:
            continue
        if not _are_days(column, data[there]):
            continue
        if _are_sums(columns, data, undated):
            return [int(place) for place in undated]
    return []


def _are_days(column: pa.LargeStringArray, rows: np.ndarray) -> bool:
    """Whether a column holds days in all of these rows; the first few decide most columns."""
    texts = [column[int(row)].as_py() for row in rows[:_LOOKED_AT]]
    if not all(parts_of(text, serials=False) is not None for text in texts):
        return False
    return all(parts_of(column[int(row)].as_py(), serials=False) is not None for row in rows[_LOOKED_AT:])


def _are_sums(columns: Sequence[pa.LargeStringArray], data: np.ndarray, sums: np.ndarray) -> bool:
    """Whether each amount of these rows is the sum of its column, of all blocks since the last sum or of all above."""
    stated = {int(row): _amounts(columns, int(row)) for row in sums}
    if not all(stated.values()):
        return False
    return any(_agree(columns, data, stated, since_last=since_last) for since_last in (True, False))


def _agree(
    columns: Sequence[pa.LargeStringArray],
    data: np.ndarray,
    stated: dict[int, dict[int, int]],
    *,
    since_last: bool,
) -> bool:
    block: dict[int, int] = {}
    rows = most = 0
    for place in map(int, data):
        if place not in stated:
            rows += 1
            for column, cents in _amounts(columns, place).items():
                block[column] = block.get(column, 0) + cents
            continue
        if not rows or any(block.get(column) != cents for column, cents in stated[place].items()):
            return False
        most = max(most, rows)
        block, rows = ({}, 0) if since_last else (block, rows)
    return most > 1


def _amounts(columns: Sequence[pa.LargeStringArray], place: int) -> dict[int, int]:
    found = ((number, amount_cents(column[place].as_py())) for number, column in enumerate(columns))
    return {number: cents for number, cents in found if cents is not None}
