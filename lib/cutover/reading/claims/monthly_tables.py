"""Tables of a practice's own months: a row, or a column, for each month, with what was billed or paid in it.

The office keeps them by hand, so the layout is its own: they are told by a heading of months, by cells that are months,
each once, and by a heading of charges, payments, claims or visits. They list no claims.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import zip_longest
from typing import NamedTuple

from cutover import reference
from cutover.reading.claims.units import scaled, unit_of, without_unit
from cutover.reading.files.days import MONTHS
from cutover.reading.files.sheet import Sheet
from cutover.reading.mapping.said_once import bare_month, month_of
from cutover.reading.mapping.sheet_grid import Grid, grid_of

SUBJECT = "the practice's own figures by month"
CHARGES, PAYMENTS, CLAIMS, VISITS = FIGURES = ("charges", "payments", "claims", "visits")
BY_SERVICE, BY_SUBMISSION, BY_POSTING = "service", "submission", "posting"
_MONEY = (CHARGES, PAYMENTS)
_FIRST_ROWS, _MOST_ROWS, _MOST_COLUMNS = 20, 200, 60
_YEAR = re.compile(r"(?<!\d)(20\d{2})(?!\d)")
_MONTH = re.compile(rf"\b(?:{'|'.join(MONTHS)})[a-z]*\b", re.IGNORECASE)
_DIGITS = re.compile(r"\d")
NO_YEAR = 1900  # of months that no year stands beside: `monthly_figures.in_years` finds it


@dataclass(frozen=True)
class _Words:
    """The file `data/reference/monthly_figures.toml`."""

    month: frozenset[str]
    month_of_service: frozenset[str]
    month_of_submission: frozenset[str]
    charges: frozenset[str]
    payments: frozenset[str]
    claims: frozenset[str]
    visits: frozenset[str]
    by_service: tuple[str, ...]
    by_submission: tuple[str, ...]
    by_posting: tuple[str, ...]
    loose: frozenset[str]
    never: frozenset[str]
    totals: frozenset[str]
    year: frozenset[str]
    beside: frozenset[str]
    payers: frozenset[str]
    counted: frozenset[str]
    money: tuple[str, ...]


class Figure(NamedTuple):
    """One figure of a month: which, by the day of what it is counted (None: not said), its amount or its number."""

    month: dt.date
    figure: str
    basis: str | None
    amount_cents: int | None
    number: int | None
    heading: str
    source_row: int


class Months(NamedTuple):
    """The figures of a table, its rows that tell no month (totals and notes), and the heads of no figure."""

    figures: list[Figure]
    beside: list[int]
    no_figure: list[str]

    @property
    def rows(self) -> int:
        """How many months it tells of."""
        return len({one.month for one in self.figures})


@cache
def _words() -> _Words:
    return reference.load("monthly_figures", _Words)


def months_of(sheet: Sheet, *names: str) -> Months | None:
    """Return the figures by month of a sheet, None of any other table; `names` are those of its file."""
    if not 0 < sheet.rows_in <= _MOST_ROWS or len(sheet.header) > _MOST_COLUMNS:
        return None
    grid = list(grid_of(sheet))
    return _of_grid(grid, (sheet.name or "", *names)) or _of_grid(_turned(grid), (sheet.name or "", *names))


def is_monthly(sheet: Sheet) -> bool:
    """Tell whether a sheet holds a practice's own figures by month."""
    return months_of(sheet) is not None


def may_be_one(text: str) -> bool:
    """Tell whether a text may hold such a table: a word of it heads months, or it names a month."""
    said = set(_plain(text).split())
    heads = {word.split()[0] for word in _words().month | _words().month_of_service}
    return bool(said & heads) or bool(said & (_words().charges | _words().claims) and _MONTH.search(text))


def _of_grid(grid: Grid, names: Sequence[str]) -> Months | None:
    """The figures of the first rows that head months, None where a row below tells neither a month nor a total."""
    found = next(
        ((n, head) for n, (_, cells) in enumerate(grid[:_FIRST_ROWS]) if (head := _head(cells))), None
    )
    if found is None:
        return None
    at, head = found
    title = [cell for _, cells in grid[:at] for cell in cells if cell]
    years = {year for text in (*title, *names) for year in _YEAR.findall(text)}
    year = int(years.pop()) if len(years) == 1 else None
    basis = head.basis or _basis_of(" ".join(title))
    months: dict[dt.date, tuple[int, list[str]]] = {}
    beside: list[int] = []
    for row, cells in grid[at + 1 :]:
        cell = cells[head.month] if head.month < len(cells) else ""
        told = cells[head.year] if head.year is not None and head.year < len(cells) else ""
        own = int(told) if _YEAR.fullmatch(told) else year
        month = _month(cell, own)
        if month is not None and month not in months:
            months[month] = (row, cells)
        elif month is not None:
            return None  # a month that stands twice: the rows are of something else
        elif _is_beside(cell, cells):
            beside += [row] if any(cells) else []
        else:
            return None
    if not _of_one_year([month for month in months if month.year == NO_YEAR], len(months)):
        return None
    unit = unit_of(*title, *names, *(name for _, _, _, name in head.columns))
    figures = [
        figure
        for place, which, said, heading in head.columns
        for figure in _figures(months, place, which, said or basis, heading, unit)
    ]
    known = any(one.amount_cents is not None or one.number is not None for one in figures)
    return Months(figures, beside, head.no_figure) if known else None


def _of_one_year(yearless: list[dt.date], months: int) -> bool:
    """Whether months without a year may be of one: all of the table, and in their order. True where none is."""
    return not yearless or (
        len(yearless) == months and yearless in (sorted(yearless), sorted(yearless)[::-1])
    )


def _figures(
    months: dict[dt.date, tuple[int, list[str]]],
    place: int,
    which: str,
    basis: str | None,
    heading: str,
    unit: int,
) -> list[Figure]:
    cells = [row[place] if place < len(row) else "" for _, row in months.values()]
    cents = scaled(cells, unit or 1)[0] if which in _MONEY else [None] * len(cells)
    counts = [None if which in _MONEY else _count(cell) for cell in cells]
    return [
        Figure(month, which, basis, amount if unit else None, number, heading, row)
        for (month, (row, _)), amount, number in zip(months.items(), cents, counts, strict=True)
    ]


class _Head(NamedTuple):
    """A heading row: the place of the months, their basis, the columns of figures, the place of a year, other heads."""

    month: int
    basis: str | None
    columns: list[tuple[int, str, str | None, str]]
    year: int | None
    no_figure: list[str]


def _head(cells: Sequence[str]) -> _Head | None:
    words, said = _words(), [_plain(without_unit(cell)) for cell in cells]
    whole = dict.fromkeys(words.month_of_service, BY_SERVICE)
    whole |= dict.fromkeys(words.month_of_submission, BY_SUBMISSION)
    heads = [n for n, text in enumerate(said) if text in words.month or text in whole]
    if len(heads) != 1:
        return None
    rest = [(n, text) for n, text in enumerate(said) if text and n != heads[0]]
    columns = [(n, *found, cells[n]) for n, text in rest if (found := _figure(text, cells[n]))]
    taken = {n for n, *_ in columns}
    if not columns or any(text in words.never for n, text in rest if n not in taken):
        return None
    years = [n for n, text in rest if text in words.year]
    basis = whole.get(said[heads[0]])
    others = [cells[n] for n, _ in rest if n not in taken and n not in years]
    return _Head(heads[0], basis, columns, years[0] if len(years) == 1 else None, others)


def _figure(text: str, cell: str) -> tuple[str, str | None] | None:
    """Which figure a heading is of, and by which day it says that it counts; None where it is of no figure.

    One that says that it is money (`Visits billed $`) counts nothing, and one of payments may say whose they are.
    """
    words = _words()
    if any(sign in (cell if sign == "$" else text.split()) for sign in words.money):
        money = " ".join(word for word in text.split() if word not in words.counted)
        found = _worded(money) if money != text else None
        if found and found[0] in _MONEY:
            return found
    if found := _worded(text):
        return found
    bare = " ".join(word for word in text.split() if word not in words.payers)
    found = _worded(bare) if bare and bare != text else None
    return found if found and found[0] == PAYMENTS else None


def _worded(text: str) -> tuple[str, str | None] | None:
    words = _words()
    if text in words.never:
        return None
    for which in FIGURES:
        if text in getattr(words, which):
            return which, _basis_of(text)
    basis, left = _basis_of(text), f" {text} "
    for phrase in _phrases(basis):
        left = left.replace(f" {phrase} ", " ")
    bare = " ".join(word for word in left.split() if word not in words.loose)
    for which in FIGURES:
        if bare in getattr(words, which):
            return which, basis
    return None


def _basis_of(text: str) -> str | None:
    """By the day of what a text says that it counts, None where it says nothing or several things."""
    said = f" {_plain(text)} "
    found = [
        one for one in (BY_SERVICE, BY_SUBMISSION, BY_POSTING) if any(f" {p} " in said for p in _phrases(one))
    ]
    return found[0] if len(found) == 1 else None


def _phrases(basis: str | None) -> list[str]:
    """The words of a basis, the longest first."""
    return sorted(getattr(_words(), f"by_{basis}"), key=len, reverse=True) if basis else []


def _is_beside(cell: str, cells: Sequence[str]) -> bool:
    """Whether a row without a month is a total, a line of words, or blank."""
    said = _plain(cell)
    first = next(iter(said.split()), "")
    if said in _words().totals or first in _words().totals:
        return True
    filled = [one for one in cells if one]
    return len(filled) < 2 or not any(map(_DIGITS.search, filled))


def _month(cell: str, year: int | None) -> dt.date | None:
    """The first day of the month that a cell names; one without a year is of that of the table, else of NO_YEAR.

    A month by its number is none without a year.
    """
    if not cell:
        return None
    if found := month_of(cell):
        return found
    if bare := bare_month(cell):
        return dt.date(year or NO_YEAR, bare, 1)
    return dt.date(year, int(cell), 1) if year and cell.isdigit() and 0 < int(cell) < 13 else None


def _count(cell: str) -> int | None:
    text = cell.replace(",", "").removesuffix(".0").removesuffix(".00")
    return int(text) if text.isdigit() else None


def _plain(text: str) -> str:
    return " ".join(re.sub(r"[^a-z0-9#]+", " ", text.lower()).split())


def _turned(grid: Grid) -> Grid:
    """A table with a column for each month as one with a row for each, without the lines above its months."""
    at = next((n for n, (_, cells) in enumerate(grid[:_FIRST_ROWS]) if _heads_months(cells)), None)
    if at is None:
        return []
    row, head = grid[at]
    below = [cells for _, cells in grid[at + 1 :] if sum(map(bool, cells)) > 1]
    columns = list(zip_longest(["month", *head[1:]], *below, fillvalue=""))
    above = grid[:at]
    return [*above, *((row, list(column)) for column in columns if any(column))]


def _heads_months(cells: Sequence[str]) -> bool:
    """Whether the cells of a row behind the first one are months, two at least, and totals."""
    first, rest = (_plain(cells[0]) if cells else ""), [cell for cell in cells[1:] if cell]
    named = [cell for cell in rest if month_of(cell) or bare_month(cell)]
    is_head = (
        not first or first in _words().beside | _words().month | _words().year or bool(_YEAR.fullmatch(first))
    )
    others = [cell for cell in rest if cell not in named]
    return len(named) > 1 and is_head and all(_plain(cell) in _words().totals for cell in others)
