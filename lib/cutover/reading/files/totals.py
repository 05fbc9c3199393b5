"""Total rows of a report held against the rows that they total."""

from __future__ import annotations

import re

import numpy as np
import pandas as pd
import pyarrow as pa

from cutover.columns import framed
from cutover.reading.files.counted_totals import counted
from cutover.reading.files.loose_totals import ROWS, loose_total
from cutover.reading.files.sheet import CHECKS
from cutover.reading.files.values import amount_cents

ALL_ROWS, SINCE_TOTAL = "all rows above", "rows since an earlier total"
_REACH = 50  # earlier totals that a total may reach back over


def checks(
    columns: list[pa.LargeStringArray], names: list[str], numbers: np.ndarray, is_data: np.ndarray,
    is_total: np.ndarray, is_count: np.ndarray | None = None,
) -> pd.DataFrame:  # fmt: skip
    """Return one row per total row and numeric column: what it states against what its rows add up to.

    A total covers the rows since the nearest earlier total whose sums agree in every column, else all rows
    above; where none agrees, the rows since the last total (a grand total: all rows) are shown with the
    difference. A column with an amount that cannot be read, or without any, is not compared: `agrees`
    is null. A number that stands under no such column is held against what its label may count
    (`loose_totals`); so are the footers of `is_count`, against all rows above.
    """
    rows: list[tuple] = []
    places = np.flatnonzero(is_total)
    stated = {place: _stated(columns, int(place)) for place in places}
    sums = {c: _running(columns[c], is_data) for c in {c for found in stated.values() for c in found}}
    kept = np.cumsum(is_data)
    for order, place in enumerate(places):
        label = " ".join(filter(None, (column[int(place)].as_py() for column in columns))).lower()
        earlier = [int(p) for p in places[max(0, order - _REACH) : order]][::-1]
        start = _start(int(place), earlier, stated[place], sums, label)
        scope = ALL_ROWS if start < 0 else SINCE_TOTAL
        covered = np.flatnonzero(is_data[start + 1 : place]) + start + 1
        first, last = (numbers[covered[0]], numbers[covered[-1]]) if len(covered) else (None, None)
        count = int(kept[place] - (kept[start] if start >= 0 else 0))
        numbered = _numbered(columns, names, numbers, int(place), covered, scope)
        rows += numbered
        counts = [_sum(sums[column], start, int(place)) for column in stated[place]]
        if all(counted is None for counted in counts):
            if not numbered:
                rows += _loose(columns, names, numbers, is_data, int(place), [*earlier, -1], sums)
            continue
        for column, said in stated[place].items():
            counted = _sum(sums[column], start, int(place))
            gap = None if counted is None else said - counted
            agrees = None if gap is None else gap == 0
            rows.append(
                (numbers[place], names[column], scope, first, last, count, said, counted, gap, agrees)
            )
    for place in np.flatnonzero(is_count) if is_count is not None else ():
        rows += _loose(columns, names, numbers, is_data, int(place), [-1], sums)
    return framed(rows, CHECKS)


def _numbered(columns, names, numbers, place: int, covered: np.ndarray, scope: str) -> list[tuple]:
    """The row of a total whose label says how many lines it is of; none where it says none, or nobody can tell."""
    found = counted([column[place].as_py() for column in columns], names, columns, covered)
    if found is None or not len(covered):
        return []
    said, there, agrees = found
    ends = numbers[covered[0]], numbers[covered[-1]]
    gap = None if agrees is None else 100 * (said - there)
    return [(numbers[place], ROWS, scope, *ends, len(covered), 100 * said, 100 * there, gap, agrees)]


def _loose(columns, names, numbers, is_data, place: int, starts: list[int], sums: dict) -> list[tuple]:
    """The row of a total whose number stands under no column that it could total; none where it states none."""

    def summed(column: int, start: int) -> int | None:
        if column not in sums:
            sums[column] = _running(columns[column], is_data)
        return _sum(sums[column], start, place)

    cells = [column[place].as_py() for column in columns]
    found = loose_total(cells, names, columns, is_data, place, starts, summed)
    if found is None:
        return []
    covered = np.flatnonzero(is_data[found.start + 1 : place]) + found.start + 1
    first, last = (numbers[covered[0]], numbers[covered[-1]]) if len(covered) else (None, None)
    scope = ALL_ROWS if found.start < 0 else SINCE_TOTAL
    gap = None if found.counted is None else found.stated - found.counted
    agrees = None if gap is None else gap == 0
    head = (numbers[place], found.column, scope, first, last, len(covered))
    return [(*head, found.stated, found.counted, gap, agrees)]


def _stated(columns: list[pa.LargeStringArray], place: int) -> dict[int, int]:
    found = ((c, amount_cents(column[place].as_py())) for c, column in enumerate(columns))
    return {c: value for c, value in found if value is not None}


def _running(column: pa.LargeStringArray, is_data: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Running sums of a column's cents, of its amounts, and of cells that hold something else."""
    texts = column.to_pylist()
    cents = [amount_cents(t) if used else None for t, used in zip(texts, is_data, strict=True)]
    value = np.array([c or 0 for c in cents], dtype="int64")
    readable = np.array([c is not None for c in cents])
    odd = np.array([t is not None for t in texts]) & is_data & ~readable
    return np.cumsum(value), np.cumsum(readable), np.cumsum(odd)


def _sum(running: tuple[np.ndarray, np.ndarray, np.ndarray], start: int, place: int) -> int | None:
    def between(totals: np.ndarray) -> int:
        return int(totals[place] - (totals[start] if start >= 0 else 0))

    value, readable, odd = running
    return between(value) if between(readable) and not between(odd) else None


def _start(place: int, earlier: list[int], stated: dict[int, int], sums: dict, label: str) -> int:
    """The place of the total after which this one's rows begin, -1 for all rows above."""

    def agrees(start: int) -> bool:
        compared = [(said, _sum(sums[c], start, place)) for c, said in stated.items()]
        known = [said == counted for said, counted in compared if counted is not None]
        return bool(known) and all(known)

    whole = re.search(r"\b(grand|report|overall|final)\b", label) is not None
    starts = [-1, *earlier] if whole else [*earlier, -1]
    return next((start for start in starts if agrees(start)), starts[0])
