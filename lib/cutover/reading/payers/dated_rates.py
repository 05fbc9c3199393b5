"""Fee schedules that hold a column of rates for each day: `Rate 1/1/2025` beside `Rate eff 5/1/2026`, or years.

Each such column is a contract rate of its own, so a row of the file becomes one for every rate that it holds, with the
day of the header as that on which the rate begins. A year begins on its first of January. A header's words beside the
day must be those of a rate, and its values amounts; a table with an undated rate or days of its own is left as it is.
One column `Old` beside dated ones ends on the day before the first of these.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, replace
from typing import NamedTuple

import pandas as pd

from cutover import reference
from cutover.errors import InputError
from cutover.reading.files.header import normal
from cutover.reading.files.sheet import Sheet
from cutover.reading.files.spreadsheet import read_spreadsheet
from cutover.reading.files.values import date_of
from cutover.reading.mapping import value_shapes
from cutover.reading.mapping.header_words import words_of
from cutover.reading.mapping.said_once import is_said_once, with_said_once
from cutover.reading.mapping.targets import Target, load_target

_OF_YEAR = (
    r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}"  # a month in letters, whole or in short
)
RATE, BEGINS, ENDS = "Rate", "Effective from", "Effective through"
_DAY = re.compile(
    r"(?<![\d/-])(?P<day>\d{1,2}[/-]\d{1,2}[/-](?:\d{4}|\d{2})|\d{4}-\d{2}-\d{2}|[a-z]{3,9}\.? \d{1,2},? \d{4}"
    rf"|\d{{1,2}}(?:-{_OF_YEAR}-| {_OF_YEAR}\.?,? )(?:\d{{4}}|\d{{2}}))"
    r"(?![\d/-])"
    r"|(?<![\d/-])(?P<month>(?:0?[1-9]|1[0-2])/20\d\d)(?![\d/-])"
    r"|(?<![a-z\d])(?:q(?P<q>[1-4])[\s/-]*(?P<y>20\d\d)|(?P<y2>20\d\d)[\s/-]*q(?P<q2>[1-4])"
    r"|(?P<q3>[1-4])q[\s/-]*(?P<y3>20\d\d))(?!\d)"
    r"|(?<!\d)(?:[cf]y\s?)?(?P<year>20\d\d)(?![\d/-])",
    re.IGNORECASE,
)
_SPAN = re.compile(r"(?<=/\d\d)-(?=\d{1,2}/)|(?<=/\d{4})-(?=\d{1,2}/)|\s*[–—]\s*")  # 1/1/26-6/30/26
_AMOUNTS = 0.8  # share of the values that are amounts
_TOP = 10  # rows of a table without a header that may be one
_ORIGIN = ("source_file", "source_sheet", "source_row")


class Dated(NamedTuple):
    """A column of rates and the days of its header, as written; null where it names none."""

    column: str
    begins: str | None
    ends: str | None


@dataclass(frozen=True)
class _Words:
    """The file `dated_rates.toml`."""

    beside: frozenset[str]
    earlier: frozenset[str]
    short_of: tuple[str, ...]
    past: frozenset[str]
    links: frozenset[str]
    ends: frozenset[str]
    starts: frozenset[str]
    printed: frozenset[str]


def opened(data: bytes, source_file: str) -> list[Sheet] | None:
    """Return the tables of a fee schedule with a row for each dated rate; None where no table has such columns.

    No file raises: one that cannot be opened is None too, and whoever reads it next says why.
    """
    target = load_target("fee_schedules")
    try:
        sheets = _sheets(data, source_file, target, set())
        words = {name for sheet in sheets for name in _first_header(sheet, target)}
        if words:
            sheets = _sheets(data, source_file, target, words)
    except InputError:
        return None
    found = [(sheet, dated_rates(sheet, target)) for sheet in sheets]
    if not any(dated for _, dated in found):
        return None
    return [_one_rate_a_row(sheet, dated) if dated else sheet for sheet, dated in found]


def _sheets(data: bytes, source_file: str, target: Target, more: set[str]) -> list[Sheet]:
    expected, synonyms = [target.header_words | more], target.synonyms
    return with_said_once(
        read_spreadsheet(data, source_file, expected=expected, synonyms=synonyms).sheets, source_file
    )


def _first_header(sheet: Sheet, target: Target) -> set[str]:
    """The cells of the first row with a procedure and a day, in a table whose header was not found."""
    if sheet.header_row is not None:
        return set()
    names = _names(target, "procedure")
    for row in sheet.frame[sheet.columns].head(_TOP).itertuples(index=False):
        cells = {cell for cell in row if isinstance(cell, str)}
        if names & {normal(cell) for cell in cells} and any(_DAY.search(cell) for cell in cells):
            return cells
    return set()


def dated_rates(sheet: Sheet, target: Target) -> list[Dated]:
    """Return the columns of a table that hold the rates of days; none where another column tells rate or days."""
    columns = [column for column in sheet.columns if not is_said_once(column)]
    found = [dated for column in columns if (dated := _dated(sheet, column, target))]
    found = [*_earlier(sheet, columns, found, target), *found]
    taken = {dated.column for dated in found}
    others = {normal(column) for column in columns if column not in taken}
    told = _names(target, "rate") | _names(target, "effective_from") | _names(target, "effective_through")
    return [] if others & told else found


def _dated(sheet: Sheet, column: str, target: Target) -> Dated | None:
    header = _SPAN.sub(" - ", column)
    days = list(_DAY.finditer(header))
    if not 0 < len(days) < 3 or not _holds_rates(sheet, column, _DAY.sub(" | ", header), target):
        return None
    first, last = _written(days[0], last=False), _written(days[-1], last=True)
    if len(days) == 2 or _quarter(days[0]):
        return Dated(column, first, last)
    said = reference.load("dated_rates", _Words)
    before = re.findall(r"[a-z]+|-", header[: days[0].start()].lower())
    is_within = bool({"or", "and"} & set(before[-2:]))  # on or before, on and after
    is_short = " ".join(before).endswith(said.short_of)
    if is_short:
        return Dated(column, None, last if is_within else _shifted(first, -1))
    if before and before[-1] in said.past and not is_within:
        return Dated(column, _shifted(last, 1), None)
    is_last = bool(before) and before[-1] in said.ends
    return Dated(column, None, last) if is_last else Dated(column, first, None)


def _holds_rates(sheet: Sheet, column: str, header: str, target: Target) -> bool:
    """Whether a column holds amounts and the words of its header, its days left out, are those of a rate."""
    values = value_shapes.sample(sheet.frame[column].tolist())
    if not values or (value_shapes.share(values, "money") or 0) < _AMOUNTS:
        return False
    said = reference.load("dated_rates", _Words)
    words = re.findall(r"[a-z]+|-", header.lower().replace("|", ""))
    left = [word for word in words if word not in said.links | said.ends | said.beside]
    return not left or _is_rate(left, target)


def _earlier(sheet: Sheet, columns: list[str], found: list[Dated], target: Target) -> list[Dated]:
    """The one column without a day that says to hold the rates before the others' first day: `Old`, `Prior rate`."""
    begins = [day for one in found if one.begins and (day := date_of(one.begins))]
    if not begins or len(begins) < len(found):
        return []
    words = reference.load("dated_rates", _Words).earlier
    said = [
        column
        for column in columns
        if words & set(re.findall(r"[a-z]+", column.lower())) and not _DAY.search(column)
    ]
    kept = [column for column in said if _holds_rates(sheet, column, column, target)]
    return [Dated(kept[0], None, _shifted(f"{min(begins)}", -1))] if len(kept) == 1 else []


def _shifted(day: str, days: int) -> str | None:
    """The day so many days after a written one; null where it cannot be read."""
    when = date_of(day)
    return None if when is None else f"{when + dt.timedelta(days=days):%Y-%m-%d}"


def days_of_title(text: str) -> tuple[str | None, str | None]:
    """Return the first and the last day that a title names, as written; null where it names none, a year, or more.

    A day alone begins the rates where a word before it says so (`eff 3/15/2026`) or it is the first of a month. A word
    before it may make it the last one (`thru 3/31/2026`), or that of the printing, which is passed over.
    """
    said, found, behind = reference.load("dated_rates", _Words), [], 0
    for day in _DAY.finditer(text):
        before = re.findall(r"[a-z]+|-", text[behind : day.start()].lower())
        last, behind = before[-1] if before else "", day.end()
        if day["day"] and not (said.printed & set(before) and last not in said.starts):
            found.append((day["day"], last))
    if len(found) == 1:
        only, word = found[0]
        if word in said.ends and word != "-":
            return None, only
        is_first = (when := date_of(only)) is not None and when.day == 1
        return (only, None) if word in said.links | said.starts or is_first else (None, None)
    return (found[0][0], found[1][0]) if len(found) == 2 else (None, None)


def begins_by_name(*names: str | None) -> str | None:
    """Return the day on which rates begin by the first name that tells one; null where none does.

    `names` are those of a sheet and of a file, which tell it as a title does, or by one year: its first day.
    """
    for name in names:
        plain = (name or "").replace("_", " ")
        first, last = days_of_title(plain)
        found = list(_DAY.finditer(plain))
        years = {day["year"] for day in found}
        if first or last:
            return first
        if len(found) == 1 and _quarter(found[0]):
            return _written(found[0], last=False)
        if len(years) == 1 and None not in years:
            return f"{years.pop()}-01-01"
    return None


def dated_words() -> frozenset[str]:
    """Return the words that stand beside a day and name no payer, in lower case."""
    said = reference.load("dated_rates", _Words)
    return said.links | said.ends | said.starts | said.printed


def without_days(text: str) -> str:
    """Return a title without the days and years that it names."""
    return _DAY.sub(" ", text)


def _written(found: re.Match[str], *, last: bool) -> str:
    """The day of a header: of a year, a quarter or a month its first day, or its last where it ends something."""
    if span := _quarter(found) or _month(found):
        return f"{span.end_time if last else span.start_time:%Y-%m-%d}"
    return found["day"] or f"{found['year']}-{'12-31' if last else '01-01'}"


def _quarter(found: re.Match[str]) -> pd.Period | None:
    """The quarter that a day of a header is: `Q3 2026`. What holds for a quarter ends with it."""
    year, quarter = found["y"] or found["y2"] or found["y3"], found["q"] or found["q2"] or found["q3"]
    return pd.Period(f"{year}Q{quarter}", freq="Q") if quarter else None


def _month(found: re.Match[str]) -> pd.Period | None:
    month, _, year = (found["month"] or "").partition("/")
    return pd.Period(f"{year}-{int(month):02}", freq="M") if month else None


def _is_rate(words: list[str], target: Target) -> bool:
    """Whether words name a rate, also in short: `Pmt limit`."""
    if normal("".join(words)) in _names(target, "rate"):
        return True
    return words_of(" ".join(words)) in {words_of(alias) for alias in target.field("rate").aliases}


def _names(target: Target, key: str) -> set[str]:
    return {normal(alias) for alias in target.field(key).aliases}


def _one_rate_a_row(sheet: Sheet, dated: list[Dated]) -> Sheet:
    """The table with a row for each rate; a row of the file without any stays one, since nothing is dropped."""
    taken = {one.column for one in dated}
    kept = [column for column in sheet.columns if column not in taken]
    parts = []
    for place, one in enumerate(dated):
        rates = sheet.frame[one.column]
        rows = sheet.frame[[*kept, *_ORIGIN]].assign(
            **{RATE: rates, BEGINS: one.begins, ENDS: one.ends, "place": place}
        )
        alone = sheet.frame[list(taken)].isna().all(axis=1) & (place == 0)
        parts.append(rows[rates.notna() | alone])
    whole = pd.concat(parts).sort_values(["source_row", "place"], kind="stable", ignore_index=True)
    columns = [*kept, RATE, BEGINS, ENDS]
    frame = whole[[*columns, *_ORIGIN]].astype(dict.fromkeys((RATE, BEGINS, ENDS), "str"))
    return replace(sheet, frame=frame, header=tuple(columns))
