"""Where each field of the patient exports comes from, also one that the column of another field tells."""

from __future__ import annotations

import pandas as pd

from cutover.columns import conform, empty
from cutover.reading.mapping.suggest import ROWS, UNMAPPED, Crosswalk
from cutover.reading.patients.exports import Demographics
from cutover.reading.patients.plans import lists_authorizations
from cutover.reading.patients.table import names_people

_KEY = "account_number"


def mapping_of(demographics: Demographics) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the fields of all used tables that a column gives or that are required, and other columns.

    A list of authorizations beside a list of patients lacks nothing that the other has.
    """
    walks = [t.crosswalk for t in demographics.tables if t.is_used]
    if not walks:
        return empty(ROWS), empty(UNMAPPED)
    of_people = any(map(names_people, walks))
    tables = []
    for walk in walks:
        rows = _with_stand_ins(walk)
        wanted = rows["required"] & (not of_people or not lists_authorizations(walk))
        tables.append(rows[rows["source_column"].notna() | wanted])
    shown = pd.concat(tables, ignore_index=True)
    return conform(shown, ROWS), conform(pd.concat([w.unmapped for w in walks], ignore_index=True), UNMAPPED)


def _with_stand_ins(walk: Crosswalk) -> pd.DataFrame:
    """The fields of a table (ROWS); a required one without a column has that of the field that tells it.

    A chart number is the key of its patient where there is no account number.
    """
    rows, used = walk.rows.copy(), walk.used
    lacks = rows.loc[rows["source_column"].isna() & rows["required"], "key"]
    for at, key in lacks.items():
        other = next((name for name in walk.target.stand_ins(key) if name in used), None)
        if other is None:
            continue
        label, there = walk.target.field(other).label, rows.loc[rows["key"].eq(other)].iloc[0]
        said = f"no column of its own: the {label[0].lower()}{label[1:]} "
        said += "is taken as the key of a patient" if key == _KEY else "tells it"
        rows.loc[at, ["source_column", "score", "evidence", "state"]] = [
            used[other], there["score"], said, there["state"],
        ]  # fmt: skip
    return rows
