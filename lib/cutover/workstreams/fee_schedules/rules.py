"""By which figures a rate is seen and a line is called paid below or above it, as the reference data state them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import pandas as pd

from cutover.money import dollars
from cutover.reference import limits
from cutover.result import Source


@dataclass(frozen=True)
class FeeRules:
    """Lines, percent, days and cents, as their names say."""

    run_lines: int
    least_lines: int
    steady_percent: int
    back_days: int
    percent_charge_cents: int
    percent_lines: int
    percent_procedures: int
    tolerance_cents: int
    tolerance_percent: int
    contract_tolerance_cents: int
    multiple_rates: int
    multiple_percent: int
    source: Source
    assumptions: tuple[str, ...]

    @property
    def sentence(self) -> str:
        """The rule in words, for a reader of the report."""
        return (
            f"A rate is in force from the first of {self.run_lines} lines in a row at exactly one amount. It is "
            f"steady where {self.steady_percent} % of at least {self.least_lines} lines are at the rate of their day."
        )

    @property
    def tolerance(self) -> str:
        """The tolerance in words."""
        return f"more than {dollars(self.tolerance_cents)} and more than {self.tolerance_percent} %"

    def beyond(self, difference: pd.Series, expected: pd.Series) -> pd.Series:
        """Return which differences (cents) are beyond the tolerance of a rate that is seen, a flag per row."""
        far = difference.abs()
        return (far > self.tolerance_cents) & (far * 100 > expected.abs() * self.tolerance_percent)

    def off_contract(self, gap: pd.Series, units: pd.Series) -> pd.Series:
        """Return which differences (cents) from a contract's amount for so many units are more than rounding."""
        return gap.abs().gt(self.contract_tolerance_cents * units).fillna(False).astype(bool)


def load_rules(on: dt.date) -> FeeRules:
    """Return the figures as they hold on a day; raises ReferenceDataError as `reference.limits`."""
    return limits("fee_schedules", FeeRules, on)
