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

SCHEDULE, RATE = "Schedule", "Rate"  # columns, as the fields are called
_CHARGES = "Charges"  # the name of a schedule that only its header tells
_WORD = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True)
class _Words:
    """The file `own_charges.toml`."""

    charges: frozenset[str]
    owners: frozenset[str]
    prices: frozenset[str]
    beside: frozenset[str]
    headers: frozenset[str]


def is_own(text: object, names: frozenset[str] = frozenset()) -> bool:
    """Tell whether a title names what the practice charges, and nothing else: `Our charges`, `Chargemaster 2026`.

    `names` are words of the practice's own name in lower case, which may stand beside: `elm_charges` of Elm Clinic.
    """
    words = set(_WORD.findall(text.casefold().replace("_", " "))) - names if isinstance(text, str) else set()
    known = _words()
    told = words & known.charges or (words & known.owners and words & known.prices)
    return bool(told) and words <= known.charges | known.owners | known.prices | known.beside


def named(sheets: Sequence[Sheet], target: Target) -> list[Sheet]:
    """Return tables of rates, those of the practice's own charges with their title as the name of their schedule.

    The title is the line right above the header, the name of the sheet, or the header of its one column of prices
    (`Retail`). A table that names payers or schedules in a column has its own word for it.
    """
    priced = [_with_price(sheet, target) for sheet in sheets]
    return [_named(sheet, title, target) if (title := _title(sheet)) else sheet for sheet in priced]


def _with_price(sheet: Sheet, target: Target) -> Sheet:
    """A table without a rate, with the one column of the practice's own price as such, under the name of charges."""
    priced = [c for c in sheet.columns if " ".join(_WORD.findall(c.casefold())) in _words().headers]
    used = suggest(sheet, target).used if len(priced) == 1 else {"rate": ""}
    if "rate" in used or "procedure" not in used or {RATE, SCHEDULE} & set(sheet.frame):
        return sheet
    header = tuple(RATE if name == priced[0] else name for name in sheet.columns)
    made = replace(sheet, frame=sheet.frame.rename(columns={priced[0]: RATE}), header=header)
    return _named(made, _CHARGES, target)


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
