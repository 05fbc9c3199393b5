"""Claim lists whose payers stand below a header of something else, such as `Insurance type` or `Class`."""

from __future__ import annotations

from dataclasses import replace

from cutover.reading.claims.plan_kinds import are_payers, may_name_payers
from cutover.reading.mapping.settle import SETTLED
from cutover.reading.mapping.tables_of import MappedTable
from cutover.reading.payers.names import is_a_payers

_KIND, _PAYER = "plan_kind", "payer_name"
WHY = "its values are names of payers and no kinds of plans"
ONLY = "its values alone are names of payers"
_MOSTLY = 0.5  # share of the different names in a column that have a word of a payer's
_FEWEST = 2  # of such names


def with_payers_of_kinds(table: MappedTable) -> MappedTable:
    """Return a table of claims without a payer with the column whose values are names of payers; else as it is.

    Kinds of plans go first. Any other column must be the only one in which payers are named, and half of its names
    must have a word that is known as a payer's.
    """
    walk, used = table.crosswalk, table.crosswalk.used
    rows = walk.rows.set_index("key")
    if walk.is_confirmed or rows["source_column"].notna()[_PAYER]:
        return table
    if _KIND in used:
        is_one = are_payers(table.sheet.frame[used[_KIND]].dropna().tolist())
        return (
            replace(table, crosswalk=walk.with_column(_PAYER, used[_KIND], WHY, SETTLED)) if is_one else table
        )
    named = [name for name in table.free_columns if _names_payers(table, name)]
    if len(named) != 1 or not may_name_payers(named[0]):
        return table
    return replace(table, crosswalk=walk.with_column(_PAYER, named[0], ONLY, SETTLED))


def _names_payers(table: MappedTable, column: str) -> bool:
    texts = table.sheet.frame[column].dropna().tolist()
    names = set(texts)
    known = sum(map(is_a_payers, names))
    return known >= max(_FEWEST, _MOSTLY * len(names)) and are_payers(texts)
