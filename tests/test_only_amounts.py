"""The only column of amounts beside procedure codes is the rate, whatever its head; other numbers are none."""

from __future__ import annotations

import pytest
from cutover.reading.mapping.tables_of import tables_of
from cutover.reading.mapping.targets import load_target
from cutover.reading.payers.contract_sheets import opened

RATES = load_target("fee_schedules")


def table(head: str, *cells: str, beside: str = ""):
    """A list of three codes under the title of a payer, with cells under a header."""
    codes = ("97110", "97140", "97530")
    rows = "".join(f"{code},{cell}{beside and ',9.50'}\n" for code, cell in zip(codes, cells, strict=True))
    text = f"Juniper Health agreed for 2026\nCode,{head}{beside and ',' + beside}\n{rows}"
    (found,) = tables_of(text.encode(), "Juniper.csv", RATES, opened=opened)
    return found


@pytest.mark.parametrize("head", ["Agreement", "Contract", "Amount", "Expected", "Settled at"])
def test_the_only_amounts_beside_codes_are_the_rates_and_it_is_said_which_they_are(head):
    found = table(head, "31.20", "28.9", "40")
    assert found.rows["rate"].tolist() == ["31.20", "28.9", "40"]
    assert found.lacking == ""
    (said,) = found.remarks
    assert said.startswith(f"Rate: read from column {head}, the only column of amounts.")


@pytest.mark.parametrize(
    ("head", "cells", "beside"),
    [
        ("Agreement", ("Gold", "Gold", "Silver"), ""),  # the name of a contract
        ("Agreement", ("10", "20", "30"), ""),  # whole numbers may count something
        ("Total RVUs", ("0.45", "0.43", "0.66"), ""),
        ("% of Medicare", ("1.10", "1.10", "1.15"), ""),
        ("Patient copay", ("31.20", "28.90", "40.00"), ""),
        ("Agreement", ("31.20", "28.90", "40.00"), "Expected"),  # which of two is not known
        ("Agreement", ("31.20", "28.90", "by report"), ""),
    ],
)
def test_numbers_that_may_be_something_else_are_no_rates(head, cells, beside):
    found = table(head, *cells, beside=beside)
    assert "rate" not in found.crosswalk.used
    assert found.lacking.endswith("no column for Rate")


def test_a_column_that_says_what_it_is_needs_no_remark():
    found = table("Contracted rate", "31.20", "28.90", "40.00")
    assert (found.rows["rate"].tolist(), found.remarks) == (["31.20", "28.90", "40.00"], [])
