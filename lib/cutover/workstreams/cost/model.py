"""The cost model: a scenario in, the cents of every practice and month out; no file, no frame, no rounding.

Two ways are compared from the month of the cutover on. *Staying*: the charges of Office Ally go on.
*Leaving*: the prices of Medi, the move and its work once, and the charges of Office Ally as well while both
systems run side by side. All practices of a scenario are reckoned as if each moved in the first month.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field, replace
from enum import StrEnum

import numpy as np

from cutover.workstreams.cost.prices import Commitment, Price, PriceBook, TierReading

CLAIM = "claim"
ITEMS = (CLAIM, "eligibility", "claim status", "COB", "attachment")
RHYTHM = 12  # months after which a practice's volumes come again
HORIZON = 36


class Pooling(StrEnum):
    """Over what the volume of claims counts for the tiers; the price list does not say."""

    BOOK = "whole book"
    PRACTICE = "each practice"


@dataclass(frozen=True)
class Readings:
    """One way to read what the price list leaves open; the defaults are those of every headline figure."""

    tiers: TierReading = TierReading.GRADUATED
    pooling: Pooling = Pooling.BOOK
    eligibility: str = ""  # variant of the price in the price book


@dataclass(frozen=True)
class Case:
    """What one practice brings into the comparison.

    `units` holds twelve numbers for each of ITEMS, `office_ally_low` and `office_ally_high` twelve amounts in
    cents, the first of them for the month of the cutover. Only charges that leaving ends are in them.
    `parallel_months` is the number of months in which both systems are paid, `work_cents` what the move's
    own work costs once. `charged` are months since the move that Office Ally has invoiced: the month from 0, and
    cents at least and at most. `sent` are those of which the claims are known: the month from 0, and their number.
    """

    practice: str
    units: dict[str, tuple[int, ...]]
    office_ally_low: tuple[int, ...]
    office_ally_high: tuple[int, ...]
    parallel_months: int = 0
    work_cents: int = 0
    charged: tuple[tuple[int, int, int], ...] = ()
    sent: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True)
class Scenario:
    """The practices that move together, and on which terms."""

    cases: tuple[Case, ...]
    prices: PriceBook
    readings: Readings = field(default_factory=Readings)
    commitment: Commitment = Commitment.ANNUAL
    months: int = HORIZON

    def without(self, practice: str) -> Scenario:
        """Return the scenario in which one practice stays where it is."""
        return replace(self, cases=tuple(c for c in self.cases if c.practice != practice))

    def only(self, practice: str) -> Scenario:
        """Return the scenario in which one practice moves alone."""
        return replace(self, cases=tuple(c for c in self.cases if c.practice == practice))


@dataclass(frozen=True)
class Costs:
    """What a scenario costs, in cents: every array has a row per practice and a column per month.

    `medi` has an array for `platform`, each of ITEMS and `migration`. `stay_*` is what Office Ally charges
    where the practice stays, `overlap_*` the part of it that is paid although the practice has left.
    """

    practices: tuple[str, ...]
    medi: dict[str, np.ndarray]
    work: np.ndarray
    stay_low: np.ndarray
    stay_high: np.ndarray
    overlap_low: np.ndarray
    overlap_high: np.ndarray

    @property
    def medi_total(self) -> np.ndarray:
        """All that Medi charges."""
        return sum(self.medi.values())

    @property
    def leave_low(self) -> np.ndarray:
        """What leaving costs where Office Ally charges the least that it may."""
        return self.medi_total + self.work + self.overlap_low

    @property
    def leave_high(self) -> np.ndarray:
        """What leaving costs where Office Ally charges the most that it may."""
        return self.medi_total + self.work + self.overlap_high

    @property
    def saving_low(self) -> np.ndarray:
        """What leaving saves at the least of Office Ally's charges; below zero it costs more."""
        return self.stay_low - self.leave_low

    @property
    def saving_high(self) -> np.ndarray:
        """What leaving saves at the most of Office Ally's charges."""
        return self.stay_high - self.leave_high

    def row(self, practice: str) -> int:
        """Return the row of a practice; raises ValueError where it is not in the scenario."""
        return self.practices.index(practice)


def costs(scenario: Scenario) -> Costs:
    """Return what every practice costs in every month, staying and leaving.

    Totals that are priced over the whole book are shared out to the practices without a remainder: the
    platform and the fee of the move by heads, transactions by their number. In a month that is invoiced, what is
    paid although the practice has left is the invoice, and staying costs no less.
    """
    cases, months = scenario.cases, scenario.months
    stay_low = _tiled([c.office_ally_low for c in cases], months)
    stay_high = _tiled([c.office_ally_high for c in cases], months)
    stay_low, stay_high = (_no_less(stay, cases, end) for stay, end in ((stay_low, 1), (stay_high, 2)))
    both = np.arange(months) < np.array([[c.parallel_months] for c in cases]).reshape(-1, 1)
    first = np.arange(months) == 0
    work = np.array([[c.work_cents] for c in cases], dtype=np.int64).reshape(-1, 1) * first
    medi = {"platform": _platform(scenario), **{i: _item(scenario, i) for i in ITEMS}}
    medi["migration"] = _migration(scenario)
    names = tuple(case.practice for case in cases)
    low, high = (_invoiced(stay * both, cases, end) for stay, end in ((stay_low, 1), (stay_high, 2)))
    return Costs(names, medi, work, stay_low, stay_high, low, high)


def totals(price: Price, units: np.ndarray, reading: TierReading) -> np.ndarray:
    """Return the cents of each number of units in one month, as `Price.total` does for one number."""
    result = np.zeros(units.shape, np.int64)
    ends = [tier.start - 1 for tier in price.tiers[1:]] + [None]
    for tier, end in zip(price.tiers, ends, strict=True):
        if reading is TierReading.WHOLE_VOLUME:
            result = np.where(units >= tier.start, units * tier.cents, result)
        else:
            inside = np.clip(units if end is None else np.minimum(units, end), tier.start - 1, None)
            result = result + (inside - (tier.start - 1)) * tier.cents
    return result


def shared(amounts: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """Return each month's amount shared out by weight, one row per practice; columns add up to the amount.

    Cents that do not divide go to the largest remainders, the earlier practice first. `amounts` has one
    entry per month, `weights` a row per practice; a month without any weight must have no amount.
    """
    whole = weights.sum(axis=0)
    parts, rest = np.divmod(amounts * weights, np.where(whole == 0, 1, whole))
    left = amounts * (whole > 0) - parts.sum(axis=0)
    rank = np.argsort(np.argsort(-rest, axis=0, kind="stable"), axis=0, kind="stable")
    return parts + (rank < left)


def break_even(stay: np.ndarray, leave: np.ndarray) -> int | None:
    """Return the month, from 1, from which leaving has cost no more than staying, through the last month.

    The costs are added up from the first month on. None where at the end leaving has cost more: never.
    """
    ahead = np.cumsum(stay) >= np.cumsum(leave)
    if not len(ahead) or not ahead[-1]:
        return None
    behind = np.flatnonzero(~ahead)
    return int(behind[-1]) + 2 if len(behind) else 1


def months_touched(cutover: dt.date, weeks: int, since: dt.date | None = None) -> int:
    """Return how many calendar months a parallel run touches: Office Ally's fees are by the whole month.

    Of a run that began before the month of `since`, the months from that one on count alone.
    """
    if weeks == 0:
        return 0
    last = cutover + dt.timedelta(days=7 * weeks - 1)
    first = cutover if since is None else max(cutover, since.replace(day=1))
    return max(0, (last.year - first.year) * 12 + last.month - first.month + 1)


def scaled(numbers: tuple[int, ...], percent: int) -> tuple[int, ...]:
    """Return whole numbers at a percentage of themselves; halves are rounded up."""
    return tuple((number * percent + 50) // 100 for number in numbers)


def incremental(scenario: Scenario) -> np.ndarray:
    """Return what Medi charges more in all months because each practice is in the book, the move included.

    One amount in cents per practice, in the order of the scenario. What is shared out adds up to what is charged, so
    only the totals of the book with and without each practice are reckoned.
    """
    number, terms = len(scenario.cases), scenario.readings.tiers
    platform, moving = scenario.prices.price("platform"), scenario.prices.migration
    heads = platform.total(number, terms) - platform.total(max(number - 1, 0), terms)
    once = moving(number, scenario.commitment) - moving(max(number - 1, 0), scenario.commitment)
    added = np.full(number, heads * scenario.months + once * (scenario.months > 0), np.int64)
    for item in ITEMS:
        price, units = _priced(scenario, item)
        if scenario.readings.pooling is Pooling.PRACTICE:
            added += totals(price, units, terms).sum(axis=1)
        else:
            book = units.sum(axis=0)
            added += totals(price, book, terms).sum() - totals(price, book - units, terms).sum(axis=1)
    return added


def _tiled(rows: list[tuple[int, ...]], months: int) -> np.ndarray:
    """Return the twelve numbers of each practice, again and again to the last month."""
    wide = np.array(rows, dtype=np.int64).reshape(len(rows), -1)
    return wide[:, np.arange(months) % wide.shape[1]] if len(rows) else np.zeros((0, months), np.int64)


def _no_less(stay: np.ndarray, cases: tuple[Case, ...], end: int) -> np.ndarray:
    """What staying costs, where it is less than an invoice of that month the invoice."""
    return np.maximum(stay, _invoiced(np.zeros_like(stay), cases, end)) if _has_invoice(cases) else stay


def _invoiced(overlap: np.ndarray, cases: tuple[Case, ...], end: int) -> np.ndarray:
    """What is paid although a practice has left, the months that are invoiced as they are."""
    if not _has_invoice(cases):
        return overlap
    made = overlap.copy()
    for row, case in enumerate(cases):
        for charged in case.charged:
            if charged[0] < made.shape[1]:
                made[row, charged[0]] = charged[end]
    return made


def _has_invoice(cases: tuple[Case, ...]) -> bool:
    return any(case.charged for case in cases)


def _platform(scenario: Scenario) -> np.ndarray:
    # its tiers count client practices, so it is always reckoned over the book
    heads = np.ones((len(scenario.cases), scenario.months), np.int64)
    amount = scenario.prices.price("platform").total(len(scenario.cases), scenario.readings.tiers)
    return shared(np.full(scenario.months, amount, np.int64), heads)


def _item(scenario: Scenario, item: str) -> np.ndarray:
    readings, (price, units) = scenario.readings, _priced(scenario, item)
    if readings.pooling is Pooling.PRACTICE:
        return totals(price, units, readings.tiers)
    return shared(totals(price, units.sum(axis=0), readings.tiers), units)


def _priced(scenario: Scenario, item: str) -> tuple[Price, np.ndarray]:
    """The price of an item, and its units of each practice and month."""
    price = scenario.prices.price(item, scenario.readings.eligibility if item == "eligibility" else "")
    units = _tiled([case.units[item] for case in scenario.cases], scenario.months)
    if item != CLAIM or not any(case.sent for case in scenario.cases):
        return price, units
    made = units.copy()
    for row, case in enumerate(scenario.cases):
        for month, number in case.sent:
            if month < scenario.months:
                made[row, month] = number
    return price, made


def _migration(scenario: Scenario) -> np.ndarray:
    fee = np.zeros(scenario.months, np.int64)
    fee[:1] = scenario.prices.migration(len(scenario.cases), scenario.commitment)
    return shared(fee, np.ones((len(scenario.cases), scenario.months), np.int64))
