"""The column of the states of claims, told by its values where its header is none that this knows: `where`, `bucket`.

Words such as `Denied`, `In process` and `Paid` down a column are what became of the claims, whatever stands above them,
unless the amounts of the rows say otherwise.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pandas as pd

from cutover.reading.claims import states as claim_states
from cutover.reading.files import values as text_values
from cutover.reading.mapping.header_words import speaks_of_others, words_of
from cutover.reading.mapping.suggest import apply
from cutover.reading.mapping.tables_of import MappedTable

_NEARLY_ALL = 0.9  # share of the filled cells that say a state, and of those that no amount speaks against
_FILLED = 0.5  # share of the rows that say something
_FEWEST = 3  # cells of such a column
_FEW = 5  # different words that are no stories yet, however short the table
_EACH = 0.5  # share of its cells with words of their own from which on a column tells stories and no states
_ANSWERED = frozenset({"paid", "patient responsibility", "written off"})
_WAITS = frozenset({"denied", "appealed", "pending", "open"})
_OF_PAYERS = frozenset({"denied", "appealed", "pending"})  # what nothing but a claim is
_OPEN_WORK = frozenset({"denied", "pending"})  # a report of what is open alone
_REPORTED = frozenset(
    {"submission_date", "rendering_npi", "attending_npi", "billing_npi"}
)  # in no list of denials
_OF_SENT = frozenset({"rejected", "decided", "accepted"})
_States = Callable[[pd.Series], pd.Series]


def with_states(table: MappedTable) -> MappedTable:
    """Return a table of claims with its column of states, where its values alone tell it; any other as it is.

    Some of its claims have been answered and others wait or were refused, or, in a report that says when each was sent
    or who rendered it, some wait and some were refused. So a list of denials, whose rows say how far each was worked,
    has no such column. The amounts of nearly all rows bear the states out, where the table has any.
    """
    return _with(table, claim_states.states, _of_history)


def with_sent_states(table: MappedTable) -> MappedTable:
    """Return a list of sent claims with its column of answers, where its values alone tell it; any other as it is."""
    return _with(table, claim_states.sent_states, _of_sent)


def _with(
    table: MappedTable, states: _States, may_be: Callable[[MappedTable, str, pd.Series], bool]
) -> MappedTable:
    walk = table.crosswalk
    if claim_states.STATUS in walk.used or walk.is_confirmed or table.sheet.frame.empty:
        return table
    found = {}
    for name in table.free_columns:
        told = _told(table.sheet.frame[name], states)
        if told is not None and not _is_of_another(name) and may_be(table, name, told):
            found[name] = told
    if len(found) != 1:
        return table
    (column,) = found
    said = "its values say what became of the claims"
    return replace(table, crosswalk=walk.with_column(claim_states.STATUS, column, said))


def _told(cells: pd.Series, states: _States) -> pd.Series | None:
    """The states of a column's filled cells, null where too few say one or each has words of its own."""
    filled = cells.dropna().astype("str").str.strip()
    filled = filled[filled.ne("")]
    if len(filled) < max(_FEWEST, _FILLED * len(cells)) or filled.nunique() > max(_FEW, _EACH * len(filled)):
        return None
    told = states(filled)
    return told if told.ne(claim_states.UNKNOWN).mean() >= _NEARLY_ALL else None


def _is_of_another(header: str) -> bool:
    """Whether a header is one of notes, or of whether a denial was worked, which have rules of their own."""
    rules = claim_states.note_rules()
    return words_of(header) in rules.headers | rules.worked


def _of_history(table: MappedTable, header: str, told: pd.Series) -> bool:
    said, used = set(told), table.crosswalk.used
    is_whole = bool(said & _ANSWERED and said & _WAITS)
    if not is_whole and not (said >= _OPEN_WORK and _REPORTED & set(used)):
        return False
    if "paid" not in used and "balance" not in used:
        return bool(said & _OF_PAYERS) and not speaks_of_others(header)
    rows = apply(table.sheet, table.crosswalk).loc[told.index]
    paid, left = (text_values.cents(rows[name]) for name in ("paid", "balance"))
    is_left, is_paid = left.gt(0).fillna(False), paid.gt(0).fillna(False)
    against = told.isin(["paid", "written off"]) & is_left & ~is_paid
    against |= told.isin(_WAITS) & is_paid & ~is_left
    return bool((~against).mean() >= _NEARLY_ALL)


def _of_sent(_table: MappedTable, header: str, told: pd.Series) -> bool:
    return bool(set(told) & _OF_SENT) and not speaks_of_others(header)
