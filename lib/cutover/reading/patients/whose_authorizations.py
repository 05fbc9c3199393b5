"""Whose authorizations a table lists where no header says that it numbers patients: `Client` over `0004101`.

Behavioral health calls its patients clients, members, learners or residents. The numbers of the patients' own list
tell the column: the only one of which nearly every value is such a number. Names alone tell it as well, each of one
patient's.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import pandas as pd

from cutover.columns import TEXT
from cutover.reading.mapping import value_shapes
from cutover.reading.mapping.header_words import words_of
from cutover.reading.mapping.said_once import MADE
from cutover.reading.mapping.settle import SETTLED
from cutover.reading.mapping.suggest import Crosswalk, apply
from cutover.reading.patients.stand_ins import name_words
from cutover.reading.patients.table import KEYS, PRIOR, PatientTable

_FIELD, _NUMBER, _SERVICE = "account_number", "authorization_number", "authorization_service"
_MEMBER = "primary_member_id"  # what a `Member` is taken for that holds the patient's number
_CODES = "procedure codes"
_MOSTLY = 0.9  # share of the values that are numbers of patients
_FEWEST = 2  # different numbers: one alone may be anything
WHY = "its values are the numbers of patients of another table"
BY_NAME = f"the number of the patient of this name{MADE}"  # the column, where a list names patients alone
_NAMES = ("full_name", "last_name", "first_name")


def with_patients(tables: Sequence[PatientTable]) -> list[PatientTable]:
    """Return the tables of an export, those of policies with the column whose values are the patients' numbers.

    Where two columns hold such numbers none is taken. A list of authorizations of names alone has the number of the
    one patient of each name. What a person confirmed stays.
    """
    if not any(_NUMBER in table.crosswalk.used or not table.is_used for table in tables):
        return list(tables)
    known: dict[str, set[str]] = {}  # each number of a patient with the names of its rows
    for table in tables:
        key = _key(table.crosswalk)
        if key is not None and "birth_date" in table.crosswalk.used:
            for number, name in zip(table.sheet.frame[key], _names(table), strict=True):
                known.setdefault(number, set()).add(name)
    known = {number: names for number, names in known.items() if isinstance(number, str)}
    return [_with_service(_by_name(_with_patient(table, known), known)) for table in tables]


def _key(walk: Crosswalk) -> str | None:
    return next((walk.used[key] for key in (*KEYS, PRIOR) if key in walk.used), None)


def _names(table: PatientTable) -> pd.Series:
    rows = apply(table.sheet, table.crosswalk)
    return rows[list(_NAMES)].fillna("").agg(" ".join, axis=1).map(name_words)


def _with_patient(table: PatientTable, known: Mapping[str, set[str]]) -> PatientTable:
    walk, frame = table.crosswalk, table.sheet.frame
    is_open = not walk.is_confirmed and not table.is_used and table.has_policies
    if not known or not is_open:
        return table
    of_fields = {name for key, name in walk.used.items() if key != _MEMBER or _NUMBER not in walk.used}
    found = []
    for name in table.sheet.columns:
        values = frame[name].dropna()
        is_theirs = name not in of_fields and values.nunique() >= _FEWEST
        if is_theirs and float(values.isin(list(known)).mean()) >= _MOSTLY:
            found.append(name)
    return _mapped(table, _FIELD, found[0], WHY) if len(found) == 1 else table


def _by_name(table: PatientTable, known: Mapping[str, set[str]]) -> PatientTable:
    """A list of authorizations that names patients and numbers none, with the number of each name that is one's."""
    walk = table.crosswalk
    of_names = _NUMBER in walk.used and table.has_people and "birth_date" not in walk.used
    if walk.is_confirmed or not of_names or _key(walk) is not None:
        return table
    whose: dict[str, set[str]] = {}
    for number, names in known.items():
        for name in names:
            whose.setdefault(name, set()).add(number)
    one = {name: next(iter(numbers)) for name, numbers in whose.items() if name and len(numbers) == 1}
    numbers = _names(table).map(one).astype(TEXT)
    if not len(numbers) or numbers.notna().mean() < _MOSTLY:
        return table
    return _mapped(replace(table, sheet=table.sheet.with_column(BY_NAME, numbers)), _FIELD, BY_NAME, BY_NAME)


def _with_service(table: PatientTable) -> PatientTable:
    """A list of authorizations with the procedures that one free column holds: `Code` over `97153`."""
    walk = table.crosswalk
    if walk.is_confirmed or _NUMBER not in walk.used or _SERVICE in walk.used:
        return table
    taken, found = set(walk.used.values()), []
    for name in table.sheet.columns:
        values = value_shapes.sample(table.sheet.frame[name].tolist())
        share = value_shapes.share(values, _CODES, is_named=False) if values else None
        if name not in taken and "diagnosis" not in words_of(name).split() and (share or 0.0) >= _MOSTLY:
            found.append(name)
    return _mapped(table, _SERVICE, found[0], f"only its values are {_CODES}") if len(found) == 1 else table


def _mapped(table: PatientTable, key: str, column: str, why: str) -> PatientTable:
    walk = table.crosswalk.with_column(key, column, why, SETTLED)
    return replace(table, crosswalk=walk)
