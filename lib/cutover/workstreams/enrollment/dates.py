"""When the practice can move: how many days each open enrollment still takes, and when the last of them is live.

The days of one enrollment are triangular between the least, the likely and the most, in whole days; what has already
waited is given. Enrollments are taken as independent of each other. Everything is pure: numbers in, numbers out.
"""

from __future__ import annotations

import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from cutover.reading.payers.families import Duration

SURE = 0.9
Days = np.ndarray  # the chance of each number of days from 0 on; adds up to 1


@dataclass(frozen=True)
class Dates:
    """In how many days the last of several enrollments is live: in half of the draws, and in nine of ten.

    `gain` tells of each of the given groups how many days sooner it is, on average, if each enrollment of the group
    takes one day less; `last` in what share of the draws the group is the last (of several at once each is).
    """

    median: int
    sure: int
    gain: dict[str, float]
    last: dict[str, float]


def whole(duration: Duration) -> Days:
    """Return the chance of each number of days of an enrollment that is filed today."""
    low, likely, high = duration.low, duration.likely, duration.high
    if low == high:
        return _at(high)
    chance = np.diff(_below(np.arange(-1, high + 1, dtype=float), low, likely, high))
    return chance / chance.sum()


def _below(days: np.ndarray, low: int, likely: int, high: int) -> np.ndarray:
    """The chance of at most so many days under a triangular distribution."""
    span = high - low
    left = (days - low) ** 2 / (span * max(likely - low, 1e-12))
    right = 1 - (high - days) ** 2 / (span * max(high - likely, 1e-12))
    inside = np.where(days <= likely, left, right) if likely > low else right
    return np.where(days <= low, 0.0, np.where(days >= high, 1.0, inside))


def _at(day: int) -> Days:
    chance = np.zeros(day + 1)
    chance[day] = 1.0
    return chance


def left(duration: Duration, waited: int) -> Days:
    """Return the chance of each number of days still to come of one that has waited some days and is not live.

    One that has waited longer than the most it should take tells of a delay of its own: as much again as lies between
    likely and most is then taken as equally likely, day by day.
    """
    if waited <= 0:
        return whole(duration)
    rest = whole(duration)[waited + 1 :]
    if rest.sum() <= 0:
        more = max(duration.high - duration.likely, 1)
        return np.concatenate([[0.0], np.full(more, 1 / more)])
    return np.concatenate([[0.0], rest / rest.sum()])


def at_least(chance: Days, day: int) -> Days:
    """Return the chance of each number of days of one that is asked for from a later day on: never before it."""
    if day <= 0:
        return chance
    later = np.concatenate([np.zeros(day), chance[day:]]) if len(chance) > day else np.zeros(day + 1)
    later[day] += chance[:day].sum()
    return later


def after(first: Days, second: Days) -> Days:
    """Return the days of two steps that follow each other."""
    return np.convolve(first, second)


def exact(days: Sequence[Days]) -> Days:
    """Return the chance of each number of days until all of them are live, computed, not drawn."""
    longest = max(map(len, days), default=1)
    below = np.ones(longest)
    for chance in days:
        below *= np.cumsum(np.pad(chance, (0, longest - len(chance))))
    return np.diff(below, prepend=0.0)


def shifted(chance: Days, more: int) -> Days:
    """The days of an enrollment that takes so many days more; fewer never makes it less than none."""
    if more >= 0:
        return np.concatenate([np.zeros(more), chance])
    early = chance[: 1 - more].sum()
    return np.concatenate([[early], chance[1 - more :]])


def day_of(chance: Days, share: float) -> int:
    """Return the first day by which so large a share of the chance has passed."""
    return int(np.searchsorted(np.cumsum(chance), share - 1e-9))


def drawn(days: Mapping[str, Days], draws: int, seed: int) -> dict[str, np.ndarray]:
    """Return so many draws of each enrollment, the same for the same seed and name, whatever else is drawn."""
    return {
        name: np.searchsorted(
            np.cumsum(chance),
            np.random.default_rng([seed, zlib.crc32(name.encode())]).random(draws) * (1 - 1e-12),
        )
        for name, chance in days.items()
    }


def simulated(days: Mapping[str, Days], group_of: Mapping[str, str], draws: int, seed: int) -> Dates:
    """Return when the last of the enrollments is live, and what a day gained on each group brings.

    `days` by enrollment, `group_of` the group (the payer) of each. Without any enrollment nothing is waited for.
    """
    if not days:
        return Dates(0, 0, {}, {})
    found = drawn(days, draws, seed)
    groups = dict.fromkeys(group_of[name] for name in found)
    slowest = {
        group: np.max([found[name] for name in found if group_of[name] == group], axis=0) for group in groups
    }
    together = np.max(list(slowest.values()), axis=0)
    gain, last = {}, {}
    for group, own in slowest.items():
        others = [other for name, other in slowest.items() if name != group]
        sooner = np.max([np.maximum(own - 1, 0), *others], axis=0)
        gain[group] = float((together - sooner).mean())
        last[group] = float(((own == together) & (together > 0)).mean())
    median, sure = (int(np.quantile(together, share, method="inverted_cdf")) for share in (0.5, SURE))
    return Dates(median, sure, gain, last)
