"""Blocked time in lists of appointments: a staff meeting or a lunch is nobody's appointment."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache

import pandas as pd

from cutover import reference
from cutover.reading.files.sheet import Sheet
from cutover.reading.practice.file_subject import words

WHY = "blocked time, no appointment"
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True)
class _Words:
    """The file `data/reference/appointment_words.toml`."""

    patient: frozenset[str]
    blocked: tuple[str, ...]
    beside: frozenset[str]


@cache
def _known() -> _Words:
    return reference.load("appointment_words", _Words)


@cache
def names_blocked_time(text: str) -> bool:
    """Tell whether a text in the place of a patient says that nobody is: `(blocked - staff meeting)`, `LUNCH`.

    Nothing but such words may stand in it: `Holiday, Ann` is a patient.
    """
    said = " ".join(_WORD.findall(text.casefold()))
    left = f" {said} "
    for phrase in sorted(_known().blocked, key=len, reverse=True):
        while f" {phrase} " in left:
            left = left.replace(f" {phrase} ", "  ")
    rest = {word for word in left.split() if not word.isdigit()}
    return left != f" {said} " and rest <= _known().beside


def without_blocked(sheet: Sheet) -> Sheet:
    """Return a list of appointments without rows of blocked time, which are set aside."""
    names = [name for name in sheet.columns if words(name) in _known().patient]
    if not names or sheet.frame.empty:
        return sheet
    cells = sheet.frame[sheet.columns].astype(object)
    named = cells[names].notna().any(axis=1)
    is_blocked = cells.map(lambda text: isinstance(text, str) and names_blocked_time(text))
    filled = cells[names].notna()
    gone = (named & (is_blocked[names] | ~filled).all(axis=1)) | (~named & is_blocked.any(axis=1))
    if not gone.any():
        return sheet
    rows = sheet.frame[gone]
    texts = rows[sheet.columns].fillna("").agg(" | ".join, axis=1)
    aside = pd.DataFrame({"source_row": rows["source_row"], "reason": WHY, "text": texts})
    whole = pd.concat([sheet.set_aside, aside.astype(sheet.set_aside.dtypes.to_dict())], ignore_index=True)
    return replace(sheet, frame=sheet.frame[~gone].reset_index(drop=True), set_aside=whole)
