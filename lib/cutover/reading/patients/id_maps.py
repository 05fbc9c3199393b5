"""The client's own map of its patients: the number in the old system beside the ID in Medi, from the newest sheet.

A table is one where one column is called after the old system's number and one after Medi's ID; it lies in a folder
that is called after such maps, or with what came back out of Medi. Hidden sheets count only where no other is there,
sheets called old do not count. Of several that remain the latest day in their names decides; where none does, and
they do not agree, there is no map.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence
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
_NUMBERED = 0.5  # share of the IDs that have a digit: `New patient: yes` is none
_MOST_BYTES = 16 * 1024 * 1024
_YEARLESS = re.compile(r"(?<![\d/.-])(\d{1,2})[-/.](\d{1,2})(?![\d/-])")
_HALF_A_YEAR = 183  # days that two days without a year may lie apart for the later one to be the newer


@dataclass(frozen=True)
class _Words:
    """The file `patient_map_words.toml`."""

    folder: frozenset[str]
    old: frozenset[str]
    new: frozenset[str]
    of_old: frozenset[str]
    of_new: frozenset[str]
    numbers: frozenset[str]
    also: frozenset[str]
    note: frozenset[str]
    none: frozenset[str]
    outdated: frozenset[str]


@dataclass(frozen=True)
class Version:
    """A table of a map (ID_MAP) with what its names tell of its age."""

    rows: pd.DataFrame
    hidden: bool
    outdated: bool
    day: dt.date | None
    has_year: bool


def versions_in_folders(practice: Practice) -> tuple[Version, ...]:
    """Return every table of the folders of a practice that are called after such maps; none raises."""
    if not any(True for _ in _folders(practice)):
        return ()
    return store.of(practice, "id_map", lambda: _read_all(practice))


def _folders(practice: Practice) -> Iterator[Path]:
    """The folders of a practice that hold such maps."""
    for path in sorted(practice.raw.iterdir()) if practice.raw.is_dir() else ():
        if path.is_dir() and is_folder(path.name):
            yield path


def is_folder(name: str) -> bool:
    """Tell whether a folder's name says that it holds such maps."""
    return words(name) in _said().folder


def _read_all(practice: Practice) -> tuple[Version, ...]:
    return tuple(
        version
        for folder in _folders(practice)
        for one in walk(folder, practice.raw, documents=True)
        if one.data and 0 < len(one.data) <= _MOST_BYTES
        for version in versions_of(one.data, one.source_file)
    )


def versions_of(data: bytes, source_file: str) -> list[Version]:
    """Return the tables of a file that map patients, with what their names tell of their age."""
    try:
        sheets = read_spreadsheet(data, source_file).sheets
    except InputError:
        return []
    return [version for sheet in sheets if (version := version_of(sheet, source_file))]


def newest(found: Sequence[Version]) -> pd.DataFrame:
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


def _are_ordered(found: list[Version]) -> bool:
    """Whether the days of versions tell which is the newest: with years, or all without and within half a year."""
    days = [one.day for one in found if one.day is not None]
    years = {one.has_year for one in found}
    return years == {True} or (years == {False} and (max(days) - min(days)).days <= _HALF_A_YEAR)


def _pairs(one: Version) -> set[tuple]:
    return set(
        map(tuple, one.rows[["account_number", "other_account_number"]].astype(object).fillna("").to_numpy())
    )


def version_of(sheet: Sheet, source_file: str, *, is_of_medi: bool = False) -> Version | None:
    """Return a table as a map, None where it is none.

    Of what came back out of Medi (`is_of_medi`) a number that is called after no system is Medi's.
    """
    frame = sheet.frame
    columns = _columns(sheet.columns, is_of_medi) if len(frame) else None
    if columns is None:
        return None
    said, (old, new) = _said(), columns
    notes = [name for name in sheet.columns if words(name) in said.note]
    nothing = pd.Series(None, frame.index, dtype="str")
    numbers = values.identifiers(frame[new])
    told = numbers.map(lambda text: words(text) in said.none or not words(text), na_action="ignore")
    numbers = numbers.mask(told.eq(True).fillna(False))
    if numbers.dropna().str.contains(r"\d").mean() < _NUMBERED:
        return None
    rows = frame.assign(
        account_number=values.identifiers(frame[old]),
        other_account_number=numbers,
        note=frame[notes[0]] if len(notes) == 1 else nothing,
    )
    rows = rows[rows["account_number"].notna()]
    if rows.empty:
        return None
    names = (sheet.name or "", PurePath(base_name(source_file)).stem)
    is_old = bool({word for name in names for word in words(name).split()} & said.outdated)
    day, has_year = _day(names)
    kept = conform(rows[[c.name for c in ID_MAP]].reset_index(drop=True), ID_MAP)
    return Version(kept, sheet.hidden, is_old, day, has_year)


def _columns(names: Sequence[str], is_of_medi: bool) -> tuple[str, str] | None:
    """The columns of the old system's number and of Medi's, None where not one of each is there."""
    said, own = _said(), _said().numbers
    old = [name for name in names if _is_named(words(name), said.old, said.of_old)]
    new = [name for name in names if _is_named(words(name), said.new, said.of_new)]
    bare = [name for name in names if words(name) in own and name not in (*old, *new)]
    if not old and new:  # a number that is called after no system is that of the system in use
        old = bare
    elif not new and old and is_of_medi:
        new = bare
    return (old[0], new[0]) if len(old) == len(new) == 1 and old != new else None


def _is_named(text: str, whole: frozenset[str], systems: frozenset[str]) -> bool:
    """Whether a header is one of the words, or a number with the name of a system before or behind it."""
    said = _said()
    rest = {text.removeprefix(f"{one} ") for one in systems} | {
        text.removesuffix(f" {one}") for one in systems
    }
    plain = {one.removesuffix(" in").removesuffix(" of").removesuffix(" from") for one in rest - {text}}
    return text in whole or bool(plain & (said.numbers | said.also))


def _day(names: tuple[str, ...]) -> tuple[dt.date | None, bool]:
    """The day in the name of a sheet, else in that of its file, and whether it has a year; without one of 2000."""
    for name in names:
        days = values.days_in_name(name)
        if days:
            return max(days), True
        short = [_short(*map(int, hit)) for hit in _YEARLESS.findall(name)]
        told = [day for day in short if day is not None]
        if told:
            return max(told), False
    return None, False


def _short(month: int, day: int) -> dt.date | None:
    try:
        return dt.date(2000, month, day)
    except ValueError:
        return None


@cache
def _said() -> _Words:
    return reference.load("patient_map_words", _Words)
