"""Whether the claims of histories and those of remittances meet by their numbers, where both are of the same months.

A history whose claim number is another column than thought meets nothing: its paid claims seem to lack a remittance,
and each claim of a remittance seems to lack in the history.
"""

from __future__ import annotations

import re
from itertools import islice
from math import ceil

import pandas as pd

from cutover.identifiers import compared
from cutover.reading.claims import without_columns
from cutover.reading.mapping.tables_of import MappedTable
from cutover.reading.mapping.vague_numbers import CLAIM
from cutover.wording import several

ACCOUNT, DAY = "patient_control_number", "service_from"
_FEWEST = 10  # claims of either side in the months of both, from which on it is told
_HARDLY = 0.05  # share of the remittances' claims that meet one, below which hardly any does
_SEPARATED = re.compile(r"[^0-9A-Z-]+")
_PART = re.compile(r"[0-9A-Z]+")
_OWN = 0.9  # share of claims with an account number of their own, from which on that is the claim's number
CHOOSE = "Confirm which column is the claim's number: `cutover columns FILE`, or in the notebook."
_NO_NUMBER = "no column is the claim's number: its claims are known by account and day alone"


def hardly_met(history: pd.DataFrame, remitted: pd.DataFrame) -> str:
    """Return in words that hardly a claim of the remittances has a number of the histories, "" where enough do.

    `history` has `claim_number`, `patient_control_number` and `service_from`, `remitted` the last two. Claims count in
    the months of which both sides have some.
    """
    ours, theirs = (pd.to_datetime(rows[DAY]).dt.to_period("M") for rows in (history, remitted))
    both = set(ours.dropna()) & set(theirs.dropna())
    mine, other = history[ours.isin(both)], remitted[theirs.isin(both)]
    if min(len(mine), len(other)) < _FEWEST:
        return ""
    known = frozenset(
        pd.concat([compared(history[name].astype("str")) for name in (CLAIM, ACCOUNT)]).dropna()
    )
    enough = ceil(_HARDLY * len(other))
    numbers = other[ACCOUNT].dropna().astype("str")
    met = sum(1 for _ in islice((text for text in numbers if _meets(text, known)), enough))
    if met >= enough:
        return ""
    count = "none" if not met else f"{met:,}"
    return (
        f"{several(len(mine), 'claim')} of the claim histories and {several(len(other), 'claim')} of the remittances "
        f"are of the same months, and {count} of the latter has its number there"
    )


def _meets(number: str, known: frozenset[str]) -> bool:
    """Whether a number of a remittance is known, or a part of one that has account and claim in it."""
    whole = number.upper()
    parts = {"".join(_PART.findall(part)) for part in _SEPARATED.split(whole)}
    return not known.isdisjoint({"".join(_PART.findall(whole)), *parts, *_PART.findall(whole)})


def hardly_met_note(history: pd.DataFrame, remitted: pd.DataFrame) -> list[str]:
    """Return the sentence of `hardly_met` with what to do, nothing where enough claims meet."""
    said = hardly_met(history, remitted) if len(history) and len(remitted) else ""
    return [f"{said[:1].upper()}{said[1:]}. {CHOOSE}"] if said else []


def without_number(table: MappedTable) -> str:
    """Return in words that a table of claims has no number of its claims, "" where it has or needs none.

    An account number that each claim has for itself is the claim's. Lists of denials need none.
    """
    used, frame = table.crosswalk.used, table.sheet.frame
    if not table.is_used or CLAIM in used or without_columns.is_list_of_denials(table) or ACCOUNT not in used:
        return ""
    numbers = compared(frame[used[ACCOUNT]]).dropna()
    return "" if numbers.empty or numbers.nunique() >= _OWN * len(numbers) else _NO_NUMBER
