"""Which weeks a weekly series of a client's own A/R agings lacks: nothing is known of them, and nobody notices."""

from __future__ import annotations

import pandas as pd

from cutover.reading.claims.aging_reports import AgingReports
from cutover.wording import and_joined

_WEEK = 7  # days
_LEAST = 4  # reports, from which on a series can be told
_NAMED = 6  # days, or stretches of them, that are named
_OFTEN = 2  # weeks between reports, at most, in half of the cases: else it may be a series by month


def missing(reports: AgingReports, until: pd.Timestamp) -> tuple[list[pd.Timestamp], list[pd.Timestamp]]:
    """Return the days within a weekly series without a report, and those after its last one up to a day.

    A series is weekly where at least four reports are of one day of the week, two of them a week apart, half of them
    no more than two weeks after the one before, and no longer time is usual: every other week is a rhythm too.
    """
    days = _days_of(reports, until)
    gaps = days.diff().dropna().dt.days
    if len(days) < _LEAST or (gaps % _WEEK).any() or not gaps.eq(_WEEK).any():
        return [], []
    longer = gaps[gaps > _WEEK]
    if gaps.median() > _OFTEN * _WEEK or 2 * longer.value_counts().max() > len(gaps):
        return [], []
    every = pd.date_range(days.iloc[0], until, freq=f"{_WEEK}D")
    absent = every[~every.isin(days)]
    last = days.iloc[-1]
    return list(absent[absent < last]), list(absent[absent > last])


def limits(reports: AgingReports, until: pd.Timestamp) -> tuple[str, ...]:
    """Return what is said of the weeks that a weekly series lacks; nothing where it lacks none or is no series."""
    within, after = missing(reports, until)
    if not within and not after:
        return ()
    days = _days_of(reports, until)
    said = [_counted(days, len(within) + len(after), until)]
    if within:
        said.append(f"No A/R aging of the client is here for {_days(within)}.")
    if after:
        said.append(
            f"The last weekly A/R aging of the client is of {days.iloc[-1]:%Y-%m-%d}; none is here for {_days(after)}."
        )
    return tuple(said)


def _days_of(reports: AgingReports, until: pd.Timestamp) -> pd.Series:
    days = reports.rows["day"].dropna().drop_duplicates()
    return days[days <= until].sort_values()


def _counted(days: pd.Series, absent: int, until: pd.Timestamp) -> str:
    """How many of the weekdays have a report: `Of 16 Fridays from 2026-08-07 to 2026-11-20, 6 have an A/R aging`."""
    first, number = days.iloc[0], len(days)
    last = first + pd.Timedelta(days=(until - first).days // _WEEK * _WEEK)
    return (
        f"Of {number + absent:,} {first:%A}s from {first:%Y-%m-%d} to {last:%Y-%m-%d}, {number:,} have an A/R aging of "
        f"the client and {absent:,} have none."
    )


def _days(days: list[pd.Timestamp]) -> str:
    """Days by name, three and more in a row from the first to the last of them."""
    named, each = [], pd.Series(days)
    for _, part in each.groupby(each.diff().dt.days.ne(_WEEK).cumsum()):
        ends = [f"{day:%Y-%m-%d}" for day in part]
        named += [f"{ends[0]} to {ends[-1]}"] if len(ends) > 2 else ends
    return and_joined(named) if len(named) <= _NAMED else f"{', '.join(named[:_NAMED])} and later ones"
