"""What reconciliation meetings wrote down: one small CSV a meeting, by date, that a person may edit.

They lie in `data/raw/<client>/<practice>/meetings/`: who took an item and what was said of it cannot be rebuilt
from other files, so it does not belong in `data/processed`. Only `hold` writes there, never a reader or a report.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
from pathlib import Path

import pandas as pd

from cutover.columns import Column, Kind, Privacy, conform, empty
from cutover.errors import InputError, UsageError
from cutover.money import cents, plain
from cutover.reading.book import Practice

FOLDER = "meetings"
_NAME = re.compile(r"(\d{4}-\d{2}-\d{2})\.csv")
# one row per item that a meeting had before it
MEETING = (
    Column("key", Kind.TEXT, "Case", "stable key of the case"),
    Column("code", Kind.TEXT, "Finding"),
    Column("first_seen", Kind.DATE, "First seen", "the first meeting that had it"),
    Column("amount_cents", Kind.CENTS, "Amount", "as that meeting saw it"),
    Column("owner", Kind.TEXT, "Owner", "who took it"),
    Column("note", Kind.TEXT, "Note", "what was said of it", Privacy.DESK),
)
_HEADER = ("key", "code", "first_seen", "amount", "owner", "note")


def last_meeting(practice: Practice, before: dt.date) -> tuple[dt.date | None, pd.DataFrame]:
    """Return the day of the last meeting before a day and its items (MEETING); None and no rows without one.

    Raises InputError where the file cannot be read: an item that is forgotten would seem to be new.
    """
    folder = practice.raw / FOLDER
    names = [_NAME.fullmatch(path.name) for path in folder.glob("*.csv")] if folder.is_dir() else []
    days = [dt.date.fromisoformat(found[1]) for found in names if found]
    earlier = [day for day in days if day < before]
    if not earlier:
        return None, empty(MEETING)
    return max(earlier), _read(folder / f"{max(earlier)}.csv")


def hold(practice: Practice, sheet: pd.DataFrame, on: dt.date) -> Path:
    """Write down the items that are open after a meeting and return the file; a meeting is never written twice.

    `sheet` has the columns of MEETING. Raises UsageError where that day's meeting is on disk already.
    """
    path = practice.raw / FOLDER / f"{on}.csv"
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        with path.open("x", encoding="utf-8", newline="") as out:
            out.write(written(sheet))
    except FileExistsError:
        raise UsageError(f"the meeting of {on} is written down already. Edit {FOLDER}/{path.name}.") from None
    return path


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


def _read(path: Path) -> pd.DataFrame:
    where = f"{FOLDER}/{path.name}"
    try:
        rows = list(csv.DictReader(io.StringIO(path.read_text("utf-8-sig")), restval=""))
        told = [
            {
                "key": row["key"],
                "code": row["code"],
                "first_seen": pd.Timestamp(dt.date.fromisoformat(row["first_seen"])),
                "amount_cents": cents(row["amount"]) if row["amount"] else None,
                "owner": row["owner"] or None,
                "note": row["note"] or None,
            }
            for row in rows
        ]
    except (KeyError, ValueError, UnicodeDecodeError, csv.Error) as error:
        raise InputError(
            where, f"not a meeting's list ({error!r})", f"Its header is {', '.join(_HEADER)}."
        ) from None
    return conform(pd.DataFrame(told, columns=[c.name for c in MEETING], dtype=object), MEETING)
