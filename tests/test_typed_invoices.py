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
    told, aside = read("Bill,July 2026,,\nSeat,1,20,20\nEligibility,6,0.7,4.2\nTotal,,,24.2\n")
    assert told == [("2026-07", "Seat", 1, 2000), ("2026-07", "Eligibility", 6, 420)]
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


PARTED = """Bill for 9/2025
12-3456789  1234567893  Non-Par Processing Fee  44.95
12-3456789\t1000000004\tNon-Par Processing Fee\t$44.95
Eligibility  3  0.10  0.30
TOTAL {}
"""


def parted(text, name="bill.txt"):
    """(month, Tax ID, NPI, description, quantity, cents) of every line of a text, and why others are none."""
    tables = used(tables_of(text.encode(), name, target(), opened=opened), name)
    assert sum(len(t.sheet.frame) + len(t.sheet.set_aside) for t in tables) == len(text.strip().splitlines())
    rows, reason = (
        pd.concat(part, ignore_index=True)
        for part in zip(*(typed(t.rows, name) for t in tables), strict=True)
    )
    lines = rows[reason.isna()].astype(object)
    names = ["tax_id", "npi", "description", "quantity", "amount_cents"]
    month = pd.to_datetime(lines["month"]).dt.strftime("%Y-%m").astype(object)
    told = pd.concat([month, lines[names]], axis=1)
    return list(told.where(told.notna(), None).itertuples(index=False, name=None)), reason.dropna().tolist()


def test_lines_parted_by_blanks_are_told_by_what_their_cells_hold():
    told, aside = parted(PARTED.format("90.20"))  # 44.95 + 44.95 + 0.30
    assert told == [
        ("2025-09", "123456789", "1234567893", "Non-Par Processing Fee", None, 4495),
        ("2025-09", "123456789", "1000000004", "Non-Par Processing Fee", None, 4495),
        ("2025-09", None, None, "Eligibility", 3, 30),
    ]
    assert aside == [TOTAL]
    assert parted(PARTED.format("90.21"))[1] == ["a total of $90.21 over lines of $90.20"]


@pytest.mark.parametrize(
    "line",
    ["Non-par fee      4 x  44.95     179.80", "Non-par fee  4 @ $44.95  179.80", "Non-par fee   4  x  44.95  179.80",
     "Non-par fee  4x 44.95  179.80", "Non-par fee  4  44.95  179.80"],
)  # fmt: skip
def test_a_number_times_its_price_is_the_quantity_of_a_line_of_text(line):
    told, aside = parted(f"Bill for 9/2025\n{line}\nSeat   1 x   29.95   29.95\nTOTAL DUE   209.75\n")
    assert told == [
        ("2025-09", None, None, "Non-par fee", 4, 17_980),
        ("2025-09", None, None, "Seat", 1, 2_995),
    ]
    assert aside == [TOTAL]  # 179.80 + 29.95


@pytest.mark.parametrize(
    ("line", "tax_id", "npi"),
    [("12-3456789 1234567893 Non-par fee 44.95", "123456789", "1234567893"),
     ("123456789  1234567893  Non-par fee  44.95", "123456789", "1234567893"),
     ("1234567893  Non-par fee: $44.95", None, "1234567893"),
     ("12-3456789  Non-par fee  44.95", "123456789", None)],
)  # fmt: skip
def test_a_tax_id_and_an_npi_stand_before_the_words_in_any_form(line, tax_id, npi):
    assert parted(f"Bill for 9/2025\n{line}\n")[0] == [("2025-09", tax_id, npi, "Non-par fee", None, 4495)]


@pytest.mark.parametrize(
    "line", ["123456789  Non-par fee  44.95", "1234567890  Non-par fee  44.95", "Non-par fee  44"]
)
def test_a_number_that_may_be_something_else_is_no_amount_and_no_tax_id(line):
    """Nine digits without an NPI, ten that are no NPI (the check digit of 123456789 is 3), and no cents."""
    told, aside = parted(f"Bill for 9/2025\nEligibility  0.10\n{line}\n")
    if line.endswith("44"):
        assert told[1:] == [
            ("2025-09", None, None, "Non-par fee", None, 4400)
        ]  # a cell of its own is an amount
    else:
        assert (len(told), aside) == (1, [NO_AMOUNT])


@pytest.mark.parametrize(
    ("titles", "name", "month"),
    [("Bill of Oct 2025\nDue 11/15/2025\n", "bill.txt", "2025-10"),  # the day on which it is due is no month of it
     ("Office Ally\n", "bill 2025-10.txt", "2025-10"), ("Office Ally\n", "bill 10-25.txt", None),
     ("Bill of Oct 2025\nPeriod 11/2025\n", "bill 2025-10.txt", None)],
)  # fmt: skip
def test_the_month_of_such_lines_is_that_of_a_title_else_of_the_files_name_and_of_two_titles_none(
    titles, name, month
):
    text = f"{titles}Tax ID  NPI\nEligibility  0.10\nPostage  1.00\n"
    found, aside = parted(text, name)
    assert [line[0] for line in found] == [month] * len(found)
    assert (len(found), aside) == ((2, []) if month else (0, ["a line without a month or a date"] * 2))


def test_two_months_in_one_text_are_two_blocks_and_a_text_that_is_no_invoice_is_none():
    text = "Bill 9/2025\nEligibility  0.10\nTotal  0.10\nBill 10/2025\nEligibility  0.30\nTotal  0.30\n"
    assert [(line[0], line[-1]) for line in parted(text)[0]] == [("2025-09", 10), ("2025-10", 30)]
    (sheet,) = opened(b"Lunch of 9/2025\nSandwich  4.00\nSoup  3.00\n", "n.txt")
    assert "Month" not in sheet.columns


WIDE = """CLEARING CO
Bill no. QT-88
For: Alder Billing / Birch Hill Clinic
Period June 2026
Fee of non-par payers  Tax ID 123456789  NPI 1234567893      $44.95
Fee of non-par payers  Tax ID 123456789  NPI 1000000004      $44.95
Fee of non-par payers  Tax ID 123456789  NPI 1000000012      $44.95
Chart software 24/7 fee  1000000004                          $44.95
Status inquiries 30 @ $0.10                                   $3.00
{}BALANCE DUE                                                $182.80
"""  # four fees of 44.95, and 3.00


def test_what_stands_above_the_month_and_every_line_is_a_letterhead_and_no_line_without_an_amount():
    told, aside = parted(WIDE.format(""))
    npis = ["1234567893", "1000000004", "1000000012", "1000000004", None]
    assert [(row[0], row[2], row[4], row[5]) for row in told] == [
        ("2026-06", npi, None, 4495) if npi else ("2026-06", None, 30, 300) for npi in npis
    ]
    assert aside == [TOTAL]


def test_a_line_without_an_amount_below_the_others_is_none_of_a_letterhead():
    assert parted(WIDE.format("Paper fee, see letter\n"))[1] == [NO_AMOUNT, TOTAL]


@pytest.mark.parametrize(
    ("words", "amount", "expected"),
    [("Statements 12 @ 0.55", "6.60", (12, 55)), ("Statements 12 x $0.55 each", "6.60", (12, 55)),
     ("1,200 checks at .10", "120.00", (1200, 10)),
     ("Statements 12 @ 0.55", "6.61", (None, None)),  # 12 at 0.55 are 6.60
     ("EHR 24/7 per provider", "44.95", (None, None))],
)  # fmt: skip
def test_a_number_and_a_price_in_the_words_count_where_they_make_the_amount(words, amount, expected):
    text = f'Month,Description,Amount\n2025-09,"{words}",{amount}\n'
    (table,) = used(tables_of(text.encode(), "i.csv", target(), opened=opened), "i.csv")
    line = typed(table.rows, "i.csv")[0].astype(object).iloc[0]
    assert (
        tuple(None if pd.isna(line[name]) else line[name] for name in ("quantity", "unit_cents")) == expected
    )


def test_a_number_in_a_column_of_its_own_goes_before_that_in_the_words():
    text = 'Month,Description,Qty,Amount\n2025-09,"Statements 12 @ 0.55",11,6.60\n'
    (table,) = used(tables_of(text.encode(), "i.csv", target(), opened=opened), "i.csv")
    line = typed(table.rows, "i.csv")[0].iloc[0]
    assert line["quantity"] == 11 and pd.isna(line["unit_cents"])
