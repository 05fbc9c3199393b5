"""Amounts, days and phones as reports write them, after what billing people have reported."""

from __future__ import annotations

import pandas as pd
import pytest
from cutover.reading.files.days import is_day_first, month_first
from cutover.reading.files.spreadsheet import read_spreadsheet
from cutover.reading.files.values import amount_cents
from cutover.reading.mapping.suggest import apply, suggest
from cutover.reading.mapping.targets import load_target
from cutover.workstreams.demographics.values import phone


@pytest.mark.parametrize(
    ("text", "cents"),
    [
        ("$1,234.50", 1234_50), ("(12.00)", -12_00), ("$(12.34)", -12_34), ("($12.34)", -12_34), ("12.00-", -12_00),
        ("$+1500.00", 1500_00), ("5.00 DR", -5_00), ("1,234.56dr", -1234_56), ("5.00CR", 5_00), ("USD 12", 12_00),
        ("-5.00 DR", -5_00),  # DR forces the minus
        ("--$21.78", None), ("(-5)", None), ("(5", None), ("1,23", None), ("CR", None), ("$", None),
    ],
)  # fmt: skip
def test_an_amount_is_read_with_the_sign_that_stands_anywhere_about_it(text, cents):
    assert amount_cents(text) == cents


def test_a_credit_on_a_balance_is_owed_to_the_patient():
    assert amount_cents("12.00 CR", credit=-1) == -12_00
    assert amount_cents("12.00 DR", credit=-1) == 12_00


def test_withdrawals_of_a_bank_marked_behind_the_amount_are_no_deposits():
    rows = ["Date|Description|Amount", "1/2/2026|COFFEE|5.00 DR", "1/5/2026|AETNA|2000.00 CR"]
    sheet = read_spreadsheet("\n".join(rows).encode(), "b.txt").sheets[0]
    assert suggest(sheet, load_target("deposits")).used["amount"] == "Amount"


def test_a_phone_that_a_number_format_gave_a_point_and_zero_is_ten_digits():
    assert phone("7575550100.0").value == "7575550100"
    assert phone("75755501000").value is None  # eleven digits stay unread


@pytest.mark.parametrize(
    ("days", "first"),
    [
        (["2/5/1983", "25/12/1990", "31/01/1970"], True),
        (["2/5/1983", "25/12/1990", "25/12/1990"], False),  # one day alone may be a slip of the pen
        (["2/5/1983", "25/12/1990", "31/01/1970", "12/25/1990"], False),  # both orders: nothing is turned
        (["2/5/1983", "5/12/1990"], False),
    ],
)
def test_a_column_says_by_its_days_above_twelve_that_the_day_stands_first(days, first):
    assert is_day_first(days) is first
    assert month_first(pd.Series(days)).iloc[0] == ("5/2/1983" if first else "2/5/1983")


def test_a_day_first_column_is_turned_when_it_is_used():
    rows = [
        "Pt ID|Last Name|First Name|DOB",
        "1|Quimby|Ada|2/5/1983",
        "2|Ross|Mia|25/12/1990",
        "3|Tran|Jon|31.01.1970",
    ]
    sheet = read_spreadsheet("\n".join(rows).encode(), "p.txt").sheets[0]
    crosswalk = suggest(sheet, load_target("patients"))
    assert apply(sheet, crosswalk)["birth_date"].tolist() == ["5/2/1983", "12/25/1990", "01.31.1970"]
    said = crosswalk.rows.set_index("key").loc["birth_date", "evidence"]
    assert "the day before the month" in said
