"""The legacy claims of a run: what is open of them, by age, week by week, and the sixty-day clock."""

from __future__ import annotations

import datetime as dt

import pandas as pd

from cutover.reading.claims.states import is_untold
from cutover.workstreams import legacy_claims
from cutover.workstreams.answers import once
from cutover.workstreams.decisions import PAID, decisions
from cutover.workstreams.findings import total
from cutover.workstreams.left_open import is_answered, last_of_each, left_to_next
from cutover.workstreams.legacy_claims import AGING, TREND
from cutover.workstreams.parallel_run.inputs import Inputs

__all__ = ["AGING", "TREND", "aging", "closeout", "legacy", "paid_and_open", "trend"]


def legacy(run: Inputs) -> pd.DataFrame:
    """Return the legacy claims of the history (`legacy_claims.legacy`): without a cutover all of them up to the report.

    Until a day is set every claim is worked where it is, as in the handoff of open claims.
    """
    decided = run.items[run.items["kind"] == "claim"]
    before = run.cutover or run.as_of + dt.timedelta(1)
    return legacy_claims.legacy(run.history, before, decided, run.remittances["payer"], run.same)


@once
def paid_and_open(run: Inputs) -> pd.Series:
    """Return which legacy claims that the history has open the last remittance has paid: they are to be posted.

    One truth value per row of `legacy`.
    """
    found = legacy(run)
    left = found[~found["is_resolved"]]
    items = run.items[run.items["kind"].eq("claim")]
    if left.empty or not is_answered(left, items).any():
        return pd.Series(False, found.index)
    told = decisions(run.office_ally, run.medi, run.remittances, run.as_of)
    paid = is_answered(left, last_of_each(told)[lambda rows: rows["outcome"].eq(PAID)])
    return (paid & left_to_next(left, told).isna()).reindex(found.index, fill_value=False)


def aging(run: Inputs) -> pd.DataFrame:
    """Return what is open today (`legacy_claims.aging`)."""
    return legacy_claims.aging(legacy(run), run.today)


def trend(run: Inputs) -> pd.DataFrame:
    """Return what was open week by week and by age (`legacy_claims.weekly`)."""
    return legacy_claims.weekly(legacy(run), run.today)


def last_day(run: Inputs) -> dt.date | None:
    """Return the last day of the closeout by the rule, None without a cutover date."""
    return run.rules.closeout_ends(run.cutover)


def closeout(run: Inputs) -> dict[str, object]:
    """Return the sixty-day clock: its last day, the days left, and what is open of how many claims.

    `open_cents` is null where no amount is known; `unknown` counts the claims without one.
    """
    found = legacy(run)
    left = found[~found["is_resolved"]] if len(found) else found
    last = last_day(run)
    return {
        "last_day": last,
        "days_left": None if last is None else (last - run.as_of).days,
        "open_cents": total(left["amount_cents"]) if len(left) else 0,
        "claims": len(left),
        "unknown": int(left["amount_cents"].isna().sum()) if len(left) else 0,
        "is_known": not is_untold(run.history).all(),
    }
