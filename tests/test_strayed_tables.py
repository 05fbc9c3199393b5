"""A table that lies in the folder of another kind is read where it belongs, where nothing is in doubt."""

from __future__ import annotations

import io

import pytest
import xlsxwriter
from cutover.reading.claims.invoices import load_invoices
from cutover.reading.postings.deposits import load_deposits
from cutover.reading.postings.postings import load_postings
from cutover.reading.practice import places, preflight
from cutover.reading.practice.book import found_practice
from practice_folder import claims, folder, practice_answers

BANK = "Posted,Details,Debit,Credit\n5/4/2026,HCCLAIMPMT ELM MUTUAL,,120.00\n5/6/2026,RENT,900.00,\n"
MARKED = (
    "Day;What;Sum;Balance\n2026-06-03;ACH ELM HCCLAIMPMT TRN*1*7711*1;75.50;1000.00\n"
    "2026-06-05;ACH OAK HCCLAIMPMT TRN*1*7712*1;24.50;1024.50\n"
)
POSTED = "Post Date,Claim Number,Payment Amount,Check Number,Payer\n5/5/2026,C1,120.00,T1,ELM\n"
BILL = "Posted,Details,Debit,Credit,Item,Quantity,Unit Price\n5/31/2026,Claims,,44.95,Non-par,1,44.95\n"


def workbook(day: str, deposit: float) -> bytes:
    """A statement of the bank as a workbook, with one deposit."""
    data = io.BytesIO()
    with xlsxwriter.Workbook(data) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ("Posting Date", "Deposits", "Withdrawals", "Bank Reference"))
        sheet.write_row(1, 0, (day, deposit, None, "ELM 48210"))
    return data.getvalue()


FILES = {
    "bank/may.csv": BANK,
    "fee_schedules/may 2.csv": BANK.replace("120.00", "80.00"),  # the bank's columns
    "appointments/june.txt": MARKED,  # columns of its own, and the marks of a bank
    "bank/Acme Savings 06 2026.xlsx": workbook("6/9/2026", 15.0),
    "invoices/Acme Savings 07 2026.xlsx": workbook(
        "7/7/2026", 310.0
    ),  # the name of the other but for its digits
    "postings/may.csv": POSTED,
    "meetings/may posted.csv": POSTED.replace("C1", "C2"),
    # postings that write out the transfer are no statement
    "postings/june.csv": POSTED.splitlines()[0] + ",Transfer\n6/4/2026,C3,75.50,7711,ELM,TRN*1*7711*1\n"
    "6/8/2026,C4,24.50,7712,OAK,TRN*1*7712*1\n",
    "claims/history.csv": claims("2026-02-01"),
    "reports/history.csv": claims("2026-02-02"),  # reports and claims share layouts
    "invoices/bill 05.csv": BILL,
    "charts/wrong practice's june.txt": MARKED,
    "meetings/call.txt": "The bank shows HCCLAIMPMT TRN*1*7711 twice.\nHCCLAIMPMT TRN*1*7712 is lacking.\n",
}


@pytest.fixture(scope="module")
def who(tmp_path_factory):
    """The practice whose tables lie in wrong folders."""
    home = tmp_path_factory.mktemp("home")
    folder(home, FILES, practice_answers())
    return found_practice(home, "acme", "cedar-grove")[0]


def test_a_table_is_read_with_the_folder_whose_columns_name_or_marks_it_has_and_fits(who):
    assert places.look(str(who.raw)) == {
        "fee_schedules/may 2.csv": "bank",
        "appointments/june.txt": "bank",
        "invoices/Acme Savings 07 2026.xlsx": "bank",
        "meetings/may posted.csv": "postings",
    }


def test_its_rows_count_there_and_nowhere_else(who):
    read = load_deposits(who)
    # $120.00 and $80.00 in May, $75.50, $24.50 and $15.00 in June, $310.00 in July
    assert sorted(read.rows["amount_cents"]) == [1_500, 2_450, 7_550, 8_000, 12_000, 31_000]
    assert load_postings(who).rows["claim_number"].tolist() == ["C3", "C4", "C1", "C2"]
    assert list(load_invoices(who).files["source_file"]) == ["invoices/bill 05.csv"]


def test_check_names_it_where_it_lies_with_the_folder_that_it_is_read_in_and_its_rows(who):
    said = preflight.of_practice(who.raw.parents[3], "acme", "cedar-grove")
    told = {
        word.where.rpartition("cedar-grove/")[2]: word.found for word in said if "is read as" in word.found
    }
    assert told["fee_schedules/may 2.csv"].startswith("it lies in fee_schedules/, and is read as bank/")
    assert set(told) == set(places.look(str(who.raw)))
    rows = [
        word.found for word in said if "fee_schedules/may 2.csv" in word.where and "rows in" in word.found
    ]
    assert rows == ["2 rows in, 1 used; 1 set aside: money drawn, not a deposit"]


def test_two_files_of_one_layout_in_a_folder_stay_there(tmp_path):
    folder(
        tmp_path,
        {"bank/may.csv": BANK, "meetings/a.csv": BANK, "meetings/b.csv": BANK + "\n"},
        practice_answers(),
    )
    assert places.look(str(tmp_path / "data/raw/acme/cedar-grove")) == {}
