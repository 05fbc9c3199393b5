"""What the client's own lists say of claims counts: an appeal under way is no denial, a total is nobody's to work."""

from __future__ import annotations

import datetime as dt

import pandas as pd
import pytest
from cutover.reading.files.zips import Entry
from cutover.reading.intake.own_lists import list_rows
from cutover.reading.intake.returned import Returned
from cutover.workstreams.open_claims.book import book_of
from cutover.workstreams.open_claims.since_cutover import since_cutover
from cutover.workstreams.own_lists import by_list
from open_claims_makers import AS_OF, book, history

STATED = {"AETNA": {"appeal_days": 60, "filing_days": 365}}


def read(text: str, name: str) -> pd.DataFrame:
    data = text.encode()
    return list_rows(Entry(name, None, len(data), data))


@pytest.mark.parametrize("last", ["", "Totals,,61.50,,\n", "Count,2,,,\n", "Grand Total:,,61.50,,\n"])
def test_the_total_of_a_work_list_is_no_claim_of_it(last):
    text = (
        "Ticket No,Carrier,Open,To do,Handled by\nK-1,Tufts,40.00,call,Odette\nK-2,Cigna,21.50,resend,\n"
        + last
    )
    (told,) = by_list(read(text, "claims/to work.csv"), pd.Timestamp(AS_OF)).to_dict("records")
    # 40.00 + 21.50 = 61.50, not 123.00; one of two has no owner
    assert (told["rows"], told["without_owner"], told["amount_cents"]) == (2, 1, 6_150)


def appealed(filed: str, kind: str = "Appeals", denied: str = "2026-04-01") -> dict:
    text = (
        f"{kind} out there\nOur claim,Carrier,Their ref,Mailed,At stake,Next step,Next date\n"
        f"K-1,AETNA,Z9,{filed},100.00,ring,8/9/2026\n"
    )
    back = Returned(lists=read(text, "claims/out there.csv"))
    made = book(
        [history("K-1", "denied", paid_date=pd.Timestamp(denied))], back=back, payers=STATED,
        cutover=AS_OF + dt.timedelta(3), as_of=AS_OF,
    )  # fmt: skip
    return made.open.iloc[0].to_dict()


@pytest.mark.parametrize(
    ("filed", "kind", "status"),
    [
        ("4/20/2026", "Appeals", "appealed"),
        ("4/1/2026", "Reconsiderations", "appealed"),  # on the very day of the denial
        ("3/31/2026", "Appeals", "denied"),  # the denial came after it: it may be its answer
        ("7/31/2026", "Appeals", "appealed"),
        ("8/1/2026", "Appeals", "denied"),  # the day after the report: not filed yet
        ("", "Appeals", "denied"),  # no day of filing
        ("4/20/2026", "Liens", "denied"),  # by a lien nobody is asked to decide again
    ],
)
def test_a_denied_claim_whose_appeal_was_filed_since_is_under_appeal(filed, kind, status):
    row = appealed(filed, kind)
    assert row["status"] == status
    # denied 2026-04-01, 60 days: 2026-05-31 is past on 2026-07-31, but not for what waits for its decision
    is_past = bool(row["days_left"] < 0) if pd.notna(row["days_left"]) else False
    assert is_past is (status == "denied")


def test_a_work_list_tells_the_owner_of_a_claim_since_the_cutover_too():
    text = "Ticket No,Carrier,To do,Handled by,When\nK-1,AETNA,call,Odette,8/9/2026\nK-2,AETNA,call,Ralph,8/9/2026\n"
    rows = read(text + "K-7,AETNA,call,Odette,8/9/2026\n", "claims/to work.csv")
    claims = [history("K-1", on="2026-05-02"), history("K-2", on="2026-06-18")]
    made = book(claims, back=Returned(lists=rows), payers=STATED, cutover=dt.date(2026, 6, 15), as_of=AS_OF)
    late = since_cutover(made.inputs)
    assert late[["claim_number", "owner"]].values.tolist() == [["K-2", "Ralph"]]
    assert made.open[["claim_number", "owner"]].values.tolist() == [["K-1", "Odette"]]
    unmet = made.notes.unmet & book_of(made.inputs.since_cutover).notes.unmet
    assert unmet == {("claims/to work.csv", 4)}  # K-7 alone is in no file


def test_a_number_that_a_claim_from_before_bears_is_not_that_of_one_since():
    text = "Account,Carrier,To do,Handled by,When\nK-1,AETNA,call,Odette,8/9/2026\n"
    claims = [history("K-1", on="2026-05-02"), history("K-1", on="2026-06-18")]
    back = Returned(lists=read(text, "claims/to work.csv"))
    made = book(claims, back=back, payers=STATED, cutover=dt.date(2026, 6, 15), as_of=AS_OF)
    assert book_of(made.inputs.since_cutover).open["owner"].isna().all()
