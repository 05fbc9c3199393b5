"""How many persons the guarantors are: the import has one row per patient, so a parent of three stands thrice."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from cutover.reading.patients.other_sources import letters, plain_id

_MARKS = ("birth_date", "home", "home_phone", "cell_phone")


@dataclass(frozen=True)
class Persons:
    """Of the guarantors in the import: their rows, the persons that they are, and the patients among those."""

    rows: int
    persons: int
    patients: int


def persons(guarantors: pd.DataFrame, patients: pd.DataFrame) -> Persons:
    """Return how many persons the guarantors are (GUARANTORS, one row per patient; PATIENTS).

    Two rows are one person where last and first name agree and so does one of birth date, home (street and ZIP) and
    phone. A guarantor without an address lives where the patient does. Rows that share nothing but the name are two.
    A guarantor is the patient where the row has the patient's own name, and no other birth date.
    """
    own = patients.drop_duplicates("account_number").set_index("account_number")
    theirs = own.reindex(guarantors["account_number"]).reset_index(drop=True)
    rows = guarantors.reset_index(drop=True)
    name = _name(rows)
    marks = pd.DataFrame({
        "birth_date": rows["birth_date"].astype("str").where(rows["birth_date"].notna()),
        "home": _home(rows).fillna(_home(theirs).where(rows["street"].isna())),
        "home_phone": rows["home_phone"],
        "cell_phone": rows["cell_phone"].fillna(rows["home_phone"]),
    })  # fmt: skip
    person = _joined([name + "|" + mark + "|" + marks[mark] for mark in _MARKS], len(rows))
    other_day = rows["birth_date"].ne(theirs["birth_date"]) & rows["birth_date"].notna()
    is_patient = name.eq(_name(theirs)) & ~other_day.fillna(False)
    return Persons(len(rows), person.nunique(), person[is_patient.fillna(False)].nunique())


def _name(rows: pd.DataFrame) -> pd.Series:
    return letters(rows["last_name"]) + "," + letters(rows["first_name"])


def _home(rows: pd.DataFrame) -> pd.Series:
    """Street and the first five digits of the ZIP, null where one of them is."""
    return plain_id(rows["street"]) + "|" + rows["zip"].str[:5]


def _joined(keys: list[pd.Series], count: int) -> pd.Series:
    """A number for each row, the same for rows that share a key, directly or through others."""
    person = pd.Series(range(count))
    while True:
        before = person
        for key in keys:
            known = key.notna()
            least = person[known].groupby(key[known]).transform("min")
            person = person.where(~known, least.reindex(person.index).fillna(person)).astype("int64")
            person = person.groupby(before).transform("min")
        if person.equals(before):
            return person
