"""What patients paid at the desk stands in a table below postings, and is never a posting without a remittance."""

from __future__ import annotations

import pytest
from cutover.reading.postings.cash_books import load_cash_books
from cutover.reading.postings.postings import load_postings
from cutover.reading.practice.book import Practice

# 25.00 + 40.00 = 65.00 of payers; 15.00 + 20.00 + 15.00 = 50.00 of patients
HEAD = "Posted,Claim no,Payer,Check no,Paid\n"
POSTINGS = f"{HEAD}2026-06-01,QX1017,Alder,771204,25.00\n2026-06-02,QX1018,Alder,771204,40.00\n"
COPAYS = (
    "\nCopays taken\nDay,Chart,Tender,Amount\n6/1/2026,P17,card,15.00\n"
    "6/1/2026,P18,cash,20.00\n6/2/2026,P17,card,15.00\n"
)


def read(tmp_path, below: str):
    who = Practice("acme", "elm", "Elm", frozenset(), frozenset(), tmp_path)
    (who.raw / "postings").mkdir(parents=True)
    (who.raw / "postings" / "ledger.csv").write_text(POSTINGS + below)
    return load_postings(who), load_cash_books(who)


@pytest.mark.parametrize(("below", "of_patients"), [
    (COPAYS, 50_00),
    # no column says how they paid: the line above tells that they are patients'
    ("\nFront desk copays\nPosted,Acct,Paid\n6/1/2026,P17,15.00\n6/1/2026,P18,20.00\n6/2/2026,P17,15.00\n", 0),
])  # fmt: skip
def test_a_table_of_copays_below_postings_is_the_patients(tmp_path, below, of_patients):
    posted, cash = read(tmp_path, below)
    assert posted.rows["paid_cents"].sum() == 65_00 and len(posted.rows) == 2
    assert cash.rows["paid_cents"].sum() == of_patients
    (file,) = posted.files.to_dict("records")
    assert file["state"] == "read" and (file["rows_used"], file["rows_set_aside"]) == (2, 3)


def test_a_second_table_of_payers_stays_postings(tmp_path):
    late = "6/9/2026,QX1019,Alder,771309,15.00\n6/9/2026,QX1020,Alder,771309,15.00\n"
    below = f"\nCopays and payers late\n{HEAD}{late}"
    posted, cash = read(tmp_path, below)
    assert posted.rows["paid_cents"].sum() == 95_00 and cash.rows.empty  # 65.00 + 15.00 + 15.00
