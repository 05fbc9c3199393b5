"""01 counts a void claim apart from the claims of the history, and the claims of lists of what was sent beside them."""

from __future__ import annotations

import datetime as dt

from practice_folder import folder, practice_answers, said

HISTORY = """Claim ID,Patient Acct,Payer,DOS,CPT,Units,Charge,Status
W1,P1,Aetna,03/02/2026,99213,1,100.00,Paid
W2,P2,Cigna,03/03/2026,99213,1,250.00,VOID
W3,P2,Cigna,03/03/2026,99213,1,80.00,Paid
W4,P3,Cigna,03/04/2026,99213,1,70.00,refiled as W5
W5,P3,Cigna,03/04/2026,99213,1,75.00,Pending
"""
SENT = """Ours,Service,To,Total,Uploaded
W3,03/03/2026,Cigna,80.00,03/05/2026
W6,04/30/2026,Cigna,60.00,05/02/2026
W7,05/01/2026,Cigna,40.00,05/03/2026
"""


def test_a_void_claim_and_the_claims_of_lists_are_counted_apart(tmp_path):
    files = {"claims/history.csv": HISTORY, "submissions/uploads.csv": SENT}
    folder(tmp_path, files, practice_answers(usage="Practice Mate", cutover_date=dt.date(2026, 5, 1)))
    table = said(tmp_path).tables["claim_history"]
    # claims 100 + 80 + 75; void and replaced 250 + 70; of the list 80 + 60 before May, 40 since
    assert table.frame[["rows", "charge_cents"]].values.tolist() == [
        [3, 25_500], [2, 32_000], [2, 14_000], [1, 4_000],
    ]  # fmt: skip
    assert table.note.startswith("3 claims: $255.00 charged, service of 2026-03-02 to 2026-03-04.")
    assert "2 claims that the history calls void or replaced, $320.00." in table.note
    assert "Lists of what was sent through Office Ally have 3 claims" in table.note


def test_a_list_of_what_was_sent_is_no_claim_history_where_there_is_none(tmp_path):
    folder(tmp_path, {"submissions/uploads.csv": SENT}, practice_answers(usage="Practice Mate"))
    frame = said(tmp_path).tables["claim_history"].frame
    assert frame["what"].tolist() == ["claims in lists of what was sent through Office Ally"]
    assert frame["rows"].tolist() == [3]
