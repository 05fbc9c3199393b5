"""Patient lists without any number: each patient known by name and birth date, under a number made of both.

Such a number meets no claim and no other list. It links what stands in the rows of one patient, and nothing else.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import replace

import pandas as pd

from cutover.columns import TEXT
from cutover.reading.files.values import dates
from cutover.reading.mapping.said_once import MADE as MADE_HERE
from cutover.reading.mapping.suggest import Crosswalk, apply
from cutover.reading.mapping.tables_of import MappedTable
from cutover.reading.patients.table import KEYS, PRIOR
from cutover.result import evidence_key

MADE = f"name and birth date{MADE_HERE}"  # the column, where a table has no number of its patients
_MARK = "NO-NUMBER-"
_FIELD = "account_number"
_NAMES = ("full_name", "last_name", "first_name")
WHY = f"no column numbers the patients: {MADE}"


def with_stand_in(table: MappedTable) -> MappedTable:
    """Return a table of people without any number with one made of name and birth date; any other as it is."""
    if not lacks_numbers(table.crosswalk):
        return table
    rows = apply(table.sheet, table.crosswalk)
    state = "confirmed" if table.crosswalk.is_confirmed else "suggested"
    sheet, walk = table.sheet.with_column(MADE, made_numbers(rows)), table.crosswalk
    return replace(table, sheet=sheet, crosswalk=walk.with_column(_FIELD, MADE, WHY, state=state))


def lacks_numbers(crosswalk: Crosswalk) -> bool:
    """Return whether columns give name and birth date of people and no number, nor a column that may be one."""
    used, rows = set(crosswalk.used), crosswalk.rows.set_index("key")["source_column"]
    has_name = "full_name" in used or {"last_name", "first_name"} <= used
    return has_name and "birth_date" in used and rows[[*KEYS, PRIOR]].isna().all()


def has_numbers(crosswalks: Iterable[Crosswalk]) -> bool:
    """Return whether one of several tables numbers its patients."""
    return any({*KEYS, PRIOR} & set(walk.used) for walk in crosswalks)


def made_numbers(rows: pd.DataFrame) -> pd.Series:
    """Return a number of each row of name and birth date, null where one of them is blank.

    The order of the name's words, their case and accents make no difference: `Doe, Ann` is `ANN DOE`.
    """
    parts = [rows[name].fillna("") for name in _NAMES]
    days = dates(rows["birth_date"]).dt.strftime("%Y%m%d").fillna(rows["birth_date"].str.strip())
    names = (parts[0] + " " + parts[1] + " " + parts[2]).map(name_words)
    made = [
        _MARK + evidence_key("patient", name, day)[2:] if name and isinstance(day, str) and day else None
        for name, day in zip(names, days, strict=True)
    ]
    return pd.Series(made, index=rows.index, dtype=TEXT)


def is_made(numbers: pd.Series) -> pd.Series:
    """Return which numbers of patients are made."""
    return numbers.astype("str").str.startswith(_MARK).fillna(False).astype(bool)


def name_words(name: str) -> str:
    """Return the words of a name in order of the alphabet, letters alone."""
    plain = unicodedata.normalize("NFKD", name.upper())
    letters = "".join(sign for sign in plain if not unicodedata.combining(sign))
    return " ".join(sorted("".join(sign if sign.isalnum() else " " for sign in letters).split()))
