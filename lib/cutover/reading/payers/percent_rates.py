"""Contracts that pay a percent of Medicare, as rates: each payer's percent of each amount in the practice's own list.

The Medicare amounts are those of a list in the same file that is called so; without one a percent is no rate, and is
said as it stands. The year in the title of that list bounds the days for which its amounts are known.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from typing import NamedTuple

import pandas as pd

from cutover import reference
from cutover.columns import TEXT
from cutover.reading.files.sheet import Sheet
from cutover.reading.files.values import cents, date_of
from cutover.reading.mapping.said_once import is_said_once
from cutover.reading.mapping.suggest import suggest
from cutover.reading.mapping.targets import Target

PAYER, CODE, RATE, SCHEDULE = "Payer", "Procedure", "Rate", "Schedule"
BASE = "Medicare's amounts, of which a contract of the file pays a percent"
BEGINS, ENDS = "Effective from", "Effective through"
OF_MEDICARE = "% of Medicare"
MARKS = {"modifier": "Modifier", "modifier_2": "Modifier 2", "place": "Place of service"}
HEADER = (PAYER, CODE, *MARKS.values(), RATE, BEGINS, ENDS, SCHEDULE)
_ORIGIN = ("source_file", "source_sheet", "source_row")
_PERCENT = re.compile(r"\s*(\d{2,3}(?:\.\d+)?)\s*(%|percent|pct\.?)?(?:\s+of\s+\w+)?\s*", re.IGNORECASE)
_YEAR = re.compile(r"(?<!\d)20\d\d(?!\d)")
_MOSTLY = 0.8  # share of a column's filled cells that are percents
_LEAST, _MOST = Decimal(20), Decimal(500)  # percents of Medicare that a contract pays


@dataclass(frozen=True)
class _Words:
    """The file `percent_contracts.toml`."""

    medicare: frozenset[str]
    percent: frozenset[str]


class _Base(NamedTuple):
    """A list of Medicare's amounts: its rows, which column is which field, and its year where it names one."""

    sheet: Sheet
    used: dict[str, str]
    year: int | None


class _Share(NamedTuple):
    """What a table of percents has in which column."""

    payer: str
    percent: str
    begins: str | None


def with_percents(sheets: list[Sheet], target: Target) -> list[Sheet] | None:
    """Return the tables of a file with a rate for each payer's percent; None where no table is one of percents."""
    told = [(sheet, _share(sheet, target)) for sheet in sheets]
    if not any(share for _, share in told):
        return None
    bases = [base for sheet, share in told if share is None and (base := _base(sheet, target))]
    named = {id(base.sheet) for base in bases}
    return [
        _rates(sheet, share, bases) if share else _as_base(sheet) if id(sheet) in named else sheet
        for sheet, share in told
    ]


def _as_base(sheet: Sheet) -> Sheet:
    """A list of Medicare's amounts that says what it is, so that none of its rows is taken for a contract's rate."""
    if SCHEDULE in sheet.frame:
        return sheet
    frame = sheet.frame.copy()
    frame.insert(0, SCHEDULE, pd.Series(BASE, frame.index, dtype=TEXT))
    return replace(sheet, frame=frame, header=(SCHEDULE, *sheet.header))


def percent_of(text: str) -> Decimal | None:
    """Return the percent that a cell holds, None where it holds none that a contract would pay."""
    found = _PERCENT.fullmatch(text)
    if found is None:
        plain = text.strip()
        # a spreadsheet keeps 114 % as 1.14
        value = Decimal(plain) * 100 if re.fullmatch(r"[0-4]?\.\d+|[1-4]", plain) else None
    else:
        value = Decimal(found[1])
    return value if value is not None and _LEAST <= value <= _MOST else None


def _share(sheet: Sheet, target: Target) -> _Share | None:
    if sheet.frame.empty:
        return None
    used = suggest(sheet, target).used
    payer = used.get("payer") or used.get("schedule")
    if "procedure" in used or payer is None or is_said_once(payer):
        return None
    others = [column for column in sheet.columns if column != payer and not is_said_once(column)]
    found = [column for column in others if _is_percent(column, sheet)]
    return _Share(payer, found[0], used.get("effective_from")) if len(found) == 1 else None


def _is_percent(column: str, sheet: Sheet) -> bool:
    """Whether a column holds percents of Medicare: its header or its tab says Medicare, and its cells are percents."""
    filled = sheet.frame[column].dropna()
    words = _words_in(column)
    says = words & _said().percent or any("%" in text for text in filled)
    of_medicare = (words | _words_in(sheet.name) | _above(sheet)) & _said().medicare
    shares = sum(percent_of(text) is not None for text in filled)
    return bool(says and of_medicare) and 0 < len(filled) * _MOSTLY <= shares


def _base(sheet: Sheet, target: Target) -> _Base | None:
    """A list of codes and amounts that is called Medicare's and nobody else's."""
    if sheet.frame.empty:
        return None
    used = suggest(sheet, target).used
    words = _words_in(sheet.name) | _above(sheet)
    if not {"procedure", "rate"} <= set(used) or not words & _said().medicare:
        return None
    if "payer" in used and not is_said_once(used["payer"]):
        return None
    years = set(_YEAR.findall(" ".join([sheet.name, *sheet.above])))
    return _Base(sheet, used, int(years.pop()) if len(years) == 1 else None)


def _rates(sheet: Sheet, share: _Share, bases: list[_Base]) -> Sheet:
    """The rates of a table of percents: a row for each amount of each list, or the percent alone without a list."""
    made = [one for row in sheet.frame.to_dict("records") for one in _of_row(row, share, bases)]
    frame = pd.DataFrame(made, columns=[*HEADER, *_ORIGIN]).astype(
        {**dict.fromkeys((*HEADER, "source_file", "source_sheet"), TEXT), "source_row": "Int64"}
    )
    rows = len(frame) + len(sheet.set_aside) + (sheet.header_row is not None)
    return replace(sheet, frame=frame, header=HEADER, rows_in=rows, checks=sheet.checks.iloc[:0], bands={})


def _of_row(row: dict, share: _Share, bases: list[_Base]) -> list[dict]:
    text = row[share.percent]
    percent = percent_of(text) if isinstance(text, str) else None
    begins = row[share.begins] if share.begins else None
    head = {PAYER: row[share.payer], BEGINS: begins} | {name: row[name] for name in _ORIGIN}
    if percent is None or not bases:
        said = f"{percent.normalize():f} {OF_MEDICARE}" if percent is not None else text
        return [head | {SCHEDULE: said}]
    made = []
    for base in bases:
        amounts = cents(base.sheet.frame[base.used["rate"]])
        for place, amount in zip(base.sheet.frame.index, amounts, strict=True):
            if pd.isna(amount):
                continue
            whole = (Decimal(int(amount)) * percent / 100).quantize(Decimal(1), ROUND_HALF_UP)
            cells = base.sheet.frame.loc[place]
            marks = {name: cells[base.used[key]] for key, name in MARKS.items() if key in base.used}
            note = f"{percent.normalize():f} {OF_MEDICARE}"
            days = _days(begins, base.year)
            made.append(
                head
                | days
                | marks
                | {CODE: cells[base.used["procedure"]], RATE: f"{whole / 100:.2f}", SCHEDULE: note}
            )
    return made


def _days(begins: object, year: int | None) -> dict[str, str]:
    """The days for which a rate is known: those of the amounts' year, from the contract's first day on."""
    if year is None:
        return {}
    first = date_of(begins) if isinstance(begins, str) else None
    start = max(f"{year}-01-01", first.isoformat()) if first else f"{year}-01-01"
    return {BEGINS: start, ENDS: f"{year}-12-31"}


def _above(sheet: Sheet) -> set[str]:
    return {word for text in sheet.above for word in _words_in(text)}


def _words_in(text: str) -> set[str]:
    return set(re.findall(r"[a-z]+|%", (text or "").lower()))


@cache
def _said() -> _Words:
    return reference.load("percent_contracts", _Words)
