"""An A/R aging may list unapplied credits in a row of its own: they are no claim's balance, and are said as that."""

from __future__ import annotations

from types import SimpleNamespace

import pandas as pd
import pytest
from claim_makers import workbook
from cutover.columns import conform
from cutover.reading.claims.aging_reports import AgingReports, aging_rows
from cutover.reading.claims.tables import CLAIM_HISTORY
from cutover.reading.payers.same import NONE_PROVEN
from cutover.workstreams.aging_credits import CREDITS, OF_NO_CLAIM
from cutover.workstreams.aging_figures import UNSEEN, against, cases, limits

HEAD = ("Carrier", "0-30", "31-60", "61+", "Total")
PAYERS = (("Lakes Mutual", 100, 0, 40, 140), ("Sundial", 0, 60, 0, 60))  # 200 of claims


def history():
    """Claims of (payer, day of service, balance in dollars): 10, 100 and 40 days old on June 30."""
    told = (
        ("Lakes Mutual", "2026-06-20", 100),
        ("Lakes Mutual", "2026-03-22", 40),
        ("Sundial", "2026-05-21", 60),
    )
    rows = [
        {"payer_name": payer, "service_from": pd.Timestamp(day), "charge_cents": 20_000, "balance_cents": money * 100,
         "state": "pending", "claim_number": f"C{n}", "patient_control_number": f"C{n}"}
        for n, (payer, day, money) in enumerate(told)
    ]  # fmt: skip
    return conform(pd.DataFrame(rows, columns=[c.name for c in CLAIM_HISTORY]), CLAIM_HISTORY)


def read(*rows, payers=PAYERS):
    title = ("As of 06/30/2026 (aged by date of service)",)
    return AgingReports(aging_rows(workbook(title, HEAD, *payers, *rows), "claims/ar.xlsx"))


def told(*rows, payers=PAYERS):
    days = dict.fromkeys(("service_from", "paid_on"), pd.Series(dtype="datetime64[ms]"))
    none = pd.DataFrame(dict.fromkeys(("patient_control_number", "payer"), pd.Series(dtype="str")) | days)
    met = pd.DataFrame({"payer": pd.Series(dtype="str")})
    inputs = SimpleNamespace(
        today=pd.Timestamp("2026-06-30"), decisions=none, remittances=met, same=NONE_PROVEN
    )
    reports = read(*rows, payers=payers)
    return reports, against(reports, history(), inputs, None)


def row(found, payer, band="all ages"):
    (one,) = found[found["payer"].eq(payer) & found["band"].eq(band)].to_dict("records")
    return one["reported_cents"], one["ours_cents"], one["difference_cents"], one["state"], one["why"]


@pytest.mark.parametrize("name", ["Unapplied credits", "Patient credit - unapplied", "Payments not applied"])
def test_a_total_that_differs_by_its_unapplied_credits_alone_says_so_and_is_no_case(name):
    # 200.00 of claims less 25.50 of credits in the band of 31 to 60 days: 60.00 - 25.50 = 34.50, in all 174.50
    reports, found = told((name, None, -25.5, None, -25.5), ("Total", 100, 34.5, 40, 174.5))
    assert row(found, "all together") == (17_450, 20_000, -2_550, "differs", CREDITS)
    assert row(found, "all together", "31-60") == (3_450, 6_000, -2_550, "differs", CREDITS)
    assert row(found, "all together", "0-30")[2:4] == (0, "agrees")
    amount, ours, off, state, why = row(found, name)
    assert (amount, state, why) == (-2_550, "not stated", OF_NO_CLAIM) and pd.isna(ours) and pd.isna(off)
    assert cases(found).empty
    (said,) = limits(reports, found)
    assert "−$25.50 of it are unapplied credits" in said and "2 of them by unapplied credits" in said
    assert "add up to" not in said


def test_what_a_total_differs_by_besides_its_credits_stays_without_a_reason():
    # the report has 10.00 less of Sundial: 190.00 - 25.50 = 164.50
    rows = (("Unapplied credits", None, -25.5, None, -25.5), ("Total", 100, 24.5, 40, 164.5))
    _, found = told(*rows, payers=(PAYERS[0], ("Sundial", 0, 50, 0, 50)))
    assert row(found, "all together")[2:] == (
        -3_550,
        "differs",
        f"{UNSEEN}; besides, unapplied credits of −$25.50",
    )
    assert cases(found)["payer"].unique().tolist() == ["Sundial"]


def test_credits_that_a_total_leaves_out_change_nothing_in_it():
    _, found = told(("Unapplied credits", None, -25.5, None, -25.5), ("Total", 100, 60, 40, 200))
    assert row(found, "all together")[2:4] == (0, "agrees")
    assert row(found, "Unapplied credits")[4] == OF_NO_CLAIM and cases(found).empty


@pytest.mark.parametrize(
    "line",
    [
        ("Unapplied Benefit Trust", 0, 25.5, 0, 25.5),  # money is open there: a payer, whatever it is called
        ("Harbor Trust", 0, -25.5, 0, -25.5),  # overpaid, and called nothing of the kind
    ],
)
def test_a_row_that_is_not_surely_of_credits_is_a_payer_as_before(line):
    total = ("Total", 100, 60 + line[2], 40, 200 + line[2])
    assert read(line, total).rows["role"].value_counts().to_dict() == {"payer": 12, "total": 4}
