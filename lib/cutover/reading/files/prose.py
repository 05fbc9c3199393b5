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
    if kind_of_file(data)[0] != FileKind.TEXT:
        return None
    lines = [line.strip() for line in _text(data[:_BEGIN]).splitlines() if line.strip()]
    if not lines or any(map(_TIGHT.search, lines)):
        return None
    parted = {len(_BETWEEN.findall(line)) for line in lines}
    words = [word for line in lines for word in _WORD.findall(line)]
    parts = sum(len(_BETWEEN.findall(line)) + 1 for line in lines)
    is_table = len(lines) > 1 and len(parted) == 1 and parted != {0}
    is_told = (
        2 * sum(bool(_END.search(line)) for line in lines) >= len(lines)
        and 2 * sum(word[0].islower() for word in words) > len(words)
        and len(words) >= max(_PART * parts, _LINE * len(lines))
    )
    return Prose(len(lines)) if is_told and not is_table else None


def _text(data: bytes) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")
