"""The header of a table found by content: no list of known names is needed, but one sharpens the choice."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from cutover.reading.files.title_rows import is_title_row

Row = Sequence[str | None]
CANDIDATES = 60  # filled rows that may be the header: titles and filters of a report stand above it
BELOW = 60  # rows that a candidate is held against
_TABLES = 4  # whose place is remembered: the header of each is asked for several times in a row
_WORDS = 20_000  # cells that are remembered as they are compared
_VALUE = re.compile(
    r"""[-+($]*\s*[\d.,]+\s*\)?-?\s*%?            # a number or amount
    |\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}.*            # a date
    |\d{1,2}[-\s][A-Za-z]{3}[-\s]\d{2,4}.*        # a date with a month's name
    |[\d()\s.+-]{7,}                              # a phone number or identifier
    |\S+@\S+\.\S+                                 # an e-mail address
    |\S*\d\S*\d\S*\d\S*\d\S*                      # an identifier with letters
    |true|false|yes|no|y|n|m|f|n/a|none|null""",
    re.IGNORECASE | re.VERBOSE,
)


@lru_cache(_WORDS)
def normal(text: str | None) -> str:
    """Return a header as it is compared: letters and digits alone, in lower case."""
    return re.sub(r"[^a-z0-9]", "", (text or "").lower())


def header_place(rows: Sequence[Row], expected: Iterable[set[str]] = ()) -> int | None:
    """Return the place of the header among the first rows of a table, None where there is none.

    A header fills most columns with distinct words that do not come back below it, over values of
    another shape or over values that repeat. `expected` holds known header words, one set per known
    thing; words that are found there weigh more than the shape of the rows.
    """
    return _place(tuple(map(tuple, rows)), frozenset[str]().union(*expected))


@lru_cache(_TABLES)
def _place(rows: tuple[Row, ...], expected: frozenset[str]) -> int | None:
    known = {normal(word) for word in expected} - {""}
    filled = [place for place, row in enumerate(rows) if any(row)]
    if not filled:
        return None
    width = _usual_width([rows[place] for place in filled])
    scored = [(_score(rows, filled, n, width, known), -n) for n in range(min(len(filled), CANDIDATES))]
    best, order = max(scored)
    if best <= 0:
        return None
    same = [normal(cell) for cell in rows[filled[-order]]]  # a printed report repeats it on each page
    return next(place for place in filled if [normal(cell) for cell in rows[place]] == same)


def _usual_width(rows: Sequence[Row]) -> int:
    counts = sorted(sum(1 for cell in row if cell) for row in rows)
    return counts[int(0.9 * (len(counts) - 1))]


def _score(rows: Sequence[Row], filled: list[int], n: int, width: int, known: set[str]) -> float:
    """How much a row looks like the header; 0 where it cannot be."""
    row = rows[filled[n]]
    names = [cell for cell in row if cell]
    fill = min(1.0, len(names) / width)
    familiar = sum(normal(name) in known for name in names) / len(names)
    words = sum(is_word(name) for name in names) / len(names)
    distinct = len({name.lower() for name in names}) / len(names)
    if fill < 0.6 or (len(names) < 2 <= width) or distinct < 0.5:
        return 0.0
    if words < 0.6 and familiar < 0.3:
        return 0.0
    if familiar < 0.3 and is_title_row(row):
        return 0.0
    same = [normal(cell) for cell in row]
    below = [rows[place] for place in filled[n + 1 : n + 1 + BELOW]]
    below = [r for r in below if sum(1 for c in r if c) >= 0.5 * width and [normal(c) for c in r] != same]
    contrast = _contrast(row, below)
    if contrast <= 0 and familiar < 0.3 and below:
        return 0.0
    return fill + words + distinct + 1.5 * contrast + 3 * familiar


@lru_cache(_WORDS)
def is_word(text: str) -> bool:
    """Tell whether a cell reads like a name of a column rather than like a value."""
    return len(text) <= 60 and re.search(r"[^\W\d_]", text) is not None and not _VALUE.fullmatch(text)


def _contrast(row: Row, below: Sequence[Row]) -> float:
    """Mean over the named columns of how unlike its values the name is, from -1 to 1."""
    marks = []
    for column, name in enumerate(row):
        values = [r[column] for r in below if r[column]]
        if name and values:
            marks.append(_unlike(name, values))
    return sum(marks) / len(marks) if marks else 0.0


def _unlike(name: str, values: Sequence[str | None]) -> float:
    if name in values:
        return -1.0
    if not is_word(name):
        return -0.3
    shaped = sum(not is_word(value) for value in values) / len(values)
    if shaped >= 0.5:
        return 1.0
    return 0.6 if len(set(values)) <= 0.5 * len(values) else 0.1


def unique_names(header: Sequence[str | None], taken: Iterable[str] = ()) -> list[str]:
    """Return one name per column: a blank one becomes `column 3`, a second `Name` becomes `Name (2)`."""
    used, names = {name.lower() for name in taken}, []
    for place, found in enumerate(header, 1):
        stem = " ".join((found or "").split()) or f"column {place}"
        name, number = stem, 1
        while name.lower() in used:
            number += 1
            name = f"{stem} ({number})"
        used.add(name.lower())
        names.append(name)
    return names
