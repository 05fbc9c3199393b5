"""Contracts written as a share of another schedule of the file, as rates: `Oak pays 105 % of the county fee`.

The sentence names the schedule by words of its tab or of its title; each amount of it becomes a rate, for the days for
which the amount holds. Where no one schedule of the file is called so, or the sentence rounds otherwise than to the
cent, the rate is not known, and the sentence is set aside as it stands.
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
from cutover.reading.payers import percent_rates
from cutover.reading.payers.dated_rates import BEGINS, ENDS, days_of_title
from cutover.reading.payers.percent_rates import CODE, MARKS, PAYER, RATE, SCHEDULE, percent_of

NOTES = "Notes"
NOT_KNOWN = ": no one schedule of the file is called so, so what it pays is unknown"
ROUNDED = ": it is not rounded to the cent, so what it pays is unknown"
IN_PART = ": it holds for a part of what is billed, so no rate is made of it"
_HEADER = (PAYER, CODE, *MARKS.values(), RATE, BEGINS, ENDS, SCHEDULE, NOTES)
_ORIGIN = ("source_file", "source_sheet", "source_row")
_SHARE = re.compile(
    r"(?P<subject>.*?)(?<![\d.])(?P<percent>\d{2,3}(?:\.\d+)?)\s*(?:%|percent\b|pct\b\.?)\s*of\s+(?P<base>[^,;()]+)",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class _Words:
    """The file `schedule_shares.toml`."""

    beside: frozenset[str]
    ends: frozenset[str]
    before: frozenset[str]
    otherwise: tuple[str, ...]
    part: frozenset[str]


class _Sentence(NamedTuple):
    """A share of a schedule: who pays it, the percent, the schedule's words, and the whole text."""

    subject: str
    percent: Decimal
    base: tuple[str, ...]
    text: str


class _Base(NamedTuple):
    """A schedule of the file: its rows, and which column is which field."""

    sheet: Sheet
    used: dict[str, str]


def with_shares(sheets: list[Sheet], target: Target) -> list[Sheet]:
    """Return the tables of a file with the rates of each sentence that pays a share of another table of it."""
    found = [
        {place: said for place, row in _rows(sheet) if (said := _sentence_in(row))}
        if sheet.header != percent_rates.HEADER
        else {}
        for sheet in sheets
    ]
    if not any(found):
        return sheets
    used = [{} if sheet.frame.empty else suggest(sheet, target).used for sheet in sheets]
    bases = [
        _Base(sheet, told)
        for sheet, told in zip(sheets, used, strict=True)
        if {"procedure", "rate"} <= set(told)
    ]
    named = {id(base.sheet) for base in bases}
    return [
        _rates(sheet, said, told, bases) if said and id(sheet) not in named else sheet
        for sheet, said, told in zip(sheets, found, used, strict=True)
    ]


def sentence_in(text: str) -> tuple[str, Decimal, tuple[str, ...]] | None:
    """Return who pays a share, its percent, and the words of the schedule that it is of; None where no text says so."""
    found = _SHARE.search(text)
    percent = percent_of(f"{found['percent']} %") if found else None
    if found is None or percent is None:
        return None
    words, said = [], _said()
    for word in _words(found["base"]):
        if word in said.ends:
            break
        words.append(word)
    own = tuple(word for word in words if word not in said.beside)
    subject = _words_as_written(found["subject"])
    while subject and subject[-1].lower() in said.before:
        subject.pop()
    return (" ".join(subject), percent, own) if own else None


def _rows(sheet: Sheet) -> list[tuple[int, list[str]]]:
    """The texts of each row of a table, the header's too where it may be a sentence: its place is -1."""
    columns = [column for column in sheet.columns if not is_said_once(column)]
    cells = sheet.frame[columns].itertuples(index=False, name=None)
    rows = [(place, [cell for cell in row if isinstance(cell, str)]) for place, row in enumerate(cells)]
    return [*([(-1, list(sheet.header))] if sheet.header_row is not None else []), *rows]


def _sentence_in(row: list[str]) -> _Sentence | None:
    """The one sentence of a row; None where there is none, or several differ."""
    found = [_Sentence(*said, text.strip()) for text in row if (said := sentence_in(text))]
    return found[0] if len(found) == 1 else None


def _rates(sheet: Sheet, said: dict[int, _Sentence], used: dict[str, str], bases: list[_Base]) -> Sheet:
    """The rates of a table of sentences; a row without one stays a row, which no rate is read from."""
    payer = used.get("payer") or used.get("schedule")
    made: list[dict] = []
    if -1 in said:
        origin = {"source_file": sheet.frame["source_file"].iloc[0] if len(sheet.frame) else None,
                  "source_sheet": sheet.name, "source_row": sheet.header_row}  # fmt: skip
        made += _of_sentence(said[-1], origin, bases)
    for place, row in enumerate(sheet.frame.to_dict("records")):
        origin = {name: row[name] for name in _ORIGIN}
        if place in said:
            own = (
                row[payer]
                if payer and isinstance(row[payer], str) and sentence_in(row[payer]) is None
                else None
            )
            made += [one | ({PAYER: own} if own else {}) for one in _of_sentence(said[place], origin, bases)]
            continue
        texts = [cell for name, cell in row.items() if name not in _ORIGIN and isinstance(cell, str)]
        made.append(origin | {SCHEDULE: " | ".join(texts) or None})
    frame = pd.DataFrame(made, columns=[*_HEADER, *_ORIGIN]).astype(
        {**dict.fromkeys((*_HEADER, "source_file", "source_sheet"), TEXT), "source_row": "Int64"}
    )
    rows = len(frame) + len(sheet.set_aside) + (sheet.header_row is not None)
    return replace(sheet, frame=frame, header=_HEADER, rows_in=rows, checks=sheet.checks.iloc[:0], bands={})


def _of_sentence(said: _Sentence, origin: dict, bases: list[_Base]) -> list[dict]:
    meant = [base for base in bases if set(said.base) <= _called(base.sheet)]
    why = _doubt(said.text) or (NOT_KNOWN if len(meant) != 1 else None)
    if why:
        return [origin | {SCHEDULE: said.text + why}]
    own = said.subject or None
    head = origin | {PAYER: own, SCHEDULE: own, NOTES: said.text.replace("%", "percent")}
    return [head | one for one in _amounts(said, meant[0])]


def _doubt(text: str) -> str | None:
    """Why a share is no rate of each code that the schedule has; None where it is."""
    if any(re.search(pattern, text, re.IGNORECASE) for pattern in _said().otherwise):
        return ROUNDED
    is_one = len(re.findall(r"%|percent|pct", text, re.IGNORECASE)) == 1
    names_code = re.search(r"\b(?:\d{5}|[A-Z]\d{4}|\d{4}[A-Z])\b", text)
    return IN_PART if not is_one or names_code or _said().part & set(_words(text)) else None


def _amounts(said: _Sentence, base: _Base) -> list[dict]:
    """The share of each amount of a schedule, on the days that both hold."""
    frame, used = base.sheet.frame, base.used
    first, last = (date_of(day) if day else None for day in days_of_title(said.text))
    made = []
    for place, amount in zip(frame.index, cents(frame[used["rate"]]), strict=True):
        if pd.isna(amount):
            continue
        row = frame.loc[place]
        begins, ends = (
            date_of(text) if (name := used.get(key)) and isinstance(text := row[name], str) else None
            for key in ("effective_from", "effective_through")
        )
        start = max((day for day in (first, begins) if day), default=None)
        end = min((day for day in (last, ends) if day), default=None)
        if start and end and end < start:
            continue
        share = (Decimal(int(amount)) * said.percent / 100).quantize(Decimal(1), ROUND_HALF_UP)
        made.append(
            {CODE: row[used["procedure"]], RATE: f"{share / 100:.2f}"}
            | {name: row[used[key]] for key, name in MARKS.items() if key in used}
            | {BEGINS: start and start.isoformat(), ENDS: end and end.isoformat()}
        )
    return made


def _called(sheet: Sheet) -> set[str]:
    """The words of a table's tab and of the titles above it."""
    return set(_words(" ".join([sheet.name or "", *sheet.above])))


def _words(text: str) -> list[str]:
    return [
        word.lower() if len(word) < 4 else word.lower().removesuffix("s") for word in _words_as_written(text)
    ]


def _words_as_written(text: str) -> list[str]:
    return re.findall(r"[^\W_]+", text)


@cache
def _said() -> _Words:
    return reference.load("schedule_shares", _Words)
