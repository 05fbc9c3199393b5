"""Days without a year: `02/05` below `Feb 2026`, or paid for a session of 1/26/2026, is the fifth of February 2026."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import replace

import pandas as pd

from cutover.reading.files import values as text_values
from cutover.reading.files.days import MONTHS
from cutover.reading.files.sheet import Note, Sheet

CODE = "year-of-title"
_NUMBERS = re.compile(r"(?P<m>\d{1,2})[/-](?P<d>\d{1,2})")
_WORD_FIRST = re.compile(r"(?P<m>[a-z]{3,9})\.?[ -](?P<d>\d{1,2})(?:st|nd|rd|th)?", re.IGNORECASE)
_DAY_FIRST = re.compile(r"(?P<d>\d{1,2})(?:st|nd|rd|th)?[ -](?P<m>[a-z]{3,9})\.?", re.IGNORECASE)
_MOSTLY = 0.9  # share of a column's values that are such days
_AWAY = 1  # months between such a day and the month that is named
_NEAR = pd.Timedelta(days=92)  # from the whole days of a table to one without a year that is of their time


def with_years(sheet: Sheet, said: str) -> Sheet:
    """Return a table with the year of the month in its column `said` in each column of days without one.

    A column counts where nearly all its values are days of that month or of the one before or after it, so that
    fractions and numbers parted by a stroke stay as they are.
    """
    if said not in sheet.frame or sheet.frame.empty:
        return sheet
    months = sheet.frame[said].map(_month, na_action="ignore")
    made = {}
    for column in sheet.columns:
        values = sheet.frame[column].dropna()
        if column == said or values.empty or not _MOSTLY * len(values) <= sum(map(_is_bare, values)):
            continue
        whole = pd.Series(
            [_whole(text, month) for text, month in zip(sheet.frame[column], months, strict=True)],
            sheet.frame.index, dtype="str",
        )  # fmt: skip
        if whole.notna().sum() >= _MOSTLY * len(values):
            made[column] = whole.fillna(sheet.frame[column])
    if not made:
        return sheet
    notes = tuple(
        Note(
            CODE,
            f"{column}: days without a year take that of the month above the table.",
            column,
            len(sheet.frame),
        )
        for column in made
    )
    return replace(sheet, frame=sheet.frame.assign(**made), notes=(*sheet.notes, *notes))


def with_years_beside(sheet: Sheet) -> Sheet:
    """Return a table whose days without a year, in columns of days, have the only year near the whole days of it.

    `Oct 14` below 10/13/26 is of 2026. A column counts where nearly all its values are days, with a year or without.
    Where two years come near, or none, nothing tells the year and the cell stays as it is.
    """
    columns = [c for c in sheet.columns if any(_is_bare(text) for text in sheet.frame[c].dropna())]
    days = {column: text_values.dates(sheet.frame[column]) for column in columns}
    bare = {column: sheet.frame[column].map(_is_bare, na_action="ignore").eq(True) for column in columns}
    columns = [
        c for c in columns if (days[c].notna() | bare[c]).sum() >= _MOSTLY * sheet.frame[c].notna().sum()
    ]
    whole = (
        pd.concat([_whole_days(sheet.frame[c]) for c in sheet.columns]).dropna() if columns else pd.Series()
    )
    if whole.empty:
        return sheet
    span = (whole.min() - _NEAR, whole.max() + _NEAR)
    made, notes = {}, []
    for column in columns:
        texts = [_near(text, span) for text in sheet.frame[column]]
        filled = pd.Series(texts, sheet.frame.index, dtype="str")
        if filled.notna().any():
            made[column] = filled.fillna(sheet.frame[column])
            told = f"{column}: days without a year take the year of the other days of the table."
            notes.append(Note(CODE, told, column, int(filled.notna().sum())))
    return replace(sheet, frame=sheet.frame.assign(**made), notes=(*sheet.notes, *notes)) if made else sheet


def _whole_days(cells: pd.Series) -> pd.Series:
    """The days of a column that holds hardly anything else."""
    found = text_values.dates(cells)
    other = cells.notna() & ~cells.map(_is_bare, na_action="ignore").eq(True)
    return found if found.notna().sum() >= _MOSTLY * other.sum() else found[:0]


def _near(text: object, span: tuple[pd.Timestamp, pd.Timestamp]) -> str | None:
    parts = _parts(text) if isinstance(text, str) else None
    if parts is None:
        return None
    found = []
    for year in range(span[0].year, span[1].year + 1):
        try:
            day = dt.date(year, *parts)
        except ValueError:
            continue
        found += [day] if span[0] <= pd.Timestamp(day) <= span[1] else []
    return found[0].isoformat() if len(found) == 1 else None


def with_years_after(sheet: Sheet, days: pd.Series, columns: Sequence[str]) -> Sheet:
    """Return a table whose days without a year, in these columns, are the first such ones from those of the rows on.

    `days` has one day per row. A column counts where nearly all its values are days without a year.
    """
    made = {}
    for column in without_years(sheet, columns):
        both = zip(sheet.frame[column], days, strict=True)
        whole = pd.Series([_after(text, day) for text, day in both], sheet.frame.index, dtype="str")
        made[column] = whole.fillna(sheet.frame[column])
    return replace(sheet, frame=sheet.frame.assign(**made)) if made else sheet


def without_years(sheet: Sheet, columns: Sequence[str]) -> list[str]:
    """Return which of these columns hold days without a year in nearly all their cells."""
    return [column for column in columns if _are_bare(sheet.frame[column])]


def _are_bare(cells: pd.Series) -> bool:
    """Whether nearly all values of a column are such days; most columns are done after few of their values."""
    values = [text for text in cells.dropna() if text.strip()]
    most = len(values) - _MOSTLY * len(values)
    others = 0
    for text in values:
        others += not _is_bare(text)
        if others > most:
            return False
    return bool(values)


def _after(text: object, day: object) -> str | None:
    parts = _parts(text) if isinstance(text, str) else None
    if parts is None or not isinstance(day, dt.date) or pd.isna(day):
        return None
    for year in (day.year, day.year + 1):
        try:
            found = dt.date(year, *parts)
        except ValueError:  # the 29th of February in another year, or no day at all
            continue
        if found >= dt.date(day.year, day.month, day.day):
            return found.isoformat()
    return None


def _month(text: str) -> dt.date | None:
    found = re.fullmatch(r"(\d{4})-(\d{2})", text)
    return dt.date(int(found[1]), int(found[2]), 1) if found else None


def _is_bare(text: str) -> bool:
    return _parts(text) is not None


def _parts(text: str) -> tuple[int, int] | None:
    """Month and day of a text that holds nothing else."""
    plain = text.strip()
    found = _NUMBERS.fullmatch(plain) or _WORD_FIRST.fullmatch(plain) or _DAY_FIRST.fullmatch(plain)
    if found is None:
        return None
    word = found["m"].lower()
    month = int(word) if word.isdigit() else MONTHS.index(word[:3]) + 1 if word[:3] in MONTHS else 0
    return (month, int(found["d"])) if 1 <= month <= 12 else None


def _whole(text: object, month: dt.date | None) -> str | None:
    parts = _parts(text) if isinstance(text, str) else None
    if parts is None or not isinstance(month, dt.date):
        return None
    # December below January is of the year before, January below December of the year after
    years = (month.year - 1, month.year, month.year + 1)
    away = {year: abs((year - month.year) * 12 + parts[0] - month.month) for year in years}
    year = min(years, key=lambda one: away[one])
    if away[year] > _AWAY:
        return None
    try:
        return dt.date(year, *parts).isoformat()
    except ValueError:
        return None
