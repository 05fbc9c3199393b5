"""Lists of claims sent through Medi that bear no number of Medi's own, and what names their claims instead.

That a claim was sent, when, for how much, and how it was answered, is known without that number. The practice's own
number takes its place, else one made of day, patient and procedure (`stand_ins`), which gives way to the number that a
remittance has for the same day, patient and charge.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pandas as pd

from cutover.reading.claims.era_submissions import era_claims
from cutover.reading.claims.patient_numbers import with_number_of_patient
from cutover.reading.claims.stand_ins import is_made, numbered, with_stand_in
from cutover.reading.claims.state_columns import with_sent_states
from cutover.reading.era.archive import load_archive
from cutover.reading.mapping.header_fit import SHARED
from cutover.reading.mapping.tables_of import MappedTable
from cutover.reading.mapping.vague_numbers import are_numbers, is_vague
from cutover.reading.practice.book import Practice

Knows = Callable[
    [pd.Series, pd.Series], pd.Series
]  # of numbers and days of service: which are claims of the practice
_MEDI, _OWN = "claim_number", "patient_control_number"
_REMITTANCES = ("era", "medi_era")
_MOST = 0.5  # share of a list's rows that other files know: it may have claims that no other file has yet
_NEARLY = 0.9  # share of rows with a number of their own: a claim that was sent again stands twice


def _nobody(numbers: pd.Series, _days: pd.Series) -> pd.Series:
    return pd.Series(False, numbers.index)


def with_number(table: MappedTable, knows: Knows = _nobody) -> MappedTable:
    """Return a list without a number of Medi's own with another number of its claims; any other list as it is.

    A column whose values are claims of the practice is the practice's number, whatever its header; `knows` tells of
    which rows they are, by number and day of service. Else the one number that may be Medi's or the practice's is taken
    as the practice's, since claims are compared by either, and so is one whose header is only like such a number's,
    where it tells each row apart. A number is made of day and patient where no such column is there. So is the column
    of its states the one whose values say them (`state_columns`).
    """
    return with_sent_states(with_number_of_patient(_with_number(table, knows)))


def _with_number(table: MappedTable, knows: Knows) -> MappedTable:
    walk = table.crosswalk
    lacks_medi = walk.target.field(_MEDI).label in walk.missing
    is_asked = _OWN not in walk.used and not walk.is_confirmed
    if is_asked and (column := _known_number(table, knows)):
        return _as_own(table, column, f"the values of `{column}` are numbers of the practice's claims")
    if not lacks_medi:
        return table
    rows = walk.rows
    unsure = rows[rows["key"].isin([_MEDI, _OWN]) & rows["state"].eq("unsure")]
    unsure = unsure.sort_values("score", ascending=False, kind="stable")
    for column, score in zip(unsure["source_column"], unsure["score"], strict=True):
        if score >= SHARED or _tells_apart(table, column):
            return _as_own(
                table, column, f"`{column}` is the one number of its claims, Medi's or the practice's own"
            )
    if _OWN not in walk.used and (column := _lone_number(table)):
        return _as_own(table, column, f"`{column}` is the one number that tells the claims of the list apart")
    return with_stand_in(table)


def _as_own(table: MappedTable, column: str, why: str) -> MappedTable:
    """The table with this column as the practice's own number of its claims."""
    return replace(table, crosswalk=table.crosswalk.with_column(_OWN, column, why))


def _known_number(table: MappedTable, knows: Knows) -> str | None:
    """The one column that no field surely has and most of whose values are numbers of the practice's claims."""
    served = table.crosswalk.used.get("service_from")
    taken = set(table.crosswalk.used.values())
    free = [name for name in table.sheet.header if name and name not in taken and _tells_apart(table, name)]
    if served is None or not free:
        return None
    frame = table.sheet.frame
    shares = {name: float(knows(frame[name], frame[served]).mean()) for name in free}
    best = max(shares, key=lambda name: (shares[name], frame[name].nunique()))
    return best if shares[best] >= _MOST else None


def _lone_number(table: MappedTable) -> str | None:
    """The one column with a vague header that tells each row apart and counts no rows: the `id` of a list of claims.

    No other column of the list may tell the rows apart too, since that may number the claims as well.
    """
    taken = set(table.crosswalk.used.values())
    free = [name for name in table.sheet.header if name and name not in taken and _tells_apart(table, name)]
    return (
        free[0] if len(free) == 1 and is_vague(free[0]) and are_numbers(table.sheet.frame[free[0]]) else None
    )


def _tells_apart(table: MappedTable, column: str) -> bool:
    """Whether nearly each row has a value of its own in a column, with a digit in it."""
    values = table.sheet.frame[column].astype("str").str.strip()
    values = values[values.str.contains(r"\d", na=False)]
    return len(values) >= _NEARLY * len(table.sheet.frame) and values.nunique() >= _NEARLY * len(values)


def as_remitted(practice: Practice, rows: pd.DataFrame) -> pd.DataFrame:
    """Return the rows (SENT_CLAIMS) with a made number replaced by that of the one claim a remittance has there."""
    if not is_made(rows[_MEDI]).any():
        return rows
    claims = [era_claims(load_archive(practice, folder=folder)) for folder in _REMITTANCES]
    known = pd.concat([part for part in claims if len(part)] or claims[:1], ignore_index=True)
    return numbered(rows, known)
