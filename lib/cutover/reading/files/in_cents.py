"""Columns of whole cents, by their headers: `paid_cents`, `amountCents`, `Payment (in cents)`.

They are turned into dollars before anything else is made of a table, so that its rows, totals and checks speak of one
unit, whoever reads it. Each amount so made has a dollar sign: a column that is called by cents and has none is read by
nobody, since its amounts may be dollars after all. The words are data/reference/amounts_in_cents.toml.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache

import numpy as np
import pyarrow as pa

from cutover import reference
from cutover.reading.files import report_rows
from cutover.reading.files.sheet import ColumnNote, Grid

CODE = "in-cents"
READ = "read as cents"  # how what is said of such a column ends
_SEAM = re.compile(r"(?<=[a-z])(?=[A-Z])|[\W_]+")
_WHOLE = re.compile(r"([-+(\s]*)(\d{1,3}(?:,\d{3})+|\d+)(?:\.0)?([\s)-]*)")
_NUMBER = re.compile(r"[-+($\s]*(?:\d[\d,]*\.?\d*|\.\d+)[\s)-]*")


@dataclass(frozen=True)
class _Words:
    cents: frozenset[str]
    never: tuple[str, ...]
    glued: frozenset[str]
    dollars: frozenset[str]


def in_dollars(
    grid: Grid, header: Sequence[str | None], over: Sequence[str | None], reasons: np.ndarray
) -> Grid:
    """Return a grid with its columns of cents in dollars, each named in a note.

    `header` and `over` are its headers and what stands above them, `reasons` why each row is no data. A column is of
    cents where its header says so and each of its numbers is whole. Cents below a hundred beside whole dollars are the
    second half of one amount (`Paid Dollars`, `Paid Cents`), which then stands in the column of the dollars.
    """
    said = [_words(name, band) for name, band in zip(header, over, strict=True)]
    places = [
        place for place, words in enumerate(said) if says(header[place] or "") or says(over[place] or "")
    ]
    if not places:
        return grid
    rows = np.flatnonzero((reasons == "") | (reasons == report_rows.TOTAL))
    columns, notes = list(grid.columns), list(grid.column_notes)
    for place in places:
        cells = columns[place].to_pylist()
        dollars = _dollars_beside(place, said, columns, rows)
        if dollars is not None:
            columns[dollars] = _joined(columns[dollars], cells, rows)
            notes.append(ColumnNote(dollars, CODE, "Its cents are in a column of their own.", len(rows)))
        elif (made := _turned(cells, rows, reasons)) is not None:
            columns[place] = pa.array(made, columns[place].type)
            notes.append(ColumnNote(place, CODE, "Its amounts are cents.", len(rows)))
    return replace(grid, columns=columns, column_notes=tuple(notes))


@cache
def says(header: str) -> bool:
    """Return whether a header says that its amounts are cents."""
    return without_cents(header) != header


@cache
def without_cents(header: str) -> str:
    """Return a header with `amount` in place of the words that say cents; any other header as it is."""
    said, words = _said(), [word for word in _SEAM.split(header) if word]
    found = []
    for place, word in enumerate(words):
        small, before = word.casefold(), words[place - 1].casefold() if place else ""
        glued = next((one for one in said.cents if small.endswith(one) and small.removesuffix(one)), None)
        if small in said.cents and f"{before} {small}" not in said.never:
            found.append("amount")
        elif glued and _is_glued(small.removesuffix(glued)):
            found.append(f"{small.removesuffix(glued).removesuffix('in')} amount")
        else:
            found.append(word)
    if found == words:
        return "amount" if header.strip() == "\u00a2" else header
    kept = [
        word
        for place, word in enumerate(found)
        if not (word.casefold() == "in" and found[place + 1 :][:1] == ["amount"])
    ]
    return " ".join(kept)


def are_unread(header: str, values: Sequence[str]) -> bool:
    """Return whether a header says cents over values that were not turned into dollars."""
    return says(header) and not (values and all("$" in text for text in values if _NUMBER.fullmatch(text)))


def _is_glued(before: str) -> bool:
    return before in _said().glued or (before.endswith("in") and before.removesuffix("in") in _said().glued)


def _words(name: str | None, band: str | None) -> tuple[str, ...]:
    text = f"{band or ''} {name or ''}".replace("$", " $ ")
    return tuple(word.casefold() for word in re.split(r"(?<=[a-z])(?=[A-Z])|[^\w$]+|_", text) if word)


def _turned(cells: list[str | None], rows: np.ndarray, reasons: np.ndarray) -> list[str | None] | None:
    """The cells in dollars; None where a number of a row is not whole, or none stands there."""
    numbers = [
        cells[row] for row in rows if reasons[row] == "" and cells[row] and _NUMBER.fullmatch(cells[row])
    ]
    if not numbers or any(_WHOLE.fullmatch(number) is None for number in numbers):
        return None
    out = list(cells)
    for row in rows:
        out[row] = _dollars(cells[row])
    return out


def _dollars(cell: str | None) -> str | None:
    found = _WHOLE.fullmatch(cell) if cell else None
    if found is None:
        return cell
    whole, part = divmod(int(found[2].replace(",", "")), 100)
    return f"{found[1]}${whole}.{part:02}{found[3]}"


def _dollars_beside(
    place: int, said: Sequence[tuple[str, ...]], columns: Sequence[pa.LargeStringArray], rows: np.ndarray
) -> int | None:
    """The column of whole dollars whose cents another column holds; None where there is none."""
    words = _said()
    stem = [word for word in said[place] if word not in words.cents]
    for other, names in enumerate(said):
        if (
            other == place
            or not words.dollars & set(names)
            or [w for w in names if w not in words.dollars] != stem
        ):
            continue
        whole = [columns[other][int(row)].as_py() for row in rows]
        parts = [columns[place][int(row)].as_py() for row in rows]
        if all(re.fullmatch(r"\$?\s*[\d,]+", cell or "0") for cell in whole) and all(
            re.fullmatch(r"\d{1,2}", cell or "0") for cell in parts
        ):
            return other
    return None


def _joined(dollars: pa.LargeStringArray, cents: list[str | None], rows: np.ndarray) -> pa.LargeStringArray:
    cells = dollars.to_pylist()
    for row in rows:
        if cells[row] or cents[row]:
            cells[row] = f"${(cells[row] or '0').lstrip('$ ')}.{int(cents[row] or 0):02}"
    return pa.array(cells, dollars.type)


@cache
def _said() -> _Words:
    return reference.load("amounts_in_cents", _Words)
