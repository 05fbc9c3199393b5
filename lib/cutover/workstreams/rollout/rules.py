"""The figures and holidays that a rollout is planned by, as the reference data state them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from cutover.reference import limits, load
from cutover.result import Source


@dataclass(frozen=True)
class RolloutRules:
    """The figures that a plan is made by; days, cents, percents and counts as their names say."""

    alone_days: int
    daily_days: int
    chance_percent: int
    most_a_week: int
    person_a_week: int
    person_daily: int
    week_simple_cents: int
    week_complex_cents: int
    prior_cases: int
    closeout_days: int
    weight_claims: int
    weight_payers: int
    weight_government: int
    weight_denials: int
    weight_ids: int
    weight_usage: int
    weight_open: int
    weight_staff: int
    source: Source
    assumptions: tuple[str, ...]


@dataclass(frozen=True)
class _Holiday:
    day: dt.date
    name: str


@dataclass(frozen=True)
class _Holidays:
    source: Source
    holiday: tuple[_Holiday, ...]


@dataclass(frozen=True)
class BusinessDays:
    """Which days are business days: Monday to Friday, but for the holidays of the banks."""

    holidays: dict[dt.date, str]
    source: Source
    weeks: dict[dt.date, list[dt.date]] = field(
        default_factory=dict, repr=False, compare=False
    )  # as asked for

    def holds(self, day: dt.date) -> bool:
        """Tell whether a day is a business day."""
        return day.weekday() < 5 and day not in self.holidays

    def on_or_after(self, day: dt.date) -> dt.date:
        """Return the first business day from a day on."""
        while not self.holds(day):
            day += dt.timedelta(1)
        return day

    def after(self, day: dt.date, number: int) -> dt.date:
        """Return the business day that comes so many business days after one: after(Monday, 10) is a Monday."""
        day = self.on_or_after(day)
        for _ in range(number):
            day = self.on_or_after(day + dt.timedelta(1))
        return day

    def of_week(self, monday: dt.date) -> list[dt.date]:
        """Return the business days of the week that begins on a Monday."""
        if monday not in self.weeks:
            self.weeks[monday] = [d for d in (monday + dt.timedelta(n) for n in range(5)) if self.holds(d)]
        return self.weeks[monday]


def monday_of(day: dt.date) -> dt.date:
    """Return the Monday of a day's week."""
    return day - dt.timedelta(day.weekday())


def load_rules(on: dt.date) -> RolloutRules:
    """Return the rules as they hold on a day; raises ReferenceDataError as `reference.limits`."""
    return limits("rollout_rules", RolloutRules, on)


def load_business_days(on: dt.date) -> BusinessDays:
    """Return the business days as they are known on a day; raises ReferenceDataError as `reference.load`."""
    said = load("bank_holidays", _Holidays, on)
    return BusinessDays({one.day: one.name for one in said.holiday}, said.source)
