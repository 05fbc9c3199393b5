"""Claim histories whose denial codes stand under a header that says little, such as `Code`: their values tell."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

import pandas as pd

from cutover.reading.claims import states as claim_states
from cutover.reading.mapping.header_words import words_of
from cutover.reading.mapping.said_once import is_said_once
from cutover.reading.mapping.tables_of import MappedTable

REASON, STATE = "denial_reason", "state_as_written"
_LOOSE = frozenset({"procedure_code", "modifier"})  # fields for which a bare `Code` may have been taken
_CODED = re.compile(r"(CO|PR|OA|PI|CR)\s?-?\s?(\d{1,3}|[A-Z]\d{1,2})\b", re.IGNORECASE)
_BARE = re.compile(r"\d{1,3}|[A-Za-z]\d{1,2}")
_NEARLY = 0.9  # share of values that are codes, and of their rows that are denied
_HALF = 0.5  # share of the denied rows that have one


def with_denial_codes(table: MappedTable) -> MappedTable:
    """Return a table of claims with its column of adjustment codes as the reason of denials; any other as it is.

    Codes with their group tell themselves, also beside a column of words; bare ones only under a header of codes, in
    rows that are denied, where no other column gives the reasons. Where nearly each row has its words the table lists
    denials: there code and words stand together (`without_columns.reasons`).
    """
    walk, sheet = table.crosswalk, table.sheet
    given = walk.used.get(REASON)
    if walk.is_confirmed or sheet.frame.empty:
        return table
    if given and (sheet.frame[given].notna().mean() >= _NEARLY or _are(_CODED.match, sheet.frame[given])):
        return table
    taken = {name for key, name in walk.used.items() if key not in _LOOSE}
    free = [name for name in sheet.columns if name not in taken and not is_said_once(name)]
    coded = [name for name in free if _are(_CODED.match, sheet.frame[name])]
    found = coded or [name for name in free if not given and _are_bare(table, name)]
    if len(found) != 1:
        return table
    return replace(table, crosswalk=walk.with_column(REASON, found[0], "its values are codes of adjustments"))


def _are(told: Callable[[str], object], cells: pd.Series) -> bool:
    """Whether nearly all filled cells are what a pattern tells; false without any."""
    values = cells.dropna().str.strip()
    values = values[values.ne("")]
    return len(values) > 0 and sum(told(text) is not None for text in values) >= _NEARLY * len(values)


def _are_bare(table: MappedTable, column: str) -> bool:
    """Whether a column named by codes has numbers of reasons, in rows that are denied and in hardly any other."""
    cells, state = table.sheet.frame[column], table.crosswalk.used.get(STATE)
    if state is None or words_of(column) not in claim_states.note_rules().bare_codes:
        return False
    filled = cells.fillna("").str.strip().ne("")
    denied = claim_states.states(table.sheet.frame[state]).eq("denied").fillna(False).astype(bool)
    if not _are(_BARE.fullmatch, cells) or not filled.any():
        return False
    return bool(denied[filled].mean() >= _NEARLY and filled[denied].mean() >= _HALF)
