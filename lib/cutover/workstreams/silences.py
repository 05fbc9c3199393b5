"""When a payer is silent for too long: its usual interval, and how long a silence its own record allows.

A payer that keeps a clock is held to it; any other payer's silence is held against the gamma distribution of its own
other intervals. The figures and how they were measured stand in `data/reference/payer_silence.toml`.
"""

from __future__ import annotations

import datetime as dt
import math
from dataclasses import dataclass, replace
from functools import cache
from statistics import NormalDist

import numpy as np
import pandas as pd

from cutover.reference import limits, load
from cutover.result import Source
from cutover.workstreams.remittances import payer_names


@dataclass(frozen=True)
class Figures:
    """The figures of the rule, from `data/reference/payer_silence.toml`; shares in percent, chances per million."""

    fewest_days: int
    near_percent: int
    near_days: int
    astray: int
    astray_every: int
    astray_percent: int
    clock_percent: int
    chance_per_million: int
    floor_days: int
    brisk_floor_days: int
    brisk_days: int
    moving_floor_days: int
    year_end_days: int
    stale_times: int
    interest_apart_days: int
    source: Source
    assumptions: tuple[str, ...]


@dataclass(frozen=True)
class _Measured:
    measured: str


@cache
def rules(on: dt.date) -> Figures:
    """Return the figures of the rule as they hold on a day."""
    return limits("payer_silence", Figures, on)


def moving_rules(on: dt.date) -> Figures:
    """Return the figures for payers that move to Medi, which are waited for less long at least."""
    found = rules(on)
    return replace(found, floor_days=found.moving_floor_days, brisk_floor_days=found.moving_floor_days)


def measured() -> str:
    """Return what the simulation measured of the rule, in a sentence for a report's limits."""
    return load("payer_silence_measured", _Measured).measured


def payment_days(payments: pd.DataFrame) -> pd.DataFrame:
    """Return the days on which each payer paid, one row per payer and day, in order.

    `since_days` is the number of days since the payer's day before, null for its first.
    """
    days = payments.dropna(subset="paid_on")[["payer", "paid_on"]].drop_duplicates()
    days = days.sort_values(["payer", "paid_on"], ignore_index=True)
    before = days.groupby("payer")["paid_on"].shift()
    return days.assign(previous=before, since_days=(days["paid_on"] - before).dt.days.astype("Int64"))


def with_elsewhere(payments: pd.DataFrame, there: pd.DataFrame) -> pd.DataFrame:
    """Return `payer` and `paid_on` of payments and of the practice's remittances in another practice's folder.

    `there` has ELSEWHERE; a payer in it is called as in `payments`.
    """
    if there.empty:
        return payments[["payer", "paid_on"]]
    known = pd.Series(payments["payer"].unique(), dtype="str")
    names = payer_names(pd.concat([known, there["payer_name"]], ignore_index=True))
    called = dict(zip(names[: len(known)], known, strict=True))
    payer = names[len(known) :].map(called).fillna(names[len(known) :]).to_numpy()
    rows = pd.DataFrame({"payer": payer, "paid_on": there["check_date"].to_numpy()})
    return pd.concat([payments[["payer", "paid_on"]], rows.astype(payments[["payer", "paid_on"]].dtypes)])


def rhythm(payments: pd.DataFrame, figures: Figures) -> pd.DataFrame:
    """Return the rhythm of each payer, one row per payer.

    `usual_days` is the median interval between its payment days, null with one day alone; `limit_days` the longest
    silence that is still usual, the year's end not counted, null where the days are too few to tell.
    """
    days = payment_days(payments)
    said = days.groupby("payer").agg(
        day_count=("paid_on", "size"),
        first_paid=("paid_on", "min"),
        last_paid=("paid_on", "max"),
        usual_days=("since_days", "median"),
        longest_days=("since_days", "max"),
    )
    limits = days.groupby("payer")["since_days"].agg(lambda gaps: limit_days(gaps.dropna(), figures))
    usual = said["usual_days"].astype("Float64")
    return said.assign(usual_days=usual, limit_days=limits.astype("Float64")).reset_index()


def limit_days(gaps: pd.Series, figures: Figures) -> float:
    """Return the longest silence in days that these intervals make usual, NaN where they are too few."""
    days = np.asarray(gaps, float)
    if len(days) + 1 < figures.fewest_days:
        return math.nan
    usual = float(np.median(days))
    floor = figures.brisk_floor_days if usual <= figures.brisk_days else figures.floor_days
    if keeps_clock(days, figures):
        return max(floor, figures.clock_percent * usual / 100)
    return max(floor, _by_chance(days, figures.chance_per_million / 1e6))


def keeps_clock(gaps: np.ndarray, figures: Figures) -> bool:
    """Tell whether all intervals but a few lie near the usual one."""
    usual = np.median(gaps)
    near = max(figures.near_days, figures.near_percent * usual / 100)
    allowed = figures.astray + len(gaps) // figures.astray_every
    astray = int(np.count_nonzero(np.abs(gaps - usual) > near))
    return astray <= min(figures.astray_percent * len(gaps) / 100, allowed)


def _by_chance(gaps: np.ndarray, chance: float) -> float:
    """Days that a gamma distribution of the intervals, the longest set aside, exceeds with this chance.

    The shape comes from the mean and the mean logarithm and is flattened where intervals are few; the tail is Wilson
    and Hilferty's cube root (1931); each of the intervals had its share of the chance.
    """
    kept = np.sort(gaps)[:-1]
    bend = max(math.log(kept.mean()) - float(np.log(kept).mean()), 0.0)
    shape = 1 / (2 * bend + 1 / (3 * len(kept)))
    z = NormalDist().inv_cdf(1 - chance / len(gaps))
    return float(kept.mean() * (1 - 1 / (9 * shape) + z / (3 * math.sqrt(shape))) ** 3)


def too_long(since: pd.Series, until: pd.Series, limits: pd.Series, figures: Figures) -> pd.Series:
    """Tell of each silence whether its days, those of the year's end not counted, are more than its limit."""
    days = (until - since).dt.days - year_end(since, until, figures.year_end_days)
    return (days > limits).fillna(False).astype(bool)


def is_too_long(since: pd.Timestamp, until: pd.Timestamp, limit: float, figures: Figures) -> bool:
    """Tell of one silence what `too_long` tells of many; an unknown day or limit is never too long."""
    return bool(too_long(pd.Series([since]), pd.Series([until]), pd.Series([limit]), figures)[0])


def break_a_payee(rows: pd.DataFrame, counted: pd.DataFrame, figures: Figures) -> pd.Series:
    """Return which silences of payers break the rhythm under a Tax ID or NPI of its own too, a flag per row.

    `rows` has `payer`, `since`, `until`; `counted` has `payer`, `payee`, `paid_on`. A payer that pays one payee, or
    none of them often enough for a rhythm, is judged as a whole. A payee that was never paid again ended before: its
    silence says nothing of one that others ended.
    """
    kept = pd.Series(True, rows.index)
    paid = counted[counted["payer"].isin(rows["payer"].unique())].dropna(subset=["paid_on"])
    payees = paid[["payer", "payee"]].drop_duplicates()["payer"].value_counts()
    for payer in payees.index[payees > 1]:
        mine = paid[paid["payer"] == payer].assign(payer=lambda one: one["payee"])
        known = rhythm(mine, figures).dropna(subset=["limit_days"])
        for row in rows[rows["payer"] == payer].itertuples() if len(known) else ():
            around = mine.merge(known[["payer", "limit_days"]], on="payer").groupby("payer")
            ends = pd.DataFrame({
                "since": around["paid_on"].agg(lambda days, at=row.since: days[days <= at].max()),
                "until": around["paid_on"].agg(lambda days, at=row.until: days[days >= at].min()),
                "limit_days": around["limit_days"].first(),
            })  # fmt: skip
            if ends["until"].isna().all():
                ends["until"] = row.until
            ends = ends.dropna(subset=["since", "until"])
            kept[row.Index] = bool(too_long(ends["since"], ends["until"], ends["limit_days"], figures).any())
    return kept


def year_end(since: pd.Series, until: pd.Series, count: int) -> pd.Series:
    """Return how many days after `since` through `until` are of the year's last days through January 1."""
    return _year_end_through(until, count) - _year_end_through(since, count)


def _year_end_through(days: pd.Series, count: int) -> pd.Series:
    """Days of year's ends from a fixed day long ago; moved by all but one, December's last become January's first."""
    moved = days + pd.Timedelta(days=count - 1)
    return moved.dt.year * count + moved.dt.day_of_year.clip(upper=count)
