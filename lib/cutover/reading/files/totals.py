"""Total rows of a report held against the rows that they total."""

from __future__ import annotations

import re

import numpy as np
import pandas as pd
import pyarrow as pa

from cutover import money
from cutover.reading.files.sheet import CHECK_DTYPES

ALL_ROWS, SINCE_TOTAL = "all rows above", "rows since an earlier total"
_REACH = 50  # earlier totals that a total may reach back over


def amount_cents(text: str | None) -> int | None:
    """Return the cents of an amount as reports write it: `$1,234.50`, `(12.00)`, `12.00-`; None otherwise."""
    if not text:
        return None
    found = re.fullmatch(r"(-)?\s*(\()?\s*(-)?\$?\s*(-)?([\d,]*\.?\d*)\s*(\))?\s*(-)?", text)
    if not found or bool(found[2]) != bool(found[6]):
        return None
    digits = found[5]
    if "," in digits and not re.fullmatch(r"\d{1,3}(,\d{3})+(\.\d*)?", digits):
        return None
    value = money.cents(digits.replace(",", ""))
    minus = sum(bool(found[group]) for group in (1, 2, 3, 4, 7))
    return None if value is None or minus > 1 else -value if minus else value


def checks(
    columns: list[pa.LargeStringArray], names: list[str], numbers: np.ndarray, is_data: np.ndarray,
    is_total: np.ndarray,
) -> pd.DataFrame:  # fmt: skip
    """Return one row per total row and numeric column: what it states against what its rows add up to.

    A total covers the rows since the nearest earlier total whose sums agree in every column, else all rows
    above; where none agrees, the rows since the last total (a grand total: all rows) are shown with the
    difference. A column with an amount that cannot be read, or without any, is not compared: `agrees`
    is null.
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
        for column, said in stated[place].items():
            counted = _sum(sums[column], start, int(place))
            gap = None if counted is None else said - counted
            agrees = None if gap is None else gap == 0
            rows.append(
                (numbers[place], names[column], scope, first, last, count, said, counted, gap, agrees)
            )
    return pd.DataFrame(rows, columns=list(CHECK_DTYPES)).astype(CHECK_DTYPES)


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
