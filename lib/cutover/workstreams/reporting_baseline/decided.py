"""What payers decided by month of payment: adjustments by group, denials, first answers, days to payment, allowed."""

from __future__ import annotations

import numpy as np
import pandas as pd

from cutover.reading.claims.submissions import keys
from cutover.reading.era.archive import Archive
from cutover.reference import code_list
from cutover.workstreams.allowed_lines.lines import Lines
from cutover.workstreams.decisions import DENIED, REVERSAL
from cutover.workstreams.reporting_baseline.inputs import Inputs
from cutover.workstreams.reporting_baseline.months import month_of

PRIOR, OTHER = "prior payer", "no group"
GROUPS = ("CO", "PR", "OA", "PI", "CR", PRIOR, OTHER)
_OF = ["content", "claim_id"]


def rows(inputs: Inputs) -> pd.DataFrame:
    """Return the decisions through the report's date, one row each, with `month` and `claim` (what tells a claim)."""
    told = inputs.decisions
    kept = told[~(told["paid_on"] > inputs.today)].reset_index(drop=True)
    claim = keys(kept["patient_control_number"], kept["service_from"]).fillna(kept["patient_control_number"])
    alone = kept["content"] + "#" + kept["claim_id"].astype("str")
    return kept.assign(month=month_of(kept["paid_on"]), claim=claim.fillna(alone))


def adjustments(decided: pd.DataFrame, feeds: tuple[Archive, Archive], as_of) -> pd.DataFrame:
    """Return the adjustments of decisions by month and group (GROUPS), one row each: `month`, `group`, `amount_cents`.

    What an earlier payer paid or took off stands again in the remittance of a later payer; it is told apart. A
    reversal counts with its sign, so that charges less adjustments are payments.
    """
    old, medi = (feed.adjustments for feed in feeds)
    told = pd.concat([old, medi[~medi["content"].isin(set(old["content"]))]], ignore_index=True)
    found = told.merge(decided[[*_OF, "month"]], on=_OF)
    role = code_list("adjustment_reasons", as_of).meaning(found["reason_code"], "role")
    group = found["group_code"].where(found["group_code"].isin(GROUPS[:5]), OTHER)
    group = group.mask(role.eq(PRIOR).fillna(False).astype(bool), PRIOR)
    return (
        found.assign(group=group.astype("str"))
        .groupby(["month", "group"], as_index=False)
        .agg(amount_cents=("amount_cents", "sum"))
    )


def by_month(decided: pd.DataFrame) -> pd.DataFrame:
    """Return the counts of decisions by month: `decided`, `denied`, `denial_rate`, `first_pass`, `days`."""
    answers = decided[decided["role"] != REVERSAL]
    first = answers.drop_duplicates("claim")
    paid = answers[(answers["paid_cents"] > 0).fillna(False).astype(bool)].drop_duplicates("claim")
    days = (paid["paid_on"] - paid["service_from"]).dt.days
    count = answers.groupby("month").size().rename("decided")
    denied = answers["outcome"].eq(DENIED).groupby(answers["month"]).sum()
    passed = (~first["outcome"].eq(DENIED)).groupby(first["month"]).mean()
    return pd.DataFrame({
        "decided": count.astype("Int64"), "denied": denied.astype("Int64"), "denial_rate": denied / count,
        "first_pass": passed, "days": days.groupby(paid["month"]).median(),
    })  # fmt: skip


def net(lines: Lines, decided: pd.DataFrame, least_percent: int, as_of) -> pd.DataFrame:
    """Return what payers paid of what they allowed by month of payment: `paid_cents`, `allowed_cents`, `known`, `net`.

    `known` is the share of what first payers paid that lies on lines with a known allowed amount; below the least
    percent `net` is null.
    """
    used = lines.allowed.assign(month=month_of(lines.allowed["paid_on"]))
    sums = used.groupby("month")[["paid_cents", "allowed_cents"]].sum()
    place = code_list("claim_status", as_of).meaning(decided["status"], "payer").fillna("first")
    of_first = decided["role"].ne(REVERSAL) & place.ne("later") & decided["paid_cents"].gt(0).fillna(False)
    whole = decided[of_first.astype(bool)].groupby("month")["paid_cents"].sum().astype("float64")
    known = (sums["paid_cents"] / whole.reindex(sums.index)).astype("float64")
    rate = sums["paid_cents"] / sums["allowed_cents"].where(sums["allowed_cents"] > 0)
    enough = np.round(known * 1000) >= 10 * least_percent
    return sums.assign(known=known, net=rate.where(enough))
