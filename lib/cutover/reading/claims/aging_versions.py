"""Agings of which a later version lies beside them: `v1` beside `v2`, `(wrong)` beside a right one, an old sheet.

Two agings of one day are versions of one report where their files bear the same name but for the words that tell
versions. Two offices' agings of one day have other names, and both count.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

import pandas as pd

from cutover import reference
from cutover.reading.practice.file_names import base_name, original_name, stem

_KEYS = ["source_file", "source_sheet"]


@dataclass(frozen=True)
class _Words:
    first: frozenset[str]
    last: frozenset[str]
    version: frozenset[str]
    old: frozenset[str]


@dataclass(frozen=True)
class _Version:
    """What a name says without the words of versions, and which version it is: the higher takes the other's place."""

    name: str
    rank: tuple[int, int, int]


def superseded(rows: pd.DataFrame) -> pd.Series:
    """Return which rows of agings (AGING_REPORT) are of a version that another one takes the place of."""
    found = pd.Series(False, rows.index, dtype=bool)
    reports = rows.drop_duplicates(_KEYS)[[*_KEYS, "day", "is_by_claim"]]
    each = [(one, _of_file(one.source_file)) for one in reports.itertuples(index=False)]
    for one, version in each:
        beside = [
            (other, its) for other, its in each if other.is_by_claim == one.is_by_claim and other is not one
        ]
        newer = any(
            other.day == one.day and its.name == version.name and its.rank > version.rank
            and _text(other.source_sheet) == _text(one.source_sheet)
            for other, its in beside
            if other.source_file != one.source_file
        )  # fmt: skip
        later = _is_old(_text(one.source_sheet)) and any(
            other.source_file == one.source_file
            and pd.notna(other.day)
            and pd.notna(one.day)
            and other.day > one.day
            for other, _ in beside
        )
        if newer or later:
            sheet = rows["source_sheet"].fillna("").eq(_text(one.source_sheet))
            found |= rows["source_file"].eq(one.source_file).fillna(False) & sheet
    return found


def _text(sheet: object) -> str:
    return sheet if isinstance(sheet, str) else ""


def _is_old(sheet: str) -> bool:
    said = re.findall(r"[a-z]+|\d+", sheet.lower())
    return bool(said) and said[-1] in _words().old  # `Old Town` is a place


def _of_file(source_file: str) -> _Version:
    """The version of a file: its number, 1 without one, after what is called wrong and before what is called final."""
    said = re.findall(r"[a-z]+|\d+", stem(original_name(base_name(source_file))).lower())
    words, number, name, place = _words(), 1, [], 0
    while place < len(said):
        is_number = said[place] in words.version and place + 1 < len(said) and said[place + 1].isdigit()
        if is_number:
            number, place = int(said[place + 1]), place + 2
            continue
        if said[place] not in words.first | words.last:
            name.append(said[place])
        place += 1
    is_right, is_last = not words.first & set(said), bool(words.last & set(said))
    return _Version(" ".join(name), (int(is_right), number, int(is_last)))


@cache
def _words() -> _Words:
    return reference.load("version_words", _Words)
