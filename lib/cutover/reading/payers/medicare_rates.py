"""Medicare's fee schedule with its amounts side by side: what par practices are allowed, and others, and the limit.

Participation with Medicare decides which column is the allowed amount: par, and for a practice whose file says that it
is none, non-par. The limiting charge is the most that a non-par practice may charge on a claim without assignment
(42 CFR 414.48); it is nobody's rate.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache

import pandas as pd

from cutover import reference
from cutover.columns import TEXT
from cutover.reading.files.sheet import Sheet
from cutover.reading.mapping.tables_of import names_of
from cutover.reading.payers.own_charges import RATE, SCHEDULE

_WORD = re.compile(r"[^\W\d_]+")
_PAYER, _LIMITING = "Payer", "Limiting charge"  # columns, as the fields are called


@dataclass(frozen=True)
class _Words:
    """The file `medicare_rates.toml`."""

    par: frozenset[str]
    nonpar: frozenset[str]
    limiting: frozenset[str]
    beside: frozenset[str]
    medicare: frozenset[str]
    payer: str
    schedules: dict[str, str]


def allowed_alone(sheet: Sheet) -> Sheet | None:
    """Return such a table with the practice's allowed amount as its one rate; None where it is no such table.

    The limiting charge stays beside it. It has one column of the par amount beside that of the non-par amount, or of
    the limiting charge. Where the limit or a word names Medicare, its payer is Medicare.
    """
    of = {column: _kind(column) for column in sheet.columns}
    par, nonpar, limiting = (
        [c for c, kind in of.items() if kind == one] for one in ("par", "nonpar", "limiting")
    )
    if len(par) != 1 or not (nonpar or limiting) or {RATE, _PAYER, SCHEDULE} & set(sheet.columns):
        return None
    texts = names_of(sheet)
    rate = nonpar[0] if len(nonpar) == 1 and _is_nonpar(texts) else par[0]
    limit = limiting[0] if len(limiting) == 1 else None
    named = {rate: RATE} | ({limit: _LIMITING} if limit else {})
    kept = [c for c in sheet.columns if of[c] is None or c in named]
    origin = [c for c in sheet.frame.columns if c not in sheet.columns]
    frame = sheet.frame[[*kept, *origin]].rename(columns=named)
    header = [named.get(c, c) for c in kept]
    if limiting or any(word in _words().medicare for text in texts for word in _said(text)):
        of_rate = "nonpar" if rate in nonpar else "par"
        for name, value in ((SCHEDULE, _words().schedules[of_rate]), (_PAYER, _words().payer)):
            frame.insert(0, name, pd.Series(value, frame.index, dtype=TEXT))
            header.insert(0, name)
    return replace(sheet, frame=frame, header=tuple(header))


def schedules() -> frozenset[str]:
    """Return the names that Medicare's fee schedules bear here: what they state is no contract."""
    return frozenset(_words().schedules.values())


def _kind(header: str) -> str | None:
    """Which amount a header names: `par`, `nonpar`, `limiting`; None for another column."""
    words, known = _said(header), _words()
    rest = [word for word in words if word not in known.beside]
    if known.limiting & set(words):
        return "limiting"
    if rest and set(rest) <= known.nonpar:
        return "nonpar"
    return "par" if rest and set(rest) <= known.par else None


def _said(text: str) -> list[str]:
    """The words of a text, `non-par`, `non par` and `NonPar` as one."""
    plain = re.sub(r"\bnon[\s_-]*(par)", r"non\1", text.replace("_", " "), flags=re.IGNORECASE)
    return _WORD.findall(plain.casefold())


def _is_nonpar(texts: list[str]) -> bool:
    """Whether what names the table says non-par, and nowhere par."""
    words = {word for text in texts for word in _said(text)}
    return bool(words & _words().nonpar) and not words & _words().par


@cache
def _words() -> _Words:
    return reference.load("medicare_rates", _Words)
