"""The client's own map of its patients: the number in the old system beside the ID in Medi, from the newest sheet.

A table is one where one column is called after the old system's number and one after Medi's ID. Hidden sheets count
only where no other is there, sheets called old do not count. Of several that remain the latest day in their names
decides; where none does, and they do not agree, there is no map.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path, PurePath

import pandas as pd

from cutover import reference
from cutover.columns import Column, Kind, Privacy, conform, empty
from cutover.errors import InputError
from cutover.reading.files import values
from cutover.reading.files.sheet import Sheet
from cutover.reading.files.spreadsheet import read_spreadsheet
from cutover.reading.files.zips import walk
from cutover.reading.kept import store
from cutover.reading.practice.book import Practice
from cutover.reading.practice.file_names import base_name
from cutover.reading.practice.file_subject import words

ID_MAP = (
    Column("account_number", Kind.TEXT, "Account no.", "as the map writes it", Privacy.PHI),
    Column("other_account_number", Kind.TEXT, "Medi ID", "null where the map has none", Privacy.PHI),
    Column("note", Kind.TEXT, "Note of the map", "", Privacy.DESK),
    Column("source_file", Kind.TEXT, "File", "path below the practice's folder", Privacy.PHI),
    Column("source_sheet", Kind.TEXT, "Sheet", "null where the file has none", Privacy.DESK),
    Column("source_row", Kind.COUNT, "Row", "row or line in it, from 1", Privacy.DESK),
)
_MOST_BYTES = 16 * 1024 * 1024
_YEARLESS = re.compile(r"(?<![\d/.-])(\d{1,2})[-/.](\d{1,2})(?![\d/-])")
_HALF_A_YEAR = 183  # days that two days without a year may lie apart for the later one to be the newer


@dataclass(frozen=True)
class _Words:
    """The file `patient_map_words.toml`."""

    folder: frozenset[str]
    old: frozenset[str]
    new: frozenset[str]
    note: frozenset[str]
    none: frozenset[str]
    outdated: frozenset[str]


@dataclass(frozen=True)
class _Version:
    """A table of a map with what its names tell of its age."""

    rows: pd.DataFrame
    hidden: bool
    outdated: bool
    day: pd.Timestamp | None
    has_year: bool


def load_id_map(practice: Practice) -> pd.DataFrame:
    """Return the newest map of a practice's patients (ID_MAP), without rows where it has none; none raises."""
    if not any(True for _ in _folders(practice)):
        return empty(ID_MAP)
    return store.of(practice, "id_map", lambda: _read_all(practice))


def _folders(practice: Practice) -> Iterator[Path]:
    """The folders of a practice that hold such maps."""
    for path in sorted(practice.raw.iterdir()) if practice.raw.is_dir() else ():
        if path.is_dir() and is_folder(path.name):
            yield path


def is_folder(name: str) -> bool:
    """Tell whether a folder's name says that it holds such maps."""
    return words(name) in _said().folder


def _read_all(practice: Practice) -> pd.DataFrame:
    found = [
        version
        for folder in _folders(practice)
        for one in walk(folder, practice.raw, documents=True)
        if one.data and 0 < len(one.data) <= _MOST_BYTES
        for version in versions_of(one.data, one.source_file)
    ]
    return newest(found)


def versions_of(data: bytes, source_file: str) -> list[_Version]:
    """Return the tables of a file that map patients, with what their names tell of their age."""
    try:
        sheets = read_spreadsheet(data, source_file).sheets
    except InputError:
        return []
    return [version for sheet in sheets if (version := _version(sheet, source_file))]


def newest(found: list[_Version]) -> pd.DataFrame:
    """Return the rows of the newest of several versions (ID_MAP); none where two may be it and differ."""
    left = [one for one in found if not one.outdated]
    left = [one for one in left if not one.hidden] or left
    if not left:
        return empty(ID_MAP)
    days = [one.day for one in left]
    if len(left) > 1 and None not in days and _are_ordered(left):
        left = [one for one in left if one.day == max(day for day in days if day is not None)]
    first = left[0]
    if any(_pairs(one) != _pairs(first) for one in left[1:]):
        return empty(ID_MAP)
    return first.rows


def _are_ordered(found: list[_Version]) -> bool:
    """Whether the days of versions tell which is the newest: with years, or all without and within half a year."""
    days = [one.day for one in found if one.day is not None]
    years = {one.has_year for one in found}
    return years == {True} or (years == {False} and (max(days) - min(days)).days <= _HALF_A_YEAR)


def _pairs(one: _Version) -> set[tuple]:
    return set(
        map(tuple, one.rows[["account_number", "other_account_number"]].astype(object).fillna("").to_numpy())
    )


def _version(sheet: Sheet, source_file: str) -> _Version | None:
    """A table as a map, None where it is none."""
    said, frame = _said(), sheet.frame
    if frame.empty:
        return None
    old, new = ([n for n in sheet.columns if words(n) in known] for known in (said.old, said.new))
    if len(old) != 1 or len(new) != 1:
        return None
    notes = [name for name in sheet.columns if words(name) in said.note]
    nothing = pd.Series(None, frame.index, dtype="str")
    numbers = values.identifiers(frame[new[0]])
    told = numbers.map(lambda text: words(text) in said.none or not words(text), na_action="ignore")
    rows = frame.assign(
        account_number=values.identifiers(frame[old[0]]),
        other_account_number=numbers.mask(told.eq(True).fillna(False)),
        note=frame[notes[0]] if len(notes) == 1 else nothing,
    )
    rows = rows[rows["account_number"].notna()]
    if rows.empty:
        return None
    names = (sheet.name or "", PurePath(base_name(source_file)).stem)
    is_old = bool({word for name in names for word in words(name).split()} & said.outdated)
    day, has_year = _day(names)
    kept = conform(rows[[c.name for c in ID_MAP]].reset_index(drop=True), ID_MAP)
    return _Version(kept, sheet.hidden, is_old, day, has_year)


def _day(names: tuple[str, ...]) -> tuple[pd.Timestamp | None, bool]:
    """The day in the name of a sheet, else in that of its file, and whether it has a year; without one of 2000."""
    for name in names:
        days = values.days_in_name(name)
        if days:
            return pd.Timestamp(max(days)), True
        short = [_short(*map(int, hit)) for hit in _YEARLESS.findall(name)]
        told = [day for day in short if day is not None]
        if told:
            return max(told), False
    return None, False


def _short(month: int, day: int) -> pd.Timestamp | None:
    try:
        return pd.Timestamp(2000, month, day)
    except ValueError:
        return None


@cache
def _said() -> _Words:
    return reference.load("patient_map_words", _Words)
