"""Sums between the rows of a list kept by hand, two lists on one sheet, rates of a quarter: no row counts twice."""

from __future__ import annotations

import pytest
from cutover.reading.claims import invoice_sheets, no_invoices
from cutover.reading.claims.sent_numbers import with_number
from cutover.reading.files.report_rows import TOTAL
from cutover.reading.files.spreadsheet import read_spreadsheet
from cutover.reading.mapping.cash_sheets import cash_sheets, is_cash_book
from cutover.reading.mapping.tables_of import tables_of
from cutover.reading.mapping.targets import load_target
from cutover.reading.mapping.vague_numbers import Remitted, with_posted_number
from cutover.reading.payers.dated_rates import begins_by_name, opened

_HEAD = "day,from,dollars,\n"


def _totals(text: str) -> list[int]:
    aside = read_spreadsheet((_HEAD + text).encode()).sheets[0].set_aside
    return aside.loc[aside["reason"].eq(TOTAL), "source_row"].tolist()


def test_sums_of_the_rows_since_the_last_one_are_totals():
    """Week 1: 20.00 + 31.50 = 51.50. Week 2: 8.25 alone. Neither has a day, nor a word for a total."""
    text = (
        "3/2/2026,Iron,20.00,\n3/4/2026,Copper,31.50,\n,week 1,51.50,<\n3/9/2026,Iron,8.25,\n,week 2,8.25,<\n"
    )
    assert _totals(text) == [4, 6]


def test_running_sums_of_all_rows_above_are_totals():
    """20.00 + 31.50 = 51.50, and with 8.25 it is 59.75."""
    text = (
        "3/2/2026,Iron,20.00,\n3/4/2026,Copper,31.50,\n,so far,51.50,\n3/9/2026,Iron,8.25,\n,so far,59.75,\n"
    )
    assert _totals(text) == [4, 6]


@pytest.mark.parametrize(
    "text",
    [
        "3/2/2026,Iron,20.00,\n3/4/2026,Copper,31.50,\n,week 1,51.50,\n3/9/2026,Iron,8.25,\n,later,9.00,\n",  # no sum
        "3/2/2026,Iron,20.00,\n3/4/2026,Copper,31.50,\n,Prairie,51.50,\n",  # chance
        "3/2/2026,Iron,20.00,\n,Iron,20.00,\n3/9/2026,Copper,8.25,\n,Copper,8.25,\n",  # again, undated
    ],
)
def test_rows_without_a_day_that_are_no_sums_stay_rows(text):
    assert _totals(text) == []


_LEDGER = "Keyed,Claim Nbr,Who Paid,Check,Amt Keyed\n3/2/2026,QZ1,Iron,88201,20.00\n3/4/2026,QZ2,Copper,88202,31.50\n"


def test_a_list_of_copays_below_a_ledger_is_told_though_it_has_one_row():
    text = f"{_LEDGER}\n\nCopays at the front desk,,,,\nDt,Acct,How,Amt,\n3/2/2026,PR204,card,35.00,\n"
    found = cash_sheets(text.encode())
    assert [(columns.day, columns.amount, len(sheet.frame)) for sheet, columns in found] == [("Dt", "Amt", 1)]
    assert not is_cash_book(text.encode())


def test_one_row_without_such_a_title_is_no_list_of_copays():
    assert cash_sheets(b"Dt,Acct,How,Amt\n3/2/2026,PR204,card,35.00\n") == []


def test_a_rate_for_a_quarter_begins_and_ends_with_it():
    """The second quarter of 2026 is from April 1 to June 30."""
    sheet = opened(b"HCPCS,Drug,Pmt limit Q2 2026\nJ3301,Kenalog,7.80\nJ1030,Depo,4.10\n", "limits.csv")[0]
    first = sheet.frame.iloc[0]
    assert [first["Rate"], first["Effective from"], first["Effective through"]] == [
        "7.80",
        "2026-04-01",
        "2026-06-30",
    ]
    assert begins_by_name("drug limits 2026 Q4") == "2026-10-01"


def test_a_rate_for_a_month_begins_with_the_month():
    sheet = opened(b"HCPCS,Drug,ASP limit 07/2026\nJ3301,Kenalog,7.80\nJ1030,Depo,4.10\n", "limits.csv")[0]
    assert sheet.frame["Effective from"].tolist() == ["2026-07-01", "2026-07-01"]


def test_a_bare_id_that_tells_each_claim_apart_is_the_number_of_the_claims():
    lone = "id,dos,payer,charges\n" + "".join(f"WX{700 + n},2026-03-0{n},Iron,20.00\n" for n in range(1, 6))
    table = with_number(tables_of(lone.encode(), "sent.csv", load_target("medi_submissions"))[0])
    assert table.crosswalk.used["patient_control_number"] == "id"


def test_a_bare_id_that_counts_the_rows_is_no_number_of_claims():
    lone = "id,dos,payer,charges\n" + "".join(f"{n},2026-03-0{n},Iron,20.00\n" for n in range(1, 6))
    table = with_number(tables_of(lone.encode(), "sent.csv", load_target("medi_submissions"))[0])
    assert table.crosswalk.used.get("patient_control_number") != "id"


def _posted(head: str) -> str | None:
    rows = "".join(f"2026-03-0{n},QZ{n},EF{n}00,10.0{n}\n" for n in range(1, 6))
    table = tables_of(f"posted,{head},check,paid\n{rows}".encode(), "p.csv", load_target("postings"))[0]
    known = Remitted(frozenset({"QZ1", "QZ2", "QZ3"}), frozenset({"EF100"}))
    return with_posted_number(table, lambda: known).crosswalk.used.get("claim_number")


def test_numbers_that_the_remittances_have_are_those_of_claims_whatever_heads_them():
    assert _posted("Wombat") == "Wombat"


def _charges(line: str) -> list[tuple[str, str]]:
    text = f"Office Ally May 2026\nnon-par x3 @44.95 = 134.85\n{line}\n"
    sheet = invoice_sheets.opened(text.encode(), "may.txt")[0]
    return list(zip(sheet.frame["Description"], sheet.frame["Amount"], strict=True))[1:]


def test_two_charges_in_one_line_of_an_invoice_are_two_lines():
    """40 letters at 0.85 are 34.00: the 25.00 before them is a charge of its own."""
    assert _charges("Statement mailing 25.00 + 40 letters @0.85 = 34.00") == [
        ("Statement mailing", "25.00"),
        ("Statement mailing: 40 letters @ 0.85", "34.00"),
    ]


def test_an_amount_of_both_charges_together_is_one_line():
    """25.00 and 40 letters at 0.85 are 59.00."""
    assert [amount for _, amount in _charges("Statement mailing 25.00 + 40 letters @0.85 = 59.00")] == [
        "59.00"
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("What,Price\nSeat,29.00\nClaim,0.61\n", "a list of prices"),
        ("Month,Claims,Checks\nMay 2026,212,40\nJune 2026,198,38\n", "numbers by month"),
        ("What,Qty,Price\nSeat,2,29.00\nClaim,10,0.61\n", ""),  # it says how many: the amounts are lacking
        ("What,Price,Billed to\nSeat,29.00,Prairie\nClaim,0.61,Prairie\n", ""),  # a further column may bill
        ("Month,Seats\nMay 2026,59.90\nJune 2026,59.90\n", ""),  # amounts, whatever of
        ("Item,Amount\nSeat,59.90\nForms,5.50\n", ""),
    ],
)
def test_a_table_among_the_invoices_that_bills_nothing_is_told(text, expected):
    table = tables_of(text.encode(), "x.csv", load_target("invoices"), opened=invoice_sheets.opened)[0]
    assert no_invoices.subject_of_no_invoice(table) == expected
    assert no_invoices.Beside().left_out(table).is_left_out == bool(expected)


@pytest.mark.parametrize(("name", "expected"), [("our quote.txt", "a quote"), ("bill.txt", "")])
def test_a_text_that_is_called_a_quote_is_none_of_the_invoices(name, expected):
    text = (
        b"Offer for the clinic, good to June\nseats 2900 cents, no setup\nclaims 61 cents each, ERA with it\n"
    )
    table = tables_of(text, name, load_target("invoices"), opened=invoice_sheets.opened)[0]
    assert no_invoices.subject_of_no_invoice(table) == expected
