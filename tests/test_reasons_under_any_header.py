"""A tracker's only column of words is the reason where its header says nothing; no other header is."""

from __future__ import annotations

import pandas as pd
import pytest
from cutover.reading.mapping.tables_of import tables_of, used
from cutover.reading.mapping.targets import load_target
from cutover.reading.payers.enrollments import typed
from cutover.reading.payers.tracker_grids import opened
from workbook_maker import workbook_of

WHY = ("npi unknown there!", "Dr. Ash has the form")


def reasons(*headers, more=("", "")):
    """The reason of each of two rows of a tracker with these headers behind payer, transaction and status."""
    first, more = (("by 6/3 or so", "by 7/3 or so"), ()) if more is None else (WHY, more)
    rows = [["Insurer", "Piece", "Stage", *headers],
            ["Alder", "ERA", "rejected", *first[:1], *more[:1]][: 3 + len(headers)],
            ["Birch", "ERA", "rejected", *first[1:], *more[1:]][: 3 + len(headers)]]  # fmt: skip
    tables = used(
        tables_of(workbook_of(("x", rows)), "t.xlsx", load_target("enrollments"), opened=opened), "t.xlsx"
    )
    found = pd.concat([table.rows for table in tables], ignore_index=True).assign(tax_id="12-3456789")
    made, _ = typed(None, found, "t.xlsx")
    return [None if pd.isna(one) else one for one in made["reason"]]


def test_a_payer_that_no_header_names_does_not_hide_the_reasons():
    rows = [["Who", "Transaction", "Status", "Filed", "gnarf"],
            ["Aetna", "835", "rejected", "6/3/2026", WHY[0]], ["Aetna", "837P", "live", "6/3/2026", ""],
            ["Cigna", "835", "rejected", "6/4/2026", WHY[1]], ["Cigna", "837P", "live", "6/4/2026", ""],
            ["Humana", "835", "live", "6/5/2026", ""]]  # fmt: skip
    tables = tables_of(workbook_of(("x", rows)), "t.xlsx", load_target("enrollments"), opened=opened)
    told = tables[0].crosswalk.used
    assert (told.get("payer_name"), told.get("reason")) == ("Who", "gnarf")


@pytest.mark.parametrize(
    ("headers", "more", "told"),
    [
        (("gnarf",), ("", ""), list(WHY)),
        (("gnarf", "zork"), ("", ""), list(WHY)),  # the other one is empty
        (("gnarf", "zork"), ("call them again", "on hold for an hour"), [None, None]),  # which of the two?
        (("gnarf",), None, [None, None]),  # days are no words
        (("Contact",), ("", ""), [None, None]),  # its header says whose words these are
        (("gnarf", "Reason"), ("their site was down", "waits"), ["their site was down", "waits"]),
    ],
)
def test_the_only_words_are_the_reason_where_their_header_says_nothing(headers, more, told):
    assert reasons(*headers, more=more) == told
