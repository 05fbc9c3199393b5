"""On which days calls and meetings were held, by the notes of them that lie in the folder `meetings`."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pandas as pd

from cutover.columns import framed
from cutover.reading.files.days import MONTHS
from cutover.reading.files.prose import lines_of
from cutover.reading.files.zips import walk
from cutover.reading.kept import store
from cutover.reading.postings.meetings import FOLDER
from cutover.reading.postings.tables import CALLS
from cutover.reading.practice.book import Practice
from cutover.reading.practice.dated_notes import day_of_note
from cutover.reading.practice.file_names import base_name, is_clutter, stem


def load_calls(practice: Practice) -> pd.DataFrame:
    """Return the notes of calls and meetings (CALLS), one row per file: its log and its day, null where none is told.

    A log is what the names of its files have in common: their words. The day is that of the name, else the one day of
    the first line that names any. Lists that the desk wrote are no notes.
    """
    return store.of(practice, "calls", lambda: framed(list(_each(practice)), CALLS))


def _each(practice: Practice) -> Iterator[tuple]:
    for entry in walk(practice.raw / FOLDER, practice.raw):
        if entry.data is None or is_clutter(entry.source_file):
            continue
        name = stem(entry.source_file) or base_name(entry.source_file)
        words = [word for word in re.findall(r"[a-z]+", name.lower()) if word[:3] not in MONTHS]
        if words:
            day = day_of_note(name, lines_of(entry.content))
            yield " ".join(words), None if day is None else pd.Timestamp(day), entry.source_file
