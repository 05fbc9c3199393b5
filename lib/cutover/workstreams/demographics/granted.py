"""Authorizations of the import one by one: until when each goes on, and how many visits are left of it."""

from __future__ import annotations

import datetime as dt

import pandas as pd

from cutover.reading.patients.tables import AUTHORIZATIONS
from cutover.result import Table
from cutover.wording import several
from cutover.workstreams.columns import text
from cutover.workstreams.demographics.rules import rules
from cutover.workstreams.findings import table

_OF = {c.name: c for c in AUTHORIZATIONS}
_WHO = ("number", "account_number", "service", "valid_from", "valid_through")
ENDED, SOON, NO_DAY, GOES_ON = "has ended", "ends within {days} days", "no last day is known", "goes on"
BEFORE, LATER = "ends before the cutover", "begins later"
NOT_KNOWN, NONE_LEFT, LEFT = "not known", "none", "some left"
GRANTED = (
    text("state", "Until when", "on the report's date"),
    text("visits", "Visits left", "not known: blank, which is not none"),
    _OF["payer"],
    _OF["visits_left"],
    *(_OF[name] for name in _WHO),
)


def has_begun(authorizations: pd.DataFrame, day: dt.date) -> pd.Series:
    """Tell of each authorization whether it has begun on a day; one without a first day has."""
    return ~authorizations["valid_from"].gt(pd.Timestamp(day)).fillna(False).astype(bool)


def can_be_used(authorizations: pd.DataFrame, day: dt.date) -> pd.Series:
    """Tell which authorizations can be used on a day: begun, not ended, with visits left; a blank is no yes."""
    left, on = authorizations["visits_left"].gt(0), authorizations["valid_through"].ge(pd.Timestamp(day))
    return (left & on).fillna(False).astype(bool) & has_begun(authorizations, day)


def left_at(authorizations: pd.DataFrame, as_of: dt.date, cutover: dt.date | None) -> str:
    """Return how many authorizations still run at a cutover ahead, with the visits that are left today; else empty.

    A blank day or number is no yes; with one of those that may run, the number is the least.
    """
    if cutover is None or cutover <= as_of:
        return ""
    number, left = int(can_be_used(authorizations, cutover).sum()), authorizations["visits_left"]
    over = left.le(0).fillna(False) | authorizations["valid_through"].lt(pd.Timestamp(cutover)).fillna(False)
    unknown = ~over & (left.isna() | authorizations["valid_through"].isna())
    if unknown.any() and not number:
        return f"how many still run at the cutover, {cutover}, is not known"
    least = "at least " if unknown.any() else ""
    verb = "runs" if number == 1 else "run"
    return f"at the cutover, {cutover}, {least}{number:,} still {verb} with visits left today"


def granted(authorizations: pd.DataFrame, as_of: dt.date, cutover: dt.date | None = None) -> Table:
    """Return authorizations (AUTHORIZATIONS), those that end soon before the others (GRANTED)."""
    days, today = rules()["auth-ends-soon"].days, pd.Timestamp(as_of)
    last, left = authorizations["valid_through"], authorizations["visits_left"].astype("Int64")
    state = pd.Series(GOES_ON, authorizations.index, dtype="str")
    if cutover is not None:
        state = state.mask(last < pd.Timestamp(cutover), BEFORE)
    state = state.mask(~has_begun(authorizations, as_of), LATER)
    state = state.mask(last <= today + pd.Timedelta(days=days), SOON.format(days=days))
    state = state.mask(last < today, ENDED).mask(last.isna(), NO_DAY)
    visits = pd.Series(LEFT, authorizations.index, dtype="str")
    visits = visits.mask(left.le(0).fillna(False), NONE_LEFT).mask(left.isna(), NOT_KNOWN)
    rows = authorizations.assign(state=state, visits=visits)
    order = rows["state"].map(
        {SOON.format(days=days): 0, BEFORE: 1, GOES_ON: 2, LATER: 3, NO_DAY: 4, ENDED: 5}
    )
    rows = rows.assign(order=order).sort_values(["order", "valid_through"], kind="stable")
    on = rows[rows["state"].ne(ENDED)]
    untold = int(on["visits"].eq(NOT_KNOWN).sum())
    note = "those that end soon first; numbers and days are in the consultant's workbook"
    if on["visits_left"].notna().any():
        rest = int(on["visits_left"].clip(lower=0).sum())
        note += (
            f"; those that have not ended have {rest:,} visits or units left{', at least' if untold else ''}"
        )
    if untold:
        note += f"; of {several(untold, 'authorization')} that {'goes' if untold == 1 else 'go'} on, "
        note += "the visits left are not known"
    return table("Authorizations, and until when", rows, GRANTED, note)
