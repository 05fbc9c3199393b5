"""What reconciliation meetings wrote down: one small CSV a meeting, by date, that a person may edit.

They lie in `data/desk/<client>/<practice>/meetings/`: who took an item and what was answered cannot be rebuilt from
other files, so it does not belong in `data/processed`, and the client did not send it, so it does not belong in
`data/raw`, where older ones lie and are still read. Only `hold` and `edit` write there, never a reader or a report.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
from pathlib import Path

import pandas as pd

from cutover import private
from cutover.columns import Column, Kind, Privacy, empty, framed
from cutover.errors import InputError, UsageError
from cutover.money import plain
from cutover.reading.files.encoding import decode
from cutover.reading.files.totals import amount_cents
from cutover.reading.files.values import date_of
from cutover.reading.files.zips import Entry, walk
from cutover.reading.practice.book import Practice
from cutover.reading.practice.file_names import base_name

FOLDER = "meetings"
_NAME = re.compile(r"(\d{4}-\d{2}-\d{2})\.csv")
# one row per item that a meeting had before it
MEETING = (
    Column("key", Kind.TEXT, "Case", "stable key of the case"),
    Column("code", Kind.TEXT, "Finding"),
    Column("first_seen", Kind.DATE, "First seen", "the first meeting that had it"),
    Column("amount_cents", Kind.CENTS, "Amount", "as that meeting saw it"),
    Column("owner", Kind.TEXT, "Owner", "who took it"),
    Column("note", Kind.TEXT, "Note", "what was answered about it", Privacy.DESK),
)
_HEADER = ("key", "code", "first_seen", "amount", "owner", "note")
_HEADED = f"Its header is {', '.join(_HEADER)}."


def last_meeting(practice: Practice, before: dt.date) -> tuple[dt.date | None, pd.DataFrame]:
    """Return the day of the last meeting before a day and its items (MEETING); None and no rows without one.

    Raises InputError where the file cannot be read: an item that is forgotten would seem to be new.
    """
    found = _held(practice)
    earlier = [day for day in found if day < before]
    if not earlier:
        return None, empty(MEETING)
    return max(earlier), _read(found[max(earlier)])


def _held(practice: Practice) -> dict[dt.date, Entry]:
    """The files of meetings by their day: those of the desk, and older ones among what the client sent."""
    found = {}
    for entry in (entry for root in (practice.raw, practice.desk) for entry in walk(root / FOLDER, root)):
        name = _NAME.fullmatch(base_name(entry.source_file))
        if entry.source_file == FOLDER or (name and entry.data is None):
            raise InputError(entry.source_file, "it cannot be read", entry.reason or "")
        if name and entry.source_file == f"{FOLDER}/{name[0]}":
            found[_day(name[1])] = entry
    return found


def _day(name: str) -> dt.date:
    try:
        return dt.date.fromisoformat(name)
    except ValueError:
        raise InputError(f"{FOLDER}/{name}.csv", "its name is no day", "Name it as 2026-07-30.csv.") from None


def hold(practice: Practice, sheet: pd.DataFrame, on: dt.date) -> Path:
    """Write down the items that are open after a meeting and return the file; a meeting is never written twice.

    `sheet` has the columns of MEETING. Raises UsageError where that day's meeting is on disk already.
    """
    path = practice.desk / FOLDER / f"{on}.csv"
    private.folder(path.parent)
    try:
        if (practice.raw / FOLDER / path.name).exists():
            raise FileExistsError
        with path.open("x", encoding="utf-8", newline="") as out:
            out.write(written(sheet))
        private.file(path)
    except FileExistsError:
        raise UsageError(f"the meeting of {on} is written down already. Edit {FOLDER}/{path.name}.") from None
    return path


def edit(practice: Practice, sheet: pd.DataFrame, on: dt.date) -> Path:
    """Write a meeting's items anew, with other owners and notes, and return the file; it is whole, or as it was."""
    path = practice.desk / FOLDER / f"{on}.csv"
    private.folder(path.parent)
    return private.replaced(path, written(sheet).encode())


def written(sheet: pd.DataFrame) -> str:
    """Return the text of a meeting's file."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(_HEADER)
    for row in sheet.itertuples():
        amount = "" if pd.isna(row.amount_cents) else plain(row.amount_cents)
        day = "" if pd.isna(row.first_seen) else f"{row.first_seen:%Y-%m-%d}"
        said = ["" if pd.isna(text) else text for text in (row.owner, row.note)]
        writer.writerow([row.key, row.code, day, amount, *said])
    return out.getvalue()


def _read(entry: Entry) -> pd.DataFrame:
    """The items of a file as a person or a spreadsheet program left it; a key that stands twice is one item."""
    where = entry.source_file
    lines = csv.reader(io.StringIO(decode(entry.data, where).text, newline=None))
    try:
        header = [name.strip().lower() for name in next(lines, [])]
        told = [(n, dict(zip(header, row, strict=False))) for n, row in enumerate(lines, 2) if any(row)]
    except csv.Error as error:
        raise InputError(where, f"not a meeting's list ({error})", _HEADED) from None
    lacking = [name for name in _HEADER if name not in header]
    if lacking:
        raise InputError(where, f"not a meeting's list, it has no column {lacking[0]}", _HEADED)
    items: dict[str, dict] = {}
    for row, said in told:
        item = _item(where, f"row {row}", {name: said.get(name, "").strip() for name in _HEADER})
        items[item["key"]] = _together(items.get(item["key"]), item)
    return framed(items.values(), MEETING)


def _item(where: str, row: str, said: dict[str, str]) -> dict:
    """A row as an item; its day may be empty or in the form that spreadsheet programs write."""
    day = date_of(said["first_seen"])
    if said["first_seen"] and day is None:
        found = f"first_seen is no day: {said['first_seen']!r}"
        raise InputError(where, found, "Write it as 2026-07-30, or leave it empty.", row)
    amount = amount_cents(said["amount"]) if said["amount"] else None
    if said["amount"] and amount is None:
        found = f"amount is no amount: {said['amount']!r}"
        raise InputError(where, found, "Write it as 1234.50, or leave it empty.", row)
    if not said["key"]:
        raise InputError(where, "it has no key", "Copy it from the sheet, or delete the row.", row)
    seen = None if day is None else pd.Timestamp(day)
    told = {name: said[name] or None for name in ("key", "code", "owner", "note")}
    return told | {"first_seen": seen, "amount_cents": amount}


def _together(one: dict | None, other: dict) -> dict:
    """Two rows of one item: the earlier day, the later owner and amount, both notes."""
    if one is None:
        return other
    kept = {name: one[name] if other[name] is None else other[name] for name in one}
    days = [item["first_seen"] for item in (one, other) if item["first_seen"] is not None]
    notes = dict.fromkeys(item["note"] for item in (one, other) if item["note"])
    return kept | {"first_seen": min(days, default=None), "note": "; ".join(notes) or None}
