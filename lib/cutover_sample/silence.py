"""How long a payer of the sample may be silent, by plain loops of the sample's own."""

from __future__ import annotations

import datetime as dt
from math import log, sqrt
from statistics import NormalDist, mean, median


def counted_days(first: dt.date, last: dt.date) -> int:
    """Return the days after one day through another, without December 24 through January 1."""
    days = (first + dt.timedelta(n) for n in range(1, (last - first).days + 1))
    return sum(not ((day.month == 12 and day.day >= 24) or day.month == day.day == 1) for day in days)


def longest_usual(gaps: list[int]) -> float:
    """Return the longest silence in days that these intervals make usual: by the clock, else by chance."""
    usual = median(gaps)
    floor = 14 if usual <= 4 else 21
    astray = sum(abs(gap - usual) > max(6, 0.4 * usual) for gap in gaps)
    if astray <= min(len(gaps) / 4, 2 + len(gaps) // 40):
        return max(floor, 1.6 * usual)
    return max(floor, _by_chance(gaps))


def _by_chance(gaps: list[int]) -> float:
    """Two in a thousand of a gamma distribution of all intervals but the longest."""
    kept = sorted(gaps)[:-1]
    bend = max(log(mean(kept)) - mean(log(gap) for gap in kept), 0.0)
    shape = 1 / (2 * bend + 1 / (3 * len(kept)))
    tail = NormalDist().inv_cdf(1 - 0.002 / len(gaps))
    return mean(kept) * (1 - 1 / (9 * shape) + tail / (3 * sqrt(shape))) ** 3
