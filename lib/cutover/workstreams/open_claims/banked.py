"""Open claims held against the bank: which of them a payer's deposit without a remittance may have paid."""

from __future__ import annotations

import pandas as pd

from cutover.money import dollars
from cutover.workstreams.lone_deposits import are, of_checks, payments
from cutover.workstreams.open_claims.claims import OPEN, PENDING
from cutover.workstreams.run_rules import RunRules

_NAMED = 3  # deposits that a claim names; more would not be read


def unexplained(
    lone: pd.DataFrame, history: pd.DataFrame, rules: RunRules, postings: pd.DataFrame | None = None
) -> pd.DataFrame:
    """Return those deposits without a remittance (`lone_deposits.lone`) that neither history nor postings explain.

    A deposit whose number is posted (POSTINGS) with its whole amount has paid the claims of these postings.

    The claims of one check and day are one payment; a deposit is it by number and amount, else by amount and day.
    A paper check may have come in later, as `lone_deposits.are` allows.
    """
    if postings is not None and len(lone) and postings["check_number"].notna().any():
        check = payments(postings["check_number"], postings["paid_cents"], postings["posted_date"])
        sums = check.groupby("number", as_index=False)["cents"].sum(min_count=1).assign(on=pd.NaT)
        sums["cents"] = sums["cents"].abs()  # a ledger may write what it takes off a balance with a minus
        lone = lone[~are(lone, sums, None)]
    paid = history[(history["paid_cents"] > 0).fillna(False).astype(bool)]
    if lone.empty or paid.empty:
        return lone
    told = of_checks(paid["check_number"], paid["paid_cents"], paid["paid_date"])
    return lone[~are(lone, told, rules.bank_business_days, rules.check_business_days)]


def may_pay(claims: pd.DataFrame, lone: pd.DataFrame, days: int) -> pd.Series:
    """Return the deposits that may have paid each claim, `$5,317.50 on 2026-05-29`, null where none may.

    A claim is one of the deposit's payer without an answer, served on the day of the deposit or at most `days` days
    before it, and not filed later than that; a deposit without a day tells nothing. What the clearinghouse still holds
    has not reached the payer.
    """
    waits = claims["status"].isin([OPEN, PENDING]) & claims["outcome"].isna()
    waits &= ~claims["summary_state"].eq("pending").fillna(False)
    told = pd.Series("", claims.index, dtype="str")
    more = pd.Series(0, claims.index)
    by_day = lone.dropna(subset=["payer", "deposit_date"]).sort_values(
        ["deposit_date", "amount_cents"], kind="stable"
    )
    for payer, day, cents in zip(
        by_day["payer"], by_day["deposit_date"], by_day["amount_cents"], strict=True
    ):
        ago = (day - claims["service_from"]).dt.days
        hit = waits & claims["payer"].eq(payer).fillna(False) & ago.between(0, days)
        hit &= ~(claims["filed_on"] > day)
        words = f"{dollars(int(cents))} on {day:%Y-%m-%d}"
        shown = hit & (more < _NAMED)
        told = told.mask(shown & told.ne(""), told + "; " + words).mask(shown & told.eq(""), words)
        more = more + hit.astype(int)
    beyond = more - _NAMED
    told = told.mask(beyond > 0, told + "; and " + beyond.astype("str") + " more")
    return told.where(told.ne("")).astype("str")
