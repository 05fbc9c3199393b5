"""The measures of the monthly report and the limits they are judged by, as the reference data state them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from cutover.reference import limits, load
from cutover.result import Source

REMITTANCES, CLAIMS, AGING = SOURCES = ("remittances", "claims", "balances")


@dataclass(frozen=True)
class BaselineRules:
    """Months, days, percent and cents, as their names say."""

    months_shown: int
    history_lead_months: int
    history_lead_percent: int
    claims_lag_days: int
    aging_lead_days: int
    allowed_percent: int
    drop_percent: int
    drop_months: int
    agree_cents: int
    agree_permille: int
    settled_percent: int
    claims_listed: int
    source: Source
    assumptions: tuple[str, ...]


@dataclass(frozen=True)
class Measure:
    """One measure: its kind (cents, count, share, number), on which day it is counted, what tells it.

    `told_by` names SOURCES that it needs; `after` is whether remittances in Medi alone go on telling it.
    """

    code: str
    label: str
    kind: str
    basis: str
    told_by: tuple[str, ...]
    after: bool
    text: str

    def __post_init__(self) -> None:
        if strange := set(self.told_by) - set(SOURCES):
            raise ValueError(f"{self.code}: no such source {', '.join(sorted(strange))}")
        if self.kind not in ("cents", "count", "share", "number"):
            raise ValueError(f"{self.code}: no such kind {self.kind}")


@dataclass(frozen=True)
class Measures:
    """All measures in the order of the report, with their source."""

    source: Source
    measure: tuple[Measure, ...]

    def named(self, code: str) -> Measure:
        """Return the measure of a code; KeyError where there is none."""
        return {one.code: one for one in self.measure}[code]


def load_rules(on: dt.date) -> BaselineRules:
    """Return the limits as they hold on a day; raises ReferenceDataError as `reference.limits`."""
    return limits("reporting_baseline", BaselineRules, on)


def load_measures(on: dt.date) -> Measures:
    """Return the measures as they hold on a day; raises ReferenceDataError as `reference.load`."""
    return load("report_measures", Measures, on)
