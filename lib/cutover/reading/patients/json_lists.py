"""Lists of patients saved as JSON, as Stedi and Medi give them: each record a row under the import's fields.

The names of the fields are data/reference/patient_json.toml. What has another name is a column of its own, so that
whoever reads the table says what of it is not used.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from cutover import reference
from cutover.errors import InputError
from cutover.reading.files import json_records
from cutover.reading.files.json_records import Row, plain
from cutover.reading.files.sheet import Note, Sheet, Workbook
from cutover.reading.files.spreadsheet import read_spreadsheet
from cutover.reading.mapping.folder import MORE_PAGES

_AGAIN = "Export the list of patients again, whole, as CSV or JSON."
_MORE = Note(MORE_PAGES, "one page of several. Fetch the next one with its token and save it beside this.")
_OWN, _OF_READER = "stated ", "source_"  # columns of the reader's own begin so
_LEAST = ("last_name", "birth_date")  # what tells a list of patients from any other one


@dataclass(frozen=True)
class Field:
    """A field of the import with the paths under which lists keep it."""

    name: str
    paths: tuple[str, ...]


@dataclass(frozen=True)
class Names:
    """The file `data/reference/patient_json.toml`."""

    people: tuple[str, ...]
    within: tuple[str, ...]
    field: tuple[Field, ...]


def opened(data: bytes, source_file: str, **asked) -> Workbook:
    """Return the tables of a file of patients, of JSON too; `asked` is passed on to the reader of spreadsheets.

    Raises InputError where it does not open, and for JSON that lists no patients.
    """
    found = sheets(data, source_file)
    if found is None:
        return read_spreadsheet(data, source_file, **asked)
    return Workbook(source_file, "JSON", "UTF-8", tuple(found))


def sheets(data: bytes, source_file: str) -> list[Sheet] | None:
    """Return a list of patients as one table, None where the bytes are not JSON; InputError where it is another."""
    return [_sheet(data, source_file)] if json_records.is_json(data) else None


def _sheet(data: bytes, source_file: str) -> Sheet:
    said = json_records.loaded(data, source_file, _AGAIN)
    items = _people(said)
    if items is None:
        raise InputError(source_file, "JSON without a list of patients", _AGAIN)
    rows = [_row(item) for item in items]
    found = {name for row in rows for name in row}
    if rows and not found.issuperset(_LEAST):
        raise InputError(
            source_file, "JSON whose records are no patients: no last name with a birth date", _AGAIN
        )
    known = [one.name for one in _names().field if one.name in found]
    columns = (*known, *sorted(found - set(known)))
    more = isinstance(said, dict) and any(
        _key(name) in ("nextpagetoken", "next") and said[name] for name in said
    )
    numbered = [(number, {name: row.get(name) for name in columns}) for number, row in enumerate(rows, 1)]
    return json_records.sheet(numbered, columns, source_file, (_MORE,) if more else ())


@cache
def _names() -> Names:
    return reference.load("patient_json", Names)


@cache
def _fields() -> dict[str, tuple[int, str]]:
    """The field of each path, and how late it is asked."""
    return {_key(path): (rank, one.name) for one in _names().field for rank, path in enumerate(one.paths)}


def _people(said: object) -> list[dict] | None:
    """The records of a list, which may lie under one of some names."""
    if isinstance(said, dict):
        said = next((said[name] for name in said if _key(name) in _names().people), None)
    if not isinstance(said, list) or not all(isinstance(one, dict) for one in said):
        return None
    return said


def _row(item: dict) -> Row:
    """The values of a record by the fields of the import, those of no field by their path."""
    row: Row = {}
    ranks: dict[str, int] = {}
    for path, text in _values(item, ""):
        rank, name = _fields().get(
            _known(path), (0, f"{_OWN}{path}" if path.startswith(_OF_READER) else path)
        )
        if name not in row or rank < ranks[name]:
            row[name], ranks[name] = text, rank
    return row


def _values(item: object, path: str) -> Iterator[tuple[str, str]]:
    parts = item.items() if isinstance(item, dict) else enumerate(item) if isinstance(item, list) else ()
    for name, value in parts:
        yield from _values(value, f"{path}.{plain(str(name))}" if path else plain(str(name)))
    if isinstance(item, bool):
        yield path, "Yes" if item else "No"
    elif isinstance(item, str) and item.strip():
        yield path, plain(item).strip()


def _known(path: str) -> str:
    """A path as it is compared, without the name of the person that all of a record is about."""
    first, _, rest = path.partition(".")
    return _key(rest if rest and _key(first) in _names().within else path)


def _key(path: str) -> str:
    return re.sub(r"[^a-z0-9.]", "", path.lower())
