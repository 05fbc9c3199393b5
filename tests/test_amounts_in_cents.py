"""Amounts whose header says cents are cents in every kind of table; other whole numbers never are."""

from __future__ import annotations

import pytest
from cutover.reading.files.in_cents import says, without_cents
from cutover.reading.files.spreadsheet import read_spreadsheet
from cutover.reading.files.values import cents
from cutover.reading.mapping.header_words import words_of
from cutover.reading.mapping.tables_of import MappedTable, tables_of
from cutover.reading.mapping.targets import load_target

_KEYED = "keyed,claim,payer,"


def _table(text: str, kind: str = "postings") -> MappedTable:
    return tables_of(text.encode(), "list.csv", load_target(kind))[0]


def _amounts(table: MappedTable, key: str = "paid") -> list[int]:
    return cents(table.rows[key]).tolist()


@pytest.mark.parametrize(
    "header",
    [
        "paid_cents",
        "paidCents",
        "Payment (in cents)",
        "PAID CENTS",
        "paidincents",
        "Ins Pd Cents",
        "amount_in_cents",
        "Cents",
    ],
)
def test_a_payment_whose_header_says_cents_is_read_as_cents(header):
    """15490 cents are $154.90, and 6 cents are $0.06."""
    table = _table(
        f"{_KEYED}{header}\n2026-03-02,QZ4401,Ironwood Health,15490\n2026-03-03,QZ4404,Ironwood Health,6\n"
    )
    assert _amounts(table) == [15490, 6]
    assert f"column {header}: read as cents" in table.remarks


@pytest.mark.parametrize("header", ["paid", "Amt", "Paid by cent of", "Percent paid", "Paid per cents"])
def test_whole_numbers_under_any_other_header_are_no_cents(header):
    """A payment of 15490 is $15,490.00; a percentage is no payment."""
    table = _table(
        f"{_KEYED}{header}\n2026-03-02,QZ4401,Ironwood Health,15490\n2026-03-03,QZ4404,Ironwood Health,600\n"
    )
    assert table.crosswalk.used.get("paid") in (None, header)
    assert not [said for said in table.remarks if "cents" in said]
    assert "paid" not in table.crosswalk.used or _amounts(table) == [1549000, 60000]


@pytest.mark.parametrize(
    ("kind", "text", "key", "expected"),
    [
        ("deposits", "day,details,amountCents,balanceCents\n3/2/2026,Iron,(4200),115490\n3/3/2026,Copper,-55,115435\n",
         "amount", [-4200, -55]),
        ("claims", "claim,dos,payer,status,billed_cents\nQZ1,2026-03-02,Iron,paid,27144\nQZ2,2026-03-03,Cop,open,5\n",
         "charge", [27144, 5]),
        ("medi_submissions", "claim id,dos,payer,charge (cents)\nQZ1,2026-03-02,Iron,27144\nQZ2,2026-03-03,Cop,5\n",
         "charge", [27144, 5]),
        ("fee_schedules", "cpt,rateCents\n99213,9120\n99214,13400\n", "rate", [9120, 13400]),
        ("invoices", "item,qty,amt_cents\nProvider seat,2,5990\nPaper forms,10,550\n", "amount", [5990, 550]),
    ],
)  # fmt: skip
def test_every_kind_of_table_has_its_amounts_in_cents_where_the_header_says_so(kind, text, key, expected):
    assert _amounts(_table(text, kind), key) == expected


def test_amounts_with_decimals_under_a_header_of_cents_are_not_read():
    """154.90 may be $154.90, or a fraction of a cent: nobody can tell."""
    table = _table(
        f"{_KEYED}paid_cents\n2026-03-02,QZ4401,Ironwood Health,154.90\n2026-03-03,QZ4404,Ironwood,600\n"
    )
    assert "paid" not in table.crosswalk.used
    assert "Posted" in table.lacking


def test_dollars_and_cents_in_two_columns_are_one_amount():
    """Paid: 154 dollars and 90 cents are $154.90, and 7 dollars and 5 cents $7.05."""
    text = f"{_KEYED}Paid Dollars,Paid Cents\n2026-03-02,QZ4401,Ironwood,154,90\n2026-03-03,QZ4404,Ironwood,7,5\n"
    assert _amounts(_table(text)) == [15490, 705]


def test_a_total_in_cents_is_compared_in_dollars_like_its_rows():
    """15490 and 600 cents are $160.90, as the total says."""
    sheet = read_spreadsheet(
        f"{_KEYED}cents\n2026-03-02,QZ1,Ironwood,15490\n2026-03-03,QZ2,Copper,600\nTotal,,,16090\n".encode()
    ).sheets[0]
    assert sheet.checks["stated_cents"].tolist() == [16090]
    assert sheet.checks["agrees"].tolist() == [True]


@pytest.mark.parametrize("header", ["Adolescents", "Percent", "per cents", "Recent", "Innocents", "Licents"])
def test_a_word_that_only_ends_like_cents_says_nothing_of_amounts(header):
    assert not says(header)
    assert without_cents(header) == header


def test_a_header_of_cents_is_compared_as_the_amount_it_names():
    assert words_of("totalChargeCents") == words_of("total charge amount")
