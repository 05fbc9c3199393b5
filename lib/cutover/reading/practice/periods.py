"""The days that a table covers: which columns hold dates, of what, and how many rows each day has."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable

import pandas as pd

from cutover.reading.files import day_numbers
from cutover.reading.files import values as text_values
from cutover.reading.files.days import month_first
from cutover.reading.practice.file_subject import words

SERVICE, PAYMENT, BILLED, OTHER = "service", "payment", "billed", "other"
_NEVER = re.compile(  # a birth or the term of a policy says nothing of when the table was made
    r"\b(birth|dob|d o b|birthday|birthdate|b day|bday|b date|bdate|born|effective|eff|expir\w*|term\w*"
    r"|start|stop|begin|end|until|injury|onset|death|accident|hire|due|next)\b"
)
_ROLES = (
    (
        SERVICE,
        re.compile(
            r"\b(dos|service|svc|serv|visit|encounter|last (?:seen|appointment))\b|^(?:from|thru|through) date$"
        ),
    ),
    (PAYMENT, re.compile(r"\b(paid|payment|posted|posting|post|check|deposit|remit\w*|eft)\b")),
    (BILLED, re.compile(r"\b(billed|submitted|submission|invoice|sent)\b")),
)
# the days of mapped tables
_FIELDS = {
    "service_from": SERVICE,
    "service_through": SERVICE,
    "submission_date": BILLED,
    "paid_date": PAYMENT,
    "posted_date": PAYMENT,
    "deposit_date": PAYMENT,
}
_IS_DATED = re.compile(
    r"\b(date|day|dos|created|added|entered|updated|modified|registered|seen|month|on)\b"
    r"|^last (?:visit|appointment)$"
)
_TOKEN = r"^\s*(\d{4}-\d{1,2}-\d{1,2}|\d{1,2}[/-]\d{1,2}[/-](?:\d{4}|\d{2})|\d{8})(?=$|[\sT])"
_PIVOT = dt.date(2068, 12, 31)  # a year of two digits is not after it
_SIX = re.compile(r"(?<![A-Za-z\d])\d{6}(?!\d)")  # behind a letter they are a number: `batch_H071526`
_SHORT_YEARS = range(20, 36)  # no month is 20 or more
_EARLIEST, _LATEST = pd.Timestamp(1990, 1, 1), pd.Timestamp(2099, 12, 31)
SHAPE = {"role": "str", "day": "datetime64[ms]", "rows": "Int64"}


def role_of(header: str) -> str | None:
    """Return what the dates of a column are of, None for a column without dates or with births and terms."""
    said = words(header)
    if _NEVER.search(said) or not _IS_DATED.search(said):
        return None
    return next((role for role, pattern in _ROLES if pattern.search(said)), OTHER)


def as_days(values: pd.Series) -> pd.Series:
    """Return the day at the head of each text, null where there is none or it lies outside 1990 to 2099.

    A spreadsheet's day number is one where the whole column says so.
    """
    texts = day_numbers.judged(month_first(values.astype("str")), day_numbers.DAY).texts
    days = text_values.dates(texts.str.extract(_TOKEN)[0].fillna(texts), latest=_PIVOT)
    return days.where(days.between(_EARLIEST, _LATEST))


def days_of(frame: pd.DataFrame, columns: Iterable[str]) -> pd.DataFrame:
    """Return how many rows of a table have each day, one row per role and day (role, day, rows)."""
    return _most([(role, as_days(frame[name])) for name in columns if (role := role_of(name))])


def days_of_fields(rows: pd.DataFrame) -> pd.DataFrame:
    """Return how many mapped rows (`suggest.apply`) have each day, as `days_of`; other fields than days are ignored."""
    return _most([(role, as_days(rows[name])) for name, role in _FIELDS.items() if name in rows])


def together(parts: Iterable[pd.DataFrame]) -> pd.DataFrame:
    """Return the days of several readings of one table as one; the reading that found most rows of a day counts."""
    filled = [part for part in parts if len(part)]
    if not filled:
        return pd.DataFrame({name: pd.Series(dtype=kind) for name, kind in SHAPE.items()})
    return pd.concat(filled).groupby(["role", "day"], as_index=False)["rows"].max().astype(SHAPE)


def _most(columns: list[tuple[str, pd.Series]]) -> pd.DataFrame:
    parts = []
    for role, days in columns:
        counted = days.dropna().value_counts()
        parts.append(pd.DataFrame({"role": role, "day": counted.index, "rows": counted.to_numpy()}))
    return together(parts)


def day_in_name(name: str) -> pd.Timestamp | None:
    """Return the last day that a file's name states, such as `patients_20260715.csv`, or None.

    Without one, six digits that stand alone are a day with a short year, of a time since which such exports are made:
    `patients_071526.csv`. Month and year cannot be taken for each other there.
    """
    last = max(text_values.days_in_name(name), default=None)
    if last is None:
        last = max(filter(None, map(_short, _SIX.findall(name))), default=None)
    return None if last is None else pd.Timestamp(last)


def _short(digits: str) -> dt.date | None:
    """The day that six digits name, month first or year first; None where the year is none of such an export."""
    one, two, three = digits[:2], digits[2:4], digits[4:]
    for year, month, day in ((three, one, two), (one, two, three)):
        if int(year) in _SHORT_YEARS:
            return text_values.date_of(f"20{year}-{month}-{day}")
    return None
