"""On which days calls and meetings were held, by the notes of them that lie in the folder `meetings`."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator

import pandas as pd

from cutover.columns import framed
from cutover.reading.files.days import MONTHS
from cutover.reading.files.prose import lines_of
from cutover.reading.files.values import date_of, days_in_name
from cutover.reading.files.zips import Entry, walk
from cutover.reading.kept import store
from cutover.reading.postings.meetings import FOLDER
from cutover.reading.postings.tables import CALLS
from cutover.reading.practice.book import Practice
from cutover.reading.practice.file_names import base_name, is_clutter, stem

_DAY = re.compile(r"\b(\d{4}-\d{2}-\d{2}|\d{1,2}/\d{1,2}/\d{4})\b")
_HEAD = 5  # lines of a note in which its day is looked for


def load_calls(practice: Practice) -> pd.DataFrame:
    """Return the notes of calls and meetings (CALLS), one row per file: its log and its day, null where none is told.

    A log is what the names of its files have in common: their words. The day is that of the name, else the one day in
    the first lines. Lists that the desk wrote are no notes.
    """
    return store.of(practice, "calls", lambda: framed(list(_each(practice)), CALLS))


def _each(practice: Practice) -> Iterator[tuple]:
    for entry in walk(practice.raw / FOLDER, practice.raw):
        if entry.data is None or is_clutter(entry.source_file):
            continue
        name = stem(entry.source_file) or base_name(entry.source_file)
        words = [word for word in re.findall(r"[a-z]+", name.lower()) if word[:3] not in MONTHS]
        if words:
            day = _day(entry, name)
            yield " ".join(words), None if day is None else pd.Timestamp(day), entry.source_file


def _day(entry: Entry, name: str) -> dt.date | None:
    said = set(days_in_name(name))
    if not said:
        texts = (text for line in lines_of(entry.content)[:_HEAD] for text in _DAY.findall(line))
        said = {day for text in texts if (day := date_of(text))}
    return said.pop() if len(said) == 1 else None
