"""When a payer is silent for too long: its usual interval, and what is longer than usual."""

from __future__ import annotations

import pandas as pd

GAP_FACTOR = 3  # a silence of three usual intervals means two payments in a row did not come
GAP_DAYS = 21  # below three weeks a holiday or a slow cycle explains a silence
FEWEST_DATES = 6  # five intervals: fewer do not make a rhythm


def payment_days(payments: pd.DataFrame) -> pd.DataFrame:
    """Return the days on which each payer paid, one row per payer and day, in order.

    `since_days` is the number of days since the payer's day before, null for its first.
    """
    days = payments.dropna(subset="paid_on")[["payer", "paid_on"]].drop_duplicates()
    days = days.sort_values(["payer", "paid_on"], ignore_index=True)
    before = days.groupby("payer")["paid_on"].shift()
    return days.assign(previous=before, since_days=(days["paid_on"] - before).dt.days.astype("Int64"))


def rhythm(payments: pd.DataFrame) -> pd.DataFrame:
    """Return the rhythm of each payer, one row per payer.

    `usual_days` is the median interval between its payment days, null with one day alone; the median because
    one long silence must not stretch the measure that it is held against. `has_rhythm`: at least six days.
    """
    days = payment_days(payments)
    said = days.groupby("payer").agg(
        day_count=("paid_on", "size"),
        first_paid=("paid_on", "min"),
        last_paid=("paid_on", "max"),
        usual_days=("since_days", "median"),
        longest_days=("since_days", "max"),
    )
    usual = said["usual_days"].astype("Float64")
    return said.assign(usual_days=usual, has_rhythm=said["day_count"] >= FEWEST_DATES).reset_index()


def too_long(days: pd.Series, usual_days: pd.Series) -> pd.Series:
    """Tell of each silence whether it is longer than 21 days and three usual intervals, both strictly."""
    return ((days > GAP_DAYS) & (days > GAP_FACTOR * usual_days)).fillna(False).astype(bool)
