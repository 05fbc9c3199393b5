"""Whose authorizations a table lists where no header says that it numbers patients: `Client` over `0004101`.

Behavioral health calls its patients clients, members, learners or residents. The numbers of the patients' own list
tell the column: the only one of which nearly every value is such a number. Names alone tell it as well, each of one
patient's.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pandas as pd

from cutover.columns import TEXT
from cutover.lookup import among
from cutover.reading.mapping import value_shapes
from cutover.reading.mapping.said_once import MADE
from cutover.reading.mapping.settle import SETTLED
from cutover.reading.mapping.suggest import Crosswalk, apply
from cutover.reading.mapping.tables_of import MappedTable
from cutover.reading.patients.authorization_columns import with_authorization_columns
from cutover.reading.patients.stand_ins import name_words
from cutover.reading.patients.table import KEYS, PRIOR, PatientTable

_FIELD, _NUMBER, _SERVICE = "account_number", "authorization_number", "authorization_service"
_MEMBER = "primary_member_id"  # what a `Member` is taken for that holds the patient's number
_CODES = "procedure codes"
_MOSTLY = 0.9  # share of the values that are numbers of patients
_FEWEST = 2  # different numbers: one alone may be anything
WHY = "its values are the numbers of patients of another table"
BY_NAME = f"the number of the patient of this name{MADE}"  # the column, where a list names patients alone
# tables of people with birth dates, each with the column of their numbers
_People = Sequence[tuple[PatientTable, str]]
_NAMES = ("full_name", "last_name", "first_name")


def with_patients(tables: Sequence[PatientTable]) -> list[PatientTable]:
    """Return the tables of an export, those of policies with the column whose values are the patients' numbers.

    Where two columns hold such numbers none is taken. A list of authorizations of names alone has the number of the
    one patient of each name. What a person confirmed stays.
    """
    whole = [(table, _key(table.crosswalk)) for table in tables if "birth_date" in table.crosswalk.used]
    people = [(table, key) for table, key in whole if key is not None]
    numbers = frozenset(number for one, key in people for number in one.sheet.frame[key].dropna())
    listed = [with_authorization_columns(table, numbers) for table in tables]
    return [_with_service(_by_name(_with_number(table, people), people)) for table in listed]


def with_whose(tables: Sequence[MappedTable]) -> list[MappedTable]:
    """Return mapped tables of an export as `with_patients`."""
    found = with_patients([PatientTable("", one.sheet, one.crosswalk) for one in tables])
    both = zip(tables, found, strict=True)
    return [replace(one, sheet=told.sheet, crosswalk=told.crosswalk) for one, told in both]


def _key(walk: Crosswalk) -> str | None:
    return next((walk.used[key] for key in (*KEYS, PRIOR) if key in walk.used), None)


def _with_number(table: PatientTable, people: _People) -> PatientTable:
    walk, frame = table.crosswalk, table.sheet.frame
    if not people or walk.is_confirmed or table.is_used or not table.has_policies:
        return table
    known = {number for one, key in people for number in one.sheet.frame[key].dropna()}
    of_fields = {name for key, name in walk.used.items() if key != _MEMBER or _NUMBER not in walk.used}
    found = []
    for name in table.sheet.columns:
        values = frame[name].dropna()
        is_theirs = name not in of_fields and values.nunique() >= _FEWEST
        if is_theirs and float(among(values, known).mean()) >= _MOSTLY:
            found.append(name)
    return _mapped(table, _FIELD, found[0], WHY) if len(found) == 1 else table


def _by_name(table: PatientTable, people: _People) -> PatientTable:
    """A list of authorizations that names patients and numbers none, with the number of each name that is one's.

    The names are those of the patients' columns, or else of the one free column whose values are such names.
    """
    walk, frame = table.crosswalk, table.sheet.frame
    is_list = _NUMBER in walk.used and "birth_date" not in walk.used
    if not people or walk.is_confirmed or not is_list or _key(walk) is not None or frame.empty:
        return table
    parts = [pd.DataFrame({"name": _names(one), "number": one.sheet.frame[key]}) for one, key in people]
    told = pd.concat(parts).dropna().drop_duplicates()
    one_each = told[told["name"].ne("") & ~told["name"].duplicated(keep=False)].set_index("name")["number"]
    free = [name for name in table.sheet.columns if name not in set(walk.used.values())]
    texts = [_names(table)] if table.has_people else [frame[name].fillna("").map(name_words) for name in free]
    found = [text.map(one_each).astype(TEXT) for text in texts]
    found = [numbers for numbers in found if numbers.notna().mean() >= _MOSTLY]
    if len(found) != 1:
        return table
    return _mapped(replace(table, sheet=table.sheet.with_column(BY_NAME, found[0])), _FIELD, BY_NAME, BY_NAME)


def _names(table: PatientTable) -> pd.Series:
    rows = apply(table.sheet, table.crosswalk)
    return rows[list(_NAMES)].fillna("").agg(" ".join, axis=1).map(name_words)


def _with_service(table: PatientTable) -> PatientTable:
    """A list of authorizations with the procedures that one free column holds, some of them again: `Code` over `97153`.

    Numbers of five digits that all differ may number anything.
    """
    walk = table.crosswalk
    is_list = _NUMBER in walk.used and "birth_date" not in walk.used
    if walk.is_confirmed or not is_list or _SERVICE in walk.used:
        return table
    taken, found = set(walk.used.values()), []
    for name in table.sheet.columns:
        cells = table.sheet.frame[name].dropna()
        share = value_shapes.share(value_shapes.sample(cells.tolist()), _CODES, is_named=False)
        if name not in taken and cells.duplicated().any() and (share or 0.0) >= _MOSTLY:
            found.append(name)
    return _mapped(table, _SERVICE, found[0], f"only its values are {_CODES}") if len(found) == 1 else table


def _mapped(table: PatientTable, key: str, column: str, why: str) -> PatientTable:
    walk = table.crosswalk.with_column(key, column, why, SETTLED)
    return replace(table, crosswalk=walk)
