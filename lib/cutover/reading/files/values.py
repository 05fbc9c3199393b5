"""The one reader of values: text into days, whole cents and identifiers, strictly; what cannot be is counted.

Whoever needs a stricter or a wider reading says so by argument. The shapes of dates stand in `days`.
"""

from __future__ import annotations

import re

import pandas as pd

from cutover import money
from cutover.identifiers import tin_digits
from cutover.reading.files.days import DateParts, date_of, dates, days_in_name, mapped, parts_of, resolved

__all__ = [
    "DateParts",
    "amount_cents",
    "cents",
    "date_of",
    "dates",
    "days_in_name",
    "identifiers",
    "is_turned_into_a_date",
    "not_read",
    "npis",
    "parts_of",
    "resolved",
    "tax_ids",
]
_AMOUNT = re.compile(
    r"(?:usd\s*)?(?P<before>\s*[-+]?\s*\$?\s*[-+]?\s*)(?P<open>\()?(?P<inside>\s*-?\s*\$?\s*)(?P<digits>[\d,]*\.?\d*)\s*"
    r"(?P<close>\))?\s*(?P<behind>-)?\s*(?P<side>cr|dr|db)?\.?",
    re.IGNORECASE,
)
# what Excel makes of 12-5, 5-12 or MAR1: a day or a month in place of an identifier
_TURNED = re.compile(
    r"(?:19|20)\d{2}-\d{2}-\d{2}(?:[ T]\d{2}:\d{2}(?::\d{2})?)?|\d{1,2}/\d{1,2}/\d{4}(?: 0?0:00(?::00)?)?"
    r"|\d{1,2}-[A-Z][a-z]{2}(?:-\d{2,4})?|[A-Z][a-z]{2}-\d{2}"
)


def amount_cents(text: str | None, *, credit: int = 1) -> int | None:
    """Return the cents of an amount as reports write it: `$1,234.50`, `(12.00)`, `12.00-`, `12.00 DR`; else None.

    CR and DR behind an amount are its sign: a credit is money in at a bank and for a payment, so DR is minus; on a
    charge or a balance it is the other way round (`credit` -1).
    """
    found = _AMOUNT.fullmatch(text) if text else None
    if not found or bool(found["open"]) != bool(found["close"]):
        return None
    digits = found["digits"]
    if "," in digits and not re.fullmatch(r"\d{1,3}(,\d{3})+(\.\d*)?", digits):
        return None
    value = money.cents(digits.replace(",", ""))
    minus = (found["before"] + found["inside"]).count("-") + bool(found["open"]) + bool(found["behind"])
    if value is None or minus > 1:
        return None
    side = (found["side"] or "").lower()
    if side:
        return abs(value) * (credit if side.startswith("c") else -credit)
    return -value if minus else value


def is_turned_into_a_date(text: str) -> bool:
    """Tell whether a text in the place of an identifier is a date that a spreadsheet program made of it.

    `5-Dec` was 5-12 or 12-5: what it was cannot be told from it, so it is never used.
    """
    return _TURNED.fullmatch(text.strip()) is not None


def cents(texts: pd.Series, *, credit: int = 1) -> pd.Series:
    """Return the whole cents of a column of amounts as reports write them, null where a text is none.

    `credit` is that of `amount_cents`.
    """
    return mapped(texts, lambda text: amount_cents(text, credit=credit)).astype("Int64")


def identifiers(texts: pd.Series) -> pd.Series:
    """Return identifiers without outer blanks and without the `.0` that a number format adds; blank is
    null.
    """
    return mapped(texts, lambda text: re.sub(r"(?<=\d)\.0+$", "", text.strip()) or None).astype("str")


def tax_ids(texts: pd.Series) -> pd.Series:
    """Return Tax IDs as nine digits; one that lost its leading zero as a number gets it back; else null."""

    def digits(text: str) -> str | None:
        plain = re.sub(r"[\s-]|\.0+$", "", text)
        return tin_digits(plain.zfill(9)) if re.fullmatch(r"\d{8,9}", plain) else None

    return mapped(texts, digits).astype("str")


def npis(texts: pd.Series) -> pd.Series:
    """Return NPIs as ten digits, null where a text is not ten digits that begin with 1 or 2.

    The check digit is not demanded: a mistyped NPI was submitted all the same and has its own fee.
    """

    def digits(text: str) -> str | None:
        plain = re.sub(r"\.0+$", "", text.strip())
        return plain if re.fullmatch(r"[12]\d{9}", plain) else None

    return mapped(texts, digits).astype("str")


def not_read(texts: pd.Series, values: pd.Series) -> int:
    """Return how many texts are there and gave no value."""
    return int((texts.notna() & values.isna()).sum())
