"""Claims marked paid that belong to a check whose file was cut off: the file is fetched again, so they are not."""

from __future__ import annotations

from itertools import islice
from typing import Any

import pandas as pd

from cutover.identifiers import check_compared
from cutover.identifiers import compared as number
from cutover.reading.payers.names import compared
from cutover.workstreams.lone_deposits import sums
from cutover.workstreams.run_rules import RunRules


def of_cut_checks(
    marked: pd.DataFrame, cut: pd.DataFrame, claims: pd.DataFrame, rules: RunRules
) -> pd.Series:
    """Return which claims marked paid are of a check that was cut off, a flag per row of `marked`.

    By the number of the check. A claim without one is of a check of its payer where what was read of it has its account
    and amount, or where its amount, alone or with others, is what the cut check lacks: where two choices of claims are,
    none is taken. `cut` are payments (`payer`, `trace_number`, `paid_on`, `difference_cents`), `claims` what was read
    of them; a claim with another day of payment, or sent after the check, is not of it.
    """
    found = check_compared(marked["check_number"]).isin(check_compared(cut["trace_number"]).dropna())
    loose = marked[marked["check_number"].isna() & (marked["history_paid_cents"] > 0).fillna(False)]
    if loose.empty or cut.empty:
        return found
    payers = loose["payer"].map(lambda name: compared(name).words, na_action="ignore")
    sent = loose["sent_on"].fillna(loose["served"])
    slow = pd.tseries.offsets.BusinessDay(rules.check_business_days)
    for check in cut.sort_values("paid_on").to_dict("records"):
        day = check["paid_on"]
        if pd.isna(day):
            continue
        near = loose["paid_on"].isna() | loose["paid_on"].between(day - slow, day + slow)
        theirs = payers.eq(compared(check["payer"]).words) & near & ~(sent > day) & ~found[loose.index]
        rows = loose[theirs.fillna(False).astype(bool)]
        of_check = claims[
            claims["content"].eq(check["content"]) & claims["payment_id"].eq(check["payment_id"])
        ].dropna(subset="patient_control_number")
        read = set(zip(number(of_check["patient_control_number"]), of_check["paid_cents"], strict=True))
        told = zip(
            number(rows["account"]), number(rows["claim_number"]), rows["history_paid_cents"], strict=True
        )
        same = [(account, paid) in read or (claim, paid) in read for account, claim, paid in told]
        found[rows.index[same]] = True
        found[_lacked(rows[[not one for one in same]], check["difference_cents"], rules)] = True
    return found


def _lacked(rows: pd.DataFrame, cents: Any, rules: RunRules) -> pd.Index:
    """The claims that are what a cut check lacks, none where that is not known or several choices of claims are."""
    if pd.isna(cents) or not 0 < len(rows) <= rules.sum_candidates:
        return rows.index[:0]
    paid = tuple(int(one) for one in rows["history_paid_cents"])
    alone: list[tuple[int, ...]] = [(place,) for place, one in enumerate(paid) if one == cents]
    ways = alone + list(islice(sums(paid, int(cents), rules.sum_pieces), 2))
    return rows.index[list(ways[0])] if len(ways) == 1 else rows.index[:0]
