"""Totals that say how many lines they are of: `7 refunds | 1,728.00` below a list, `TOTAL (67 claims) | 14,090.00`."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np
import pyarrow as pa

from cutover.reading.files.header import normal
from cutover.reading.files.values import amount_cents

_USUAL = 4  # filled cells of a usual row, from which on one that is half as full may close a table
_LABEL = re.compile(r"(?P<n>\d[\d,]{0,8})\s+(?P<what>[a-z][a-z-]*(?:\s[a-z][a-z-]*)?)\s*:?", re.IGNORECASE)
_BESIDE = re.compile(
    r"(?:\w+[\s-])?(?:sub-?)?totals?\s*[:\-\u2013]?\s*\(?\s*(?P<n>\d[\d,]{0,8})\s+"
    r"(?P<what>[a-z][a-z-]*(?:\s[a-z][a-z-]*)?)\s*\)?\s*:?",
    re.IGNORECASE,
)
_WORD = re.compile(r"(?:grand|report|overall|final)?\s*(?:sub-?)?totals?\s*:?", re.IGNORECASE)
_LINES = re.compile(r"\b(?:record|row|line|item|entr(?:y|ie)|transaction|denial)s?\b", re.IGNORECASE)


def closing(
    columns: Sequence[pa.LargeStringArray], found: np.ndarray, places: np.ndarray, usual: int
) -> list[int]:
    """Return which of some rows close a table by the number of its lines: `7 refunds`, and below an amount its sum.

    `found` is why each row is no data, `usual` the filled cells of a usual row. The sum is that of the rows above, or
    the number is theirs and nothing but other totals stands below: `41 inquiries | 4.10` may else be a line of a bill.
    """
    closed: list[int] = []
    for place in places if usual >= _USUAL else ():
        cells = [column[int(place)].as_py() for column in columns]
        filled = [number for number, cell in enumerate(cells) if cell]
        label = _LABEL.fullmatch(cells[filled[0]] or "") if 2 <= len(filled) <= usual // 2 else None
        amounts = {number: amount_cents(cells[number]) for number in filled[1:]}
        if label is None or None in amounts.values():
            continue
        stops = [int(one) for one in np.flatnonzero(found[:place] == "total")] + closed
        for start in {-1, max(stops, default=-1)}:
            above = [one for one in range(start + 1, int(place)) if found[one] == "" and one not in closed]
            sums = {number: _sum(columns[number], above) for number in amounts}
            is_last = not (found[int(place) + 1 :] == "").any()
            has_number = len(above) == int(label["n"].replace(",", "")) and is_last
            if above and None not in sums.values() and (has_number or sums == amounts):
                closed.append(int(place))
                break
    return closed


def _sum(column: pa.LargeStringArray, places: Sequence[int]) -> int | None:
    """What the cells of a column add up to, None where one of them is no amount or none is filled."""
    filled = [cell for place in places if (cell := column[place].as_py())]
    cents = [amount_cents(cell) for cell in filled]
    return sum(one or 0 for one in cents) if filled and None not in cents else None


def counted(
    cells: Sequence[str | None],
    names: Sequence[str],
    columns: Sequence[pa.LargeStringArray],
    here: np.ndarray,
) -> tuple[int, int, bool | None] | None:
    """Return the number in the label of a total, how many such lines it has above, and whether that agrees.

    `here` are the places of its rows. It is held against the rows and against the different values of the label's own
    column, which are claims where a claim has several rows. Null where it may be of anything: visits, patients. None
    where the label has no number.
    """
    at = next((number for number, cell in enumerate(cells) if cell), None)
    text = (cells[at] or "").strip() if at is not None else ""
    label = _LABEL.fullmatch(text) or _BESIDE.fullmatch(text) or _behind(cells, at, text)
    if at is None or label is None:
        return None
    said, rows = int(label["n"].replace(",", "")), len(here)
    unique = [len({column[int(one)].as_py() for one in here} - {None}) for column in columns]
    if said in (rows, unique[at]):
        return said, said, True
    words = [word.rstrip("s") for word in label["what"].lower().split() if len(word) > 3]
    if any(word in normal(names[at]) for word in words):
        return said, unique[at] or rows, False
    if _LINES.search(label["what"]) or said > rows:
        return said, rows, False
    return said, rows, True if said in unique else None


def _behind(cells: Sequence[str | None], at: int | None, text: str) -> re.Match | None:
    """The number of lines in the cell behind the bare word of a total: `Total | 85 claims | 94,355.00`."""
    if at is None or not _WORD.fullmatch(text):
        return None
    label = _LABEL.fullmatch(next((cell for cell in cells[at + 1 :] if cell), "").strip())
    return label if label and amount_cents(label["what"]) is None else None
