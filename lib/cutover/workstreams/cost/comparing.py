"""Staying against leaving, for one practice or the book: savings, break-even, readings, each practice."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property
from itertools import product

import numpy as np

from cutover.workstreams.cost.model import (
    CLAIM,
    ITEMS,
    Case,
    Costs,
    Pooling,
    Readings,
    Scenario,
    break_even,
    costs,
    incremental,
)
from cutover.workstreams.cost.prices import TierReading

HORIZONS = (12, 24, 36)


class Outcome(StrEnum):
    """What the numbers say, over every reading of the prices and all that Office Ally may charge."""

    LEAVE = "leaving is cheaper"
    STAY = "staying is cheaper"
    OPEN = "not decided"


@dataclass(frozen=True)
class Subject:
    """Whom a comparison is about: one practice of the scenario, or all of them (None)."""

    scenario: Scenario
    practice: str | None = None

    @property
    def cases(self) -> tuple[Case, ...]:
        """The cases that it is about."""
        return tuple(c for c in self.scenario.cases if self.practice in (None, c.practice))

    def changed(self, **parts) -> Subject:
        """Return the subject with parts of its scenario changed (readings, commitment, months)."""
        return replace(self, scenario=replace(self.scenario, **parts))

    def with_cases(self, cases: tuple[Case, ...]) -> Subject:
        """Return the subject with its own cases put in the place of those of the same name."""
        named = {case.practice: case for case in cases}
        return self.changed(cases=tuple(named.get(c.practice, c) for c in self.scenario.cases))

    @cached_property
    def costs(self) -> Costs:
        """The costs of the whole scenario."""
        return costs(self.scenario)

    def months(self, what: str) -> np.ndarray:
        """Return one series of `Costs` for the subject, one amount per month."""
        series = getattr(self.costs, what)
        return series.sum(axis=0) if self.practice is None else series[self.costs.row(self.practice)]

    def medi(self, item: str) -> np.ndarray:
        """Return what one item of Medi costs the subject, one amount per month."""
        series = self.costs.medi[item]
        return series.sum(axis=0) if self.practice is None else series[self.costs.row(self.practice)]

    def units(self, item: str) -> int:
        """Return the units of an item in a year."""
        return sum(sum(case.units[item]) for case in self.cases)

    def first_year(self, item: str) -> int:
        """Return the units of an item in the first twelve months: of a month whose claims are known, those."""
        return sum(
            number if item != CLAIM else dict(case.sent).get(month, number)
            for case in self.cases
            for month, number in enumerate(case.units[item])
        )

    def saving(self, months: int | None = None, high: bool = False) -> int:
        """Return what leaving saves in the first months, at the least (or most) that Office Ally charges."""
        series = self.months("saving_high" if high else "saving_low")
        return int(series[:months].sum())

    def break_even(self, high: bool = False) -> int | None:
        """Return the month from which leaving has cost no more than staying; None for never."""
        end = "high" if high else "low"
        return break_even(self.months(f"stay_{end}"), self.months(f"leave_{end}"))


def readings_of(subject: Subject) -> Iterator[Readings]:
    """Yield every way to read the price list, that of the scenario first."""
    own = subject.scenario.readings
    variants = [p.variant for p in subject.scenario.prices.prices if p.item == "eligibility"]
    every = [Readings(*parts) for parts in product(TierReading, Pooling, variants)]
    yield own
    yield from (readings for readings in every if readings != own)


def span(subject: Subject, months: int | None = None) -> tuple[int, int]:
    """Return the least and the most that leaving saves, over all readings and all that is open."""
    each = [subject.changed(readings=readings) for readings in readings_of(subject)]
    low = min(one.saving(months) for one in each)
    return low, max(one.saving(months, high=True) for one in each)


def outcome(subject: Subject) -> Outcome:
    """Return what holds in every reading and at each end of what Office Ally may charge."""
    low, high = span(subject)
    return Outcome.LEAVE if low > 0 else Outcome.STAY if high <= 0 else Outcome.OPEN


@dataclass(frozen=True)
class Standing:
    """One practice within the book, in cents over the horizon.

    `share` is its part of what Medi charges the book, `incremental` what Medi charges the book more because
    the practice is in it; `ends_*` what of Office Ally's charges ends, the double cost already taken off.
    """

    practice: str
    ends_low: int
    ends_high: int
    work: int
    share: int
    incremental: int

    def saving(self, by: str = "share", high: bool = False) -> int:
        """Return what it saves to move this practice, judged by `share` or `incremental` cost."""
        return (self.ends_high if high else self.ends_low) - self.work - getattr(self, by)

    @property
    def verdict(self) -> str:
        """Where the practice is cheaper, judged by its share of the book's cost and by what it adds to it."""
        by_share, by_added = self._side("share"), self._side("incremental")
        if by_share == by_added:
            return by_share
        if Outcome.OPEN in (by_share, by_added):
            return Outcome.OPEN
        return f"{by_added} for the book, not by its share"

    def _side(self, by: str) -> str:
        if self.saving(by) > 0:
            return Outcome.LEAVE
        return Outcome.STAY if self.saving(by, high=True) <= 0 else Outcome.OPEN


def standings(scenario: Scenario, whole: Costs | None = None, only: str | None = None) -> list[Standing]:
    """Return where each practice of the book stands, in the order of the scenario, or `only` one of them.

    `whole` are the scenario's costs where they are known already.
    """
    whole = costs(scenario) if whole is None else whole
    months = {
        "ends_low": whole.stay_low - whole.overlap_low,
        "ends_high": whole.stay_high - whole.overlap_high,
        "work": whole.work,
        "share": whole.medi_total,
    }
    each = {name: of.sum(axis=1).tolist() for name, of in months.items()}
    each["incremental"] = incremental(scenario).tolist()
    rows = zip(whole.practices, *each.values(), strict=True)
    return [
        Standing(name, **dict(zip(each, row, strict=True))) for name, *row in rows if only in (None, name)
    ]


def best_set(scenario: Scenario) -> tuple[str, ...]:
    """Return the practices that are left after each one that costs the book more than it saves has stayed.

    One at a time, the costliest first, each judged by what it adds to the book as it then is, at the most
    that Office Ally may charge. With tiers this need not be the very cheapest set; the report says so.
    """
    while scenario.cases:
        worst = min(standings(scenario), key=lambda one: one.saving("incremental", high=True))
        if worst.saving("incremental", high=True) > 0:
            break
        scenario = scenario.without(worst.practice)
    return tuple(case.practice for case in scenario.cases)


MEDI_PARTS = ("platform", *ITEMS, "migration")
