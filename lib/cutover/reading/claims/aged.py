"""The claims of agings by claim that no claim history has: open claims that the practice's own list alone tells of.

An aging lists what is open on its day. It adds no submission and takes no charge, day or state of a history's place.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import NamedTuple

import pandas as pd

from cutover.columns import conform, empty
from cutover.identifiers import compared
from cutover.reading.claims.aging_versions import Place, is_of, place_of
from cutover.reading.claims.history import aside
from cutover.reading.claims.submissions import keys
from cutover.reading.claims.tables import CLAIM_HISTORY, CLAIMS_SET_ASIDE

KNOWN = "a row of an A/R aging: the claim history has its claim"
OPEN = "a row of an A/R aging, which lists what is open: no submission of its own"
EARLIER = "a row of an earlier A/R aging: a later one lists what is open"
SUPERSEDED = "a row of an A/R aging of which a newer version of the same day lists what is open"
TWICE = "the same claim stands again in an A/R aging"
_NUMBERS = ("claim_number", "patient_control_number")


class Aged(NamedTuple):
    """The claims that only agings have (CLAIM_HISTORY), and the rows of agings that are in no table, with why."""

    claims: pd.DataFrame
    set_aside: pd.DataFrame


def alone(
    aged: pd.DataFrame,
    history: list[pd.DataFrame],
    days: Mapping[Place, pd.Timestamp],
    superseded: Collection[Place] = (),
) -> Aged:
    """Return the claims of agings (CLAIM_HISTORY) that no history has.

    `days` are the days of the agings by file and sheet, a sheet None where the file is one aging; one without a day is
    of the last day in its rows. Of two agings with a claim in common the later one tells what is open; one of
    `superseded` tells nothing. A claim is found by number and day of service, and one whose history tells no day of
    service by its number alone.
    """
    if aged.empty:
        return Aged(empty(CLAIM_HISTORY), empty(CLAIMS_SET_ASIDE))
    rows = _latest_last(aged, days)
    gone = is_of(rows, set(superseded))
    number = _numbered(rows)
    place = keys(number, rows["service_from"]).fillna(number)
    known = _known(rows, history)
    why = pd.Series(None, rows.index, dtype="str")
    why = why.mask(place.mask(gone).duplicated(keep="last"), TWICE)
    why = why.mask(place_of(rows).isin(_earlier(rows[~gone], number[~gone])), EARLIER).mask(gone, SUPERSEDED)
    why = why.mask(known, KNOWN)
    kept = conform(rows[why.isna()].reset_index(drop=True), CLAIM_HISTORY)
    left = [aside(rows[why.notna()], "history", why.dropna()), aside(rows, "submitted", why.fillna(OPEN))]
    return Aged(kept, pd.concat(left, ignore_index=True))


def _latest_last(aged: pd.DataFrame, days: Mapping[Place, pd.Timestamp]) -> pd.DataFrame:
    places = place_of(aged)
    last = aged[["submission_date", "service_from"]].max(axis=1).groupby(places).transform("max")
    told = [days.get(place, days.get((place[0], None))) for place in places]
    day = pd.Series(pd.to_datetime(told), aged.index).fillna(last)
    order = aged.assign(day=day).sort_values(["day", "source_file", "source_row"], kind="stable")
    return order.drop(columns="day").reset_index(drop=True)


def _numbered(rows: pd.DataFrame) -> pd.Series:
    return compared(rows["claim_number"]).fillna(compared(rows["patient_control_number"]))


def _earlier(rows: pd.DataFrame, number: pd.Series) -> list[Place]:
    """The agings with a claim that a later one has too: that one is of the same claims, on a later day."""
    places = place_of(rows)
    each = list(dict.fromkeys(places))
    claims = {place: set(number[[one == place for one in places]]) for place in each}
    return [
        place for n, place in enumerate(each) if any(claims[place] & claims[later] for later in each[n + 1 :])
    ]


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
