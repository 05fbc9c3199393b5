"""Notes kept as text files: lines of sentences. They are for a person; nothing is read out of them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from cutover.reading.files.kind import FileKind, kind_of_file
from cutover.wording import several

_BEGIN = 65_536  # bytes at the head of a file that are looked at
_BETWEEN = re.compile(r"[,;]")
_TIGHT = re.compile(r"[,;](?=[^\s\d\"'”’)])|\t|\|")  # as between the cells of a table: no blank follows
_WORD = re.compile(r"[^\W\d_]{2,}")
_END = re.compile(r"[.!?][\"'”’)]?$")
_RULED = re.compile(r"\S\s{3,}\S")  # as between the columns of a printed list
_TOLD = re.compile(r"[\d.:!?(]")
_FEWEST = 3  # words of a terse note
_PART = 4  # words between two commas of a sentence, on the average
_LINE = 5  # words of a line, on the average


@dataclass(frozen=True)
class Prose:
    """A note: how many lines it has."""

    lines: int

    @property
    def words(self) -> str:
        """In words: `a note of 3 lines`."""
        return f"a note of {several(self.lines, 'line')}"


def prose_of(data: bytes) -> Prose | None:
    """Return what a file of sentences is, None where it may be a table or is no text.

    Half of its lines end as sentences do, most of its words begin small, and many words come between two commas. What
    is parted as cells are, or as often in each of several lines, may be a table.
    """
    lines = _no_table(data)
    return Prose(len(lines)) if lines and _is_told(lines) else None


def note_of(data: bytes) -> Prose | None:
    """Return what a note is however terse, as people keep it beside their lists; None where it may be a table.

    For folders without tables: `7/14 Ana, Bo. portal down, sent again` is a note there. Some word of it begins small,
    it has a digit, a bracket or the end of a sentence, and neither commas nor wide gaps part each of its lines alike.
    """
    lines = _no_table(data)
    return Prose(len(lines)) if lines and (_is_told(lines) or _is_terse(lines)) else None


def lines_of(data: bytes) -> list[str]:
    """Return the lines of a text that are not blank, of its first 64 kB."""
    return [line.strip() for line in _text(data[:_BEGIN]).splitlines() if line.strip()]


def _no_table(data: bytes) -> list[str]:
    """The lines of a text that no cells part: neither a separator without a blank, nor as many commas in each line."""
    if kind_of_file(data)[0] != FileKind.TEXT:
        return []
    lines = lines_of(data)
    parted = {len(_BETWEEN.findall(line)) for line in lines}
    is_parted = len(lines) > 1 and len(parted) == 1 and parted != {0}
    return [] if is_parted or any(map(_TIGHT.search, lines)) else lines


def _is_told(lines: list[str]) -> bool:
    words = [word for line in lines for word in _WORD.findall(line)]
    parts = sum(len(_BETWEEN.findall(line)) + 1 for line in lines)
    return (
        2 * sum(bool(_END.search(line)) for line in lines) >= len(lines)
        and 2 * sum(word[0].islower() for word in words) > len(words)
        and len(words) >= max(_PART * parts, _LINE * len(lines))
    )


def _is_terse(lines: list[str]) -> bool:
    words = [word for line in lines for word in _WORD.findall(line)]
    return (
        len(words) >= _FEWEST
        and any(word[0].islower() for word in words)
        and any(map(_TOLD.search, lines))
        and len(words) > sum(len(_BETWEEN.findall(line)) for line in lines)
        and 2 * sum(bool(_RULED.search(line)) for line in lines) <= len(lines)
    )


def _text(data: bytes) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")
