"""What payers paid: checks and EFTs by month of payment, by payer and by family of payers."""

from __future__ import annotations

import pandas as pd

from cutover.reading.payers.families import Families
from cutover.reading.payers.same import NONE_PROVEN, SamePayers
from cutover.workstreams.reporting_baseline.months import month_of


def by_payer(counted: pd.DataFrame, families: Families, same: SamePayers = NONE_PROVEN) -> pd.DataFrame:
    """Return the payments by month, payer and system, one row each; `same` are proven names of one payer.

    `month`, `family`, `payer`, `feed`, `payments` (their number; a check in two files is one) and `paid_cents`.
    Remittances without a day of payment are in no month (`undated`).
    """
    rows = counted.assign(month=month_of(counted["paid_on"]), feed=counted["side"]).dropna(subset=["month"])
    sums = rows.groupby(["month", "payer", "feed"], as_index=False).agg(
        payments=("payment", "sum"), paid_cents=("paid_cents", lambda c: c.sum(min_count=1))
    )  # fmt: skip
    told = {name: families.of_names(name, same.names(name)).name for name in sums["payer"].unique()}
    return sums.assign(family=sums["payer"].map(told).astype("str"))


def by_month(counted: pd.DataFrame) -> pd.Series:
    """Return the payments by month; a month has its sum where at least one amount is known."""
    month = month_of(counted["paid_on"])
    return counted.groupby(month)["paid_cents"].sum(min_count=1).astype("Int64")


def on_claims(decided: pd.DataFrame) -> pd.Series:
    """Return what payers paid on claims by month of payment, reversals with their sign, from decisions
    (`decided.rows`): before amounts at provider level. A month has its sum where at least one amount is known."""
    return decided.groupby("month")["paid_cents"].sum(min_count=1).astype("Int64")


def undated(counted: pd.DataFrame) -> pd.DataFrame:
    """Return the remittances that are in no month."""
    return counted[counted["paid_on"].isna()]


def of_patients(cash: pd.DataFrame) -> pd.DataFrame:
    """Return what patients paid at the desk by month and how (CASH_BOOK), one row each: `month`, `method`, `payments`
    and `paid_cents`. All months are here: no remittance has this money, and no other figure."""
    rows = cash.assign(month=month_of(cash["paid_on"]), method=cash["method"].str.lower())
    sums = rows.groupby(["month", "method"], as_index=False).agg(
        payments=("paid_cents", "size"), paid_cents=("paid_cents", "sum")
    )
    return sums.sort_values(["month", "method"], ascending=[False, True], ignore_index=True)
