"""Lists of appointments by the shapes of their columns, whatever their headers say: a day, a time, who, and a state."""

from __future__ import annotations

import re

import pandas as pd

from cutover.reading.files import values
from cutover.reading.files.sheet import Sheet
from cutover.reading.mapping.said_once import is_said_once
from cutover.reading.practice import periods
from cutover.reading.practice.file_subject import words
from cutover.reading.practice.visits import AHEAD, CANCELED, NO_SHOW, days_named, state_of, states_named

PLANNED, OFF = periods.OTHER, "canceled"  # roles of days: of every row, and of those that fell away
_TIME = re.compile(
    r"\s*\d{1,2}(?::\d{2}(?::\d{2})?\s*(?:[ap]\.?\s?m?\.?)?|\s?[ap]\.?\s?m\.?)(?:\s*(?:-|–|to)\s*\d{1,2}.{0,8})?\s*",
    re.IGNORECASE,
)
_MOSTLY, _FEWEST = 0.9, 2
_BARE = frozenset({"y", "yes", "n", "no", "s", "c", "k", "done", "open", "complete", "completed"})


def has_shape(sheet: Sheet) -> bool:
    """Return whether a table has the columns of a list of appointments: one of days, and times or what became of each.

    A birth date is no day of an appointment: whoever asks knows whether the table names patients.
    """
    columns = _columns(sheet)
    if len(sheet.frame) < _FEWEST or len(_days(sheet, columns)) != 1:
        return False
    return any(_mostly(sheet.frame[one], _is_time) for one in columns) or state_column(sheet) is not None


def state_column(sheet: Sheet) -> str | None:
    """Return the one column that says what became of each appointment, or that it is to come; None where none does.

    Its words are those of visits (`visit_words`), and some are called off or missed. A `yes` says so only below
    such a header.
    """
    found = []
    for name in _columns(sheet):
        texts = sheet.frame[name].dropna().map(str.strip).str.casefold()
        told = texts.map(state_of)
        is_said = states_named(words(name)) or not set(texts) <= _BARE
        is_one = len(texts) >= _FEWEST and told.notna().mean() >= _MOSTLY and is_said
        if is_one and told.isin([CANCELED, NO_SHOW, AHEAD]).any():
            found.append(name)
    return found[0] if len(found) == 1 else None


def planned_days(sheet: Sheet) -> pd.DataFrame | None:
    """Return how many appointments of each day a list has (PLANNED), and how many of them fell away (OFF).

    One row per role and day (role, day, rows); None where no single column holds their days. Without a column of states
    there is no row of OFF, also not with none: nobody knows.
    """
    columns = _columns(sheet)
    days = _days(sheet, columns)
    named = [one for one in days if days_named(words(one))]
    chosen = days if len(days) == 1 else named
    if len(chosen) != 1:
        return None
    at, state = values.dates(sheet.frame[chosen[0]]), state_column(sheet)
    parts = [(PLANNED, at)]
    if state is not None:
        told = sheet.frame[state].map(state_of, na_action="ignore")
        parts.append((OFF, at.where(told.isin([CANCELED, NO_SHOW]))))
    made = [pd.DataFrame({"role": role, "day": rows, "rows": 1}).dropna(subset="day") for role, rows in parts]
    counted = pd.concat(made).groupby(["role", "day"], as_index=False)["rows"].sum()
    if state is not None and not counted["role"].eq(OFF).any() and len(counted):
        counted = pd.concat([counted, counted.head(1).assign(role=OFF, rows=0)], ignore_index=True)
    return counted.astype(periods.SHAPE)


def _columns(sheet: Sheet) -> list[str]:
    return [one for one in sheet.columns if not is_said_once(one)]


def _days(sheet: Sheet, columns: list[str]) -> list[str]:
    """The columns of which nearly each cell is a day."""
    found = []
    for name in columns:
        cells = sheet.frame[name].dropna()
        if len(cells) >= max(_FEWEST, len(sheet.frame) / 2) and values.dates(cells).notna().mean() >= _MOSTLY:
            found.append(name)
    return found


def _is_time(text: str) -> bool:
    return bool(_TIME.fullmatch(text))


def _mostly(cells: pd.Series, is_one) -> bool:
    texts = cells.dropna()
    return len(texts) >= max(_FEWEST, len(cells) / 2) and texts.map(is_one).mean() >= _MOSTLY
