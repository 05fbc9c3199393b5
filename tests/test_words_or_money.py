"""A header that may name what is charged, or how much, is told by the values below it."""

from __future__ import annotations

import pytest
from cutover.reading.claims.invoices import invoice_lines
from cutover.reading.files.spreadsheet import read_spreadsheet
from cutover.reading.mapping.suggest import suggest
from cutover.reading.mapping.targets import load_target


def columns(text: str) -> dict[str, str]:
    """The columns of an invoice that are used, by field."""
    return suggest(read_spreadsheet(text.encode(), "a.csv").sheets[0], load_target("invoices")).used


@pytest.mark.parametrize(("header", "rows", "used"), [
    ("Month,Item,Charge", "2026-03,Printing,12.50\n2026-03,Eligibility,4.00", ("Item", "Charge")),
    ("Month,Service,Fee", "2026-03,Printing,$12.50\n2026-03,Credit,($4.00)", ("Service", "Fee")),
    ("Month,Charge,Amount", "2026-03,Printing,12.50\n2026-03,Eligibility,4.00", ("Charge", "Amount")),
    ("Month,Fee,Total", "2026-03,Printing,12.50\n2026-03,Eligibility,4.00", ("Fee", "Total")),
])  # fmt: skip
def test_charge_and_fee_are_words_over_words_and_money_over_amounts(header, rows, used):
    found = columns(f"{header}\n{rows}\n")
    assert (found["description"], found["amount"]) == used


def test_a_bill_whose_amounts_stand_under_charge_is_read_to_the_cent():
    text = "Month,Item,Provider,Charge\n2026-03,Non-Par Fee,,44.95\n2026-03,Practice Mate,,19.25\n,Amount due,,64.20\n"
    lines, problems = invoice_lines(read_spreadsheet(text.encode(), "a.csv").sheets[0], "a.csv")
    assert lines["amount_cents"].tolist() == [44_95, 19_25] and problems == []  # 44.95 + 19.25 = 64.20


def test_a_total_that_is_not_the_sum_is_told():
    text = "Month,Item,Provider,Charge\n2026-03,Non-Par Fee,,44.95\n2026-03,Practice Mate,,19.25\n,Amount due,,64.21\n"
    _, problems = invoice_lines(read_spreadsheet(text.encode(), "a.csv").sheets[0], "a.csv")
    assert [found for found, *_ in problems] == ["a total of $64.21 over lines of $64.20"]
