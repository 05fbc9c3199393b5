"""A practice's own count by month: how many claims, eligibility checks and others went out, as a table of it says.

Such a table lies among the invoices and bills nothing (`no_invoices.COUNTS`). Its columns are known by their whole
header (own_counts.toml). A total is held against the months above it; a month or column that is told in two ways is not
known.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

import pandas as pd

from cutover import reference
from cutover.columns import Column, Kind, Privacy, conform, empty
from cutover.reading.files.sheet import Sheet
from cutover.reading.mapping.said_once import is_said_once, month_of

OWN_COUNTS = (
    Column("month", Kind.MONTH, "Month"),
    Column("transaction", Kind.TEXT, "Transaction"),
    Column("count", Kind.COUNT, "Number"),
    Column("source_file", Kind.TEXT, "File", "path below the practice's folder", Privacy.PHI),
)
_NAMES = [column.name for column in OWN_COUNTS]
_WORD = re.compile(r"[a-z]+")
_WHOLE = re.compile(r"\d[\d,]*")
_FEWEST = 2  # months by which a table is known
_CLAIMS = frozenset(
    {"claim", "secondary claim", "resubmitted claim"}
)  # what a list of figures counts as well


@dataclass(frozen=True)
class _Transaction:
    name: str
    called: frozenset[str]


@dataclass(frozen=True)
class _Words:
    transaction: tuple[_Transaction, ...]
    besides: frozenset[str]
    totals: frozenset[str]


@cache
def _words() -> _Words:
    return reference.load("own_counts", _Words)


def transaction_of(header: str) -> str:
    """Return the transaction that a column counts by its header; "" where it is none, or something else as well."""
    besides = _words().besides
    said = " ".join(word for word in _WORD.findall(header.lower()) if word not in besides)
    return next((one.name for one in _words().transaction if said in one.called), "")


def is_count(sheet: Sheet) -> bool:
    """Tell whether a table that may be of any kind is such a count: months, and whole numbers of transactions alone.

    One of claims alone may be the practice's own figures.
    """
    own = {name: transaction_of(name) for name in sheet.columns if not is_said_once(name)}
    named = [
        name
        for name, told in own.items()
        if not told and sheet.frame[name].map(month_of, na_action="ignore").notna().sum() >= _FEWEST
    ]
    told = {own[name] for name in own if name not in named}
    if len(named) != 1 or "" in told or not told - _CLAIMS:
        return False
    cells = sheet.frame[[name for name in own if name not in named]].melt()["value"].dropna()
    return bool(cells.map(lambda text: _WHOLE.fullmatch(text.strip()) is not None).all())


def counts_of(sheet: Sheet, period: str) -> pd.DataFrame:
    """Return the numbers of one table (OWN_COUNTS); `period` is its column of months.

    Two columns of one transaction are neither, a column whose total is not the sum of its months is none, and a month
    that two rows are called is not known.
    """
    frame = sheet.frame
    month = pd.to_datetime(frame[period].map(month_of, na_action="ignore"))
    own = [name for name in sheet.columns if name != period and not is_said_once(name)]
    named = {name: transaction_of(name) for name in own}
    parts = []
    for name, transaction in named.items():
        if not transaction or list(named.values()).count(transaction) > 1:
            continue
        numbers = frame[name].map(_number, na_action="ignore").astype("Int64")
        wrong = sheet.checks["column"].eq(name) & ~sheet.checks["agrees"].fillna(True).astype(bool)
        if _ties(numbers, month, frame[period]) and not wrong.any():
            told = pd.DataFrame({"month": month, "count": numbers, "source_file": frame["source_file"]})
            told = told[~month.duplicated(keep=False)].dropna(subset=["month", "count"])
            parts.append(told.assign(transaction=transaction))
    if not parts:
        return empty(OWN_COUNTS)
    return conform(pd.concat(parts, ignore_index=True)[_NAMES], OWN_COUNTS)


def together(parts: list[pd.DataFrame]) -> pd.DataFrame:
    """Return the numbers of several tables in one (OWN_COUNTS); a month that two of them tell in two ways has none."""
    if not parts:
        return empty(OWN_COUNTS)
    rows = pd.concat(parts, ignore_index=True).drop_duplicates(["month", "transaction", "count"])
    key = ["month", "transaction"]
    once = rows[~rows.duplicated(key, keep=False)].sort_values(key, ignore_index=True)
    return conform(once, OWN_COUNTS)


def _number(text: str) -> int | None:
    digits = text.strip().replace(",", "")
    return int(digits) if digits.isdecimal() else None


def _ties(numbers: pd.Series, month: pd.Series, label: pd.Series) -> bool:
    """Whether a row without a month that is called a total has the sum of the months."""
    total = month.isna() & label.fillna("").map(_is_total)
    stated = numbers[total].dropna()
    return bool(stated.eq(numbers[month.notna()].sum()).all())


def _is_total(label: str) -> bool:
    return bool(_words().totals & set(_WORD.findall(label.lower())))
