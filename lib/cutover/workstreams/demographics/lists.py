"""The lists of people of one practice beside each other: rows and people of each, and who stands in one alone."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from cutover.columns import Column, Kind, Privacy, conform, empty
from cutover.reading.patients.exports import Demographics
from cutover.workstreams.columns import text
from cutover.workstreams.demographics.duplicates import TWICE
from cutover.workstreams.demographics.patient_import import NO_PERSON, TEST, Prepared

_Place = tuple[str, str]  # a list: its file and its sheet
_ENOUGH = 0.5  # share of the shorter list that the other one has, for the two to be lists of the same people
# one row per person whom one list has and no other
ALONE = (
    text("account_number", "Account no.", "", Privacy.PHI),
    text("last_name", "Last name", "", Privacy.PHI),
    text("first_name", "First name", "", Privacy.PHI),
    text("not_in", "Not in", "the other lists, by their files", Privacy.PHI),
    text("source_file", "File", "path below the practice's folder", Privacy.PHI),
    text("source_sheet", "Sheet", "", Privacy.DESK),
    Column("source_row", Kind.COUNT, "Row", "", Privacy.DESK),
)


@dataclass(frozen=True)
class Listed:
    """What one list holds: `people` (each once, null where it numbers nobody), `alone` (null where it is the only one),
    and the `others` that are lists of the same people.
    """

    people: int | None
    alone: int | None
    others: tuple[str, ...] = ()


def listed(demographics: Demographics, prepared: Prepared) -> dict[_Place, Listed]:
    """Return of each list of people, by file and sheet, how many people it has and how many no other list has."""
    known = {}
    for place, (rows, others, elsewhere) in _beside(demographics, prepared).items():
        own = set(rows["person"].dropna())
        alone_here = len(own - elsewhere) if others else None
        known[place] = Listed(len(own) or None, alone_here, tuple(file for file, _ in others))
    return known


def counted(prepared: Prepared, total: int) -> str:
    """Return what so many patients are: patients, or records of fewer people where some are a person's second."""
    twice = prepared.duplicates[prepared.duplicates["code"].eq(TWICE)]
    second = twice["other_account_number"].nunique()
    if not second:
        return "patients"
    return f"patient records of {total - second:,} people ({second:,} likely a person's second)"


def alone(demographics: Demographics, prepared: Prepared) -> pd.DataFrame:
    """Return everybody whom one list has and no other list of the same people, one row each (ALONE)."""
    parts = []
    for rows, others, elsewhere in _beside(demographics, prepared).values():
        if others:
            left = rows[rows["person"].notna() & ~rows["person"].isin(elsewhere)].drop_duplicates("person")
            parts.append(left.assign(not_in="; ".join(dict.fromkeys(file for file, _ in others))))
    if not parts:
        return empty(ALONE)
    return conform(pd.concat(parts, ignore_index=True)[[c.name for c in ALONE]], ALONE)


def _beside(
    demographics: Demographics, prepared: Prepared
) -> dict[_Place, tuple[pd.DataFrame, list[_Place], set]]:
    """The rows of people of each list, the other lists of the same people, and everybody whom those have."""
    people = _of_lists(demographics, prepared)
    numbers = {place: set(rows["person"].dropna()) for place, rows in people.items()}
    others = {place: _others(place, numbers) for place in people}
    return {
        place: (rows, others[place], set().union(*(numbers[other] for other in others[place])))
        for place, rows in people.items()
    }


def _of_lists(demographics: Demographics, prepared: Prepared) -> dict[_Place, pd.DataFrame]:
    """The rows of people of each table that names people, without test records and rows of nobody, with `person`.

    That is the number of the patient, of one who seems to have two records the first of both.
    """
    tables = [table for table in demographics.tables if table.is_used and table.has_people]
    people = prepared.people[~prepared.people["aside"].isin([NO_PERSON, TEST])]
    twice = prepared.duplicates[prepared.duplicates["code"].eq(TWICE)]
    first = dict(zip(twice["other_account_number"], twice["account_number"], strict=True))
    people = people.assign(person=people["account_number"].replace(first))
    sheets = people["source_sheet"].fillna("")
    found = {
        (table.source_file, table.sheet.name or ""): people[
            people["source_file"].eq(table.source_file) & sheets.eq(table.sheet.name or "")
        ]
        for table in tables
    }
    return {place: rows for place, rows in found.items() if len(rows)}


def _others(place: _Place, numbers: dict[_Place, set]) -> list[_Place]:
    """The lists of other files that have half of the people of a list, or of which it has half."""
    own = numbers[place]
    return [
        other
        for other, theirs in numbers.items()
        if other[0] != place[0] and len(own & theirs) >= max(1, _ENOUGH * min(len(own), len(theirs)))
    ]
