"""The client's own map of its patients to IDs in Medi, against the patient exports: who has no ID."""

from __future__ import annotations

import pandas as pd

from cutover.columns import Column, Kind, Privacy, conform, empty
from cutover.identifiers import check_compared
from cutover.reading.patients.id_maps import ID_MAP
from cutover.result import Figure, Table
from cutover.wording import and_joined, several
from cutover.workstreams.demographics.patient_import import NO_PERSON, TEST, Prepared

NONE, SHARED, UNMAPPED = "no Medi ID in the map", "one Medi ID for several numbers", "not in the map"
STRANGE, NOTED = "not in the export", "has a Medi ID, and a note"
COLUMNS = (
    Column("state", Kind.TEXT, "What is found"),
    Column("account_number", Kind.TEXT, "Account no.", "", Privacy.PHI),
    Column("name", Kind.TEXT, "Patient", "", Privacy.PHI),
    *ID_MAP[1:],
)
_TITLE = "Medi IDs by the client's own map of patients"
_UNDECIDED = (
    "The maps differ, or are called old, and nothing tells which one holds. Leave the newest alone there."
)


def table(prepared: Prepared, id_map: pd.DataFrame, maps: int = 0) -> Table:
    """Return who needs a look by the client's map, one row per number and reason; no row without a map.

    `maps` are those on file: several that differ, of which nothing tells the newest, are none.
    """
    if id_map.empty and maps:
        none = f"not known: {several(maps, 'map')} on file, and none is used"
        return Table(_TITLE, empty(COLUMNS), COLUMNS, _UNDECIDED, none)
    if id_map.empty:
        return Table(_TITLE, empty(COLUMNS), COLUMNS, "No such map is on file.", "no such map is on file")
    rows = _judged(prepared, id_map)
    ids = id_map["other_account_number"]
    said = (
        f"The map has {several(len(id_map), 'number')} and {several(ids.nunique(), 'Medi ID')}. Numbers are "
    )
    said += "compared without leading zeros. The newest sheet counts."
    return Table(_TITLE, rows, COLUMNS, said)


def figures(prepared: Prepared, id_map: pd.DataFrame) -> tuple[Figure, ...]:
    """Return how many patients of the client's map have no Medi ID; nothing without a map."""
    if id_map.empty:
        return ()
    states = _judged(prepared, id_map)["state"].value_counts()
    notes = [f"of {several(len(id_map), 'number')}"]
    notes += [f"{several(states[UNMAPPED], 'patient')} not in the map"] if UNMAPPED in states else []
    notes += [f"{several(states[STRANGE], 'number')} not in the export"] if STRANGE in states else []
    value = f"{int(states.get(NONE, 0)):,}"
    return (Figure("Patients without a Medi ID in the client's map", value, and_joined(notes)),)


def _judged(prepared: Prepared, id_map: pd.DataFrame) -> pd.DataFrame:
    """Each number of the map or the export that needs a look, with the reason (COLUMNS)."""
    people = prepared.people[~prepared.people["aside"].isin([NO_PERSON, TEST])]
    people = people.dropna(subset="account_number").drop_duplicates("account_number")
    people = people.assign(
        key=check_compared(people["account_number"]),
        name=people["last_name"].fillna("") + ", " + people["first_name"].fillna(""),
    )
    names = people.drop_duplicates("key").set_index("key")[["account_number", "name"]]
    rows = id_map.assign(key=check_compared(id_map["account_number"]))
    known = rows["key"].isin(names.index)
    shared = rows["other_account_number"].notna() & rows["other_account_number"].duplicated(keep=False)
    state = pd.Series(None, rows.index, dtype="str").mask(rows["note"].notna(), NOTED)
    state = state.mask(shared, SHARED).mask(rows["other_account_number"].isna(), NONE).mask(~known, STRANGE)
    own = rows["key"].map(names["account_number"].to_dict())
    rows = rows.assign(
        state=state,
        name=rows["key"].map(names["name"].to_dict()),
        account_number=own.fillna(rows["account_number"]),
    )
    left = people[~people["key"].isin(set(rows["key"]))].assign(state=UNMAPPED)
    told = [part for part in (rows[rows["state"].notna()], left) if len(part)]
    if not told:
        return empty(COLUMNS)
    order = {one: n for n, one in enumerate((NONE, SHARED, UNMAPPED, STRANGE, NOTED))}
    both = pd.concat(told, ignore_index=True).reindex(columns=[c.name for c in COLUMNS])
    both = both.sort_values("state", key=lambda texts: texts.map(order), kind="stable")
    return conform(both.reset_index(drop=True), COLUMNS)
