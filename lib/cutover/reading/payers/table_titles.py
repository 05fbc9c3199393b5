"""What the title above a table of contract rates tells: the payer, and the days between which the rates hold.

`Aetna PPO 2026 - eff 3/1/2026` stands above many a table whose columns name neither. A title's payer is proposed alone:
whoever knows the remittances decides which payer it is (`contract_rates`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from typing import NamedTuple

import pandas as pd

from cutover import reference
from cutover.columns import TEXT
from cutover.reading.files.sheet import Sheet
from cutover.reading.files.title_rows import is_title_cell
from cutover.reading.mapping.suggest import suggest
from cutover.reading.mapping.targets import Target
from cutover.reading.payers.dated_rates import BEGINS, ENDS, dated_words, days_of_title, without_days
from cutover.reading.payers.names import core, is_a_payers, loosely
from cutover.reading.payers.own_charges import SCHEDULE
from cutover.reading.payers.wide_rates import PAYER, WideWords

_WORD = re.compile(r"[^\W\d_]+")
_BRACKETED = re.compile(r"[(\[][^()\[\]]*[)\]]")
_PART = re.compile(r"\s+[-\u2013\u2014|:]\s+|,\s")  # what follows one of these is no longer the payer's name
_SEVERAL = re.compile(r"\s*(?:\band\b|&|/|\+)\s*", re.IGNORECASE)
_EDGES = " -\u2013\u2014|:,.;/"


_Days = tuple[str | None, str | None]  # the first and the last
_NO_DAYS: _Days = (None, None)


class _Told(NamedTuple):
    """What the titles above one table say, null where they do not."""

    title: str | None
    payer: str | None
    days: _Days
    shared: _Days  # those of titles that name no payer


def payer_in(title: str) -> str | None:
    """Return the payer that a title names, without the words beside its name; null where it names none, or several."""
    plain = _BRACKETED.sub(" ", without_days(title))
    parts = [_name(part) for part in _PART.split(plain)]
    found = [name for name in parts if name and is_a_payers(name) and _is_a_name(name)]
    several = [
        piece for name in found for piece in _SEVERAL.split(name) if is_a_payers(piece) and core(piece)
    ]
    return found[0] if len(found) == 1 and len(several) < 2 else None


def with_titles(sheets: Sequence[Sheet], target: Target) -> list[Sheet]:
    """Return tables of rates with what their titles tell as columns, where no column of theirs tells it.

    Of tables side by side, days of a title that names no payer hold for the later ones too. A title in the same row as
    another table's, of which at least half are payers' names, is a payer's name as well.
    """
    told = [_told(sheet) for sheet in sheets]
    out = []
    for place, sheet in enumerate(sheets):
        beside = [told[n] for n, other in enumerate(sheets) if _is_beside(other, sheet)]
        own = told[place]
        days = (
            own.days if any(own.days) else next((one.shared for one in beside if any(one.shared)), _NO_DAYS)
        )
        if (
            own.payer is None
            and own.title
            and 2 * sum(one.payer is not None for one in beside) >= len(beside)
        ):
            own = own._replace(payer=_whole_name(own.title))
        out.append(_with(sheet, own._replace(days=days), target))
    return out


def is_of_title(payer: object, title: object) -> bool:
    """Tell whether a payer's name was taken from a title."""
    return (
        isinstance(title, str) and isinstance(payer, str) and payer in (payer_in(title), _whole_name(title))
    )


def is_named(*titles: str | None) -> bool:
    """Tell whether one of these titles, of a file or a sheet, leaves a name that could be a payer's."""
    return any(payer_in(title) or _whole_name(title) for title in titles if title)


def _whole_name(title: str) -> str | None:
    """What a title leaves of a name, where that could be a payer's."""
    name = _name(_BRACKETED.sub(" ", without_days(title)))
    return name if core(name) else None


def _is_beside(other: Sheet, sheet: Sheet) -> bool:
    """Whether two tables stand side by side: on one sheet, with their header in one row."""
    return other.name == sheet.name and other.header_row is not None and other.header_row == sheet.header_row


def _told(sheet: Sheet) -> _Told:
    titles = [cell.strip() for text in sheet.above for cell in text.split(" | ") if _WORD.search(cell)]
    payers = {title: payer for title in titles if (payer := payer_in(title))}
    days = {title: found for title in titles if any(found := days_of_title(title))}
    whole, shared = set(days.values()), {found for title, found in days.items() if title not in payers}
    both = (whole.pop() if len(whole) == 1 else _NO_DAYS, shared.pop() if len(shared) == 1 else _NO_DAYS)
    if not payers:
        payers = {
            cell: name for text in sheet.above if (cell := _alone(text)) and (name := _whole_name(cell))
        }
    if len(payers) == 1:
        return _Told(*next(iter(payers.items())), *both)
    return _Told(next(iter(titles), None) if not payers else None, None, *both)


def _alone(text: str) -> str | None:
    """The one cell of a title row that leaves a name: `Maple` of `Contract rates | Maple | eff 3/1/2026`."""
    cells = text.split(" | ")
    named = [cell for cell in cells if _name(without_days(cell))]
    is_alone = len(cells) > 1 and len(named) == 1 and not is_title_cell(named[0])
    return named[0].strip() if is_alone else None


def _with(sheet: Sheet, told: _Told, target: Target) -> Sheet:
    """The table with a column for each thing that its titles tell and no column of its own does."""
    if SCHEDULE in sheet.frame:
        return sheet
    used = set(suggest(sheet, target).used)
    made = {} if {"payer", "schedule"} & used else {SCHEDULE: told.title, PAYER: told.payer}
    if not {"effective_from", "effective_through"} & used:
        made |= dict(zip((BEGINS, ENDS), told.days, strict=True))
    made = {name: value for name, value in made.items() if value and name not in sheet.frame}
    if not made:
        return sheet
    frame = sheet.frame[sheet.columns].assign(
        **{name: pd.Series(value, sheet.frame.index, dtype=TEXT) for name, value in made.items()}
    )
    frame = pd.concat([frame, sheet.frame.drop(columns=sheet.columns)], axis=1)
    return replace(sheet, frame=frame, header=(*sheet.header, *made))


def _name(text: str) -> str:
    """A title without the words that stand beside a payer's name: `Aetna PPO` of `Aetna PPO fee schedule eff`."""
    words = [word for word in text.split() if not _is_spare(word)]
    return " ".join(words).strip(_EDGES)


def _is_spare(word: str) -> bool:
    said = _WORD.findall(word.casefold())
    return bool(said) and all(one in _words().beside | dated_words() for one in said)


def _is_a_name(name: str) -> bool:
    """Whether a name is one payer's, and not only that of a line of business or of a product."""
    words = set(_WORD.findall(name.casefold()))
    return bool(core(name) or loosely(name).states or words & {"medicare", "medicaid"})


@cache
def _words() -> WideWords:
    return reference.load("wide_contracts", WideWords)
