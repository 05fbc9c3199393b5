"""Sheets whose title says that they are not to be used: left out with that reason, and nobody has to do anything."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache

import pandas as pd

from cutover import reference
from cutover.reading.files.sheet import Sheet
from cutover.wording import several

WHY = "its title says that it is not to be used"


@dataclass(frozen=True)
class _Titles:
    """The file `unused_sheets.toml`."""

    phrases: tuple[str, ...]
    whole: tuple[str, ...]
    unless: frozenset[str]


def unused(sheets: Sequence[Sheet]) -> list[bool]:
    """Tell of each sheet of a file whether its title says that it is not to be used.

    A title such as `Old` says so only beside a sheet with rows that does not.
    """
    says = [_says(sheet.name) for sheet in sheets]
    old = [not hit and _words(sheet.name) in _titles().whole for sheet, hit in zip(sheets, says, strict=True)]
    both = list(zip(sheets, says, old, strict=True))
    has_other = any(len(sheet.frame) and not hit and not is_old for sheet, hit, is_old in both)
    return [hit or (is_old and has_other) for _, hit, is_old in both]


def emptied(sheets: Sequence[Sheet]) -> tuple[Sheet, ...]:
    """Return the sheets of a file, every row of one that is not to be used set aside with that reason."""
    return tuple(_emptied(sheet) if hit else sheet for sheet, hit in zip(sheets, unused(sheets), strict=True))


def _emptied(sheet: Sheet) -> Sheet:
    rows = sheet.frame
    texts = rows[sheet.columns].fillna("").agg(" | ".join, axis=1) if len(rows) else []
    gone = pd.DataFrame({"source_row": rows["source_row"], "reason": WHY, "text": texts}, index=rows.index)
    aside = pd.concat([sheet.set_aside, gone.astype(sheet.set_aside.dtypes.to_dict())], ignore_index=True)
    return replace(sheet, frame=rows.iloc[:0], set_aside=aside)


def left_out(name: str, rows: int, why: str = WHY) -> str:
    """Return in words that a sheet, or a file without any, is left out, with the number of its rows."""
    return f"{f'sheet {name}: ' if name else ''}{several(rows, 'row')} left out: {why}"


def _says(name: str) -> bool:
    words = f" {_words(name)} "
    for phrase in _titles().phrases:
        _, found, behind = words.partition(f" {phrase} ")
        if found and not set(behind.split()[:1]) & _titles().unless:
            return True
    return False


def _words(name: str) -> str:
    return " ".join(re.findall(r"[^\W_]+", re.sub(r"['\u2019]", "", name.lower())))


@cache
def _titles() -> _Titles:
    return reference.load("unused_sheets", _Titles)
