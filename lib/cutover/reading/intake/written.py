"""What people attest at the desk: one small CSV a practice, to which each answer is added as a row, in order.

It lies in `data/desk/<client>/<practice>/`: who attested what cannot be rebuilt, so it does not belong in
`data/processed`, and the client did not send it, so it does not belong in `data/raw`. Only `add` writes it.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Iterable
from dataclasses import dataclass

import pandas as pd

from cutover import private
from cutover.columns import empty, framed
from cutover.errors import InputError
from cutover.intake.handoff_workbook import DAY
from cutover.reading.files.encoding import decode
from cutover.reading.files.values import date_of
from cutover.reading.kept import opened
from cutover.reading.practice.book import Practice

FILE = "attestations.csv"
_HEADER = ("item", "holds", "attested_by", "attested_on", "note")
_WORDS = {"yes": True, "no": False}


@dataclass(frozen=True)
class Attestation:
    """What one person said on a day: `holds` of the item of that code; a later one of an item stands for it."""

    item: str
    holds: bool
    attested_by: str
    attested_on: dt.date
    note: str = ""


def add(practice: Practice, said: Iterable[Attestation]) -> int:
    """Add answers to the practice's file, whole or not at all; return how many."""
    path, rows = practice.desk / FILE, list(said)
    before = path.read_text("utf-8") if path.is_file() else ",".join(_HEADER) + "\n"
    out = io.StringIO()
    for one in rows:
        day, word = one.attested_on.isoformat(), "yes" if one.holds else "no"
        csv.writer(out, lineterminator="\n").writerow([one.item, word, one.attested_by, day, one.note])
    private.folder(path.parent)
    private.replaced(path, (before.rstrip("\n") + "\n" + out.getvalue()).encode())
    return len(rows)


def attested(practice: Practice) -> pd.DataFrame:
    """Return what the file holds (the columns of the sheet of the day), no rows where there is none.

    Raises InputError where it cannot be read: an answer that is lost would count as never given.
    """
    path, where = practice.desk / FILE, f"desk/{FILE}"
    opened.note_folder(practice.desk)  # a first answer makes what rests on it another
    if not path.is_file():
        return empty(DAY.columns)
    text = decode(path.read_bytes(), where).text
    rows = list(csv.DictReader(io.StringIO(text, newline=None)))
    return framed([_row(row, number, where) for number, row in enumerate(rows, 2)], DAY.columns)


def _row(said: dict, number: int, where: str) -> dict:
    row = {name: (said.get(name) or "").strip() or None for name in _HEADER}
    holds, day = _WORDS.get((row["holds"] or "").lower()), date_of(row["attested_on"] or "")
    if row["item"] is None or holds is None or day is None:
        todo = f"Its columns are {', '.join(_HEADER)}; holds is yes or no."
        raise InputError(where, "an answer that cannot be read", todo, f"row {number}")
    taken = row | {
        "holds": holds,
        "attested_on": pd.Timestamp(day),
        "source_file": where,
        "source_row": number,
    }
    return {column.name: taken.get(column.name) for column in DAY.columns}
