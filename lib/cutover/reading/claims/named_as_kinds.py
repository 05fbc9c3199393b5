"""Claim lists whose payers stand below a header of kinds of plans, such as `Insurance type`."""

from __future__ import annotations

from dataclasses import replace

from cutover.reading.claims.plan_kinds import are_payers
from cutover.reading.mapping.settle import SETTLED
from cutover.reading.mapping.tables_of import MappedTable

_KIND, _PAYER = "plan_kind", "payer_name"
WHY = "its values are names of payers and no kinds of plans"


def with_payers_of_kinds(table: MappedTable) -> MappedTable:
    """Return a table of claims without a payer with its kinds of plans as payers, where they are names of those."""
    walk, used = table.crosswalk, table.crosswalk.used
    rows = walk.rows.set_index("key")
    if walk.is_confirmed or _KIND not in used or rows["source_column"].notna()[_PAYER]:
        return table
    if not are_payers(table.sheet.frame[used[_KIND]].dropna().tolist()):
        return table
    return replace(table, crosswalk=walk.with_column(_PAYER, used[_KIND], WHY, SETTLED))
