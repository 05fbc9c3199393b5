"""A practice's own count by month is found where it lies in no folder, and its numbers are no dollars."""

from __future__ import annotations

import pytest
from claim_makers import practice, put
from cutover.reading.claims.invoices import load_invoices
from cutover.reading.practice import loose_sheets
from cutover.workstreams.cost import own_counts

COUNT = "Mth,Elig inquiries,Status inquiries\nJan 2026,21,4\nFeb 2026,25,6\nAll,46,10\n"


@pytest.mark.parametrize(("text", "folder"), [
    (COUNT, "invoices"),
    (COUNT.replace("Mth", "Month").replace("Status inquiries", "Claims sent"), "invoices"),
    (COUNT.replace("Elig inquiries", "Claims sent").replace("Status inquiries", "Claims again"), ""),
    (COUNT.replace("Status inquiries", "Visits"), ""),  # more than a count of transactions: the practice's figures
    (COUNT.replace("21", "21.50"), ""),  # dollars
    (COUNT.replace("Feb 2026", "Dr. Lim").replace("Jan 2026", "Dr. Poe"), ""),  # by clinician
])  # fmt: skip
def test_a_table_of_months_and_whole_numbers_of_transactions_is_such_a_count(text, folder):
    found = loose_sheets.folder_of(text.encode(), "counts.csv")
    assert found == folder if folder else found != "invoices"


def test_a_count_in_no_folder_is_read_and_its_columns_are_no_charges(tmp_path):
    own = practice(tmp_path)
    put(own, "our checks.csv", COUNT)
    read = load_invoices(own)
    assert read.lines.empty and read.problems.empty
    assert read.counts.groupby("transaction")["count"].sum().to_dict() == {
        "eligibility": 46,
        "claim status": 10,
    }
    # 21 + 25 and 4 + 6: its row `All` is their sum
    assert own_counts.said(own_counts.beside(read.counts, read.counts.iloc[:0], ()), read.counts) == (
        "The practice's own count by month is used where no other file counts: 10 claim status checks in 2 months and "
        "46 eligibility checks in 2 months.",
    )


def test_a_count_whose_total_is_not_the_sum_of_its_months_is_not_taken(tmp_path):
    own = practice(tmp_path)
    put(own, "our checks.csv", COUNT.replace("All,46", "All,47"))
    assert load_invoices(own).counts["transaction"].unique().tolist() == ["claim status"]


def test_columns_of_dollars_by_month_stay_charges(tmp_path):
    own = practice(tmp_path)
    put(own, "invoices/year.csv", "Month,Eligibility checks,Practice Mate\nJan 2026,12,35\nFeb 2026,10,35\n")
    assert int(load_invoices(own).lines["amount_cents"].sum()) == 92_00  # 12 + 35 + 10 + 35
