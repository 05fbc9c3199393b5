"""On which days calls and meetings were held, by the notes in the folder `meetings` and those elsewhere."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import pandas as pd

from cutover import reference
from cutover.columns import framed
from cutover.lookup import has_phrase, words_in
from cutover.reading.files.days import MONTHS
from cutover.reading.files.prose import lines_of, note_of
from cutover.reading.files.zips import Entry, walk
from cutover.reading.kept import store
from cutover.reading.postings.meetings import FOLDER
from cutover.reading.postings.tables import CALLS
from cutover.reading.practice.book import Practice
from cutover.reading.practice.dated_notes import day_of_note
from cutover.reading.practice.file_names import base_name, is_clutter, stem

_LIST = ".csv"  # what the desk writes after a meeting
_BEGIN = 2  # words of a first line: `Call with ...`, `Weekly call ...`


@dataclass(frozen=True)
class _Words:
    folders: tuple[str, ...]
    call: tuple[str, ...]


def load_calls(practice: Practice) -> pd.DataFrame:
    """Return the notes of calls and meetings (CALLS), one row per file: its log and its day, null where none is told.

    A log is what the names of its files have in common: their words, or their folder where a name is a day alone. The
    day is that of the name, else the one day of the first line that names any. Lists that the desk wrote are no notes.
    In the folders of notes a text counts whose name, or the first line, is of a call: others are of anything.
    """
    return store.of(practice, "calls", lambda: framed(list(_each(practice)), CALLS))


def _each(practice: Practice) -> Iterator[tuple]:
    known = reference.load("call_notes", _Words)
    for folder in (FOLDER, *known.folders):
        for entry in walk(practice.raw / folder, practice.raw):
            if entry.data is None or is_clutter(entry.source_file):
                continue
            if folder == FOLDER or _is_of_a_call(entry, known.call):
                yield from _noted(entry)


def _noted(entry: Entry) -> Iterator[tuple]:
    name = stem(entry.source_file) or base_name(entry.source_file)
    words = [word for word in re.findall(r"[a-z]+", name.lower()) if word[:3] not in MONTHS]
    if not words and not entry.source_file.lower().endswith(_LIST):
        words = [entry.source_file.partition("/")[0]]
    if words:
        day = day_of_note(name, lines_of(entry.content))
        yield " ".join(words), None if day is None else pd.Timestamp(day), entry.source_file


def _is_of_a_call(entry: Entry, words: Iterable[str]) -> bool:
    """Whether a text that is no table is called a call or a meeting, or begins with such a word."""
    if note_of(entry.content) is None:
        return False
    begins = words_in(lines_of(entry.content)[0])[:_BEGIN]
    return has_phrase(base_name(entry.source_file), words) or has_phrase(" ".join(begins), words)
