"""What stands once around a table or in a file's name and holds for all its rows: date, period, practice.

A report says `Deposit date: 03/04/2026` or `Printed on ...` above or below its table, or is called
`claims_2026-03.csv`. `with_facts` gives such facts as columns of the sheet, so that they are mapped like others.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import PurePath

import pandas as pd

from cutover.reading.files.days import MONTHS, date_of
from cutover.reading.files.header import normal, unique_names
from cutover.reading.files.sheet import TEXT, Sheet

ABOVE, BELOW, NAME = "above the table", "below the table", "the file's name"
FROM, THROUGH, DATE = "from", "through", "date"  # labels of what has none of its own
_LABELED = re.compile(r"\s*([A-Za-z][A-Za-z_ .#/&'()-]{1,40}?)\s*[:=]\s*(\S.*?)\s*")
_SAID = re.compile(
    r"\s*((?:(?:report|statement|run|print|invoice|deposit|post(?:ing|ed)?|check|service|as of|week ending|printed|"
    r"generated|created|exported|produced|prepared)\s*)+(?:date|on|at|ending)?)\s+(?=\S*\d)(\S.*?)\s*",
    re.IGNORECASE,
)
_DAY = (
    r"(?:\d{4}[-/._]\d{1,2}[-/._]\d{1,2}|\d{1,2}[-/._]\d{1,2}[-/._](?:\d{4}|\d{2})|(?:19|20)\d{6}|(?:0[1-9]|1[0-2])\d{2}20\d{2}"
    r"|[A-Za-z]{3,9}\.?[-_ ]?\d{1,2}(?:st|nd|rd|th)?,?[-_ ]\d{4}|\d{1,2}[-_ ]?[A-Za-z]{3,9}[-_ ]?\d{4})"
)
_FIND_DAY = re.compile(rf"(?<![\d.]){_DAY}(?!\d)")
_NAMES = "|".join(f"{month}[a-z]*" for month in MONTHS)
_MONTHS = (
    re.compile(rf"(?<![a-z])(?P<n>{_NAMES})\.?[-_ ,]*(?P<y>(?:19|20)\d{{2}})(?!\d)"),
    re.compile(rf"(?<!\d)(?P<y>(?:19|20)\d{{2}})[-_ ,]*(?P<n>{_NAMES})(?![a-z])"),
    re.compile(r"(?<!\d)(?P<y>(?:19|20)\d{2})[-_/.]?(?P<m>0[1-9]|1[0-2])(?![-_/.]?\d)"),
    re.compile(r"(?<![\d/.-])(?P<m>0?[1-9]|1[0-2])[-_/.](?P<y>(?:19|20)\d{2})(?!\d)"),
    re.compile(r"(?<!\d)(?P<m>0[1-9]|1[0-2])(?P<y>20\d{2})(?!\d)"),
)
_PRINTED = re.compile(r"print|generat|creat|export|produc|prepar|run\b|as of", re.IGNORECASE)


@dataclass(frozen=True)
class Fact:
    """One thing that is said once: its label as found, its value as text, where it stands, and in which row."""

    label: str
    value: str
    where: str
    row: int | None = None


def days_in(text: str) -> list[dt.date]:
    """Return every day that a line or a file's name states, in its order, whatever its usual shape."""
    found = (date_of(re.sub(r"_", "-", one[0].strip())) for one in _FIND_DAY.finditer(text))
    return [day for day in found if day is not None]


def months_in(text: str) -> list[dt.date]:
    """Return the first day of every month that a text states without a day, in the order of the text."""
    low = _FIND_DAY.sub(lambda one: " " * len(one[0]) if days_in(one[0]) else one[0], text).lower()
    found: dict[int, dt.date] = {}
    for shape in _MONTHS:
        for one in shape.finditer(low):
            parts = one.groupdict()
            month = int(parts["m"]) if parts.get("m") else MONTHS.index(parts["n"][:3]) + 1
            found.setdefault(one.start(), dt.date(int(parts["y"]), month, 1))
    return list(dict.fromkeys(found[place] for place in sorted(found)))


def period_in(text: str) -> tuple[dt.date, dt.date] | None:
    """Return the first and last day of the period that a text states: two days, a month, or two months."""
    days, months = days_in(text), months_in(text)
    if len(days) >= 2 and days[0] <= days[1]:
        return days[0], days[1]
    if months and not days:
        last = months[-1]
        return months[0], last.replace(day=calendar.monthrange(last.year, last.month)[1])
    return None


def facts_of(sheet: Sheet, source_file: str) -> tuple[Fact, ...]:
    """Return what stands once around a table, then what the file's name says; a label's first value counts.

    A line of a label and a value gives one fact, one with a period its two ends; of a name the day and the period.
    """
    found: dict[str, Fact] = {}
    header = sheet.header_row or 0
    for row, text in zip(sheet.set_aside["source_row"], sheet.set_aside["text"], strict=True):
        for label, value in _of_line(text if isinstance(text, str) else ""):
            where = ABOVE if int(row) < header else BELOW
            found.setdefault(normal(label), Fact(label, value, where, int(row)))
    for label, value in _of_name(PurePath(source_file.replace("!", "/")).stem):
        found.setdefault(normal(label), Fact(label, value, NAME))
    return tuple(found.values())


def _of_line(text: str) -> Iterator[tuple[str, str]]:
    cells = [cell.strip() for cell in text.split(" | ") if cell.strip()]
    if len(cells) == 2 and not re.search(r"\d", cells[0]) and len(cells[0]) <= 40 and ":" not in cells[1]:
        cells = [f"{cells[0].rstrip(':= ')}: {cells[1]}"]
    for cell in cells:
        period = period_in(cell) if len(days_in(cell)) != 1 else None
        labeled = _LABELED.fullmatch(cell) or _SAID.fullmatch(cell)
        if period:
            yield FROM, period[0].isoformat()
            yield THROUGH, period[1].isoformat()
        elif labeled:
            days = days_in(labeled[2])
            yield labeled[1].strip(), days[0].isoformat() if len(days) == 1 else labeled[2]
        elif len(days_in(cell)) == 1:
            yield DATE, days_in(cell)[0].isoformat()


def _of_name(stem: str) -> Iterator[tuple[str, str]]:
    days, period = days_in(stem), period_in(stem)
    if period:
        yield FROM, period[0].isoformat()
        yield THROUGH, period[1].isoformat()
    elif days:
        yield DATE, days[-1].isoformat()


def with_facts(sheet: Sheet, facts: tuple[Fact, ...]) -> Sheet:
    """Return a sheet with a column of one value for each fact that no column is named after.

    When it was printed says nothing of the rows: such a fact is no column. The columns of the table keep their
    names; those of facts follow them and are `fact_columns`, so that the signature of the header stays.
    """
    taken = {normal(name) for name in sheet.columns}
    used = [f for f in facts if normal(f.label) not in taken and not _PRINTED.search(f.label)]
    if not used:
        return sheet
    names = unique_names([fact.label for fact in used], sheet.frame.columns)
    frame = sheet.frame.copy()
    for place, (name, fact) in enumerate(zip(names, used, strict=True), len(sheet.header)):
        frame.insert(place, name, pd.Series(fact.value, index=frame.index, dtype=TEXT))
    header = (*sheet.header, *(fact.label for fact in used))
    return replace(sheet, frame=frame, header=header, fact_columns=tuple(names))
