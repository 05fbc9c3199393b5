"""Coverages of one patient and priority that follow each other: which one counts on a day, and their history."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pandas as pd

from cutover.columns import Column, Kind, Privacy, conform

OTHER_DAYS = "coverage-other-days"
LATER = "coverage-later"
ENDED = "coverage-expired"
_ACTIVE, _BEGINS, _OVER = 0, 1, 2
HISTORY = (
    Column("priority", Kind.TEXT, "Priority"),
    Column("payer_name", Kind.TEXT, "Payer", "as written"),
    Column("effective_from", Kind.DATE, "Coverage from", "", Privacy.DESK),
    Column("effective_through", Kind.DATE, "Coverage through", "", Privacy.DESK),
    Column("outcome", Kind.TEXT, "What becomes of it"),
    Column("member_id", Kind.TEXT, "Member ID", "", Privacy.PHI),
    Column("patient", Kind.TEXT, "Patient", "", Privacy.PHI),
    Column("account_number", Kind.TEXT, "Account no.", "", Privacy.PHI),
)


def of_other_days(covered: pd.DataFrame, stays: pd.Series, cutover: dt.date) -> pd.Series:
    """Return which coverages give way to another one of their patient and priority that fits a day better.

    A coverage that holds on the day goes before one that begins later, and that before one that has ended; of two that
    have ended the last counts, of two to come the first. Where nothing tells a priority, two that have both ended, or
    both begin later, may be a first and a second one: both stay. Days that contradict each other, or are not told, end
    nothing.
    """
    gone = pd.Series(False, index=covered.index)
    state = _states(covered, pd.Timestamp(cutover))
    told = covered["is_told"].astype(bool)
    group = covered["account_number"].astype("str") + "|" + covered["priority"].where(told, "")
    asked = stays & covered["account_number"].notna() & group.duplicated(keep=False)
    asked &= group.isin(group[asked & state.ne(_ACTIVE)])
    for _, rows in covered[asked].groupby(group[asked], sort=False):
        own = state[rows.index]
        late = own.gt(own.min())
        if told[rows.index].all():
            late |= ~_nearest(rows[~late], own.min()).reindex(rows.index, fill_value=True)
        gone.loc[rows.index] = late
    return gone


def _states(covered: pd.DataFrame, day: pd.Timestamp) -> pd.Series:
    start, end = covered["effective_from"], covered["effective_through"]
    turned = end.lt(start)
    over, begins = end.lt(day) & ~turned, start.gt(day) & ~turned
    return pd.Series(np.select([over, begins], [_OVER, _BEGINS], _ACTIVE), index=covered.index)


def _nearest(rows: pd.DataFrame, state: int) -> pd.Series:
    """Which of coverages of one state are nearest to the day: the last that ended, the first that begins."""
    if state == _OVER:
        return rows["effective_through"].eq(rows["effective_through"].max())
    if state == _BEGINS:
        return rows["effective_from"].eq(rows["effective_from"].min())
    return pd.Series(True, index=rows.index)


def without_their_days(found: list[pd.DataFrame], gone: pd.DataFrame) -> list[pd.DataFrame]:
    """Return violations without those that say of coverages which gave way that they have ended or begin later."""
    places = set(zip(gone["at"], gone["place"], strict=True))
    said = frozenset({ENDED, LATER})
    return [
        part
        if not said.intersection(part["code"])
        else part[[not (code in said and (row, place) in places)
                   for code, row, place in zip(part["code"], part["row"], part["priority"], strict=True)]]
        for part in found
    ]  # fmt: skip


def history(covered: pd.DataFrame, patient: pd.Series, outcome: pd.Series) -> pd.DataFrame:
    """Return the coverages of each patient and priority of which one gave way, in the order of their days (HISTORY)."""
    key = covered["account_number"].astype("str") + "|" + covered["priority"].astype("str")
    rows = covered[key.isin(key[covered["aside"].eq(OTHER_DAYS)])]
    rows = rows.sort_values(["account_number", "priority", "effective_from"], kind="stable")
    told = rows.assign(patient=rows["row"].map(patient), outcome=outcome.reindex(rows.index).astype("str"))
    return conform(told[[c.name for c in HISTORY]].reset_index(drop=True), HISTORY)
