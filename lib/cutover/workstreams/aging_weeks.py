"""Which weeks a weekly series of a client's own A/R agings lacks: nothing is known of them, and nobody notices."""

from __future__ import annotations

import pandas as pd

from cutover.reading.claims.aging_reports import AgingReports
from cutover.wording import and_joined

_WEEK = 7  # days
_LEAST = 4  # reports, from which on a series can be told
_NAMED = 6  # days that are named


def missing(reports: AgingReports, until: pd.Timestamp) -> tuple[list[pd.Timestamp], list[pd.Timestamp]]:
    """Return the days within a weekly series without a report, and those after its last one up to a day.

    A series is weekly where at least four reports lie whole weeks apart, more of them one week than several.
    """
    days = reports.rows["day"].dropna().drop_duplicates()
    days = days[days <= until].sort_values()
    gaps = days.diff().dropna().dt.days
    if len(days) < _LEAST or (gaps % _WEEK).any() or 2 * int(gaps.eq(_WEEK).sum()) <= len(gaps):
        return [], []
    every = pd.date_range(days.iloc[0], until, freq=f"{_WEEK}D")
    absent = every[~every.isin(days)]
    last = days.iloc[-1]
    return list(absent[absent < last]), list(absent[absent > last])


def limits(reports: AgingReports, until: pd.Timestamp) -> tuple[str, ...]:
    """Return what is said of the weeks that a weekly series lacks; nothing where it lacks none or is no series."""
    within, after = missing(reports, until)
    said = []
    if within:
        said.append(f"The client's own A/R aging comes each week; none is here for {_days(within)}.")
    if after:
        last = after[0] - pd.Timedelta(days=_WEEK)
        said.append(
            f"The last weekly A/R aging of the client is of {last:%Y-%m-%d}; none is here for {_days(after)}."
        )
    return tuple(said)


def _days(days: list[pd.Timestamp]) -> str:
    named = [f"{day:%Y-%m-%d}" for day in days[:_NAMED]]
    return and_joined(named) if len(days) <= _NAMED else f"{', '.join(named)} and {len(days) - _NAMED} more"
