"""Days that stand as a spreadsheet program's numbers in a text file: judged by a whole column, never by one cell.

A text export keeps no format of a cell, so that 3 August 2026 can stand as 46237. The epoch is that of 1900, unless a
person says 1904. Where the numbers may as well be something else no day is read from them, and the doubt is said. The
spans are data/reference/day_numbers.toml.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

import pandas as pd

from cutover import reference
from cutover.reading.files.days import date_of, mapped

EPOCHS = (1900, 1904)
DAY, BIRTH = "date", "birth date"  # shapes of fields
_NUMBER = re.compile(r"(\d{1,6})(?:\.\d+)?")
_DIGITS_ALONE = re.compile(r"[\d.]+")


@dataclass(frozen=True)
class _Span:
    first: dt.date
    last: dt.date

    def holds(self, day: dt.date | None) -> bool:
        """Whether a day lies in it."""
        return day is not None and self.first <= day <= self.last


@dataclass(frozen=True)
class _Limits:
    most_percent: int
    apart_days: int


@dataclass(frozen=True)
class _Rules:
    """The file `day_numbers.toml`."""

    zero: dict[str, dt.date]
    span: dict[str, _Span]
    other: dict[str, _Span]
    limits: _Limits


@cache
def _rules() -> _Rules:
    return reference.load("day_numbers", _Rules)


@dataclass(frozen=True)
class DayNumbers:
    """What the numbers of one column of days are.

    `texts` is the column with those that count days written as days (2026-08-03); `numbers` counts its cells that are
    numbers of at most six digits, `read` those of them that were read. `doubt` says why none is, "" without a doubt.
    `first` and `last` are the days that were read.
    """

    texts: pd.Series
    numbers: int = 0
    read: int = 0
    doubt: str = ""
    first: dt.date | None = None
    last: dt.date | None = None


def judged(texts: pd.Series, shape: str, epoch: int | None = None) -> DayNumbers:
    """Return what the numbers of a column of days are, by all its values; `shape` is `date` or `birth date`.

    `epoch` is 1900 or 1904 where a person has said it, which settles every doubt. Numbers of eight digits, such as
    20260803, are no day numbers.
    """
    filled = [text.strip() for text in texts.dropna().unique()]
    numbers = [text for text in filled if _NUMBER.fullmatch(text)]
    if not numbers:
        return DayNumbers(texts)
    count = int(texts.str.strip().str.fullmatch(_NUMBER).fillna(False).sum())
    span = _rules().span[shape]
    days = {text: _day(text, epoch or EPOCHS[0]) for text in numbers}
    good = {text: day for text, day in days.items() if day is not None and span.holds(day)}
    doubt = "" if epoch else _doubt(numbers, good, filled, shape)
    if doubt or not good or not _nearly_all(len(good), len(numbers)):
        return DayNumbers(texts, count, doubt=doubt)
    written = mapped(texts, lambda text: str(good.get(text.strip(), text))).astype(texts.dtype)
    read = int(texts.str.strip().isin(list(good)).sum())
    return DayNumbers(written, count, read, "", min(good.values()), max(good.values()))


def is_in_doubt(text: str, shape: str) -> bool:
    """Tell whether one number alone may be a spreadsheet's day and another writing of a day as well."""
    return bool(_NUMBER.fullmatch(text.strip())) and _other([text.strip()], shape) != ""


def _day(text: str, epoch: int) -> dt.date | None:
    found = _NUMBER.fullmatch(text)
    return found and _rules().zero[str(epoch)] + dt.timedelta(int(found[1]))


def _doubt(numbers: list[str], good: dict[str, dt.date], filled: list[str], shape: str) -> str:
    """What else the numbers may be, "" where they can only be days of 1900."""
    other = _other(numbers, shape)
    if other:
        return f"they may be a spreadsheet's day numbers or {other}"
    written = [] if shape == BIRTH else _written(filled)
    if not written or not good:
        return ""
    if _near(good.values(), written):
        return ""
    shift = _rules().zero["1904"] - _rules().zero["1900"]
    if _near([day + shift for day in good.values()], written):
        return "they agree with the days written out beside them only when counted from 1904"
    return "as a spreadsheet's day numbers they lie far from the days written out in the same column"


def _written(filled: Iterable[str]) -> list[dt.date]:
    return [day for text in filled if not _DIGITS_ALONE.fullmatch(text) and (day := date_of(text))]


def _near(days: Iterable[dt.date], written: list[dt.date]) -> bool:
    apart = dt.timedelta(_rules().limits.apart_days)
    first, last = min(written) - apart, max(written) + apart
    near = [first <= day <= last for day in days]
    return _nearly_all(sum(near), len(near))


def _nearly_all(part: int, whole: int) -> bool:
    return part * 100 >= _rules().limits.most_percent * whole


def _other(numbers: list[str], shape: str) -> str:
    """The other writing of days that nearly all numbers fit, "" where there is none."""
    span = _rules().other[shape]
    readings = [("days without separators", _without_separators)]
    readings += [("years", _year)] if shape == BIRTH else [("a year and the day of that year", _day_of_year)]
    for said, read in readings:
        if _nearly_all(sum(any(map(span.holds, read(text))) for text in numbers), len(numbers)):
            return said
    return ""


def _without_separators(text: str) -> list[dt.date]:
    """The days of MMDDYY, or of MDDYY that lost its zero, in either century."""
    if not re.fullmatch(r"\d{5,6}", text):
        return []
    text = text.zfill(6)
    return _days(f"{century}{text[4:]}-{text[:2]}-{text[2:4]}" for century in (19, 20))


def _day_of_year(text: str) -> list[dt.date]:
    """The day of YYDDD."""
    if not re.fullmatch(r"\d{5}", text) or not 1 <= int(text[2:]) <= 366:
        return []
    return [dt.date(2000 + int(text[:2]), 1, 1) + dt.timedelta(int(text[2:]) - 1)]


def _year(text: str) -> list[dt.date]:
    return [dt.date(int(text), 1, 1)] if re.fullmatch(r"(19|20)\d\d", text) else []


def _days(texts: Iterable[str]) -> list[dt.date]:
    return [day for text in texts if (day := date_of(text))]
