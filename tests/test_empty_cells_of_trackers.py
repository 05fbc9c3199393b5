"""A payer whose row is in the tracker and whose cell is empty is told apart from one that no row is about."""

from __future__ import annotations

import pytest
from cutover.reading.payers import enrollment_words as words
from cutover.reading.payers.enrollments import UNWRITTEN
from cutover.reading.payers.tracker_grids import opened
from cutover.workstreams.enrollment.standing import ABSENT, BLANK, UNSAID, UNTOLD, standing
from enrollment_makers import claims, filed, plan

SHEET = {"source": "tracker", "source_file": "enrollments/sign ups.xlsx", "source_sheet": "2026"}


def row(payer: str, number: int, **cells: str) -> list[dict]:
    """One row of a tracker with a cell for claims and one for the ERA, as enrollments."""
    return [filed(payer, {"claims": "837P", "era": "835"}[name], status, None, source_row=number, **SHEET)
            for name, status in cells.items()]  # fmt: skip


def state(*rows: list[dict], payer: str = "CIGNA"):
    made = plan(
        [*claims("AETNA", 3), *claims("CIGNA", 2)], enrollments=[one for part in rows for one in part]
    )
    told = standing(made.inputs)
    return told[told["payer"].eq(payer) & told["transaction"].eq("835")].iloc[0]


def test_a_cell_that_is_empty_is_no_row_that_is_absent():
    told = state(row("AETNA", 3, claims="LIVE", era="SUBMITTED"), row("CIGNA", 4, claims="not filed"))
    assert (told["state"], told["source_row"], told["reason"]) == (BLANK, 4, "(empty)")
    assert told["source_file"] == "enrollments/sign ups.xlsx" and BLANK in ABSENT and BLANK in UNSAID


@pytest.mark.parametrize(
    "rows",
    [
        # no row about it at all
        [row("AETNA", 3, claims="LIVE", era="SUBMITTED")],
        # a list of one enrollment a row has no cell for what it does not name
        [
            row("AETNA", 3, claims="LIVE"),
            row("AETNA", 4, era="SUBMITTED"),
            row("CIGNA", 5, claims="not filed"),
        ],
        # a row that names both transactions has one word for them: nothing tells that there are two cells
        [row("AETNA", 3, claims="LIVE", era="LIVE"), row("CIGNA", 4, claims="not filed")],
        # no cell of the list is about remittances
        [row("AETNA", 3, claims="LIVE"), row("CIGNA", 4, claims="not filed")],
    ],
)
def test_where_no_cell_is_known_to_be_there_no_row_is_about_it(rows):
    assert state(*rows)["state"] == UNTOLD


def test_a_cell_that_says_something_is_what_it_says():
    told = state(row("AETNA", 3, claims="LIVE", era="SUBMITTED"), row("CIGNA", 4, claims="LIVE", era="LIVE"))
    assert told["state"] == "live"


def test_a_row_in_which_no_status_is_written_is_a_row_about_each_transaction_of_its_payer():
    bare = [
        {"payer_name": "CIGNA", "transaction": "837 835", "reason": UNWRITTEN, "found": "(empty)", "source_row": 4,
         "source_file": "enrollments/sign ups.xlsx"}
    ]  # fmt: skip
    made = plan([*claims("AETNA", 3), *claims("CIGNA", 2)], enrollments=[], aside=bare)
    rows = standing(made.inputs).set_index(["payer", "transaction"])
    assert rows.loc["CIGNA", "state"].to_dict() == {"835": BLANK, "837P": BLANK}
    assert rows.loc["CIGNA", "source_row"].tolist() == [4, 4]
    assert set(rows.loc["AETNA", "state"]) == {UNTOLD}


def test_a_row_without_a_word_keeps_both_transactions_of_its_table():
    cells = "Payer,TIN,Group NPI,Claims status,ERA status\nAETNA,111223333,1234567893,LIVE,SUBMITTED\n"
    (claims_of, eras) = opened(f"{cells}CIGNA,111223333,1234567893,,\n".encode(), "tracker.csv")
    assert [words.transactions(text) for text in claims_of.frame["Transaction"]] == [("837",), ("837", "835")]
    assert len(eras.frame) == 1  # the row of CIGNA stands once
