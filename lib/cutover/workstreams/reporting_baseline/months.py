"""Calendar months: the first day of a day's month, and every month between two."""

from __future__ import annotations

import pandas as pd


def month_of(days: pd.Series) -> pd.Series:
    """Return the first day of each day's month, null where there is no day."""
    return days.dt.to_period("M").dt.to_timestamp().astype("datetime64[ms]")


def through(first: pd.Timestamp, last: pd.Timestamp) -> pd.DatetimeIndex:
    """Return the first days of every month from that of one day through that of another."""
    begin = first.to_period("M").to_timestamp()
    return pd.DatetimeIndex(pd.date_range(begin, last, freq="MS").astype("datetime64[ms]"))


def end_of(month: pd.Timestamp) -> pd.Timestamp:
    """Return the last day of a month."""
    return (month + pd.offsets.MonthEnd(0)).normalize()


def name(month: pd.Timestamp) -> str:
    """Return a month as `2026-03`."""
    return f"{month:%Y-%m}"
