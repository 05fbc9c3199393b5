"""What patients pay at the desk is neither a posting of a remittance nor lost: its own list, with its own sum."""

from __future__ import annotations

import pytest
from cutover.reading.files.zips import Entry
from cutover.reading.mapping.cash_sheets import is_cash_book, is_tender
from cutover.reading.postings.cash_books import load_cash_books
from cutover.reading.postings.postings import load_postings
from cutover.reading.practice import book
from cutover.reading.practice.file_inspection import look
from cutover.workstreams.reporting_baseline import payments
from notebook_maker import one_practice

DAY_SHEET = """Front desk June 2026
Dt,Chart,Tender,Rec'd,Note
6/1/2026,P-17,ck 1042,25.00,
6/1/2026,P-18,VISA,40.00,late
6/3/2026,P-17,cash,-5.00,change
7/1/2026,P-20,cash/card,60.50,
,,,120.50,total
"""
POSTED = "Posted,Claim,Paid,How\n6/1/2026,C17,25.00,check\n6/2/2026,C18,40.00,check\n"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("cash", True), ("CK #1042", True), ("Visa x4411", True), ("cash/card", True), ("check and cash", True),
        ("m.o.", True), ("", False), ("1042", False), ("Aetna", False), ("cash from Aetna", False),
        ("check/EOB", False),
    ],
)  # fmt: skip
def test_how_a_patient_paid_is_told_by_the_whole_cell(text, told):
    assert is_tender(text) == told


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (DAY_SHEET, True),
        ("when;who;paid by;how much\n2026-06-01;Ana Ito;card;25.00\n2026-06-02;Bo Yi;check;5.00\n", True),
        (
            "when,who,paid by,balance\n6/1/2026,Ana,card,25.00\n6/2/2026,Bo,cash,5.00\n",
            False,
        ),  # no money that came
        ("when,who,amount\n6/1/2026,Ana,25.00\n6/2/2026,Bo,5.00\n", False),  # nothing tells how it was paid
        ("when,payer,method,amount\n6/1/2026,Aetna,check,25.00\n6/2/2026,Cigna,check,5.00\n", False),
        (POSTED, False),  # of claims
        ("when,who,paid by,amount\n6/1/2026,Ana,card,25.00\n", False),  # one row is no list
        ("when,who,paid by,amount\nJune,Ana,card,25.00\nJuly,Bo,card,5.00\n", False),  # no days
        ("note\n", False),
    ],
)
def test_a_list_of_patients_payments_has_days_money_and_tenders_and_no_payer(text, told):
    assert is_cash_book(text.encode()) == told


@pytest.fixture(scope="module")
def practice(tmp_path_factory):
    folder = tmp_path_factory.mktemp("cash")
    one_practice(folder, "c", "p", "Cedar")
    who = book.load_practice(folder, "c", "p")
    (who.raw / "postings").mkdir()
    wrong = DAY_SHEET.replace("120.50,total", "130.50,total").replace("ck 1042", "ck 1043")
    for name, text in (
        ("june.csv", DAY_SHEET),
        ("again.csv", DAY_SHEET),
        ("typo.csv", wrong),
        ("era.csv", POSTED),
    ):
        (who.raw / "postings" / name).write_text(text, "utf-8")
    return who


def test_each_row_is_a_payment_or_set_aside_a_copy_counts_once_and_the_total_ties_out(practice):
    found = load_cash_books(practice)
    files = {
        f.source_file: (f.state, f.rows_in, f.rows_used, f.rows_set_aside) for f in found.files.itertuples()
    }
    assert files == {
        "postings/again.csv": ("read", 5, 4, 1),
        "postings/june.csv": ("duplicate", 0, 0, 0),
        "postings/typo.csv": ("read", 5, 4, 1),
    }
    june = found.rows[found.rows["source_file"] == "postings/again.csv"]
    assert june["paid_cents"].tolist() == [2500, 4000, -500, 6050]  # 120.50 = 25.00 + 40.00 - 5.00 + 60.50
    assert june["account"].tolist() == ["P-17", "P-18", "P-17", "P-20"] and june["patient_name"].isna().all()
    assert found.set_aside["amount_cents"].tolist() == [12050, 13050]
    assert found.notes == ("postings/typo.csv: the total is $130.50, and its payments add up to $120.50.",)


def test_lists_of_postings_keep_what_they_are(practice):
    posted = load_postings(practice)
    assert posted.files["source_file"].tolist() == ["postings/era.csv"]
    assert posted.rows["paid_cents"].tolist() == [2500, 4000]


def test_by_month_and_how_no_payment_is_lost(practice):
    rows = load_cash_books(practice).rows
    told = payments.of_patients(rows[rows["source_file"] == "postings/again.csv"])
    said = [(f"{r.month:%Y-%m}", r.method, r.payments, r.paid_cents) for r in told.itertuples()]
    assert said == [
        ("2026-07", "cash/card", 1, 6050),
        ("2026-06", "cash", 1, -500),
        ("2026-06", "ck 1042", 1, 2500),
        ("2026-06", "visa", 1, 4000),
    ]


def test_the_inventory_calls_such_a_list_by_what_it_is():
    entry = Entry("postings/june.csv", None, len(DAY_SHEET), DAY_SHEET.encode())
    assert look(entry).row["subject"] == "payments of patients"
