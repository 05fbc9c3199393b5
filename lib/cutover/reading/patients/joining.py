"""Exports in several tables: which hold people, which hang on them, and by which key."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from cutover.columns import TEXT
from cutover.reading.mapping.header_words import words_of
from cutover.reading.patients.table import KEYS, PatientTable

_WHO = ("last_name", "first_name", "full_name", "birth_date")  # that tell whether two rows are one person's
_ENOUGH = 0.5  # share of a table's keys that the people's table must know for the two to be joined by them


def parted_tables(tables: Sequence[PatientTable]) -> tuple[list[PatientTable], list[PatientTable]]:
    """Return the tables of people, and those of policies that hang on them by a key.

    A table without names and birth dates is one of policies where it says something of them; so is one that names
    people again without their birth dates beside a table that has those.
    """
    used = [table for table in tables if table.is_used]
    people = [table for table in used if table.has_people]
    whole = [table for table in people if "birth_date" in table.crosswalk.used]
    policies = [table for table in used if not table.has_people and table.has_policies]
    for table in people if whole else ():
        walk = table.crosswalk.used
        if "birth_date" not in walk and table.has_policies and _key(table) and _is_known(table, whole):
            policies.append(table)
    if not people:
        return used, []
    kept = [id(table) for table in policies]
    return [t for t in used if id(t) not in kept], [t for t in used if id(t) in kept]


def _key(table: PatientTable) -> str | None:
    """The column that names the patient."""
    return next((table.crosswalk.used[key] for key in KEYS if key in table.crosswalk.used), None)


def _is_known(table: PatientTable, people: Sequence[PatientTable]) -> bool:
    return _best_key(table, people)[0] >= 0.8


def _best_key(table: PatientTable, people: Sequence[PatientTable]) -> tuple[float, str | None]:
    """The share of a table's keys that a column of the people knows, and that column."""
    key = _key(table)
    texts = table.sheet.frame[key].dropna() if key else pd.Series(dtype=TEXT)
    best: tuple[float, int, str | None] = (0.0, 0, None)
    for column in _candidates(key, people) if len(texts) else ():
        share = float(texts.isin(set(_rows_of(column, people).index)).mean())
        alike = int(words_of(column) == words_of(key))
        best = max(best, (share, alike, column), key=lambda found: found[:2])
    return best[0], best[2]


def _candidates(key: str, people: Sequence[PatientTable]) -> list[str]:
    """Columns of the people that may be the key: one of its name first, then theirs, then the row's number."""
    names = [c for t in people for c in t.sheet.columns if words_of(c) == words_of(key)]
    names += [t.crosswalk.used[k] for t in people for k in KEYS if k in t.crosswalk.used]
    names += [c for t in people for c in t.sheet.columns if words_of(c) in ("id", "patient id")]
    return list(dict.fromkeys(names))


def owners(table: PatientTable, people: Sequence[PatientTable]) -> pd.Series:
    """Return the row of the people that each row of a table belongs to, by place; null where none has its key."""
    share, column = _best_key(table, people)
    key = _key(table)
    blank = pd.Series(pd.NA, index=range(len(table.sheet.frame)), dtype="Int64")
    if column is None or share < _ENOUGH or key is None:
        return blank
    known = _rows_of(column, people)
    found = table.sheet.frame[key].reset_index(drop=True).map(known)
    return found.astype("Int64")


def _rows_of(column: str, people: Sequence[PatientTable]) -> pd.Series:
    """The first row of the people of each value of a column that is one person's, by place; none of a value of two.

    A person's row may come again. A column that is no patient's number must have each value once.
    """
    parts, first = [], 0
    for one in people:
        frame, used = one.sheet.frame, one.crosswalk.used
        if column in one.sheet.columns:
            who = frame[[used[key] for key in _WHO if key in used]].fillna("").astype("str")
            told = who.agg(" ".join, axis=1).map(_plain) if who.shape[1] else pd.Series("", frame.index)
            places = range(first, first + len(frame))
            rows = pd.DataFrame({"key": frame[column].array, "who": told.array, "row": places})
            parts.append(rows.assign(is_number=column in [used.get(key) for key in KEYS]))
        first += len(frame)
    rows = (
        pd.concat(parts, ignore_index=True).dropna(subset="key") if parts else pd.DataFrame(columns=["key"])
    )
    if rows.empty:
        return pd.Series(dtype="int64")
    several = rows.groupby("key")["who"].nunique()
    is_again = bool(rows["key"].duplicated().any())
    if is_again and not bool(rows["is_number"].all()):
        return pd.Series(dtype="int64")
    kept = rows[~rows["key"].isin(several.index[several > 1])].drop_duplicates("key")
    return kept.set_index("key")["row"]


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())
