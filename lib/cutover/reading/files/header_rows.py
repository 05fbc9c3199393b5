"""Headers in several rows: bands above the names, and names that go on in the next row."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from cutover.reading.files.header import Row, is_word, normal
from cutover.reading.files.title_rows import is_title_row, tells_a_day

Span = tuple[int, int, int]  # row, first column and last column of cells merged side by side
_MOST = 2  # rows of a header above or below its main one
_WRAPPED = 0.6  # share of the columns that a row of wrapped names fills
_NOTHING = frozenset(
    {"unknown", "none", "null", "nil", "missing", "pending", "tbd", "same", "other"}
)  # values of words
_MARKS = frozenset("#$%")  # below a name: `Claim` over `#`
_AGAIN = 2  # rows below in which a word of a row comes back, from which on it is a value
_MOST_NAMES = 0.5  # share of the names, above which they are most of them
_LONGEST = 40  # letters of a band; a title is longer


@dataclass(frozen=True)
class Header:
    """A header as found: the whole name of each column, the places of its rows, and the band above each name."""

    names: list[str | None]
    places: set[int]
    bands: list[str | None]


def whole_header(
    top: Sequence[Row], place: int, spans: Sequence[Span], expected: Iterable[set[str]] = ()
) -> Header:
    """Return the names of the columns and the places of all rows they stand in.

    `place` is the row found by content. A row of bands above it (`Primary Insurance` over `Name`) belongs to the
    names, and so does a row of words below it over columns of values. Above names that are mostly `expected`, words
    with which none of them is an expected name are no part of the names: `Elm Clinic` and `July` over `Date` and
    `Memo`.
    """
    known = {normal(word) for words in expected for word in words} - {""}
    names, places = list(top[place]), {place}
    bands: list[str | None] = [None] * len(names)
    last = place
    while len(places) <= _MOST and _goes_on(top, last) and not _is_value(top, last, names, known):
        is_wrapped = _is_wrapped(names, top[last + 1], last, spans)
        over = names if is_wrapped else _spread(names, last, spans)
        bands = bands if is_wrapped else _banded(over, top[last + 1], bands)
        names = _joined(over, top[last + 1])
        last += 1
        places.add(last)
    first = place
    while first > 0 and place - first < _MOST and _is_above(top, first - 1, names, spans):
        if _is_wrapped(top[first - 1], names, first - 1, spans) and _is_apart(top[first - 1], names, known):
            break
        above = list(top[first - 1])
        if not _is_wrapped(above, names, first - 1, spans):
            above = _spread(above, first - 1, spans)
            bands = _banded(above, names, bands)
        names = _joined(above, names)
        first -= 1
        places.add(first)
    return Header(names, places, bands)


def _banded(
    upper: Sequence[str | None], lower: Sequence[str | None], known: Sequence[str | None]
) -> list[str | None]:
    """The band over each name: the cell above it where both rows have one, before a band that is known."""
    told = [over if over and under else None for over, under in zip(upper, lower, strict=True)]
    return [" ".join(filter(None, both)) or None for both in zip(told, known, strict=True)]


def _joined(upper: Sequence[str | None], lower: Sequence[str | None]) -> list[str | None]:
    """The two names of each column as one; a name that both rows hold stands once."""
    out: list[str | None] = []
    for over, under in zip(upper, lower, strict=True):
        if over and under and normal(over) != normal(under):
            out.append(f"{over} {under}")
        else:
            out.append(under or over)
    return out


def _spread(row: Row, place: int, spans: Sequence[Span]) -> list[str | None]:
    """A row of bands with each band over all its columns: those merged, or else up to the next band."""
    out = list(row)
    here = [span for span in spans if span[0] == place]
    for _, start, end in here:
        for column in range(start, min(end + 1, len(out))):
            out[column] = out[column] or row[start]
    if here:
        return out
    for column in range(1, len(out)):
        out[column] = out[column] or out[column - 1]
    return out


def _is_above(top: Sequence[Row], place: int, names: Sequence[str | None], spans: Sequence[Span]) -> bool:
    row = top[place]
    filled = [column for column, cell in enumerate(row) if cell]
    if not filled or not all(
        is_word(row[c]) and len(row[c]) <= _LONGEST and ":" not in row[c] for c in filled
    ):
        return False
    if is_title_row(row):
        return False
    named = [column for column, name in enumerate(names) if name]
    if _is_wrapped(row, names, place, spans):
        return True
    here = [span for span in spans if span[0] == place]
    if here:
        widest = max(end - start + 1 for _, start, end in here)
        return len(filled) >= 2 or 2 <= widest < len(named)
    if len(filled) < 2 or filled[-1] > max(named, default=0):
        return False
    apart = all(b - a > 1 for a, b in pairwise(filled))
    repeats = len({normal(names[c]) for c in named}) < len(named)
    return apart or (repeats and len(filled) >= 2 and filled != [0, 1])


def _is_wrapped(upper: Row, lower: Row, place: int, spans: Sequence[Span]) -> bool:
    """Whether nearly each column has a word above its name: `Date of` over `Birth`; nothing is merged there."""
    named = [column for column, name in enumerate(lower) if name]
    over = [column for column in named if upper[column]]
    words = all(is_word(cell) and ":" not in cell for cell in upper if cell)
    merged = any(span[0] == place for span in spans)
    return len(named) >= 3 and len(over) >= _WRAPPED * len(named) and words and not merged


def _is_apart(upper: Row, lower: Sequence[str | None], known: set[str]) -> bool:
    """Whether most names are expected ones as they stand, and none is with the word above it.

    A word above that is an expected name itself makes no title, unless a day stands beside it: `Contract`, `Aetna`,
    `eff 3/1/2026`.
    """
    named = [name for name in lower if name]
    joined = [name for over, name in zip(upper, _joined(upper, lower), strict=True) if over]
    most = sum(normal(name) in known for name in named) > _MOST_NAMES * len(named)
    alone = most and len(set(map(normal, named))) == len(named)
    words = () if tells_a_day(upper) else filter(None, upper)
    return alone and not any(normal(word) in known for word in (*words, *filter(None, joined)))


def _goes_on(top: Sequence[Row], place: int) -> bool:
    """Whether the next row is still header: words alone over columns whose other cells are values."""
    if place + 3 >= len(top):
        return False
    row, below = top[place + 1], [r for r in top[place + 2 :] if any(r)]
    filled = [cell for cell in row if cell]
    words = [cell for cell in filled if cell not in _MARKS]
    if len(filled) < 2 or not words or not all(is_word(c) and c.lower() not in _NOTHING for c in words):
        return False
    shaped = [c for c in range(len(row)) if _is_shaped([r[c] for r in below if r[c]])]
    told = [c for c in shaped if row[c] and normal(row[c]) != normal(top[place][c])]
    return bool(told) and len(told) >= 0.5 * sum(1 for c in shaped if row[c]) and len(below) >= 2


def _is_value(top: Sequence[Row], place: int, names: Sequence[str | None], known: set[str]) -> bool:
    """Whether the next row is data of words: one comes back below it, or the names alone are the expected ones.

    A printed report repeats its whole header on each page: rows that are that one do not count.
    """
    row = top[place + 1]
    below = [r for r in top[place + 2 :] if any(r) and [normal(c) for c in r] != [normal(c) for c in row]]
    for column, cell in enumerate(row):
        if cell and cell not in _MARKS and sum(r[column] == cell for r in below) >= _AGAIN:
            return True
    filled = [(over, under) for over, under in zip(names, row, strict=True) if under]
    joined = {normal(f"{over} {under}") for over, under in filled if over} | {normal(u) for _, u in filled}
    return all(over and normal(over) in known for over, _ in filled) and joined.isdisjoint(known)


def _is_shaped(values: list[str]) -> bool:
    return len(values) >= 2 and sum(not is_word(value) for value in values) >= 0.8 * len(values)
