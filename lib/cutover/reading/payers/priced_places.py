"""Fee schedules with a column of prices for facilities and one for all other places: a table of rates for each."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache

import pandas as pd

from cutover import reference
from cutover.columns import TEXT
from cutover.reading.files.sheet import Sheet
from cutover.reading.mapping.said_once import is_said_once
from cutover.reading.mapping.suggest import suggest
from cutover.reading.mapping.targets import Target
from cutover.reading.payers.wide_rates import RATE, WideWords, is_money

PLACE = "Place of service"  # the column, as the field is called
FACILITY, NON_FACILITY = "facility", "non-facility"  # what stands in it beside codes
_WORD = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True)
class _Words:
    """The file `priced_places.toml`."""

    facility: frozenset[str]
    non_facility: frozenset[str]
    beside: frozenset[str]
    places: frozenset[str]


def setting_of(text: object) -> str | None:
    """Return which places a header or a cell means, `facility` or `non-facility`; null where it means neither."""
    if not isinstance(text, str):
        return None
    spare = _words().beside | reference.load("wide_contracts", WideWords).beside
    plain = " ".join(word for word in _WORD.findall(text.casefold()) if word not in spare)
    if plain in _words().non_facility:
        return NON_FACILITY
    return FACILITY if plain in _words().facility else None


def setting_of_place(code: object) -> str | None:
    """Return which price holds for a place of service, two digits; null where it is not known."""
    if not isinstance(code, str) or not re.fullmatch(r"\d\d", code):
        return None
    return FACILITY if code in _words().places else NON_FACILITY


def by_setting(sheets: Sequence[Sheet], target: Target) -> list[Sheet]:
    """Return tables of rates, those with such columns of prices as one table a column, which names its places."""
    return [part for sheet in sheets for part in _parts(sheet, target)]


def _parts(sheet: Sheet, target: Target) -> list[Sheet]:
    columns = {name: told for name in sheet.columns if not is_said_once(name) and (told := setting_of(name))}
    columns = {name: told for name, told in columns.items() if is_money(sheet, name)}
    if not columns or len(set(columns.values())) < len(columns) or {PLACE, RATE} & set(sheet.frame):
        return [sheet]
    used = suggest(sheet, target).used
    if "procedure" not in used or "place" in used or used.get("rate") not in (None, *columns):
        return [sheet]
    return [_of(sheet, list(columns), name, first=n == 0) for n, name in enumerate(columns)]


def _of(sheet: Sheet, priced: list[str], column: str, *, first: bool) -> Sheet:
    """The table with the prices of one column; what the reader set aside stands beside the first alone."""
    bare = (
        sheet.frame[priced].isna().all(axis=1)
    )  # the first table has them, whose reader says what they lack
    there = sheet.frame[column].notna() | (bare if first else False)
    frame = sheet.frame.loc[there].drop(columns=[c for c in priced if c != column])
    frame = frame.rename(columns={column: RATE})
    frame.insert(0, PLACE, pd.Series(setting_of(column), frame.index, dtype=TEXT))
    aside = sheet.set_aside if first else sheet.set_aside.iloc[:0]
    kept = [RATE if name == column else name for name in sheet.header if name == column or name not in priced]
    return replace(
        sheet,
        frame=frame,
        header=(PLACE, *kept),
        set_aside=aside,
        rows_in=len(frame) + len(aside) + (sheet.header_row is not None),
        checks=sheet.checks.iloc[:0],
        notes=sheet.notes if first else (),
    )


@cache
def _words() -> _Words:
    return reference.load("priced_places", _Words)
