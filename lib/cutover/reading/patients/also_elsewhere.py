"""Rows of a patient list that another file of the practice has too: an older copy of a list counts nobody twice.

A row is set aside where a longer list has the same patient with all that it tells. A row that tells anything else
stays, so that what differs between two files is asked and not lost.
"""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from cutover.reading.mapping.suggest import apply
from cutover.reading.patients.table import KEYS, PRIOR, PatientTable

ALSO_IN = "the same row is in"
_KEY = (*KEYS, PRIOR, "last_name", "first_name", "full_name", "birth_date")


def without_rows_elsewhere(tables: tuple[PatientTable, ...]) -> tuple[PatientTable, ...]:
    """Return the tables without rows that a longer one of another file has too; those are set aside with its name.

    Of two lists of one length the earlier one keeps its rows. A list with such rows comes after all others, so that
    where a patient of it differs, the longer list tells first.
    """
    used = [table for table in tables if table.is_used]
    if len({table.source_file for table in used}) < 2:
        return tables
    kept: list[PatientTable] = []
    copies: dict[int, PatientTable] = {}
    for table in sorted(used, key=lambda one: -len(one.sheet.frame)):
        less = table
        for other in kept:
            if other.source_file != table.source_file and other.has_people == table.has_people:
                less = _without(less, other)
        if less is not table:
            copies[id(table)] = less
        kept.append(less)
    whole = [table for table in tables if id(table) not in copies]
    return (*whole, *(copies[id(table)] for table in tables if id(table) in copies))


def also_in(table: PatientTable) -> list[tuple[str, int]]:
    """Return each file that has rows of a table too, with the number of these rows."""
    reasons = table.sheet.set_aside["reason"]
    told = reasons[reasons.str.startswith(f"{ALSO_IN} ")].value_counts(sort=False)
    return [(str(reason).removeprefix(f"{ALSO_IN} "), int(rows)) for reason, rows in told.items()]


def people_elsewhere(tables: tuple[PatientTable, ...]) -> int:
    """Return how many rows of patients are set aside because another file has them."""
    return sum(rows for table in tables if table.has_people for _, rows in also_in(table))


def _without(table: PatientTable, other: PatientTable) -> PatientTable:
    """A table without the rows of the patients of whom the other one tells all that it tells."""
    rows, theirs = _told(table), _told(other)
    key = [name for name in _KEY if name in rows and name in theirs]
    if rows.empty or theirs.empty or not key:
        return table
    rows, theirs = (
        part.assign(_who=part[key].fillna("").agg("\x1f".join, axis=1)) for part in (rows, theirs)
    )
    rows["_row"] = rows.index
    nobody = "\x1f" * (len(key) - 1)
    both = rows[rows["_who"].ne(nobody)].merge(theirs, on="_who", suffixes=("", "\x1fother"))
    same = pd.Series(True, index=both.index)
    for name in rows.columns.difference(["_who", "_row"]):
        cell = both[name]
        same &= cell.isna() | (cell.eq(both[f"{name}\x1fother"]).fillna(False) if name in theirs else False)
    found = rows["_row"].isin(both.loc[same.astype(bool), "_row"])
    gone = found.groupby(rows["_who"]).transform("all")
    return _set_aside(table, gone, other.source_file) if gone.any() else table


def _told(table: PatientTable) -> pd.DataFrame:
    """What the rows of a table tell: the fields of the import, and under its header what goes into none."""
    used, frame = table.crosswalk.used, table.sheet.frame
    mapped = apply(table.sheet, table.crosswalk)
    taken = set(used.values())
    more = {f"column {name}": frame[name] for name in table.sheet.columns if name not in taken}
    told = pd.concat(
        [mapped[[key for key in used if key in mapped]], pd.DataFrame(more, frame.index)], axis=1
    )
    return told.astype("str").apply(lambda column: column.str.strip().replace("", None)).astype("str")


def _set_aside(table: PatientTable, gone: pd.Series, other: str) -> PatientTable:
    sheet = table.sheet
    rows = sheet.frame[gone]
    texts = rows[sheet.columns].fillna("").agg(" | ".join, axis=1)
    aside = pd.DataFrame({"source_row": rows["source_row"], "reason": f"{ALSO_IN} {other}", "text": texts})
    whole = pd.concat([sheet.set_aside, aside.astype(sheet.set_aside.dtypes.to_dict())], ignore_index=True)
    return replace(
        table, sheet=replace(sheet, frame=sheet.frame[~gone].reset_index(drop=True), set_aside=whole)
    )
