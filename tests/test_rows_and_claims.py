"""A history with a row for each service line: the inventory says its rows and its claims, not one for the other."""

from __future__ import annotations

import pytest
from cutover.reading.practice.book import found_practice
from cutover.workstreams.inventory import must_move, planning
from cutover.workstreams.inventory.inputs import load
from practice_folder import TODAY, folder, practice_answers

HEAD = "Claim,Patient Acct,Payer,Service Date,CPT,Units,Charge,Status\n"
# Q1 has two lines of one day; Q3 was served long before the window of the handoff
LINED = (
    "Q1,P1,Oak Mutual,07/02/2026,99213,1,100.00,Billed\n"
    "Q1,P1,Oak Mutual,07/02/2026,87880,1,25.50,Billed\n"
    "Q2,P2,Oak Mutual,07/06/2026,99212,1,80.00,Billed\n"
    "Q3,P3,Oak Mutual,01/05/2026,99212,1,80.00,Billed\n"
)
SINGLE = LINED.replace("Q1,P1,Oak Mutual,07/02/2026,87880,1,25.50,Billed\n", "")


@pytest.mark.parametrize(
    ("text", "open_", "paid"),
    [
        (LINED, "3 rows of claim history (2 claims) with service since", "3 claims by service lines"),
        (SINGLE, "2 rows of claim history with service since", ""),
    ],
)
def test_rows_that_are_lines_of_claims_are_said_with_the_claims(tmp_path, text, open_, paid):
    folder(tmp_path, {"claims/report.csv": HEAD + text}, practice_answers(usage="Practice Mate"))
    inputs = load(found_practice(tmp_path, "acme", "cedar-grove")[0], TODAY)
    assert planning._open_claims(inputs).held.startswith(open_)
    assert must_move.paid_history(inputs).held.endswith(paid or "2026-07-06")
