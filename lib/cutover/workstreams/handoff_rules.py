"""The limits that the handoff is judged by, as the reference data state them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from cutover.reference import limits
from cutover.result import Source


@dataclass(frozen=True)
class HandoffRules:
    """Days, cases, percent and rows, as their names say."""

    window_days: int
    soon_days: int
    week_days: int
    lapse_days: int
    crossover_days: int
    deposit_days: int
    few_cases: int
    ripe_days: int
    forecast_cases: int
    forecast_percent: int
    handoff_rows: int
    source: Source
    assumptions: tuple[str, ...]


def load_rules(on: dt.date) -> HandoffRules:
    """Return the limits as they hold on a day; raises ReferenceDataError as `reference.limits`."""
    return limits("open_claims", HandoffRules, on)
