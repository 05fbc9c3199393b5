"""The old system's number in what came back out of Medi: its values number the practice's own patients."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from cutover.lookup import among
from cutover.reading.mapping.said_once import is_said_once
from cutover.reading.mapping.settle import SETTLED
from cutover.reading.patients.table import KEYS, PRIOR, PatientTable

_ENOUGH = 0.5  # share of a column's values that are such numbers: in Medi there are new patients too
_FEWEST = 3  # different numbers of them: fewer may be by chance
WHY = "its values are the numbers of the practice's own patients"


def with_old_numbers(tables: Sequence[PatientTable], numbers: frozenset[str]) -> list[PatientTable]:
    """Return tables that came back out of Medi with the column that holds the old system's numbers as such.

    `numbers` are those of the practice's own export. Nothing changes where a number that is read already is one of
    them, where two columns hold such numbers, and where a person confirmed the columns.
    """
    return [_with_old_number(table, numbers) for table in tables]


def _with_old_number(table: PatientTable, numbers: frozenset[str]) -> PatientTable:
    walk, frame = table.crosswalk, table.sheet.frame
    if walk.is_confirmed or not table.is_read_back or PRIOR in walk.used:
        return table
    theirs = []
    for name in [one for one in table.sheet.columns if not is_said_once(one)]:
        values = frame[name].dropna()
        hits = among(values, numbers)
        if values[hits].nunique() >= _FEWEST and float(hits.mean()) >= _ENOUGH:
            theirs.append(name)
    if len(theirs) != 1 or theirs[0] in [walk.used.get(key) for key in KEYS]:
        return table
    return replace(table, crosswalk=walk.with_column(PRIOR, theirs[0], WHY, SETTLED))
