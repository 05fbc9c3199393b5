"""Contracts with a column for each payer (CPT, Aetna, BCBS TX, Cigna), as one table of rates for each of them."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache

import pandas as pd

from cutover import reference
from cutover.columns import TEXT
from cutover.errors import InputError
from cutover.reading.files.sheet import Sheet
from cutover.reading.files.spreadsheet import read_spreadsheet
from cutover.reading.files.values import cents
from cutover.reading.mapping.said_once import is_said_once, with_said_once
from cutover.reading.mapping.suggest import suggest
from cutover.reading.mapping.targets import Target, load_target
from cutover.reading.payers import medicare_rates
from cutover.reading.payers.names import is_a_payers

PAYER, RATE = "Payer", "Rate"  # the columns of each table, as the fields are called
_FIELDS = "fee_schedules"
_PAYERS = 2  # columns from which on a table is one of several payers: one may be anything
_MONEY = 0.5  # share of a column's filled cells that are amounts; a payer may pay by report here and there
_WORD = re.compile(r"[^\W\d_]+")
_LETTERS = 2
_CENTS = re.compile(r"\$|\d\.\d")  # a number without either may count visits


@dataclass(frozen=True)
class WideWords:
    """The file `data/reference/wide_contracts.toml`."""

    beside: frozenset[str]
    others: frozenset[str]
    own: frozenset[str]


def sheets(data: bytes, source_file: str) -> list[Sheet] | None:
    """Return the tables of a file, each of several payers' columns as one table a payer; None where there is no such.

    A file that cannot be opened is None too: whoever opens it next says why.
    """
    target = load_target(_FIELDS)
    try:
        book = read_spreadsheet(data, source_file, expected=[target.header_words], synonyms=target.synonyms)
    except InputError:
        return None
    found = with_said_once(book.sheets, source_file)
    parts = [by_payer(sheet, target) for sheet in found]
    is_split = any(told[0] is not sheet for told, sheet in zip(parts, found, strict=True))
    return [part for told in parts for part in told] if is_split else None


def by_payer(sheet: Sheet, target: Target) -> list[Sheet]:
    """Return a table for each payer that has a column of a table; the table alone where none has.

    Columns of par, non-par and limiting amounts are one payer's (`medicare_rates`).
    """
    if sheet.frame.empty:
        return [sheet]
    if (of_medicare := medicare_rates.allowed_alone(sheet)) is not None:
        return [of_medicare]
    used = suggest(sheet, target).used
    taken = {column for key, column in used.items() if key != "rate"}
    money = [
        column
        for column in sheet.columns
        if column not in taken and not is_said_once(column) and is_money(sheet, column)
    ]
    kept = [column for column in sheet.columns if column not in money]
    plain = {column for column in money if sheet.frame[column].dropna().str.contains(_CENTS).any()}
    payers = {} if {PAYER, RATE} & set(kept) else _payers(money, used, plain)
    return [_of(sheet, kept, *one, first=n == 0) for n, one in enumerate(payers.items())] or [sheet]


def _payers(money: list[str], used: dict[str, str], plain: set[str]) -> dict[str, str]:
    """The columns of money that are each a payer's rates, with the payer that the header names.

    None where the table has a column of payers, or one of rates that is no payer's. One column alone must have the
    name of a known payer and a word for its rates (`Aetna Rate`); or amounts with cents (`plain`), beside which stand
    none but the practice's own charges. Of several each name stands once.
    """
    found = {column: name for column in money if (name := _payer(column))}
    several = len(found) >= _PAYERS and len({name.casefold() for name in found.values()}) == len(found)
    rate = used.get("rate")
    is_free = rate in (None, *found) or _is_own(str(rate))
    alone = next(iter(found)) if len(found) == 1 and _are_payers(found) and is_free else ""
    is_said = any(_WORD.search(word) and _is_beside(word) for word in alone.split())
    several = several or is_said or (alone in plain and all(map(_is_own, set(money) - {alone})))
    is_plain = (
        not is_said_once(used["payer"])
        if "payer" in used
        else rate in set(money) - set(found) and not (_is_own(str(rate)) and _are_payers(found))
    )
    return found if several and "procedure" in used and not is_plain else {}


def _is_own(column: str) -> bool:
    """Whether a header names what the practice charges: `Our fee`."""
    return " ".join(_WORD.findall(column.casefold())) in _words().own


def _are_payers(found: dict[str, str]) -> bool:
    """Whether most columns of money are called by the names of payers."""
    return sum(map(is_a_payers, found.values())) > len(found) / 2


def _of(sheet: Sheet, kept: list[str], column: str, payer: str, *, first: bool) -> Sheet:
    """The table with one payer's rates, without the money of others: what is charged is nobody's rate.

    What the reader set aside stands beside the first of them alone.
    """
    origin = [c for c in sheet.frame.columns if c not in sheet.columns]
    frame = sheet.frame.loc[sheet.frame[column].notna(), [*kept, column, *origin]].rename(
        columns={column: RATE}
    )
    frame.insert(0, PAYER, pd.Series(payer, frame.index, dtype=TEXT))
    aside = sheet.set_aside if first else sheet.set_aside.iloc[:0]
    rows = len(frame) + len(aside) + (sheet.header_row is not None)
    return replace(
        sheet,
        frame=frame,
        header=(PAYER, *kept, RATE),
        set_aside=aside,
        rows_in=rows,
        checks=sheet.checks.iloc[:0],
        notes=sheet.notes if first else (),
    )


def _payer(column: str) -> str | None:
    """The payer that a header names; None where its words are those of another column."""
    words = [word for word in column.split() if not _is_beside(word)]
    said = {word for text in words for word in _WORD.findall(text.casefold())}
    if "%" in column or not any(len(word) > _LETTERS for word in said) or said & _words().others:
        return None
    return " ".join(words)


def _is_beside(text: str) -> bool:
    """Whether a word of a header is no part of a payer's name: `Rate`, `2026`, `$`, a day."""
    words = _WORD.findall(text.casefold())
    return all(word in _words().beside for word in words)


def is_money(sheet: Sheet, column: str) -> bool:
    """Tell whether at least half of a column's filled cells are amounts."""
    filled = sheet.frame[column].dropna()
    return len(filled) > 0 and cents(filled).notna().sum() >= _MONEY * len(filled)


@cache
def _words() -> WideWords:
    return reference.load("wide_contracts", WideWords)
