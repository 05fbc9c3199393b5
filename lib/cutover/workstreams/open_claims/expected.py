"""What can be expected of an open claim, from the practice's own record: how many like it were paid, how much and when.

Like it means: of this payer, refused for this reason; for a claim without an answer, the payer's first answers; for one
that the clearinghouse rejected, all earlier rejections. Nothing is expected where too few such claims are known.
"""

from __future__ import annotations

import pandas as pd

from cutover.columns import conform
from cutover.workstreams.columns import PAYER, cents, count, number, share, text
from cutover.workstreams.decisions import DENIED, PARTLY, REVERSED, chains, first_answers
from cutover.workstreams.handoff_rules import HandoffRules
from cutover.workstreams.open_claims.claims import OPEN, PAID_IN_ERA, PENDING, REJECTED

FIRST, AFTER_REJECTION, ANY = "first answer", "rejected by the clearinghouse", "(any payer)"
RECORD = (
    PAYER,
    text("like", "Claims like it", "reason of the first denial, or what was waited for"),
    count("cases", "Cases", "claims whose end is known"),
    count("paid", "Paid", "of them paid at least in part"),
    share("paid_share", "Share paid"),
    cents("charge_cents", "Charged"),
    cents("recovered_cents", "Received", "after the first denial, take-backs with their sign"),
    share("rate", "Received of charged"),
    number("median_days", "Days", "median, from denial or service to the first payment"),
    text("enough", "Used", "no: too few cases"),
)


def record(
    decided: pd.DataFrame, claims: pd.DataFrame, today: pd.Timestamp, rules: HandoffRules
) -> pd.DataFrame:
    """Return the practice's own record (RECORD), one row per payer and reason, the one with most cases first."""
    denied = chains(decided, today, rules.ripe_days).assign(
        like=lambda f: f["reason"].fillna("no reason given")
    )
    first = _first(decided, today, rules.ripe_days)
    back = _rejected(claims, today, rules.ripe_days)
    whole = pd.concat([part for part in (denied, first, back) if len(part)] or [denied], ignore_index=True)
    groups = whole.groupby(["payer", "like"], as_index=False)
    told = groups.agg(
        cases=("claim", "size"), paid=("paid", "sum"), charge_cents=("charge_cents", "sum"),
        recovered_cents=("recovered_cents", "sum"), median_days=("days", "median"),
    )  # fmt: skip
    charged = told["charge_cents"].where(told["charge_cents"] > 0)
    told = told.assign(
        paid_share=told["paid"] / told["cases"],
        rate=told["recovered_cents"].astype("Float64") / charged.astype("Float64"),
        enough=(told["cases"] >= rules.few_cases).map({True: "yes", False: "no"}),
    )
    return conform(
        told.sort_values(["cases", "payer", "like"], ascending=[False, True, True]), RECORD
    ).reset_index(drop=True)


def _first(decided: pd.DataFrame, today: pd.Timestamp, ripe_days: int) -> pd.DataFrame:
    rows = first_answers(decided)
    rows = rows[(today - rows["service_from"]).dt.days >= ripe_days]
    money = rows["paid_cents"].fillna(0).clip(lower=0).astype("int64")
    days = (rows["paid_on"] - rows["service_from"]).dt.days
    return rows.assign(like=FIRST, recovered_cents=money, days=days.where(money > 0))


def _rejected(claims: pd.DataFrame, today: pd.Timestamp, ripe_days: int) -> pd.DataFrame:
    """Claims that a file summary has rejected once, and what remittances brought of them since."""
    rows = claims[claims["summary_rejected"].astype("boolean").fillna(False)].reset_index(names="claim")
    rows = rows[(today - rows["service_from"]).dt.days >= ripe_days]
    money = rows["era_paid_cents"].fillna(0).clip(lower=0).astype("int64")
    charge = rows["charge_cents"].astype("Int64").fillna(rows["era_charge_cents"].astype("Int64"))
    told = rows[["claim"]].assign(payer=ANY, like=AFTER_REJECTION, charge_cents=charge, recovered_cents=money)
    return told.assign(paid=money > 0, days=pd.Series(None, rows.index, dtype="Float64"))


def expect(rows: pd.DataFrame, known: pd.DataFrame) -> pd.DataFrame:
    """Return per claim what it is `like`, `expected_cents` (worth times received of charged, cut to whole cents, null
    where unknown), `cases` behind it, and `median_days`.

    Of the rest that waits for the payer after the first one nothing is expected: the record is of its claims as the
    first one. Nor is anything of one that a remittance has paid: it is to be posted.
    """
    like = pd.Series(None, rows.index, dtype="str")
    like = like.mask(rows["status"].isin([OPEN, PENDING]), FIRST).mask(
        rows["status"].eq(REJECTED), AFTER_REJECTION
    )
    refused = rows["status"].isin([DENIED, PARTLY, REVERSED]) | rows["status"].eq("appealed")
    like = like.mask(refused, rows["reason"].fillna("no reason given"))
    like = like.mask(rows["sent_on_by"].notna() | rows["is_with_next"].eq(True).fillna(False))
    like = like.mask(rows["conflict"].eq(PAID_IN_ERA).fillna(False))
    payer = rows["payer"].mask(rows["status"].eq(REJECTED), ANY)
    found = pd.DataFrame({"payer": payer, "like": like}).merge(known, on=["payer", "like"], how="left")
    found.index = rows.index
    used = found["enough"].eq("yes").fillna(False) & found["rate"].notna() & rows["worth_cents"].notna()
    got, charged = found["recovered_cents"].clip(lower=0), found["charge_cents"]
    money = (rows["worth_cents"].where(used) * got.where(used)) // charged.where(used)
    cases = found["cases"].fillna(0).astype("Int64")
    said = {"like": like, "expected_cents": money.astype("Int64"), "cases": cases}
    return pd.DataFrame(said | {"median_days": found["median_days"]})
