"""Credits settle the fees without cause that they are for; a Par/Non-Par Report's own counts say who owes the fee."""

from __future__ import annotations

import pandas as pd
import pytest
from claim_makers import NPI, OTHER_NPI
from cutover.workstreams.nonpar.invoices import charged, reported
from cutover.workstreams.nonpar.report import assess
from nonpar_makers import basis_of, invoices, line, report, sent

FEE = 4_495
CREDIT = "Credit: non-par processing fee"


def compared(*lines: dict, rows=None) -> pd.DataFrame:
    """The comparison of these lines with one claim to a par payer in March, May and June."""
    par = [one for on in ("2026-03-03", "2026-05-04", "2026-06-02") for one in sent("Aetna", on=on)]
    return charged(basis_of(*(par if rows is None else rows), invoices=invoices(*lines)))


def credit(month="2026-05-01", cents=-FEE, words=CREDIT, npi=None) -> dict:
    return line(month, cents, npi, words)


def test_a_fee_without_a_claim_that_a_later_invoice_credits_is_settled_and_no_finding():
    (row,) = compared(line(), credit()).to_dict("records")
    assert (row["outcome"], row["charged_cents"], row["credited_cents"], row["difference_cents"]) == (
        "credited since", FEE, FEE, 0)  # $44.95 charged in March, $44.95 credited in May  # fmt: skip
    assert row["reason"] == "charged without a claim; credited on the invoice of 2026-05"


def test_a_settled_fee_is_in_no_finding_and_no_sum_of_the_verdict():
    given = basis_of(*sent("Aetna"), *sent("Aetna", on="2026-05-04"), invoices=invoices(line(), credit()))
    made = assess(given)
    assert not [f.code for f in made.findings if f.code.startswith("nonpar-charged")]
    assert "ask Office Ally" not in made.verdict


@pytest.mark.parametrize("cents", [-FEE + 1, -FEE - 1])
def test_a_credit_of_another_amount_settles_nothing(cents):
    rows = compared(line(), credit(cents=cents))
    assert set(rows["outcome"]) == {"charged without a claim", "another amount"}


def test_a_credit_before_the_fee_settles_nothing():
    assert "credited since" not in set(compared(line("2026-05-01"), credit("2026-03-01"))["outcome"])


def test_a_credit_that_names_another_npi_settles_nothing():
    assert "credited since" not in set(compared(line(), credit(npi=OTHER_NPI))["outcome"])


def test_of_two_fees_a_credit_settles_the_one_whose_month_it_names():
    rows = compared(line(), line("2026-05-01"), credit("2026-06-01", words=f"{CREDIT}, March"))
    assert rows.set_index("month")["outcome"].to_dict() == {
        pd.Timestamp("2026-03-01"): "credited since", pd.Timestamp("2026-05-01"): "charged without a claim"
    }  # fmt: skip


def test_of_two_fees_alike_a_credit_without_a_month_settles_none_for_certain():
    rows = compared(line(), line("2026-05-01"), credit("2026-06-01"))
    assert list(rows["outcome"]).count("charged without a claim") == 2


def test_one_fee_is_not_settled_twice():
    rows = compared(line(), credit(), credit("2026-06-01"))
    assert list(rows["outcome"]).count("credited since") == 1
    assert rows["difference_cents"].sum() == -FEE  # the second credit remains: $44.95 more than was charged


def test_a_fee_that_is_owed_is_not_settled_by_a_credit():
    rows = compared(line(), credit(), rows=[*sent("Sunrise"), *sent("Aetna", on="2026-05-04")])
    assert list(rows["outcome"]) == ["agrees", "another amount"]


def reports_of(month: str, claims: int, nonpar: int) -> dict:
    rows = reported(basis_of(*sent("Aetna"), reports=report((month, claims, nonpar))))
    return rows.iloc[0].to_dict()


@pytest.mark.parametrize(
    ("claims", "nonpar", "low", "high", "today"),
    [
        (10, 5, 3_995, FEE, FEE),  # 5 of 10 is 50 %, and from 50 % on it triggers; $39.95 or $44.95 in 2025
        (11, 5, 0, 0, FEE),  # 5 of 11 is 45.5 %: no fee then, one claim is enough today
        (10, 0, 0, 0, 0),
    ],
)
def test_a_report_of_2025_triggers_by_half_of_its_claims_and_today_by_any(claims, nonpar, low, high, today):
    row = reports_of("2025-11-01", claims, nonpar)
    assert (row["rule"], row["report_low_cents"], row["report_high_cents"]) == ("from 50 %", low, high)
    assert row["today_cents"] == today
    assert row["share"] == nonpar / claims


@pytest.mark.parametrize(("nonpar", "fee"), [(0, 0), (1, FEE)])
def test_a_report_of_2026_triggers_by_one_claim(nonpar, fee):
    row = reports_of("2026-02-01", 40, nonpar)
    assert (row["rule"], row["report_low_cents"], row["report_high_cents"]) == ("any", fee, fee)


def test_a_report_of_a_month_without_any_claim_on_file_has_its_fee_all_the_same():
    row = reports_of("2025-11-01", 8, 4)
    assert pd.isna(row["claims"]) and row["outcome"] == "no claims of that month through Office Ally on file"
    assert row["report_high_cents"] == FEE


def test_two_rows_of_a_provider_and_tax_id_are_one_combination():
    rows = reported(basis_of(*sent("Aetna"), reports=report(("2025-11-01", 4, 4), ("2025-11-01", 6, 0))))
    # 4 of 10 is 40 %, below half: no fee, though the first row alone would trigger
    assert list(rows["report_high_cents"]) == [0] and list(rows["npi"]) == [NPI]
