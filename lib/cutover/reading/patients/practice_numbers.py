"""The practice's own numbers in what Medi exports: the column whose values are its accounts, whatever its header."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from cutover.reading.mapping.settle import SETTLED
from cutover.reading.patients.exports import Demographics
from cutover.reading.patients.table import KEYS, PRIOR, PatientTable

_ENOUGH = (
    0.5  # share of a column's numbers that the practice's lists have, for it to hold the practice's numbers
)
_FEWEST = 2
_WHY = "its values are numbers of the practice's patients"


def numbered_as(there: Demographics, here: Demographics) -> Demographics:
    """Return Medi's export with its patients under the practice's numbers, where another column has them.

    Medi numbers patients anew, and a column of the practice's numbers may have any header. One alone whose values are
    accounts or charts of the practice's lists is taken, where the column in use holds none of them. What a person
    confirmed stays.
    """
    known = _numbers(here.rows["account_number"]) | _numbers(here.rows["chart_number"])
    if not known or not there.tables:
        return there
    tables = tuple(_with_numbers(table, known) for table in there.tables)
    changed = any(one is not other for one, other in zip(tables, there.tables, strict=True))
    return there.with_tables(tables) if changed else there


def _with_numbers(table: PatientTable, known: frozenset[str]) -> PatientTable:
    walk, frame = table.crosswalk, table.sheet.frame
    if (
        not table.is_used
        or not table.has_people
        or not walk.rows["state"].isin(["suggested", "unsure"]).any()
    ):
        return table
    used = {key: walk.used[key] for key in (*KEYS, PRIOR) if key in walk.used}
    if any(_share(frame[column], known) for column in used.values() if column in frame):
        return table
    free = [column for column in walk.unmapped["source_column"] if column in frame]
    found = [column for column in free if _share(frame[column], known) >= _ENOUGH]
    return (
        replace(table, crosswalk=walk.with_column(PRIOR, found[0], _WHY, SETTLED))
        if len(found) == 1
        else table
    )


def _share(cells: pd.Series, known: frozenset[str]) -> float:
    numbers = _numbers(cells)
    return len(numbers & known) / len(numbers) if len(numbers & known) >= _FEWEST else 0.0


def _numbers(cells: pd.Series) -> frozenset[str]:
    said = cells.dropna().astype("str").str.replace(r"[^0-9A-Za-z]+", "", regex=True).str.upper()
    return frozenset(said[said.ne("")])
