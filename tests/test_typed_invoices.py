"""Invoices as offices type them: a row for each month, or a heading for each, with the total held against its month."""

from __future__ import annotations

import pandas as pd
import pytest
from cutover.reading.claims.invoice_sheets import opened
from cutover.reading.claims.invoices import NO_AMOUNT, TOTAL, target, typed
from cutover.reading.mapping.tables_of import tables_of, used


def read(text, name="i.csv"):
    """(month, description, quantity, cents) of every line, and the reasons of the rows that are none."""
    tables = used(tables_of(text.encode(), name, target(), opened=opened), name)
    parts = [typed(table.rows, name) for table in tables]
    for table in tables:
        assert table.sheet.rows_in == len(table.sheet.frame) + len(table.sheet.set_aside) + 1
    rows, reason = (pd.concat(part, ignore_index=True) for part in zip(*parts, strict=True))
    lines = rows[reason.isna()]
    told = list(zip(lines["month"].dt.strftime("%Y-%m"), lines["description"], lines["quantity"].fillna(0),
                    lines["amount_cents"], strict=True))  # fmt: skip
    return told, reason.dropna().tolist()


MONTHS = """OA charges 2026,,,,,
Month,Practice Mate,"Non-par fees, number","Non-par fees, $",Eligibility,Total
2026-01,29.95,2,89.90,1.20,121.05
2026-02,29.95,,,1.20,31.15
"""


def test_a_row_for_each_month_is_a_line_for_each_charge_in_it():
    told, aside = read(MONTHS)
    assert told == [
        ("2026-01", "Practice Mate", 0, 2995), ("2026-01", "Non-par fees", 2, 8990), ("2026-01", "Eligibility", 0, 120),
        ("2026-02", "Practice Mate", 0, 2995), ("2026-02", "Eligibility", 0, 120),
    ]  # fmt: skip
    assert aside == [TOTAL, TOTAL]  # 29.95 + 89.90 + 1.20 = 121.05, 29.95 + 1.20 = 31.15


def test_a_total_that_its_months_charges_do_not_make_is_told():
    _, aside = read(MONTHS.replace("31.15", "41.15"))
    assert aside == [TOTAL, "a total of $41.15 over lines of $31.15"]


def test_columns_that_are_no_charges_known_are_left_as_they_are():
    text = "Month,Visits,Rent,Total\n2026-01,3,900.00,900.00\n2026-02,4,900.00,900.00\n"
    (sheet,) = opened(text.encode(), "i.csv")
    assert sheet.columns == ["Month", "Visits", "Rent", "Total"]


BLOCKS = """Invoice for 2026-01
,Practice Mate,29.95
,Non-par 1003000126,44.95
,Invoice total,74.90

Bill of Feb 2026
,Practice Mate,29.95
,called about it
,Invoice total,29.95
"""


def test_a_heading_for_each_month_holds_for_the_lines_below_it():
    told, aside = read(BLOCKS)
    assert told == [
        ("2026-01", "Practice Mate", 0, 2995), ("2026-01", "Non-par 1003000126", 0, 4495),
        ("2026-02", "Practice Mate", 0, 2995),
    ]  # fmt: skip
    assert aside == [TOTAL, NO_AMOUNT, TOTAL]


def test_a_number_a_price_and_their_product_are_read_as_such():
    told, aside = read("Bill,July 2026,,\nPlatform,1,20,20\nClaims,6,0.7,4.2\nTotal,,,24.2\n")
    assert told == [("2026-07", "Platform", 1, 2000), ("2026-07", "Claims", 6, 420)]
    assert aside == [TOTAL]


def test_three_numbers_of_which_the_last_is_no_product_are_no_amount():
    _, aside = read("Bill,July 2026,,\nClaims,6,0.7,5.2\nEligibility,,,1.00\n")
    assert aside == [NO_AMOUNT]


@pytest.mark.parametrize(
    "text",
    [
        "Notes of July 2026,\nrent,900\nlunch,20\n",  # no charge is known and no total adds up
        "Platform,20\nClaims,4.2\nTotal,24.2\n",  # no month is named
    ],
)
def test_what_is_no_invoice_by_months_is_left_as_it_is(text):
    assert all("Description" not in sheet.columns for sheet in opened(text.encode(), "i.csv"))
