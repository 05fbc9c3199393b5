"""Title rows above a table that hold several cells: they name a report, a day or a person, and no column."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from cutover import reference
from cutover.reading.files.days import date_of

_DAY = re.compile(
    r"(?<![\d/-])(\d{1,2}[/-]\d{1,2}[/-](\d{4}|\d{2})|\d{4}-\d{2}-\d{2}|[a-z]{3,9}\.? \d{1,2},? \d{4})(?![\d/-])"
    r"|(?<!\d)\d{1,2}:\d{2}(?!\d)",
    re.IGNORECASE,
)
# the number of an account with all but its end hidden: `acct ...4471`, `xxxx4471`, `ending in 4471`
_MASKED = re.compile(r"(?:\.{2,}|…|\*+|•+|#{2,}|(?<![a-z])x+|\bending(?: in)?)[\s-]*\d{3,6}\b", re.IGNORECASE)


@dataclass(frozen=True)
class _Words:
    """The file `title_words.toml`."""

    begins: tuple[str, ...]
    ends: tuple[str, ...]
    made: tuple[str, ...]
    least_percent: int


def is_title_row(row: Sequence[str | None]) -> bool:
    """Tell whether a row of several cells is a title: enough of them hold a day, or words of a report's title.

    One cell alone is not judged: how little it fills tells it from a header. Cells of the same words with several days
    (`Rate 1/1/2025`, `Rate eff 5/1/2026`) name columns of one kind, and tell no title.
    """
    filled = [cell for cell in row if cell]
    words = reference.load("title_words", _Words)
    series = _series(filled, words)
    told = sum(is_title_cell(cell) for cell in filled if cell not in series)
    return len(filled) > 1 and told * 100 >= words.least_percent * len(filled)


def tells_a_day(row: Sequence[str | None]) -> bool:
    """Tell whether a cell of a row holds a day that is none of several by which columns of one kind are told apart."""
    filled = [cell for cell in row if cell]
    series = _series(filled, reference.load("title_words", _Words))
    return any(_DAY.search(cell) for cell in filled if cell not in series)


def made_on(titles: Iterable[str]) -> dt.date | None:
    """Return the last day on which a table was made by the rows above its header, None where they tell none.

    Only a day behind a word that says so counts (`Patients, printed 11/27/26`): that of a period or of a payer's
    effective rates says nothing of when somebody exported the table.
    """
    said = reference.load("title_words", _Words).made
    days = [
        date_of(found[0])
        for title in titles
        for found in _DAY.finditer(title)
        if found[1] and f" {_plain(title[: found.start()])}".endswith(tuple(f" {word}" for word in said))
    ]
    return max(filter(None, days), default=None)


def told_until(titles: Iterable[str]) -> dt.date | None:
    """Return the last day that a table made on a day tells of, None where no row above it tells when it was made.

    That is the day on which it was made (`made_on`), or the last day of a period that they name, where that is earlier.
    """
    lines = list(titles)
    made = made_on(lines)
    days = [date_of(found[0]) for line in lines for found in _DAY.finditer(line) if found[1]]
    others = [day for day in days if day is not None and day != made]
    return min(made, max(others)) if made is not None and others else made


def _series(filled: Sequence[str], words: _Words) -> set[str]:
    """The cells with a day whose other words begin another such cell too, of another day."""
    dated = [(cell, _plain(_DAY.sub(" ", cell)), _DAY.search(cell)) for cell in filled]
    named = [(cell, f"{plain} ", day[0]) for cell, plain, day in dated if plain and day]
    named = [one for one in named if not one[1].startswith(tuple(f"{word} " for word in words.begins))]
    return {
        cell
        for cell, plain, day in named
        for other, theirs, when in named
        if cell != other and day != when and (plain.startswith(theirs) or theirs.startswith(plain))
    }


def is_title_cell(cell: str) -> bool:
    """Tell whether a cell tells a title: a day, an account, or several words that begin or end as titles do."""
    words = reference.load("title_words", _Words)
    if _DAY.search(cell) or _MASKED.search(cell):
        return True
    plain = _plain(cell)
    if " " not in plain:
        return False
    begins = any(plain.startswith(f"{word} ") for word in words.begins)
    return begins or any(plain.endswith(f" {word}") for word in words.ends)


def _plain(cell: str) -> str:
    return " ".join(re.sub(r"[^a-z0-9#]", " ", cell.lower()).split())
