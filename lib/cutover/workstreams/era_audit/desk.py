"""For work at the desk: from a payer's month down to its payments."""

from __future__ import annotations

import pandas as pd

from cutover.result import Result, Table
from cutover.workstreams.columns import ORIGIN, PAID_ON, PAYER, TRACE, of
from cutover.workstreams.findings import table

ALL = "(all)"
_COLUMNS = (
    PAYER,
    PAID_ON,
    TRACE,
    *of("payments", "paid_cents", "method", "claim_count", "is_balanced"),
    *ORIGIN,
)


def choices(payments: pd.DataFrame) -> dict[str, list[str]]:
    """Return what a person can choose from: payers, and months as `2026-03`, each with `(all)` first."""
    months = payments["month"].dropna().dt.strftime("%Y-%m")
    return {
        "payer": [ALL, *sorted(payments["payer"].unique())],
        "month": [ALL, *sorted(months.unique(), reverse=True)],
    }


def payments_of(payments: pd.DataFrame, payer: str = ALL, month: str = ALL) -> Result:
    """Return the payments of a payer and a month as the table `payments` of a Result, one row per payment."""
    chosen = payments if payer == ALL else payments[payments["payer"] == payer]
    chosen = chosen if month == ALL else chosen[chosen["month"].dt.strftime("%Y-%m") == month]
    shown: Table = table("Payments", chosen.sort_values("paid_on"), _COLUMNS)
    return Result("Payments", "", (), (), {"payments": shown}, ())
