"""Claim lists whose column `PT` holds the patients' numbers: its header names a patient, and its values name nobody.

A list that has names there has them as names. Numbers of one form, of which some return on other days, are accounts.
"""

from __future__ import annotations

import re
from dataclasses import replace

import pandas as pd

from cutover.reading.claims import states as claim_states
from cutover.reading.files import values as text_values
from cutover.reading.mapping.header_words import words_of
from cutover.reading.mapping.tables_of import MappedTable

ACCOUNT, PATIENT = "patient_control_number", "patient_number"
_MOSTLY = 0.9  # share of rows with a number, and of the numbers with the usual form
_FORM = re.compile(r"[A-Za-z]{0,4}[-# ]?\d{2,12}(?:[-.]\d{1,3})?")
_WHY = "header means `patient`, and its values are numbers of one form"


def with_patient_number(table: MappedTable) -> MappedTable:
    """Return a table of claims with its column of patients' numbers as account numbers; any other as it is.

    No other column may have them, one alone may be headed so, and its numbers are not those of the claims.
    """
    walk = table.crosswalk
    if ACCOUNT in walk.used or "claim_number" not in walk.used:
        return table
    return _with_column(table, ACCOUNT)


def with_number_of_patient(table: MappedTable) -> MappedTable:
    """Return a list of claims sent with its column of patients' numbers beside the claims' own; any other as it is."""
    walk = table.crosswalk
    if PATIENT in walk.used or not {ACCOUNT, "claim_number"} & set(walk.used):
        return table
    return _with_column(table, PATIENT)


def _with_column(table: MappedTable, field: str) -> MappedTable:
    """The table with its one free column that is headed so, and holds numbers, as this field."""
    walk, sheet = table.crosswalk, table.sheet
    if walk.is_confirmed or sheet.frame.empty:
        return table
    heads = claim_states.note_rules().patients
    named = [name for name in table.free_columns if words_of(name) in heads]
    if len(named) != 1 or not _are_numbers(sheet.frame[named[0]]):
        return table
    return replace(table, crosswalk=walk.with_column(field, named[0], _WHY))


def _are_numbers(texts: pd.Series) -> bool:
    """Whether nearly each row has a number, nearly all of one form: the letters before it and how long it is."""
    values = texts.dropna().str.strip()
    if len(values) < _MOSTLY * len(texts) or text_values.dates(values).notna().any():
        return False
    forms = values.map(lambda text: re.sub(r"[A-Za-z]", "a", re.sub(r"\d+", "9", text)))
    is_number = values.map(lambda text: _FORM.fullmatch(text) is not None)
    return bool((is_number & forms.eq(forms.mode().iloc[0])).mean() >= _MOSTLY)
