"""Visits of Medicare patients that a non-par practice billed without assignment, from lists among its reports.

Medicare limits what such a visit may be charged (the limiting charge, 42 CFR 414.48). Such a list has a day, a
procedure and a charge a row; that it is one is told by a word of its name, or by a column of assignment.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

import pandas as pd

from cutover import reference
from cutover.columns import conform, empty
from cutover.errors import InputError
from cutover.reading.files import values
from cutover.reading.files.sheet import Sheet
from cutover.reading.files.spreadsheet import read_spreadsheet
from cutover.reading.kept import store
from cutover.reading.payers.tables import NONASSIGNED
from cutover.reading.practice.book import Practice
from cutover.reading.practice.file_names import base_name
from cutover.reading.practice.places import walk_home

_WORD = re.compile(r"[^\W\d_]+")
_ORIGIN = ["source_file", "source_row"]
_FIELDS = ("service", "procedure", "charge")


@dataclass(frozen=True)
class _Words:
    """The file `nonassigned.toml`."""

    folder: str
    names: frozenset[str]
    assignment: frozenset[str]
    with_assignment: frozenset[str]
    without_assignment: frozenset[str]
    service: frozenset[str]
    procedure: frozenset[str]
    charge: frozenset[str]
    units: frozenset[str]


def load_nonassigned(practice: Practice) -> pd.DataFrame:
    """Return the visits of such lists, one row each (NONASSIGNED); no file raises, and others are passed over."""
    return store.of(practice, "nonassigned", lambda: _read(practice))


def _read(practice: Practice) -> pd.DataFrame:
    words = _words()
    headers = [set(words.service), set(words.procedure), set(words.charge)]
    parts, seen = [], set()
    for entry in walk_home(practice.raw / words.folder, practice.raw):
        if entry.data is None or entry.data in seen:  # a copy of a list adds no visit
            continue
        seen.add(entry.data)
        try:
            book = read_spreadsheet(entry.data, entry.source_file, expected=headers)
        except InputError:
            continue
        parts += [rows for sheet in book.sheets if (rows := visits(sheet)) is not None]
    return pd.concat(parts, ignore_index=True) if parts else empty(NONASSIGNED)


def visits(sheet: Sheet) -> pd.DataFrame | None:
    """Return the visits of a table (NONASSIGNED), those with assignment as such; None where it is no such list."""
    columns = {name: _column(sheet, getattr(_words(), name)) for name in (*_FIELDS, "units", "assignment")}
    if not all(columns[name] for name in _FIELDS) or not (columns["assignment"] or _is_named(sheet)):
        return None
    frame = sheet.frame
    said = frame[columns["assignment"]].map(_said, na_action="ignore") if columns["assignment"] else None
    rows = {
        "service_on": values.dates(frame[columns["service"]]),
        "procedure_code": values.identifiers(frame[columns["procedure"]]).str.upper(),
        "charged_cents": values.cents(frame[columns["charge"]]),
        "units": _units(frame[columns["units"]]) if columns["units"] else pd.array([1] * len(frame), "Int64"),
        "is_assigned": _assigned(said) if said is not None else pd.array([False] * len(frame), "boolean"),
    }
    return conform(pd.DataFrame(rows, index=frame.index).join(frame[_ORIGIN]), NONASSIGNED)


def _units(texts: pd.Series) -> pd.Series:
    """Whole numbers of units; null where a cell has none."""
    number = pd.to_numeric(texts, errors="coerce")
    return number.where(number.mod(1).eq(0) & number.gt(0)).astype("Int64")


def _assigned(said: pd.Series) -> pd.Series:
    """Whether visits are with assignment; null where a cell says neither."""
    told = pd.Series(pd.NA, said.index, dtype="boolean")
    told = told.mask(said.isin(_words().with_assignment), True)
    return told.mask(said.isin(_words().without_assignment), False)


def _column(sheet: Sheet, headers: frozenset[str]) -> str | None:
    """The one column with such a header; None where there is none, or several."""
    found = [column for column in sheet.columns if _said(column) in headers]
    return found[0] if len(found) == 1 else None


def _is_named(sheet: Sheet) -> bool:
    files = [base_name(str(file)) for file in sheet.frame["source_file"].head(1)]
    return any(set(_said(text).split()) & _words().names for text in [*sheet.above, sheet.name or "", *files])


def _said(text: object) -> str:
    """A text as words, `non-assigned` and `non assigned` as one."""
    plain = re.sub(r"\bnon[\s_-]+(?=assigned)", "non", str(text).replace("_", " ").casefold())
    return " ".join(_WORD.findall(plain))


@cache
def _words() -> _Words:
    return reference.load("nonassigned", _Words)
