"""How one value looks to a reader: money, dates, shares and counts in one form everywhere."""

from __future__ import annotations

import datetime as dt
import math

import pandas as pd

from cutover.columns import Column, Kind
from cutover.identifiers import is_npi, masked_tin
from cutover.money import MINUS, dollars
from cutover.shares import percent

NO_NPI = "no valid NPI"  # what stands in an owner's report for whatever else a file has in its place
EVERY_NPI = ("all", "(all)")  # in the place of an NPI: a sum, or an invoice's month, of every NPI together
RIGHT_ALIGNED = frozenset({Kind.CENTS, Kind.COUNT, Kind.NUMBER, Kind.SHARE})


def count(value: int) -> str:
    """Return a whole number with thousands separators and a true minus sign: `−1,234`."""
    return f"{int(value):,}".replace("-", MINUS)


def share(value: float) -> str:
    """Return a share of 1 as a percentage: `12.3 %`; what is nearly none or all is so in words: `over 99.9 %`."""
    return percent(value).replace("-", MINUS).replace(" %", "\N{NO-BREAK SPACE}%")


def number(value: float) -> str:
    """Return a quantity with at most three decimals: `1,234.5`."""
    whole, _, part = f"{value:,.3f}".partition(".")
    return _signed(".".join(filter(None, (whole, part.rstrip("0")))))


def date(value: dt.date) -> str:
    """Return a date as `2026-03-31`."""
    return value.strftime("%Y-%m-%d")


def month(value: dt.date) -> str:
    """Return a month as `2026-03`."""
    return value.strftime("%Y-%m")


def _signed(text: str) -> str:
    digits = text.removeprefix("-")
    return digits if digits == text or not digits.strip("0.,") else MINUS + digits


_FORMS = {
    Kind.TEXT: str,
    Kind.CENTS: dollars,
    Kind.COUNT: count,
    Kind.NUMBER: number,
    Kind.SHARE: share,
    Kind.DATE: date,
    Kind.MONTH: month,
    Kind.FLAG: lambda value: "yes" if value else "no",
}


def is_null(value: object) -> bool:
    """Tell whether a value is absent; an absent value is never shown as 0 or nothing."""
    return (
        value is None or value is pd.NA or value is pd.NaT or (isinstance(value, float) and math.isnan(value))
    )


def shown(value: object, column: Column, mask: bool = True) -> str | None:
    """Return a value as readers see it, None where it is absent; `mask`: no whole Tax ID, no false NPI."""
    if is_null(value):
        return None
    if mask and column.name.split("_")[-1] in ("tin", "tins"):
        return masked_tin(str(value))
    if mask and column.name.split("_")[-1] == "npi" and not is_npi(str(value)):
        return EVERY_NPI[0] if str(value) in EVERY_NPI else NO_NPI
    return _FORMS[column.kind](value)
