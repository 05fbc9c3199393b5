"""Hand-kept trackers of enrollments: transactions as columns, as tabs and as headings, one enrollment a row."""

from __future__ import annotations

import pandas as pd
import pytest
from cutover.reading.mapping.tables_of import tables_of, used
from cutover.reading.mapping.targets import load_target
from cutover.reading.payers.enrollments import EVERYONE, UNWRITTEN, typed
from cutover.reading.payers.tracker_grids import opened
from workbook_maker import workbook_of

TIN = "12-3456789"


def read(data, name="t.xlsx"):
    """(payer, transaction, status, filed, since) of every row in use, and the reasons of the others."""
    tables = used(tables_of(data, name, load_target("enrollments"), opened=opened), name)
    found = pd.concat([table.rows for table in tables], ignore_index=True).assign(tax_id=TIN)
    rows, reason = typed(None, found, name)
    rows = rows[reason.isna()]
    days = (rows[name].dt.strftime("%m-%d").fillna("") for name in ("filed_on", "status_on"))
    told = list(zip(rows["payer_name"], rows["transaction"], rows["status"], *days, strict=True))
    return told, reason.dropna().tolist()


GRID = [
    ["Carrier", "Remits (835)", None, "Claims (837)", None, "Remarks"],
    [None, "Status", "Since", "Status", "Since", None],
    ["Aetna", "LIVE", "2026-06-01", "not needed", None, None],
    ["Cigna", "not filed", None, "LIVE", "2026-05-04", "lost login"],
    ["Humana", None, None, "LIVE", "2026-05-05", None],
    ["Molina", None, None, None, None, None],
]


def test_a_grid_of_payers_and_transactions_is_an_enrollment_in_each_filled_part():
    told, aside = read(workbook_of(("grid", GRID), merged=("B1:C1", "D1:E1")))
    assert told == [
        ("Aetna", "835", "LIVE", "", "06-01"), ("Cigna", "835", "not filed", "", ""),
        ("Aetna", "837", "not needed", "", ""), ("Cigna", "837", "LIVE", "", "05-04"),
        ("Humana", "837", "LIVE", "", "05-05"),
    ]  # fmt: skip
    assert aside == [UNWRITTEN]  # Molina, of whom nothing is written, is not dropped


FOUR = {
    ("Aetna", "835", "LIVE"),
    ("Cigna", "835", "REJECTED"),
    ("Aetna", "837", "SUBMITTED"),
    ("Cigna", "837", "LIVE"),
}


@pytest.mark.parametrize(
    ("header", "rows", "wanted"),
    [
        (["Payer", "ERA", "Claims"], [["Aetna", "LIVE", "sent"], ["Cigna", "rejected", "LIVE"]],
         FOUR),
        (["Payer", "ERA status", "ERA filed", "Claim status", "Claim filed"],
         [["Aetna", "LIVE", "6/1/26", "sent", "6/2/26"], ["Cigna", "rejected", "6/3/26", "LIVE", "6/4/26"]],
         FOUR),
    ],
)  # fmt: skip
def test_a_header_in_one_row_may_name_the_transaction_too(header, rows, wanted):
    told, aside = read(workbook_of(("x", [header, *rows])))
    assert {one[:3] for one in told} == wanted
    assert aside == []


def test_the_tab_tells_the_transaction_of_its_rows_or_else_the_line_above_them():
    rows = [["Payer", "Asked", "Now", "Comment"], ["Aetna", "6/1/26", "live 6/9/26", None],
            ["Cigna", "6/2/26", "back to us", "W-9 missing"]]  # fmt: skip
    told, _ = read(workbook_of(("ERA", [["sign-ups"], *rows]), ("Sheet2", [["Claim sign-ups"], *rows[:2]])))
    assert told == [
        ("Aetna", "835", "LIVE", "06-01", "06-09"), ("Cigna", "835", "PROVIDER_ACTION_REQUIRED", "06-02", ""),
        ("Aetna", "837", "LIVE", "06-01", "06-09"),
    ]  # fmt: skip


def test_a_tab_of_what_does_not_move_is_read_as_nothing_of_a_move():
    rows = [["Payer", "ERA", "EFT"], ["Aetna", "LIVE", "LIVE"], ["Cigna", "sent", "LIVE"]]
    told, aside = read(workbook_of(("x", rows)))
    assert [one[:3] for one in told] == [("Aetna", "835", "LIVE"), ("Cigna", "835", "SUBMITTED")]
    assert len(aside) == 2  # the EFT of each, with the reason
    assert all("EFT" in why for why in aside)


def test_a_table_that_tells_the_transaction_itself_is_left_as_it_is():
    rows = [["Payer", "Transaction", "Status"], ["Aetna", "835", "LIVE"], ["Aetna", "837P", "sent"]]
    data = workbook_of(("ERA", rows))
    assert opened(data, "t.xlsx")[0].columns == ["Payer", "Transaction", "Status"]
    assert [one[:3] for one in read(data)[0]] == [("Aetna", "835", "LIVE"), ("Aetna", "837P", "SUBMITTED")]


@pytest.mark.parametrize("title", ["Payer notes", "Claims and ERA"])
def test_a_tab_that_names_no_transaction_or_two_tells_none(title):
    rows = [[title], ["Payer", "Asked", "Now"], ["Aetna", "6/1/26", "sent"]]
    assert opened(workbook_of(("Sheet1", rows)), "t.xlsx")[0].columns[:3] == ["Payer", "Asked", "Now"]


def test_payers_as_headings_hold_for_the_rows_below_them():
    rows = [[None, "What", "Stage", "Filed", "Memo"], ["Aetna"], [None, "ERA", "LIVE", "6/1/26", "a"],
            ["Cigna"], [None, "ERA", "sent", "6/2/26", "a"], [None, "Claims", "LIVE", "6/3/26", "b"]]  # fmt: skip
    told, _ = read(workbook_of(("x", rows)))
    assert [one[:3] for one in told] == [
        ("Aetna", "835", "LIVE"), ("Cigna", "835", "SUBMITTED"), ("Cigna", "837", "LIVE")
    ]  # fmt: skip


def test_not_yet_is_not_filed_without_the_day_of_filing_and_submitted_with_it():
    rows = [["Payer", "Asked", "Now"], ["Aetna", None, "not yet"], ["Cigna", "6/2/26", "not yet"],
            ["all others", None, "not needed"]]  # fmt: skip
    told, aside = read(workbook_of(("ERA", rows)))
    assert [one[:3] for one in told] == [("Aetna", "835", "not filed"), ("Cigna", "835", "SUBMITTED")]
    assert aside == [EVERYONE]
