"""What stands once above a table, at the head of a block of it, or in its sheet's or file's name, as columns of it.

Reports print their day, month, practice, payer or number once: `Service Date: 5/1/25` above each table, `Payer: AETNA`
above each block, `For services in May 2026` in a title. Each becomes a column for the rows that it covers. A value that
is a filter (`Status: ALL`) or a range of days says nothing of a single row and is passed over.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import NamedTuple

import pandas as pd

from cutover.columns import TEXT
from cutover.reading.files import report_rows
from cutover.reading.files.days import MONTHS
from cutover.reading.files.sheet import ABOVE, Sheet
from cutover.reading.files.values import date_of, days_in_name
from cutover.reading.mapping.legends import with_legends
from cutover.reading.mapping.yearless import with_years
from cutover.reading.payers import name_ids
from cutover.reading.payers.name_ids import plain_name
from cutover.reading.payers.names import is_a_payers

MARK = " (above the table)"  # behind the name of such a column
MONTH, DAY = f"month{MARK}", f"day{MARK}"
IN_NAME, IN_SHEET = " (in the file's name)", " (in the sheet's name)"
MADE = " (made of its cells)"  # behind the name of a column that a reader made of other cells of its row
MONTH_IN_NAME, DAY_IN_NAME = f"month{IN_NAME}", f"day{IN_NAME}"
MONTH_IN_SHEET, BARE_MONTH_IN_SHEET = f"month{IN_SHEET}", f"month without a year{IN_SHEET}"
_ROWS = (ABOVE, report_rows.HEADING, report_rows.TITLE, report_rows.FOOTER)
_FILTERS = frozenset({"all", "any", "none", "both", "(all)", "*"})
_MOST_WORDS = 5  # of a label
_PAIR = re.compile(r"([A-Za-z#][\w .#/&'()-]{0,48}?)\s*[:=]\s*(\S.*?)\s*$")
_BRACKETED = re.compile(r"\s*[(\[]([^()\[\]]*)[)\]]\s*$")
_NUMBER_FIRST = re.compile(r"([0-9A-Z]*[0-9][0-9A-Z]*)[\s:-]+([^\W\d_].*)")
_PAYERS = frozenset(
    {"payer", "payor", "insurance", "ins", "carrier", "insurer", "insurance company", "ins co"}
)
_PARTED = re.compile(r"\s{2,}|\t")
_NUMBERED = re.compile(r"((?:[A-Za-z#.]+\s){1,3})(?:no\.?\s|#\s?)?([A-Z]{0,4}-?\d[\w-]{2,})", re.IGNORECASE)
_DAY = re.compile(
    r"(?<![\d/])(\d{1,2}[/-]\d{1,2}[/-]\d{2,4}|\d{1,2}\.\d{1,2}\.20\d{2}|\d{1,2} \d{1,2} 20\d{2}|\d{4}-\d{2}-\d{2}"
    r"|[A-Z][a-z]{2,8}\.? \d{1,2}, \d{4}|(?<![A-Za-z])\d{1,2}[- ]?[A-Z][a-z]{2,8}[- ]?20\d{2})(?![\d/])"
)
_NUMERIC_MONTH = re.compile(r"(?<![\d/-])(20\d{2})[-_./]?(0[1-9]|1[0-2])(?![\d/-])")
_TURNED_MONTH = re.compile(r"(?<![\d/-])(0?[1-9]|1[0-2])[-_./](20\d{2})(?![\d/-])")
_WORD_MONTH = re.compile(
    r"(?<![a-z])(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*[-_\s.,']*((?:20)?\d{2})(?!\d)",
    re.IGNORECASE,
)
# months of a name alone, where no day can stand: `012026`, `01_2026`, `2026 01`
_NAMED_MONTH = re.compile(r"(?<![\d])(?<!\d[ -])(0[1-9]|1[0-2])[ -]?(20\d{2})(?![ -]?\d)")
_NAMED_TURNED = re.compile(r"(?<![\d])(?<!\d[ -])(20\d{2}) (0[1-9]|1[0-2])(?![ -]?\d)")


class Said(NamedTuple):
    """One thing that is said once: the name of its column, its value, and the row from which on it holds."""

    column: str
    value: str
    row: int


LOOSE = (
    MONTH,
    DAY,
    MONTH_IN_SHEET,
    BARE_MONTH_IN_SHEET,
    MONTH_IN_NAME,
    DAY_IN_NAME,
)  # without a label: used only where a field names them


def is_said_once(column: str) -> bool:
    """Tell whether a column is in no header: it stands once above a table or in a name, or a reader made it."""
    return column.endswith((MARK, IN_NAME, IN_SHEET, MADE))


def label_of(column: str) -> str:
    """Return the name of such a column as it is printed."""
    return column.removesuffix(MARK).removesuffix(IN_NAME).removesuffix(IN_SHEET)


def with_said_once(sheets: Sequence[Sheet], source_file: str) -> list[Sheet]:
    """Return the tables of a file, each with what is said once of it as further columns.

    What a page says above its first table holds for the later ones too, unless they say it themselves; so does a small
    table of labels and values. A month said on one sheet holds for no later sheet whose name is a month.
    """
    carried: dict[str, Said] = {}
    named = of_name(source_file)
    out = []
    last: str | None = None
    for sheet in map(with_legends, sheets):
        own, of_its_name = said(sheet), of_sheet(sheet.name)
        if of_its_name and sheet.name != last:
            carried = {name: one for name, one in carried.items() if month_of(one.value) is None}
        last = sheet.name
        whole = [
            *named,
            *of_its_name,
            *(s for s in carried.values() if s.column not in {o.column for o in own}),
            *own,
        ]
        extended = _extended(sheet, whole)
        out.append(next((made for month in (MONTH, MONTH_IN_SHEET, MONTH_IN_NAME)
                         if (made := with_years(extended, month)) is not extended), extended))  # fmt: skip
        kept = own if _is_form(sheet) else [s for s in own if s.row <= (sheet.header_row or 0)]
        carried |= {s.column: s._replace(row=0) for s in [*kept, *_of_form(sheet)]}
    return out


def said(sheet: Sheet) -> list[Said]:
    """Return what the rows that are no data say once, in the order of the rows."""
    rows = sheet.set_aside[sheet.set_aside["reason"].isin(_ROWS)]
    found: list[Said] = _groups(sheet)
    for row in rows.itertuples():
        place = 0 if row.reason == report_rows.FOOTER else int(row.source_row)
        found += [
            Said(*one, place)
            for name, value in of_text(row.text)
            if _says(value)
            for one in _parted(name, value)
        ]
    return found


def _groups(sheet: Sheet) -> list[Said]:
    """What the headings of groups say: payers, where most of them are payers' names, with the ID beside each."""
    rows = sheet.set_aside[sheet.set_aside["reason"].eq(report_rows.GROUP).fillna(False)]
    rows = pd.concat([_first_title(sheet), rows]) if len(rows) else rows
    lines = [(text, int(row)) for text, row in zip(rows["text"], rows["source_row"], strict=True)]
    known = name_ids.named(text for text, _ in lines)
    names = [(*known.get(text, name_ids.Named(text)), row) for text, row in lines]
    different = {name for name, _, _ in names}
    is_payer = sum(map(is_a_payers, different)) > len(different) / 2
    if not is_payer:
        return [Said(f"group{MARK}", _BRACKETED.sub("", text).strip(), row) for text, row in lines]
    found = [Said(f"payer{MARK}", name, row) for name, _, row in names]
    if names and all(number for _, number, _ in names):
        found += [Said(f"payer id{MARK}", str(number), row) for _, number, row in names]
    return found


def _first_title(sheet: Sheet) -> pd.DataFrame:
    """The line right above the header that is a payer's name: the title of the first of several tables."""
    above = sheet.set_aside[sheet.set_aside["reason"].eq(ABOVE).fillna(False)].tail(1)
    text = "".join(above["text"].fillna(""))
    is_name = " | " not in text and not _PAIR.fullmatch(text) and not any(map(str.isdigit, plain_name(text)))
    return above if is_name and is_a_payers(text) else above.iloc[:0]


def _parted(column: str, value: str) -> list[tuple[str, str]]:
    """A payer's number and name as two columns: `Payer: 60054 AETNA`."""
    number = _NUMBER_FIRST.fullmatch(value) if label_of(column).lower().rstrip(".") in _PAYERS else None
    return [(column, number[2]), (f"payer id{MARK}", number[1])] if number else [(column, value)]


def of_text(text: str) -> list[tuple[str, str]]:
    """Return the names and values in a line of a report: its labels, else the one month or day that it names."""
    cells = [cell.strip() for cell in text.split(" | ")]
    pieces = [piece for cell in cells for piece in _PARTED.split(cell) if piece]
    pairs = [(found[1], found[2]) for piece in pieces if (found := _PAIR.fullmatch(piece))]
    filled = [cell for cell in cells if cell]
    pairs += [
        (label.rstrip(":"), value)
        for label, value in pairwise(filled)
        if _is_label(label) and not _is_label(value)
    ]
    pairs = [(label, value) for label, value in pairs if _is_label(label)]
    named = [(f"{label}{MARK}", value) for label, value in pairs]
    if not pairs and (found := _NUMBERED.fullmatch(" ".join(filled))):
        named.append((f"{found[1].strip()}{MARK}", found[2]))
    return named + _times(" ".join(filled), bool(pairs))


def of_name(source_file: str) -> list[Said]:
    """Return the month and the day in a file's name, where it names exactly one."""
    name = re.split(r"[/!]", source_file)[-1].rpartition(".")[0].replace("_", " ")
    days = {*days_in(name), *days_in_name(name)}
    months = months_in(name) | _months_of_name(name)
    found = []
    if len(days) == 1:
        found.append(Said(DAY_IN_NAME, str(days.pop()), 0))
    if len(months) == 1:
        found.append(Said(MONTH_IN_NAME, f"{months.pop():%Y-%m}", 0))
    return found


def of_sheet(name: str | None) -> list[Said]:
    """Return the month that a sheet's name is: `01-2026`, `Jan 2026`, or without a year `Jan`; else nothing."""
    text = name.replace("_", " ") if isinstance(name, str) else ""
    months = months_in(text) | _months_of_name(text)
    if len(months) == 1 and not days_in(text):
        return [Said(MONTH_IN_SHEET, f"{months.pop():%Y-%m}", 0)]
    return [Said(BARE_MONTH_IN_SHEET, text.strip(), 0)] if not months and bare_month(text) else []


def bare_month(text: str) -> int | None:
    """Return the number of the month that a text names and nothing else (`Jan`, `sept.`), None for anything else."""
    word = text.strip().rstrip(".").lower()
    names = (name.lower() for name in calendar.month_name[1:])
    return next((n for n, name in enumerate(names, 1) if len(word) >= 3 and name.startswith(word)), None)


def months_in(text: str) -> set[dt.date]:
    """Return the first days of the months that a text names, in every usual order; days are no months."""
    rest = _DAY.sub(" ", text)
    found = {(int(y), int(m)) for y, m in _NUMERIC_MONTH.findall(rest)}
    found |= {(int(y), int(m)) for m, y in _TURNED_MONTH.findall(rest)}
    for word, year in _WORD_MONTH.findall(rest):
        found.add((int(year) + (2000 if len(year) == 2 else 0), MONTHS.index(word.lower()) + 1))
    return {dt.date(year, month, 1) for year, month in found}


def _months_of_name(name: str) -> set[dt.date]:
    found = {(int(y), int(m)) for m, y in _NAMED_MONTH.findall(name)}
    found |= {(int(y), int(m)) for y, m in _NAMED_TURNED.findall(name)}
    return {dt.date(year, month, 1) for year, month in found}


def month_of(text: str) -> dt.date | None:
    """Return the first day of the one month that a text names: as a month, a day, or days of one month."""
    if day := date_of(text):
        return day.replace(day=1)
    found = months_in(text) or {day.replace(day=1) for day in days_in(text)}
    return found.pop() if len(found) == 1 else None


def days_in(text: str) -> list[dt.date]:
    """Return the days that a text names, in its order."""
    return [day for found in _DAY.findall(text) if (day := date_of(found))]


def _times(text: str, has_label: bool) -> list[tuple[str, str]]:
    """The one month that a line names, also by days of it; else its one day, unless that has a label."""
    months, days = months_in(text), days_in(text)
    if len(days) > 1 and not months:
        months = {day.replace(day=1) for day in days}
    if len(months) == 1:
        return [(MONTH, f"{months.pop():%Y-%m}")]
    return [(DAY, str(days[0]))] if len(days) == 1 and not has_label else []


def _is_label(cell: str) -> bool:
    words = cell.rstrip(":").split()
    return 0 < len(words) <= _MOST_WORDS and re.search(r"\d", cell) is None and not months_in(cell)


def _says(value: str) -> bool:
    """Whether a value is one thing: no filter, and no range of days."""
    return value.strip().lower() not in _FILTERS and len(_DAY.findall(value)) < 2


def _is_form(sheet: Sheet) -> bool:
    """Whether a table is nothing but labels and values."""
    return len(sheet.header) == 2 and len(sheet.frame) <= 20


def _of_form(sheet: Sheet) -> list[Said]:
    if not _is_form(sheet):
        return []
    columns = sheet.columns
    rows = [tuple(sheet.header), *sheet.frame[columns].itertuples(index=False)]
    texts = [" | ".join(str(cell) for cell in row if isinstance(cell, str)) for row in rows]
    return [Said(name, value, 0) for text in texts for name, value in of_text(text) if _says(value)]


def _extended(sheet: Sheet, found: Iterable[Said]) -> Sheet:
    """The table with a column for each thing said once: each value holds from its row on to the next one's."""
    by_column: dict[str, list[Said]] = {}
    for one in found:
        by_column.setdefault(one.column, []).append(one)
    if not by_column or sheet.frame.empty:
        return sheet
    rows = sheet.frame["source_row"]
    made = {name: _filled(rows, values) for name, values in by_column.items() if name not in sheet.frame}
    frame = sheet.frame[sheet.columns].assign(**made)
    frame = pd.concat([frame, sheet.frame.drop(columns=sheet.columns)], axis=1)
    return replace(sheet, frame=frame, header=(*sheet.header, *made))


def _filled(rows: pd.Series, values: list[Said]) -> pd.Series:
    column = pd.Series(None, rows.index, dtype=TEXT)
    for one in sorted(values, key=lambda said: said.row):
        column = column.mask((rows > one.row).fillna(False).astype(bool), one.value)
    return column
