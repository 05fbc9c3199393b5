"""Lists of what patients paid at the desk, told from postings of remittances: a cash book, a day sheet of copays."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache

import pandas as pd

from cutover import reference
from cutover.errors import InputError
from cutover.reading.files import values
from cutover.reading.files.sheet import Sheet
from cutover.reading.files.spreadsheet import read_spreadsheet
from cutover.reading.mapping.tables_of import MappedTable

SUBJECT = "payments of patients"
_APART = re.compile(r"\s*(?:[/,+&;]|\band\b)\s*")
_MOSTLY = 0.9  # share of a column's cells that must be what it is taken for
_FEWEST = 2  # rows by which a list can be told; one where its title tells it


@dataclass(frozen=True)
class _Words:
    """The file `data/reference/cash_book_words.toml`."""

    tenders: frozenset[str]
    amounts: tuple[str, ...]
    no_amounts: frozenset[str]
    people: tuple[str, ...]
    payers: frozenset[str]
    titles: frozenset[str]


@dataclass(frozen=True)
class CashColumns:
    """Which column of a list is the day, the money, how it was paid, and who paid (None where no column says it)."""

    day: str
    amount: str
    method: str
    patient: str | None


@cache
def _words() -> _Words:
    return reference.load("cash_book_words", _Words)


@cache
def is_tender(text: str) -> bool:
    """Tell whether a cell says how somebody paid: `cash`, `ck 1042`, `Visa x4411`, `cash/card`."""
    parts = [_plain(part) for part in _APART.split(text.casefold())]
    return any(parts) and all(part in _words().tenders for part in parts if part)


def _plain(text: str) -> str:
    return " ".join(re.findall(r"[a-z]+", re.sub(r"\bx+(?=\d)|\bno\b", " ", text)))


def columns_of_cash(sheet: Sheet) -> CashColumns | None:
    """Return the columns of a list of patients' payments, None of any other table.

    A column says of nearly each row how it was paid, one has days and one money, and no header speaks of a payer, a
    claim or a remittance. Rows without a day, such as totals, do not count.
    """
    fewest = 1 if _is_titled(sheet) else _FEWEST
    if len(sheet.columns) != len(sheet.header) or len(sheet.frame) < fewest:
        return None
    said = {name: _header(text) for name, text in zip(sheet.columns, sheet.header, strict=True)}
    if any(set(words) & _words().payers for words in said.values()):
        return None
    days = {name: values.dates(sheet.frame[name]) for name in sheet.columns}
    day = next(
        (name for name, found in days.items() if _is_column(found.notna(), sheet.frame[name], fewest)), None
    )
    rows = sheet.frame if day is None else sheet.frame[days[day].notna()]
    if day is None or len(rows) < fewest:
        return None
    texts = {name: rows[name].dropna().astype("str") for name in sheet.columns if name != day}
    method = next(
        (n for n, cells in texts.items() if _is_column(cells.map(is_tender), rows[n], fewest)), None
    )
    amount = _amount({n: c for n, c in texts.items() if n != method}, said, len(rows))
    if method is None or amount is None:
        return None
    left = [name for name in texts if name not in (method, amount)]
    patient = next((n for word in _words().people for n in left if word in said[n]), None)
    return CashColumns(day, amount, method, patient)


def _amount(texts: dict[str, pd.Series], said: dict[str, list[str]], rows: int) -> str | None:
    """The column of money: the one whose header says so, else the only one; none where two may be it."""
    money = [
        name
        for name, cells in texts.items()
        if len(cells) >= _MOSTLY * rows
        and values.cents(cells).notna().all()
        and not set(said[name]) & _words().no_amounts
    ]
    named = next(
        (n for word in _words().amounts for n in money if f" {word} " in f" {' '.join(said[n])} "), None
    )
    left = [
        name for name in money if not set(said[name]) & set(_words().people)
    ]  # those are numbers of accounts
    return named or (left[0] if len(left) == 1 else None)


def _is_titled(sheet: Sheet) -> bool:
    """Whether the line right above a list says that it is one of patients' payments."""
    said = f" {' '.join(_header(sheet.above[-1].replace('-', '')))} " if sheet.above else ""
    return any(f" {title} " in said for title in _words().titles)


def _is_column(fits: pd.Series, cells: pd.Series, fewest: int) -> bool:
    filled = int(cells.notna().sum())
    return filled >= fewest and int(fits.sum()) >= _MOSTLY * filled


def _header(text: str) -> list[str]:
    return re.findall(r"[a-z]+", re.sub(r"(?<=[a-z])(?=[A-Z])", " ", text).lower())


def cash_sheets(data: bytes, source_file: str = "") -> list[tuple[Sheet, CashColumns]]:
    """Return the tables of a file that are such lists, with their columns; others may stand beside them."""
    found = [(sheet, columns_of_cash(sheet)) for sheet in _tables(data, source_file)]
    return [(sheet, columns) for sheet, columns in found if columns]


def _tables(data: bytes, source_file: str = "") -> list[Sheet]:
    try:
        return [sheet for sheet in read_spreadsheet(data, source_file).sheets if len(sheet.frame)]
    except InputError:
        return []


def is_cash_book(data: bytes) -> bool:
    """Tell whether each table of a file that has rows is a list of patients' payments."""
    sheets = _tables(data)
    return bool(sheets) and all(map(columns_of_cash, sheets))


def is_of_patients(table: MappedTable) -> bool:
    """Tell whether a table among postings lists what patients paid, and nobody confirmed its columns as postings'.

    Its columns tell that, or the line above it does where none of them speaks of a payer, a claim or a remittance.
    """
    if table.crosswalk.used and table.crosswalk.is_confirmed:
        return False
    heads = {word for text in table.sheet.header for word in _header(text)}
    return (_is_titled(table.sheet) and not heads & _words().payers) or columns_of_cash(
        table.sheet
    ) is not None


def without_cash(table: MappedTable) -> MappedTable:
    """Return a table among postings as one that is left out where it lists what patients paid."""
    if table.is_left_out or not is_of_patients(table):
        return table
    return replace(table, is_left_out=True, left_out_why=SUBJECT)
