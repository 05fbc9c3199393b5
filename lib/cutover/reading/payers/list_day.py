"""The day of a payer list: a list holds for its day, so one without a day is not used."""

from __future__ import annotations

import datetime as dt
import re

from cutover.reading.files.sheet import Sheet
from cutover.reading.files.values import date_of, days_in_name

NO_DATE = "no date: a list holds for its day"
NAME_IT = "Name the file by its day, such as payers_2026-06-01.csv."
_DAY_IN_TEXT = re.compile(
    r"\d{1,2}[-/]\d{1,2}[-/](?:\d{4}|\d{2})|\d{4}-\d{2}-\d{2}|[A-Z][a-z]{2,8}\.? \d{1,2}, \d{4}"
)


def day_of(source_file: str, sheet: Sheet) -> dt.date | None:
    """Return the day in a list's file name, else the first above its header; null where neither names one."""
    if named := days_in_name(source_file.rsplit("/", 1)[-1]):
        return named[0]
    texts = sheet.set_aside["text"].dropna()
    days = [date_of(day) for text in texts for day in _DAY_IN_TEXT.findall(text)]
    return next((day for day in days if day), None)


def lacking(source_file: str, sheet: Sheet) -> str:
    """Return in words that a list has no day and what to do, "" where it has one."""
    return "" if day_of(source_file, sheet) else f"{NO_DATE}. {NAME_IT}"
