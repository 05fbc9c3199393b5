"""Tables of what a practice itself charges, among its contracts: no payer has agreed to them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache

import pandas as pd

from cutover import reference
from cutover.columns import TEXT
from cutover.reading.files.sheet import ABOVE, Sheet
from cutover.reading.mapping.suggest import suggest
from cutover.reading.mapping.targets import Target

SCHEDULE = "Schedule"  # the column that tells it, as the field is called
_WORD = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True)
class _Words:
    """The file `own_charges.toml`."""

    charges: frozenset[str]
    owners: frozenset[str]
    prices: frozenset[str]
    beside: frozenset[str]


def is_own(text: object) -> bool:
    """Tell whether a title names what the practice charges, and nothing else: `Our charges`, `Chargemaster 2026`."""
    words = set(_WORD.findall(text.casefold())) if isinstance(text, str) else set()
    known = _words()
    told = words & known.charges or (words & known.owners and words & known.prices)
    return bool(told) and words <= known.charges | known.owners | known.prices | known.beside


def named(sheets: Sequence[Sheet], target: Target) -> list[Sheet]:
    """Return tables of rates, those of the practice's own charges with their title as the name of their schedule.

    The title is the line right above the header, or the name of the sheet. A table that names payers or schedules in
    a column has its own word for it.
    """
    return [_named(sheet, title, target) if (title := _title(sheet)) else sheet for sheet in sheets]


def _title(sheet: Sheet) -> str:
    above = sheet.set_aside.loc[sheet.set_aside["reason"].eq(ABOVE).fillna(False), "text"].tail(1)
    return next((text for text in [*above, sheet.name] if is_own(text)), "")


def _named(sheet: Sheet, title: str, target: Target) -> Sheet:
    if SCHEDULE in sheet.frame or {"payer", "schedule"} & set(suggest(sheet, target).used):
        return sheet
    frame = sheet.frame.copy(deep=False)
    frame.insert(0, SCHEDULE, pd.Series(title, frame.index, dtype=TEXT))
    return replace(sheet, frame=frame, header=(SCHEDULE, *sheet.header))


@cache
def _words() -> _Words:
    return reference.load("own_charges", _Words)
