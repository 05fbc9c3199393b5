"""Dated notes that people keep as texts: calls with payers beside the enrollments, decisions in minutes and e-mails.

They are quoted with their days, and nothing takes a status or a date from them: a person writes it where it is asked.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pandas as pd

from cutover import reference
from cutover.columns import Column, Kind, Privacy, framed
from cutover.lookup import has_phrase, words_in
from cutover.reading.files.days import days_in_name, days_named, days_near
from cutover.reading.files.kind import FileKind, kind_of_file
from cutover.reading.files.mail import body_of, mail_of
from cutover.reading.files.prose import lines_of, note_of
from cutover.reading.files.zips import walk
from cutover.reading.kept import opened, store
from cutover.reading.practice import places
from cutover.reading.practice.book import Practice
from cutover.reading.practice.file_names import is_clutter, stem

ENROLLMENTS, MEETINGS = "enrollments", "meetings"  # the folders
MINUTES, NOTE, MAIL = "minutes", "note", "e-mail"
_LEAD = 3  # letters before the day of a dated line: a bullet, a bracket
_SHARE = 2 / 3  # of the lines of a text that begin with a day
_ANY_YEAR = dt.date(2000, 7, 1)  # to see that `11/24` is a day, whatever its year
_OWN, _NO_YEAR = "its own", "its own, without a year"
_HEAD = 5  # lines of a note in which its day is looked for
_FEWEST = 2  # of them
_PAYER = re.compile(r"[\W_]*(?P<payer>[^:]{1,60}?)(?::\s+|\s+[-\u2013\u2014]\s+)(?P<said>.+)")
_MOST_WORDS = 6  # of a payer's name
_CELLS = re.compile(r"[,;](?=[^\s\d])|\t|\|")  # as between the cells of a table
_SENTENCE = re.compile(r"(?<=[.!?;])(?<!\bDr\.)(?<!\bMr\.)(?<!\bMs\.)(?<!\bMrs\.)\s+")
_PLACE = (
    Column("source_file", Kind.TEXT, "File", "", Privacy.PHI),
    Column("source_row", Kind.COUNT, "Line", "of those that are not blank", Privacy.DESK),
)
_SAID = Column("said", Kind.TEXT, "Note", "as it is written", Privacy.DESK)
PAYER_NOTES = (
    Column("noted_on", Kind.DATE, "Noted"),
    Column("payer", Kind.TEXT, "Payer", "as the note names it; null where it names none before its text"),
    _SAID,
    Column("named_on", Kind.DATE, "Day that it names", "null where it names none, or several"),
    *_PLACE,
)
DECISIONS = (
    Column(
        "noted_on",
        Kind.DATE,
        "Noted",
        "by its line, the file's name or the e-mail's head; a day without a year is near the newest text's day",
    ),
    Column("kind", Kind.TEXT, "Of", "minutes, a note or an e-mail"),
    _SAID,
    Column("days", Kind.TEXT, "Days that it names"),
    Column(
        "closes_on", Kind.DATE, "Office Ally open until", "where the sentence says so and leaves no doubt"
    ),
    *_PLACE,
)


@dataclass(frozen=True)
class _Words:
    old_system: tuple[str, ...]
    closes: tuple[str, ...]
    undone: tuple[str, ...]
    undone_after: tuple[str, ...]
    doubt: tuple[str, ...]
    folders: tuple[str, ...]
    before_a_day: tuple[str, ...]


def is_dated_notes(data: bytes) -> bool:
    """Tell whether a text is notes that each begin with a day: `11/25/2026 Aetna: form received, in queue`."""
    if kind_of_file(data)[0] != FileKind.TEXT:
        return False
    lines = lines_of(data)
    dated = sum(_dated(line) is not None for line in lines)
    is_table = any(map(_CELLS.search, lines))
    return not is_table and dated >= _FEWEST and dated >= _SHARE * len(lines)


def notes_in(data: bytes) -> int:
    """Return how many dated notes a text holds, 0 where it is no such text."""
    return sum(_dated(line) is not None for line in lines_of(data)) if is_dated_notes(data) else 0


def load_payer_notes(practice: Practice) -> pd.DataFrame:
    """Return the notes of calls with payers beside a practice's enrollments (PAYER_NOTES), the newest first."""
    return store.of(practice, "payer-notes", lambda: _newest_first(_payer_notes(practice), PAYER_NOTES))


def load_decisions(practice: Practice) -> pd.DataFrame:
    """Return each sentence of a practice's minutes, notes and e-mails that names a day (DECISIONS), the newest first.

    Minutes lie in the folder meetings, notes and e-mails in folders of papers and of calls. A line of a note that
    begins with a day is one row. A day without its year is that of the year nearest to the day of the text, of a note
    without one nearest to the newest text of the practice.
    """
    return store.of(practice, "decisions", lambda: _newest_first(_decisions(practice), DECISIONS))


def day_of_note(name: str, lines: list[str]) -> dt.date | None:
    """Return the day of a note: that of its file's name, else the one day of the first of its lines that names any."""
    said = set(days_in_name(name))
    for line in lines[:_HEAD] if not said else []:
        if said := {day for day, *_ in days_named(line)}:
            break
    return said.pop() if len(said) == 1 else None


def closes_on(
    sentence: str, near: dt.date | None = None, slashed: Callable[[str], bool] | None = None
) -> dt.date | None:
    """Return the day until which a sentence says that the account with Office Ally is open; None where in doubt.

    `near` is the day of the text, for a day without its year, `slashed` as in `days_near`.

    `The OA account closes 3/6/2026, not 3/31/2026` names the first: days that no longer hold are left out.
    """
    words = _known()
    if "?" in sentence or not has_phrase(sentence, words.old_system) or has_phrase(sentence, words.doubt):
        return None
    found: set[dt.date] = set()
    is_said, behind = False, 0
    for day, first, last in days_near(sentence, near, slashed):
        before = sentence[behind:first]
        is_off = any(f" {' '.join(words_in(before))}".endswith(f" {word}") for word in words.undone)
        is_off |= any(
            f"{' '.join(words_in(sentence[last:]))} ".startswith(f"{w} ") for w in words.undone_after
        )
        is_said |= has_phrase(before, words.closes)
        if is_said and not is_off:
            found.add(day)
        behind = last
    rest = f" {' '.join(words_in(sentence[:behind]))} "
    is_denied = bool(re.search(r"\b(?:not|n't|no)\b(?!\s+\d)", rest))
    return found.pop() if len(found) == 1 and not is_denied else None


def _newest_first(rows: list[tuple], columns: tuple[Column, ...]) -> pd.DataFrame:
    return framed(rows, columns).sort_values(
        "noted_on", ascending=False, kind="stable", na_position="last", ignore_index=True
    )


def _texts(practice: Practice, folder: str) -> Iterator[tuple[str, bytes]]:
    for entry in walk(practice.raw / folder, practice.raw):
        if entry.data is not None and not is_clutter(entry.source_file):
            yield entry.source_file, entry.data


def _payer_notes(practice: Practice) -> list[tuple]:
    made: list[list] = []
    for name, data in _texts(practice, ENROLLMENTS):
        for number, line in enumerate(lines_of(data) if is_dated_notes(data) else [], 1):
            for note in _notes_of(line):
                found = _dated(note)
                if found:
                    made.append([*found, name, number])
                elif made and made[-1][-2] == name:
                    made[-1][1] += f" {note}"  # a note goes on in the next line
    return [_payer_note(*one) for one in made]


def _payer_note(day: dt.date, text: str, name: str, number: int) -> tuple:
    found = _PAYER.fullmatch(text)
    is_named = found and len(found["payer"].split()) <= _MOST_WORDS and not days_named(found["payer"])
    payer, said = (found["payer"], found["said"]) if found and is_named else (None, text)
    named = {one for one, *_ in days_named(said)}
    return _day(day), payer, said, _day(named.pop() if len(named) == 1 else None), name, number


def _dated(line: str, near: dt.date | None = None) -> tuple[dt.date, str] | None:
    """The day that a line begins with, and the text behind it; near a day also one without its year, `11/24`."""
    found = days_near(line, near, _anywhere)
    if not found or found[0][1] > _LEAD or re.search(r"\w", line[: found[0][1]]):
        return None
    text = line[found[0][2] :].strip(" \t:,;.-\u2013\u2014)]")
    return (found[0][0], text) if re.search(r"[^\W\d_]{2,}", text) else None


def _notes_of(line: str, near: dt.date | None = None) -> list[str]:
    """The notes of a line: `11/09 Aetna: sent. 11/12 Cigna: came back` is two, each with its day and who it is of."""
    made: list[str] = []
    for sentence in _SENTENCE.split(line):
        begun = _dated(sentence, near) if made else None
        of = _PAYER.fullmatch(begun[1]) if begun else None
        if made and (of is None or len(of["payer"].split()) > _MOST_WORDS):
            made[-1] += f" {sentence}"
        else:
            made.append(sentence)
    return made


def _anywhere(before: str) -> bool:
    return True


def _behind_a_word(before: str) -> bool:
    return words_in(before)[-1:] != [] and words_in(before)[-1] in _known().before_a_day


def _decisions(practice: Practice) -> list[tuple]:
    made: list[tuple] = []
    texts = list(_told(practice))
    newest = max((day for _, _, day, _ in texts if day), default=None)
    for name, kind, day_of_text, lines in texts:
        if kind == NOTE:
            made += _of_note(name, day_of_text, newest, lines)
        else:
            made += _of_text(name, kind, day_of_text, lines)
    return made


def _of_note(
    name: str, day_of_text: dt.date | None, newest: dt.date | None, lines: list[str]
) -> Iterator[tuple]:
    """The rows of a note: one for each line that begins with a day, else one for each sentence that names one."""
    near = day_of_text or newest
    kept_by_day = any(_dated(line, near or _ANY_YEAR) for line in lines)
    slashed = _anywhere if kept_by_day else _behind_a_word
    for number, line in _numbered(lines, near or _ANY_YEAR, kept_by_day):
        if own := _dated(line, near):
            noted, text = own
            days = [day for day, *_ in days_near(text, noted, slashed)]
            closings = {closes_on(sentence, noted, slashed) for sentence in _SENTENCE.split(text)} - {None}
            closing = closings.pop() if len(closings) == 1 else None
            yield _day(noted), NOTE, text, _listed(days) or _OWN, _day(closing), name, number
        elif near is None and _dated(line, _ANY_YEAR):  # `11/24`, and nothing tells its year
            yield None, NOTE, line, _NO_YEAR, None, name, number
        else:
            yield from _of_line(name, NOTE, day_of_text, near, number, line, slashed)


def _numbered(lines: list[str], near: dt.date, kept_by_day: bool) -> Iterator[tuple[int, str]]:
    """Lines with their numbers; of notes that are kept by day each note of a line."""
    for number, line in enumerate(lines, 1):
        yield from ((number, note) for note in (_notes_of(line, near) if kept_by_day else [line]))


def _of_text(name: str, kind: str, day_of_text: dt.date | None, lines: list[str]) -> Iterator[tuple]:
    for number, line in enumerate(lines, 1):
        yield from _of_line(name, kind, day_of_text, day_of_text, number, line, _behind_a_word)


def _of_line(
    name: str,
    kind: str,
    noted: dt.date | None,
    near: dt.date | None,
    number: int,
    line: str,
    slashed: Callable[[str], bool],
) -> Iterator[tuple]:
    """The sentences of a line that name a day."""
    for sentence in _SENTENCE.split(line):
        days = [day for day, *_ in days_near(sentence, near, slashed)]
        is_title = number == 1 and set(days) == {noted}  # a title with its day decides nothing
        if days and not is_title:
            yield (
                _day(noted), kind, sentence, _listed(days), _day(closes_on(sentence, near, slashed)), name, number
            )  # fmt: skip


def _listed(days: list[dt.date]) -> str:
    return ", ".join(map(str, dict.fromkeys(days)))


def _told(practice: Practice) -> Iterator[tuple[str, str, dt.date | None, list[str]]]:
    """The texts in which people decide: the file, what it is, its day, and its lines."""
    entries = opened.entries(str(practice.raw)) if practice.raw.is_dir() else []
    folders = _known().folders
    papers = sorted(
        one.name
        for one in entries
        if one.is_dir() and (places.names_papers(one.name) or " ".join(words_in(one.name)) in folders)
    )
    for folder in dict.fromkeys((MEETINGS, *papers)):
        for name, data in _texts(practice, folder):
            if mail := mail_of(data):
                yield name, MAIL, mail.written_on or day_of_note(stem(name), []), body_of(data)
            elif note_of(data):
                lines = lines_of(data)
                yield name, MINUTES if folder == MEETINGS else NOTE, day_of_note(stem(name), lines), lines


def _day(day: dt.date | None) -> pd.Timestamp | None:
    return None if day is None else pd.Timestamp(day)


def _known() -> _Words:
    return reference.load("note_words", _Words)
