"""Bills of several months may be alike to the letter where the month stands in the file's name alone: each counts."""

from __future__ import annotations

import pytest
from cutover.reading.claims.invoices import load_invoices
from cutover.reading.practice.book import load_practice
from cutover.reading.practice.files_held import load_holdings
from cutover.workstreams.inventory.as_read import as_read
from practice_folder import folder, practice_answers

BARE = "What,Count,Each,Amount\nNon-Par fee,1,44.95,44.95\nStatements mailed,10,0.60,6.00\nTotal,,,50.95\n"
DATED = "Month,What,Amount\n2026-04,Non-Par fee,44.95\n"
FILES = {
    "invoices/oa bill 2026-04.csv": BARE,
    "invoices/oa bill 2026-04 (1).csv": BARE,  # a copy: the same month
    "invoices/oa bill 2026-05.csv": BARE,
    "invoices/oa bill 2026-06.csv": BARE,
    "invoices/office ally.csv": BARE,  # its name tells no month
    "invoices/platform 2026-04.csv": DATED,
    "invoices/platform 2026-05.csv": DATED,  # its lines say April, whatever its name
}


@pytest.fixture(scope="module")
def practice(tmp_path_factory):
    home = tmp_path_factory.mktemp("bills")
    folder(home, FILES, practice_answers())
    return load_practice(home, "acme", "cedar-grove")


def test_each_month_of_a_name_is_billed_once_and_the_month_of_the_lines_goes_before_it(practice):
    found = load_invoices(practice)
    sums = found.lines.groupby(found.lines["month"].dt.strftime("%Y-%m"))["amount_cents"].sum()
    # 4,495 + 600 by name, and in April 4,495 more by the lines of the platform's bill
    assert sums.to_dict() == {"2026-04": 9_590, "2026-05": 5_095, "2026-06": 5_095}
    assert found.files["state"].value_counts().to_dict() == {"read": 4, "duplicate": 3}


def test_that_bills_are_alike_is_said_and_they_are_no_copies_to_delete(practice):
    files = load_invoices(practice).files
    asked = files[files["reason"].str.contains("counted for the month of its name", na=False)]
    assert asked["source_file"].str[-11:].tolist() == ["2026-05.csv", "2026-06.csv"]  # April's was read first
    held = as_read(load_holdings(practice)).files
    copies = sorted(held.loc[held["duplicate_of"].notna(), "source_file"])
    assert copies == [
        "invoices/oa bill 2026-04.csv",  # of a bill and its copy the one counts that is read first
        "invoices/office ally.csv",
        "invoices/platform 2026-05.csv",
    ]
