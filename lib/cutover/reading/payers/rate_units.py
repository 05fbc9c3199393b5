"""What one rate of a contract is for: a unit of the line, or a visit whatever its units.

A column beside the rate says it, else the title above the table or the header of the rates themselves: `Fees per claim
line`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache

import pandas as pd

from cutover import reference
from cutover.columns import TEXT
from cutover.reading.files.sheet import Sheet
from cutover.reading.mapping.suggest import suggest
from cutover.reading.mapping.targets import Target

UNIT, VISIT = "one unit", "one visit"
PER = "Per"  # the header of a column that was made of a title
NOT_KNOWN = 'the rate is for "{text}": how many of them a line has is not known'


@dataclass(frozen=True)
class _Words:
    """The file `rate_units.toml`."""

    beside: frozenset[str]
    unit: frozenset[str]
    visit: frozenset[str]
    titles: str


def per_of(text: str) -> str | None:
    """Return UNIT or VISIT, whichever a cell means; None where it means another measure: an hour, a day, a month."""
    said = _said()
    words = re.findall(r"[a-z]+|\d+", text.lower().replace("re-eval", "reeval"))
    own = " ".join(word for word in words if word not in said.beside)
    if own in said.unit or (not own and words):
        return UNIT
    return VISIT if own in said.visit else None


def with_measure(sheets: Sequence[Sheet], target: Target) -> list[Sheet]:
    """Return tables of rates, those whose title or header says that a rate is for a whole line with a column of it."""
    return [_measured(sheet, target) for sheet in sheets]


def _measured(sheet: Sheet, target: Target) -> Sheet:
    """The table with what its title says each rate is for, where that is a visit and no column of its own tells it."""
    told = {hit for text in sheet.above for hit in _in_title(text)}
    headed = [header for header in sheet.columns if VISIT in map(per_of, _in_title(header))]
    if not told and not headed:
        return sheet
    used = suggest(sheet, target).used
    told |= set(_in_title(used.get("rate", "")))
    if "per" in used or PER in sheet.frame or {per_of(text) for text in told} != {VISIT}:
        return sheet
    own = sheet.frame[sheet.columns].assign(**{PER: pd.Series(min(told), sheet.frame.index, dtype=TEXT)})
    frame = pd.concat([own, sheet.frame.drop(columns=sheet.columns)], axis=1)
    return replace(sheet, frame=frame, header=(*sheet.header, PER))


def _in_title(text: str) -> list[str]:
    """What a text says that an amount is for: `claim line` of `Allowed per claim line, 2026`."""
    return [hit["what"] for hit in re.finditer(_said().titles, text.lower())]


@cache
def _said() -> _Words:
    return reference.load("rate_units", _Words)
