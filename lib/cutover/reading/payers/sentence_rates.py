"""Contracts that one sentence states: a percent of the amounts in a list of the same file, as rates.

`Juniper pays 104 % of the county fee in force` on a sheet of its own is a rate for each amount of the list that is
called the county's, with that amount's days. Where no list of the file is called so, or several are, it is no rate.
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
from cutover.reading.files.values import cents
from cutover.reading.mapping.suggest import suggest
from cutover.reading.mapping.targets import Target
from cutover.reading.payers.percent_rates import (
    BEGINS,
    CODE,
    ENDS,
    MARKS,
    OF_MEDICARE,
    PAYER,
    RATE,
    SCHEDULE,
    percent_of,
)

_FIELDS = {"procedure": CODE, **MARKS, "effective_from": BEGINS, "effective_through": ENDS}
_HEADER = (PAYER, *_FIELDS.values(), RATE, SCHEDULE)
_ORIGIN = ("source_file", "source_sheet", "source_row")
_MOST_LINES = 3  # of a sheet that states a contract in words


@dataclass(frozen=True)
class _Words:
    """The file `sentence_contracts.toml`."""

    pays: tuple[str, ...]
    no_list: frozenset[str]


class _Said(NamedTuple):
    """What a sentence states: who pays which percent, and the words for what it is a percent of."""

    payer: str
    percent: Decimal
    of: str


def with_sentences(sheets: list[Sheet], target: Target) -> list[Sheet]:
    """Return the tables of a file with the rates of its sheets that state a contract in one sentence."""
    told = [(sheet, _said(sheet)) for sheet in sheets]
    if not any(said for _, said in told):
        return sheets
    lists = [(sheet, used) for sheet, said in told if said is None
             and {"procedure", "rate"} <= set(used := suggest(sheet, target).used)]  # fmt: skip
    return [_rates(sheet, said, lists) if said else sheet for sheet, said in told]


def sentence(text: str) -> tuple[str, Decimal, str] | None:
    """Return who pays which percent of what by a sentence, None where it states no such thing."""
    verbs = "|".join(map(re.escape, _words().pays))
    found = re.fullmatch(
        rf"\s*(?P<who>[^\d%,;]*?[^\W\d_][^\d%,;]*?)\s*(?:\b(?:{verbs})\b|[:=-])\s*(?:at\s+)?"
        r"(?P<share>\d{2,3}(?:\.\d+)?)\s*(?:%|percent|pct\.?)\s+of\s+(?P<of>[^,;]+)(?:[,;].*)?",
        text,
        re.IGNORECASE,
    )
    percent = percent_of(found["share"] + " %") if found else None
    return (found["who"].strip(), percent, found["of"].strip(" .")) if found and percent else None


def is_of_sentence(schedule: str | None) -> bool:
    """Tell whether a schedule's name was made of a sentence: `104 % of the county fee`."""
    said = schedule or ""
    return re.fullmatch(r"\d+(?:\.\d+)? % of .+", said) is not None and OF_MEDICARE not in said


def _said(sheet: Sheet) -> _Said | None:
    """What the one sentence of a sheet without a table states; None of any other sheet."""
    rows = [[cell for cell in row if isinstance(cell, str) and cell.strip()]
            for row in sheet.frame[list(sheet.columns)].to_numpy().tolist()]  # fmt: skip
    head = [cell for cell in sheet.header if cell] if sheet.header_row is not None else []
    lines = [*sheet.above, *([" ".join(head)] if head else []), *(" ".join(row) for row in rows)]
    if not lines or len(lines) > _MOST_LINES or any(len(row) > 1 for row in (*rows, head)):
        return None
    found = [said for line in lines if (said := sentence(line))]
    return _Said(*found[0]) if len(found) == 1 else None


def _rates(sheet: Sheet, said: _Said, lists: list[tuple[Sheet, dict[str, str]]]) -> Sheet:
    """A row for each amount of the one list that is meant; the sheet as it is where none or several are."""
    wanted = _telling(said.of)
    fits = [(table, used) for table, used in lists if wanted & _telling(" ".join([table.name, *table.above]))]
    if len(fits) != 1:
        return sheet
    table, used = fits[0]
    note = f"{said.percent.normalize():f} % of {said.of}"
    origin = {"source_file": table.frame["source_file"].iloc[0], "source_sheet": sheet.name, "source_row": 1}
    made = []
    amounts = cents(table.frame[used["rate"]])
    for place, amount in zip(table.frame.index, amounts, strict=True):
        if pd.notna(amount):
            cells = table.frame.loc[place]
            whole = (Decimal(int(amount)) * said.percent / 100).quantize(Decimal(1), ROUND_HALF_UP)
            fields = {name: cells[used[key]] for key, name in _FIELDS.items() if key in used}
            made.append({PAYER: said.payer, RATE: f"{whole / 100:.2f}", SCHEDULE: note} | fields | origin)
    frame = pd.DataFrame(made, columns=[*_HEADER, *_ORIGIN]).astype(
        {**dict.fromkeys((*_HEADER, "source_file", "source_sheet"), TEXT), "source_row": "Int64"}
    )
    rows = len(frame) + len(sheet.set_aside) + 1
    return replace(
        sheet, frame=frame, header=_HEADER, header_row=1, rows_in=rows, checks=sheet.checks.iloc[:0], bands={}
    )


def _telling(text: str) -> frozenset[str]:
    """The words of a text that tell one list of amounts from another."""
    return frozenset(re.findall(r"[a-z]{2,}", text.casefold())) - _words().no_list


@cache
def _words() -> _Words:
    return reference.load("sentence_contracts", _Words)
