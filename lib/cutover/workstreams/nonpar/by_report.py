"""What Office Ally's own Par/Non-Par Report comes to: who triggers the fee by its counts, then and by today's rule."""

from __future__ import annotations

import pandas as pd

from cutover.columns import Column, Kind, Privacy
from cutover.workstreams.columns import cents, text
from cutover.workstreams.nonpar.inputs import Inputs

_KEY, _OF = ["month", "npi"], ["month", "npi", "tax_id"]
BY_REPORT = (
    Column("share", Kind.SHARE, "Non-par share", "of the report", Privacy.DESK),
    text("rule", "Rule of the month"),
    cents("report_low_cents", "Fee by the report, at least"),
    cents("report_high_cents", "Fee by the report, at most"),
    cents("today_cents", "Under today's rule", "the same counts, today's rule and amount"),
)


def by_report(inputs: Inputs, report: pd.DataFrame) -> pd.DataFrame:
    """Return the fees that a report's own counts trigger, one row per month and NPI (BY_REPORT).

    The fee is one per Tax ID and NPI: each of a provider's Tax IDs is judged by itself. Nothing is taken from the
    claims on file, so that a month of which none is on file has a fee too.
    """
    sums = report.assign(tax_id=report["tax_id"].astype("str").fillna(""))
    sums = sums.groupby(_OF, as_index=False)[["claims", "nonpar"]].sum()
    now, today = (
        inputs.rules.trigger(inputs.as_of),
        inputs.rules.amount(inputs.as_of.replace(day=1)).high_cents,
    )
    parts = [_of_month(inputs, month, rows) for month, rows in sums.groupby("month")]
    told = pd.concat(parts)
    told = told.assign(today_cents=now.met(told["nonpar"], told["claims"]).astype("int64") * today)
    money = ["report_low_cents", "report_high_cents", "today_cents"]
    made = told.groupby(_KEY, as_index=False).agg(
        rule=("rule", "first"), reported=("claims", "sum"), of=("nonpar", "sum"), **{n: (n, "sum") for n in money}
    )  # fmt: skip
    share = made["of"] / made["reported"].where(made["reported"].gt(0))
    return made.assign(share=share.astype("Float64")).drop(columns=["reported", "of"])


def _of_month(inputs: Inputs, month: pd.Timestamp, rows: pd.DataFrame) -> pd.DataFrame:
    trigger, amount = inputs.rules.trigger(month.date()), inputs.rules.amount(month.date())
    owes = trigger.met(rows["nonpar"], rows["claims"]).astype("int64")
    rule = "any" if trigger.rule == "any" else f"from {trigger.at_least_percent} %"
    return rows.assign(
        rule=rule, report_low_cents=owes * amount.low_cents, report_high_cents=owes * amount.high_cents
    )
