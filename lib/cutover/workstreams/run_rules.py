"""The lengths and limits of a parallel run, as the reference data state them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import numpy as np
import pandas as pd

from cutover.reference import limits
from cutover.result import Source


@dataclass(frozen=True)
class RunRules:
    """The figures that a parallel run is judged by; days, weeks, cents and counts as their names say."""

    receipt_days: int
    run_weeks_clearinghouse: int
    run_weeks_practice_mate: int
    run_weeks_practice_mate_most: int
    closeout_days: int
    daily_meeting_days: int
    overlap_days: int
    posting_business_days: int
    acknowledged_business_days: int
    answer_cases: int
    answer_percent: int
    bank_business_days: int
    check_business_days: int
    card_fee_least: int
    card_fee_most: int
    card_payments: int
    card_percent: int
    card_business_days: int
    volume_percent: int
    unexplained_cents: int
    sum_pieces: int
    sum_candidates: int
    list_remittances: int
    list_percent: int
    source: Source
    assumptions: tuple[str, ...]

    def run_weeks(self, usage: str | None) -> int:
        """Return the usual run in weeks for a usage pattern, at the least; one not known counts as Practice Mate."""
        clearinghouse = usage == "clearinghouse-only"
        return self.run_weeks_clearinghouse if clearinghouse else self.run_weeks_practice_mate

    def closeout_ends(self, cutover: dt.date | None) -> dt.date | None:
        """Return the last day of the closeout of a practice, None without a cutover date."""
        return None if cutover is None else cutover + dt.timedelta(self.closeout_days)

    def late_before(self, today: pd.Timestamp) -> pd.Timestamp:
        """Return the first day of payment that is not late: the stated number of business days before the report."""
        return pd.Timestamp(np.busday_offset(today.date(), -self.posting_business_days, roll="forward"))


def load_rules(on: dt.date) -> RunRules:
    """Return the rules as they hold on a day; raises ReferenceDataError as `reference.limits`."""
    return limits("parallel_run", RunRules, on)
