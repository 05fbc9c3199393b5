"""Where each field of the patient exports comes from, also one that the column of another field tells."""

from __future__ import annotations

import pandas as pd

from cutover.columns import Column, Kind, Privacy, conform, empty
from cutover.reading.mapping.suggest import ROWS, UNMAPPED, Crosswalk
from cutover.reading.patients.exports import Demographics
from cutover.reading.patients.plans import lists_authorizations
from cutover.reading.patients.table import PatientTable, names_people

_KEY = "account_number"
_OF = (
    Column("table", Kind.TEXT, "Table", "its number among the tables of patient data, and what it lists"),
    Column("source_file", Kind.TEXT, "File", "path below the practice's folder", Privacy.PHI),
)
_PLACE = Column("place", Kind.COUNT, "Column", "its place in the table, the first from the left is 1")
MAPPED, LEFT_OVER = (*_OF, *ROWS), (*_OF, _PLACE, *UNMAPPED)


def names_of(demographics: Demographics) -> list[str]:
    """Return how each table of an export is called where its file may not be named: `2: authorizations`."""
    return [f"{n}: {_lists(table)}" for n, table in enumerate(demographics.tables, 1)]


def _lists(table: PatientTable) -> str:
    if not table.is_used:
        return "not known"
    if table.has_people:
        return "patients"
    if lists_authorizations(table.crosswalk):
        return "authorizations"
    return "coverages" if table.has_policies else "numbers of patients alone"


def mapping_of(demographics: Demographics) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the fields of all used tables that a column gives or that are required (MAPPED), and LEFT_OVER columns.

    A list of authorizations beside a list of patients lacks nothing that the other has.
    """
    both = [
        (t, name) for t, name in zip(demographics.tables, names_of(demographics), strict=True) if t.is_used
    ]
    walks = [table.crosswalk for table, _ in both]
    if not walks:
        return empty(MAPPED), empty(LEFT_OVER)
    of_people = any(map(names_people, walks))
    tables, rest = [], []
    for table, name in both:
        walk, place = table.crosswalk, {"table": name, "source_file": table.source_file}
        rows = _with_stand_ins(walk)
        wanted = rows["required"] & (not of_people or not lists_authorizations(walk))
        tables.append(rows[rows["source_column"].notna() | wanted].assign(**place))
        order = {header: n for n, header in enumerate(table.sheet.columns, 1)}
        rest.append(walk.unmapped.assign(place=walk.unmapped["source_column"].map(order), **place))
    shown, left = (pd.concat(parts, ignore_index=True) for parts in (tables, rest))
    return conform(shown[[c.name for c in MAPPED]], MAPPED), conform(
        left[[c.name for c in LEFT_OVER]], LEFT_OVER
    )


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
