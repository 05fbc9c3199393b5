"""Columns of text turned into dates, money and identifiers, once and strictly; what cannot be is counted."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable

import pandas as pd

from cutover.identifiers import tin_digits
from cutover.reading.files.totals import amount_cents

_MONTHS = {
    name: number
    for number, name in enumerate(
        ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"), 1
    )
}
# each shape has one reading: American exports write the month first (03/04/2026 is the 4th of March)
_DATES = (
    re.compile(r"(?P<y>(?:19|20)\d{2})[-/.](?P<m>\d{1,2})[-/.](?P<d>\d{1,2})"),
    re.compile(r"(?P<m>\d{1,2})[-/.](?P<d>\d{1,2})[-/.](?P<y>\d{4}|\d{2})"),
    re.compile(r"(?P<y>(?:19|20)\d{2})(?P<m>\d{2})(?P<d>\d{2})"),
    re.compile(r"(?P<d>\d{1,2})[-\s](?P<m>[a-z]{3})[a-z]*[-\s,.]+(?P<y>\d{4}|\d{2})"),
    re.compile(r"(?P<m>[a-z]{3})[a-z]*\.?\s+(?P<d>\d{1,2}),?\s+(?P<y>\d{4})"),
)
_TIME = re.compile(r"[t\s]+\d{1,2}:\d{2}.*$")


def date_of(text: str) -> dt.date | None:
    """Return the day that a text names, month before day, None where it names none.

    A year of two digits is one of this century: claims and invoices are never older.
    """
    plain = _TIME.sub("", text.strip().lower())
    for shape in _DATES:
        found = shape.fullmatch(plain)
        if found:
            year, month = int(found["y"]), found["m"]
            try:
                return dt.date(
                    year + 2000 if year < 100 else year,
                    _MONTHS.get(month, 0) if month.isalpha() else int(month),
                    int(found["d"]),
                )
            except ValueError:
                return None
    return None


def dates(texts: pd.Series) -> pd.Series:
    """Return the days of a column of texts, null where a text names none."""
    return _mapped(texts, date_of).astype("datetime64[ms]")


def cents(texts: pd.Series) -> pd.Series:
    """Return the whole cents of a column of amounts as reports write them, null where a text is none."""
    return _mapped(texts, amount_cents).astype("Int64")


def identifiers(texts: pd.Series) -> pd.Series:
    """Return identifiers without outer blanks and without the `.0` that a number format adds; blank is
    null.
    """
    return _mapped(texts, lambda text: re.sub(r"(?<=\d)\.0+$", "", text.strip()) or None).astype("str")


def tax_ids(texts: pd.Series) -> pd.Series:
    """Return Tax IDs as nine digits; one that lost its leading zero as a number gets it back; else null."""

    def digits(text: str) -> str | None:
        plain = re.sub(r"[\s-]|\.0+$", "", text)
        return tin_digits(plain.zfill(9)) if re.fullmatch(r"\d{8,9}", plain) else None

    return _mapped(texts, digits).astype("str")


def npis(texts: pd.Series) -> pd.Series:
    """Return NPIs as ten digits, null where a text is not ten digits that begin with 1 or 2.

    The check digit is not demanded: a mistyped NPI was submitted all the same and has its own fee.
    """

    def digits(text: str) -> str | None:
        plain = re.sub(r"\.0+$", "", text.strip())
        return plain if re.fullmatch(r"[12]\d{9}", plain) else None

    return _mapped(texts, digits).astype("str")


def not_read(texts: pd.Series, values: pd.Series) -> int:
    """Return how many texts are there and gave no value."""
    return int((texts.notna() & values.isna()).sum())


def _mapped(texts: pd.Series, read: Callable[[str], object]) -> pd.Series:
    """Each distinct text read once: exports repeat their dates, ids and amounts."""
    known = {text: read(text) for text in texts.dropna().unique()}
    return pd.Series([known.get(text) if text == text else None for text in texts], texts.index, dtype=object)
