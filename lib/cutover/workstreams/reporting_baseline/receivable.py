"""What was open at each month's end, by age, from today's claim history."""

from __future__ import annotations

import datetime as dt

import pandas as pd

from cutover.reading.claims.history import SOURCE as HISTORY
from cutover.reading.claims.states import is_untold
from cutover.reading.claims.submissions import is_self_pay
from cutover.workstreams import legacy_claims
from cutover.workstreams.legacy_claims import BUCKETS
from cutover.workstreams.reporting_baseline.charges import known_from
from cutover.workstreams.reporting_baseline.inputs import Inputs
from cutover.workstreams.reporting_baseline.months import end_of

NAMES = tuple(f"days_{bucket.replace('-', '_').replace(' ', '_')}_cents" for bucket in BUCKETS)
_OVER_90 = NAMES[3:]


def claims(inputs: Inputs) -> pd.DataFrame:
    """Return the claims of the history, each with what is open of it and when it was resolved (`legacy_claims`).

    Services from the cutover on are billed in Medi and left out; where the cutover is still to come or the history has
    those too, all count. Visits that patients pay themselves wait on no payer: they are left out.
    """
    before = inputs.cutover if inputs.switch is not None else inputs.as_of + dt.timedelta(1)
    history = inputs.claims.history
    payers = inputs.remittances["payer"]
    return legacy_claims.legacy(history[~is_self_pay(history)], before, inputs.decisions, payers, inputs.same)


def by_month(found: pd.DataFrame, months: pd.DatetimeIndex, inputs: Inputs) -> pd.DataFrame:
    """Return what was open at each month's end, one row per month: NAMES, `open`, `open_over_90`, `claims`.

    Of the month that runs, on the report's date. Null where there is no claim history, which
    alone tells balances, where no list tells what became of its claims, and where none tells an amount of the claims
    that were open.
    """
    if known_from(inputs.claims) != HISTORY or is_untold(inputs.claims.history).all():
        return pd.DataFrame(
            pd.NA, index=months, columns=[*NAMES, "open", "open_over_90", "claims"], dtype="Int64"
        )
    rows = [_on(found, min(end_of(month), inputs.today)) for month in months]
    wide = pd.DataFrame(rows, index=months).astype("Int64")
    return wide.assign(open=_whole(wide[list(NAMES)]), open_over_90=_whole(wide[list(_OVER_90)]))


def of_unknown_amount(found: pd.DataFrame) -> int:
    """Return how many open claims have no amount in the history: they are in no sum."""
    return int((found["amount_cents"].isna() & ~found["is_resolved"]).sum()) if len(found) else 0


def _whole(parts: pd.DataFrame) -> pd.Series:
    """The sum of each row, null where one of its parts is unknown."""
    return parts.sum(axis=1).astype("Int64").mask(parts.isna().any(axis=1))


def _on(found: pd.DataFrame, day: pd.Timestamp) -> dict[str, int | None]:
    was = legacy_claims.open_on(found, day)
    sums = {
        str(bucket): legacy_claims.known_sum(rows)
        for bucket, rows in was.groupby("bucket", observed=True)["amount_cents"]
    }
    told = {name: sums.get(bucket, 0) for name, bucket in zip(NAMES, BUCKETS, strict=True)}
    return told | {"claims": len(was)}


def without_a_day(found: pd.DataFrame) -> pd.DataFrame:
    """Return the claims that are resolved without any day: they count at no month's end. Void ones are not meant."""
    if found.empty:
        return found
    return found[found["is_resolved"] & ~found["is_withdrawn"] & found["resolved_on"].isna()]
