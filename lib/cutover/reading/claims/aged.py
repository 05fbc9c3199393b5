"""The claims of agings by claim that no claim history has: open claims that the practice's own list alone tells of.

An aging lists what is open on its day. It adds no submission and takes no charge, day or state of a history's place.
"""

from __future__ import annotations

from typing import NamedTuple

import pandas as pd

from cutover.columns import conform, empty
from cutover.identifiers import compared
from cutover.reading.claims.history import aside
from cutover.reading.claims.submissions import keys
from cutover.reading.claims.tables import CLAIM_HISTORY, CLAIMS_SET_ASIDE

KNOWN = "a row of an A/R aging: the claim history has its claim"
OPEN = "a row of an A/R aging, which lists what is open: no submission of its own"
EARLIER = "a row of an earlier A/R aging: a later one lists what is open"
TWICE = "the same claim stands again in an A/R aging"
_NUMBERS = ("claim_number", "patient_control_number")


class Aged(NamedTuple):
    """The claims that only agings have (CLAIM_HISTORY), and the rows of agings that are in no table, with why."""

    claims: pd.DataFrame
    set_aside: pd.DataFrame


def alone(aged: pd.DataFrame, history: list[pd.DataFrame], days: dict[str, pd.Timestamp]) -> Aged:
    """Return the claims of agings (CLAIM_HISTORY) that no history has.

    `days` are the days of the agings by file; one without a day is of the last day in its rows. Of two agings with a
    claim in common the later one tells what is open. A claim is found by number and day of service, and one whose
    history tells no day of service by its number alone.
    """
    if aged.empty:
        return Aged(empty(CLAIM_HISTORY), empty(CLAIMS_SET_ASIDE))
    rows = _latest_last(aged, days)
    number = _numbered(rows)
    place = keys(number, rows["service_from"]).fillna(number)
    known = _known(rows, history)
    why = pd.Series(None, rows.index, dtype="str")
    why = why.mask(place.duplicated(keep="last"), TWICE).mask(
        rows["source_file"].isin(_earlier(rows, number)), EARLIER
    )
    why = why.mask(known, KNOWN)
    kept = conform(rows[why.isna()].reset_index(drop=True), CLAIM_HISTORY)
    left = [aside(rows[why.notna()], "history", why.dropna()), aside(rows, "submitted", why.fillna(OPEN))]
    return Aged(kept, pd.concat(left, ignore_index=True))


def _latest_last(aged: pd.DataFrame, days: dict[str, pd.Timestamp]) -> pd.DataFrame:
    last = aged[["submission_date", "service_from"]].max(axis=1).groupby(aged["source_file"]).transform("max")
    day = pd.to_datetime(aged["source_file"].map(days)).fillna(last)
    order = aged.assign(day=day).sort_values(["day", "source_file", "source_row"], kind="stable")
    return order.drop(columns="day").reset_index(drop=True)


def _numbered(rows: pd.DataFrame) -> pd.Series:
    return compared(rows["claim_number"]).fillna(compared(rows["patient_control_number"]))


def _earlier(rows: pd.DataFrame, number: pd.Series) -> set[str]:
    """The agings with a claim that a later one has too: that one is of the same claims, on a later day."""
    files = list(rows["source_file"].drop_duplicates())
    claims = {file: set(number[rows["source_file"].eq(file)]) for file in files}
    return {
        file
        for place, file in enumerate(files)
        if any(claims[file] & claims[later] for later in files[place + 1 :])
    }


def _known(rows: pd.DataFrame, history: list[pd.DataFrame]) -> pd.Series:
    found, own = pd.Series(False, rows.index, dtype=bool), compared(rows["claim_number"])
    places = [keys(rows[name], rows["service_from"]) for name in _NUMBERS]
    for other in history:
        theirs = pd.concat([keys(other[name], other["service_from"]) for name in _NUMBERS]).dropna()
        for place in places:
            found |= place.isin(theirs)
        numbers, undated = compared(other["claim_number"]), other["service_from"].isna()
        found |= own.isin(numbers[undated].dropna())
        found |= rows["service_from"].isna() & own.isin(numbers.dropna())
    return found
