"""An aging that a newer one replaces leaves nothing to correct; a credit that both have is no difference."""

from __future__ import annotations

from types import SimpleNamespace

import pandas as pd
import pytest
from cutover.reading.claims.aging_reports import AgingReports, aging_rows
from cutover.reading.payers.same import NONE_PROVEN
from cutover.workstreams import aging_by_claim, aging_days, aging_figures
from cutover.workstreams.aging_credits import OF_CLAIMS
from test_aging_figures import answers, history

# C0 is open, C1 was paid, C2 is a credit of 8.00
CLAIMS = (
    ("Sunrise", "2026-05-31", 70, "pending"),
    ("Sunrise", "2026-05-30", 0, "paid"),
    ("Oak", "2026-01-05", -8, "paid"),
    ("Oak", "2026-01-06", 15, "pending"),
)
OPEN, PAID = "C0,Sunrise,5/31/2026,70.00", "C1,Sunrise,5/30/2026,40.00"
CREDIT, OAKS = "C2,Oak,1/5/2026,-8.00", "C3,Oak,1/6/2026,15.00"


def compared(*agings):
    """Agings of (day, lines), each compared with the claim history as a whole and claim by claim."""
    parts = []
    for day, lines in agings:
        text = "\n".join([f"Open as of {day}", "Claim #,Insurance,DOS,Balance", *lines])
        parts.append(aging_rows(text.encode(), f"claims/aging {day}.csv"))
    reports = AgingReports(pd.concat(parts, ignore_index=True))
    inputs = SimpleNamespace(
        today=pd.Timestamp("2026-06-30"), decisions=answers(), same=NONE_PROVEN,
        remittances=pd.DataFrame({"payer": pd.Series(dtype="str")}),
    )  # fmt: skip
    ours = history(*CLAIMS)
    return (
        reports,
        aging_figures.against(reports, ours, inputs, None),
        aging_by_claim.against(reports, ours, inputs, None),
    )


@pytest.mark.parametrize(
    ("newer", "claims"),
    [
        ([OPEN, OAKS], []),  # the newer list no longer has the claim that is paid
        ([OPEN, PAID, OAKS], ["C1"]),  # it still has it: once, not once for each day
        ([OAKS], ["C1"]),  # a newer list of another payer replaces nothing; Oak was in no older one
    ],
)
def test_a_claim_of_an_older_aging_is_a_case_only_where_no_newer_one_takes_its_place(newer, claims):
    older = [OPEN, PAID]
    reports, _, found = compared(("2026-06-16", older), ("2026-06-23", newer))
    told = aging_by_claim.cases(aging_days.newest(found, reports))
    assert told.loc[told["claim"].eq("C1"), "claim"].tolist() == claims
    assert found["claim"].eq("C1").sum() == 1 + (PAID in newer)  # the table keeps what each day had


def test_amounts_of_an_older_aging_are_no_difference_of_today():
    reports, found, _ = compared(("2026-06-16", [OPEN, PAID, OAKS]), ("2026-06-23", [OPEN, OAKS]))
    assert len(aging_figures.cases(found))  # 40.00 of June 16
    assert aging_figures.cases(aging_days.newest(found, reports)).empty


@pytest.mark.parametrize(("credit", "differ"), [("-8.00", 0), ("-9.00", 1)])
def test_a_claim_below_zero_in_both_is_no_difference_that_a_claim_explains(credit, differ):
    _, found, _ = compared(("2026-06-23", [OPEN, OAKS, CREDIT.replace("-8.00", credit)]))
    oak = found[found["payer"].eq("Oak") & found["band"].eq("all ages")].iloc[0]
    assert oak["difference_cents"] == -100 * int(credit[1])  # 15.00 less the credit, and 15.00 here
    assert (oak["why"] == OF_CLAIMS) == (not differ)
    assert len(aging_figures.cases(found)) == differ
