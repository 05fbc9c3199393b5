"""Plans that are the payers: in a table of coverages, where no table of the export names a payer in another column."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from cutover.reading.mapping import value_shapes
from cutover.reading.mapping.settle import SETTLED
from cutover.reading.mapping.suggest import ACCEPT, Crosswalk
from cutover.reading.mapping.tables_of import MappedTable
from cutover.reading.patients.table import names_people
from cutover.reading.patients.tables import PRIORITIES

_PAYERS = ("payer_name", "payer_id", "payer_and_member")
_MOSTLY = 0.9  # share of the plans that must look like names of payers


def with_plans_as_payers(tables: Sequence[MappedTable]) -> list[MappedTable]:
    """Return the tables of an export with the plan of a table of coverages as its payer, where nothing names one.

    Such a table has a member ID beside the plan and names nobody: each row is a policy, and the payer of one of several
    policies stands in no other table. What a person confirmed stays, and so does every plan where a column of any table
    is a payer or may be one. The plan of a list of authorizations is their payer, whatever other tables name.
    """
    tables = [_with_authorizations(table) for table in tables]
    if _name_payers(table.crosswalk for table in tables if not table.is_left_out):
        return list(tables)
    return [_with_payers(table) for table in tables]


def _with_authorizations(table: MappedTable) -> MappedTable:
    """A list of authorizations whose plans are payers and tell no coverage, and whose bare visits are those authorized.

    The visits used beside them say what they are.
    """
    walk, used = table.crosswalk, table.crosswalk.used
    if names_people(walk) or "authorization_number" not in used:
        return table
    plan, payer, visits = "primary_plan_name", "authorization_payer", "authorization_visits_authorized"
    rows = walk.rows.set_index("key")
    fields = ["source_column", "score", "evidence", "state"]
    alone = not any(key.endswith(("_member_id", *_PAYERS)) for key in used if key != payer)
    if plan in used and payer not in used and alone and rows.at[plan, "state"] == "suggested":
        values = value_shapes.sample(table.sheet.frame[used[plan]].tolist())
        if (value_shapes.share(values, "payer name") or 0.0) >= _MOSTLY:
            said = f"{rows.at[plan, 'evidence']}; beside an authorization"
            rows.loc[payer, fields] = [used[plan], SETTLED, said, "suggested"]
            rows.loc[plan, fields] = [None, 0.0, "no column fits", "missing"]
    if "authorization_visits_used" in used and rows.at[visits, "state"] == "unsure":
        rows.loc[visits, ["score", "state"]] = [SETTLED, "suggested"]
        rows.loc[visits, "evidence"] = f"{rows.at[visits, 'evidence']}; beside the visits used"
    whole = rows.reset_index()[list(walk.rows.columns)].astype(walk.rows.dtypes.to_dict())
    return replace(table, crosswalk=replace(walk, rows=whole))


def lists_authorizations(walk: Crosswalk) -> bool:
    """Tell whether a table of these columns lists authorizations alone: it names nobody and gives no coverage."""
    if names_people(walk) or "authorization_number" not in walk.used:
        return False
    return not any(key.startswith(PRIORITIES) for key in walk.used)


def _name_payers(walks: Iterable[Crosswalk]) -> bool:
    asked = {key for walk in walks for key in walk.rows.loc[walk.rows["source_column"].notna(), "key"]}
    return any(f"{group}_{name}" in asked for group in PRIORITIES for name in _PAYERS)


def _with_payers(table: MappedTable) -> MappedTable:
    walk = table.crosswalk
    if names_people(walk):
        return table
    for group in PRIORITIES:
        rows = walk.rows.set_index("key")
        plan, payer = f"{group}_plan_name", f"{group}_payer_name"
        if not {plan, f"{group}_member_id"} <= set(walk.used) or rows.at[plan, "state"] != "suggested":
            continue
        column = walk.used[plan]
        values = value_shapes.sample(table.sheet.frame[column].tolist())
        if (value_shapes.share(values, "payer name") or 0.0) < _MOSTLY:
            continue
        said = f"{rows.at[plan, 'evidence']}; no column gives `{rows.at[payer, 'label']}`"
        score = max(ACCEPT, min(float(rows.at[plan, "score"]), SETTLED))
        fields = ["source_column", "score", "evidence", "state"]
        rows.loc[payer, fields] = [column, score, said, "suggested"]
        rows.loc[plan, fields] = [None, 0.0, "no column fits", "missing"]
        walk = replace(
            walk, rows=rows.reset_index()[list(walk.rows.columns)].astype(walk.rows.dtypes.to_dict())
        )
    return replace(table, crosswalk=walk)
