"""An invoice with too many or too few whole fees is told as that; a month without a fee explains nothing."""

from __future__ import annotations

import pandas as pd
import pytest
from claim_makers import OTHER_NPI
from cutover.workstreams.nonpar.invoices import charged
from cutover.workstreams.nonpar.report import assess
from nonpar_makers import basis_of, invoices, line, sent

FEE = 4_495


def compared(*rows, lines):
    """The months compared, with their invoices, by month."""
    found = charged(basis_of(*rows, invoices=invoices(*lines)))
    return {f"{row.month:%Y-%m}": row for row in found.itertuples()}


def both():
    """Two clinicians with a non-par claim each in 2026-03: two fees are owed."""
    return [*sent("Sunrise"), *sent("Sunrise", rendering_npi=OTHER_NPI)]


@pytest.mark.parametrize(
    ("rows", "cents", "outcome", "off", "reason"),
    [
        # one line of two fees where one is owed: 89.90 - 44.95
        (
            sent("Sunrise"),
            2 * FEE,
            "more fees than the claims show",
            FEE,
            "fees charged: 2; by the claims: 1",
        ),
        (both(), 3 * FEE, "more fees than the claims show", FEE, "fees charged: 3; by the claims: 2"),
        (both(), FEE, "fewer fees than the claims show", -FEE, "fees charged: 1; by the claims: 2"),
        (both(), 2 * FEE, "agrees", 0, None),
        # a cent beside whole fees is another amount
        (both(), 3 * FEE + 1, "another amount", FEE + 1, "nothing that was tried explains it"),
    ],
)
def test_whole_fees_of_the_month_s_price_are_counted(rows, cents, outcome, off, reason):
    row = compared(*rows, lines=[line(npi=None, cents=cents)])["2026-03"]
    assert (row.outcome, row.difference_cents) == (outcome, off)
    assert (None if pd.isna(row.reason) else row.reason) == reason


def test_a_fee_of_2025_is_counted_by_the_later_price_too():
    # 2025-11: 39.95 to 44.95 is owed under the 50 % rule; 89.90 is two fees of 44.95
    rows = sent("Sunrise", on="2025-11-10")
    row = compared(*rows, lines=[line("2025-11-01", npi=None, cents=2 * FEE)])["2025-11"]
    assert (row.outcome, row.reason) == (
        "more fees than the claims show",
        "fees charged: 2; by the claims: 1",
    )


def test_the_number_of_fees_is_a_finding_of_its_own():
    def found(cents):
        made = assess(basis_of(*both(), invoices=invoices(line(npi=None, cents=cents))))
        return {
            f.code: f.amount_cents for f in made.findings if f.code.startswith("nonpar-") and "fees" in f.code
        }

    assert found(3 * FEE) == {"nonpar-more-fees": FEE}
    assert list(found(FEE)) == ["nonpar-fewer-fees"]


def test_a_month_before_without_a_fee_explains_no_charge_that_is_missing():
    other = line(words="Practice Mate subscription", npi=None, cents=2_995)
    quiet = sent("Aetna", on="2026-02-10")  # par: nothing was owed in 2026-02
    row = compared(*quiet, *sent("Sunrise", 3), lines=[other])["2026-03"]
    assert row.outcome == "not charged" and "month before" not in str(row.reason)


def test_a_fee_that_is_charged_a_month_late_is_the_fee_of_the_month_before():
    rows = [*sent("Sunrise", on="2026-02-10"), *sent("Aetna")]
    row = compared(*rows, lines=[line(npi=None)])["2026-03"]
    assert row.reason == "it is the fee of the month before"
