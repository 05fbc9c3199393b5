"""A list of denials prints a last day to appeal beside each: it is told as the list's own, beside the payer's rule."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest
from cutover.reading.claims.denial_lists import dated
from cutover.reading.claims.history import read_claim_history
from cutover.workstreams.open_claims.book import Book
from cutover.workstreams.open_claims.listed import on_lists
from cutover.workstreams.open_claims.listed_days import NEITHER, NO_RULE, SAME, limits, listed_days
from open_claims_makers import AS_OF, book, history

# AETNA states 60 days; of CIGNA nothing is known; Medicare has a public rule and bars MA130
STATED = {"AETNA": {"appeal_days": 60, "filing_days": 365}}
LOG = (
    "Denials of the spring\nDenied on,Visit #,Plan,Rsn,Amt,{},RARC\n"
    "6/10/2026,V-1,AETNA,CO-50,90.00,8/9/2026,N115\n6/10/2026,V-2,AETNA,CO-16,80.00,8/5/2026,M76\n"
    "6/10/2026,V-3,CIGNA,CO-197,70.00,9/1/2026,\n6/10/2026,V-4,CIGNA,CO-50,60.00,,\n"
    "5/10/2026,V-5,CIGNA,CO-18,50.00,7/30/2026,\n6/10/2026,V-6,AETNA,CO-50,40.00,8/9/2026,\nCount,6,,,,,\n"
)


def listed(head: str = "Last day to appeal", text: str = LOG) -> pd.DataFrame:
    return read_claim_history(text.format(head).encode(), "claims/turned down.csv").denials


def of(denials: pd.DataFrame) -> Book:
    claims = [
        history(
            f"V-{n}",
            "written off" if n == 6 else "denied",
            payer_name=payer,
            paid_date=pd.Timestamp("2026-06-10"),
        )
        for n, payer in enumerate(["AETNA", "AETNA", "CIGNA", "CIGNA", "CIGNA", "AETNA"], 1)
    ]
    made = book(claims, payers=STATED)
    return Book(replace(made.inputs, denials=dated(denials, [made.inputs.history]), known={}))


@pytest.mark.parametrize(
    "head", ["Last day to appeal", "Appeal by", "APPEAL DEADLINE", "Deadline", "Appeal due by"]
)
def test_a_list_of_denials_has_its_own_last_days_and_claim_numbers_whatever_their_header(head):
    rows = listed(head).set_index("claim_number")
    assert [f"{day:%m-%d}" if pd.notna(day) else "" for day in rows["appeal_by"]] == [
        "08-09", "08-05", "09-01", "", "07-30", "08-09",
    ]  # fmt: skip
    assert rows["listed_remarks"].fillna("").tolist() == ["N115", "M76", "", "", "", ""]


@pytest.mark.parametrize(
    ("head", "cell"),
    [("Last day to appeal", "ask Odette"), ("Last day to work it", "8/5/2026"), ("Last seen", "8/5/2026")],
)
def test_what_is_no_day_or_not_the_last_one_to_appeal_is_none(head, cell):
    rows = listed(head, LOG.replace("8/5/2026", cell))
    assert rows["appeal_by"].isna().all() and len(rows) == 6


def test_each_last_day_stands_beside_the_rule_and_what_can_still_be_appealed_comes_first():
    rows = listed_days(of(listed()))
    assert rows["claim_number"].tolist() == ["V-2", "V-1", "V-3", "V-4", "V-5", "V-6"]
    # 2026-06-10 and 60 days is 2026-08-09: the list has that day for V-1, and 08-05, four days sooner, for V-2
    assert rows["says"].tolist() == [
        "4 days before the payer's rule", "as the payer's rule has it", NO_RULE, NEITHER, NO_RULE, SAME,
    ]  # fmt: skip
    # 07-30 is the day before the report's; a claim that is written off is no open work
    assert rows["when"].tolist() == [*["to come"] * 3, "none is printed", "passed", "nothing to appeal"]
    assert rows["standing"].iloc[-1] == "written off"
    (said,) = limits(rows)  # 5 of 6 have a day: 1 differs (V-2), 2 are known by the list alone (V-3, V-5)
    assert "5 of 6 denials" in said and "rule for 1 and" in said and said.endswith("for 2.")


def test_where_no_rule_is_known_the_lists_day_is_the_deadline_and_is_called_the_lists_own():
    rows = of(listed()).open.set_index("claim_number")
    assert {n: f"{day:%m-%d}" if pd.notna(day) else None for n, day in rows["deadline_on"].items()} == {
        "V-1": "08-09", "V-2": "08-09", "V-3": "09-01", "V-4": None, "V-5": "07-30",
    }  # fmt: skip
    assert "own list of denials" in rows.loc["V-3", "deadline_rule"]
    assert "own list of denials" not in rows.loc["V-2", "deadline_rule"]


def test_a_remark_of_the_list_bars_an_appeal_whatever_day_it_prints():
    text = (
        "Denials\nDenied on,Visit #,Plan,Rsn,Amt,Appeal by,RARC\n"
        "6/10/2026,V-1,Medicare Part B,CO-16,90.00,10/13/2026,MA130\n"
        "6/10/2026,V-2,Medicare Part B,CO-16,90.00,10/13/2026,M76\n"
    )
    claims = [history(n, "denied", payer_name="Medicare Part B") for n in ("V-1", "V-2")]
    made = book(claims)
    denials = dated(read_claim_history(text.encode(), "claims/denials.csv").denials, [made.inputs.history])
    rows = listed_days(Book(replace(made.inputs, denials=denials, known={}))).set_index("claim_number")
    assert rows["when"].to_dict() == {"V-2": "to come", "V-1": "nothing to appeal"}
    assert rows.loc["V-1", "says"] == "no appeal by its remark: correct it and send it again"
    told = Book(replace(made.inputs, denials=denials, known={})).open.set_index("claim_number")
    assert told["deadline_is"].to_dict() == {"V-1": "filing", "V-2": "appeal"}


def test_the_reason_of_a_listed_denial_is_the_lists_also_where_its_claim_is_settled():
    made = of(listed())
    rows = on_lists(made.inputs.history, made.inputs.denials).set_index("claim_number")["denial_reason"]
    assert rows.to_dict() == {
        "V-1": "CO-50",
        "V-2": "CO-16",
        "V-3": "CO-197",
        "V-4": "CO-50",
        "V-5": "CO-18",
        "V-6": "CO-50",
    }


def test_a_denial_whose_claim_no_other_file_has_may_still_be_open():
    text = LOG.replace("V-3", "V-33")
    rows = listed_days(of(listed(text=text))).set_index("claim_number")
    assert (rows.loc["V-33", "standing"], rows.loc["V-33", "when"]) == (
        "no other file has the claim",
        "to come",
    )


def test_a_list_without_such_days_has_no_row():
    text = "\n".join(",".join(line.split(",")[:5]) for line in LOG.splitlines())
    assert listed_days(of(listed(text=text))).empty and limits(listed_days(of(listed(text=text)))) == ()
    assert AS_OF.isoformat() == "2026-07-31"
