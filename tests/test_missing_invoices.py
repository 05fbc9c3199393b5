"""A month between two invoices without one of its own is asked for, and what it owes is said."""

from __future__ import annotations

import pandas as pd
import pytest
from cost_cases import AS_OF, MONTHS, one_files, one_invoice, submissions
from cutover.reading.claims.invoices import missing_months
from cutover.workstreams.cost import report as cost
from cutover.workstreams.cost.inputs import Inputs as CostInputs
from cutover.workstreams.cost.options import options
from cutover.workstreams.nonpar.report import assess as nonpar
from nonpar_makers import basis_of, invoices, line, sent

PLAN = {"words": "Practice Mate subscription", "npi": None, "cents": 2_995}


@pytest.mark.parametrize(
    ("held", "lacks"),
    [
        (["2026-03", "2026-05"], ["2026-04"]),
        (["2025-11", "2026-02"], ["2025-12", "2026-01"]),  # over the end of a year
        (["2026-03", "2026-04"], []),
        (["2026-03"], []),  # nothing lies between
        ([], []),
    ],
)
def test_only_months_between_invoices_are_missing(held, lacks):
    rows = (
        invoices(*(line(f"{month}-01", **PLAN) for month in held)).lines
        if held
        else invoices(line()).lines[:0]
    )
    assert [f"{month:%Y-%m}" for month in missing_months(rows)] == lacks


def missing(*rows, months):
    given = basis_of(*rows, invoices=invoices(*(line(f"{month}-01", **PLAN) for month in months)))
    told = {f.code: f for f in nonpar(given).findings}
    return told.get("nonpar-invoice-missing")


def test_the_fee_owed_in_a_month_without_an_invoice_is_said_with_it():
    found = missing(*sent("Sunrise", on="2026-04-02"), *sent("Aetna"), months=["2026-03", "2026-05"])
    assert (found.count, found.amount_cents) == (1, 4_495)
    assert found.evidence.frame["month"].tolist() == [pd.Timestamp("2026-04-01")]
    assert found.evidence.frame["fee_high_cents"].tolist() == [4_495]


def test_a_missing_month_that_owes_nothing_is_asked_for_all_the_same_and_a_whole_row_of_invoices_is_not():
    found = missing(*sent("Aetna", on="2026-04-02"), *sent("Aetna"), months=["2026-03", "2026-05"])
    assert (found.count, found.amount_cents) == (1, 0)
    assert missing(*sent("Sunrise", on="2026-04-02"), months=["2026-03", "2026-04", "2026-05"]) is None


@pytest.mark.parametrize(
    ("days", "months", "fee"),
    [
        (["2026-03-02", "2026-05-02"], ["2026-03", "2026-05"], 0),  # April has no claim, March and May have
        (["2026-03-02"], ["2026-03", "2026-05"], None),  # nobody knows whether claims were sent after March
        (["2026-03-02"], ["2026-01", "2026-03"], None),  # February lies before the first claim on file
        (["2022-01-02"], ["2023-01", "2023-03"], None),  # before the 24 months that are reckoned
    ],
)
def test_a_fee_is_known_between_the_first_and_the_last_claim_on_file_and_unknown_outside(days, months, fee):
    found = missing(*(one for day in days for one in sent("Aetna", on=day)), months=months)
    assert (found.count, found.amount_cents) == (1, fee)


def test_the_cost_comparison_names_a_missing_month_too():
    held = one_invoice(*[(m, "Practice Mate", "29.00") for m in MONTHS if m != MONTHS[4]])
    files = one_files(claims=submissions(MONTHS, 10), invoices=held)
    told = cost.assess(CostInputs((files,), (), AS_OF, "elm", "Elm", options()))
    found = {f.code: f for f in told.findings}["cost-invoice-missing"]
    assert [f"{month:%Y-%m}" for month in found.evidence.frame["month"]] == [MONTHS[4]]
