"""Months of a list of charges without a year take the one that the file names, else that of all remittances."""

from __future__ import annotations

import pandas as pd
import pytest
from claim_makers import practice, put, workbook
from cutover.reading.claims.invoice_sheets import opened, with_years
from cutover.reading.claims.invoices import load_invoices

HEAD, LINES = ("month", "what", "amt"), (("Oct", "non par fee", 44.95), ("Nov.", "non par fee", 44.95))
ONE, TWO = ["2025-01-05", "2025-12-02"], ["2025-12-02", "2026-01-09"]


def months(*rows, name="invoices/charges.xlsx", paid=ONE):
    made, assumed = with_years(opened(workbook(*rows), name), name, lambda: pd.Series(pd.to_datetime(paid)))
    return made[0].frame[next(c for c in made[0].columns if c.startswith("month"))].tolist(), assumed


def test_the_year_of_all_remittances_is_taken_and_said():
    assert months(HEAD, *LINES) == (["2025-10", "2025-11"], 2025)


@pytest.mark.parametrize(
    "paid",
    [
        TWO,  # of two years
        ["2025-11-30"],  # November had not ended before it
        [],
    ],
)
def test_without_one_year_the_months_stay_as_they_are(paid):
    assert months(HEAD, *LINES, paid=paid) == (["Oct", "Nov."], None)


def test_months_out_of_order_may_be_of_two_years():
    assert months(HEAD, LINES[1], ("Jan", "non par fee", 44.95)) == (["Nov.", "Jan"], None)


def test_a_year_that_the_file_names_goes_before_the_remittances_and_is_no_assumption():
    assert months(HEAD, *LINES, name="invoices/charges 2024.xlsx") == (["2024-10", "2024-11"], None)
    assert months(("Office Ally 2024",), HEAD, *LINES) == (["2024-10", "2024-11"], None)
    assert months(("2023 and 2024",), HEAD, *LINES) == (["Oct", "Nov."], None)


def test_other_words_are_no_months():
    assert months(HEAD, ("Oct", "non par fee", 44.95), ("Setup", "fee", 5)) == (["Oct", "Setup"], None)


def test_a_list_without_any_evidence_lacks_its_months(tmp_path):
    own = practice(tmp_path)
    put(own, "invoices/charges.xlsx", workbook(HEAD, *LINES))
    read = load_invoices(own)
    assert read.lines.empty and read.problems["found"].tolist() == ["a line without a month or a date"] * 2
