"""A list of balances by account is no claim history: it is held beside the claims of each account, to the cent."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest
from cutover.reading.claims.account_balances import rows_of
from cutover.workstreams.open_claims.by_account import by_account, limits
from cutover.workstreams.open_claims.inputs import Inputs
from open_claims_makers import book, history

LIST = '{},Who,{}\nT-10,"Alder, May",150.00\nT-11,"Birch, Ned",40.25\nT-12,"Cedar, Ola",0.00\n,All,190.25\n'


def read(text: str) -> pd.DataFrame:
    return rows_of(text.encode(), "claims/who owes.csv")


@pytest.mark.parametrize(
    ("account", "balance"), [("Acct #", "Ins Bal"), ("Account No", "Balance"), ("MRN", "Insurance balance")]
)
def test_balances_by_account_are_read_whatever_their_headers_and_their_total_is_none(account, balance):
    rows = read(LIST.format(account, balance))
    assert rows[["account", "amount_cents"]].values.tolist() == [
        ["T-10", 15_000],
        ["T-11", 4_025],
        ["T-12", 0],
    ]
    assert set(rows["heading"]) == {balance}


@pytest.mark.parametrize("total", ["", ",Total"])
def test_an_aging_by_account_is_one_by_its_total_or_the_sum_of_its_ages(total):
    last = [",150.00", ",40.25"] if total else ["", ""]
    text = f"Account,Patient,0-30,31-60,61-90,Over 90{total}\nT-10,A,100.00,50.00,,{last[0]}\n"
    text += f"T-11,B,,,40.25,{last[1]}\n"
    rows = read(text)  # 100.00 + 50.00, and 40.25
    assert rows["amount_cents"].tolist() == [15_000, 4_025]


@pytest.mark.parametrize(
    "text",
    [
        "Account,Patient,DOS,Payer,Balance\nT-10,A,5/1/2026,AETNA,150.00\nT-11,B,5/2/2026,AETNA,40.25\n",  # claims
        "Account,Patient,Balance\nT-10,A,150.00\nT-10,A,40.25\n",  # an account twice: a row is no account
        "Account,Patient,Balance\nT-10,A,150.00\nT-11,B,see chart\n",  # not every balance is one
        "Account,Patient,Phone\nT-10,A,555-0100\nT-11,B,555-0101\n",
        "Account,Patient,Balance\nT-10,A,150.00\nT-11,B,40.25\n,,7.00\n",  # no account, and not the sum of all
        "Patient,Balance\nA,150.00\nB,40.25\n",  # a name tells no account
    ],
)
def test_what_is_no_list_of_balances_by_account_is_none(text):
    assert read(text).empty


def inputs(*claims: dict, text: str = LIST) -> Inputs:
    return replace(book(claims).inputs, balances=read(text.format("Account", "Ins balance")), known={})


def claim(number: str, account: str, cents: int, state: str = "pending", on: str = "2026-06-01") -> dict:
    return history(number, state, cents, on) | {"claim_number": number, "patient_control_number": account}


def test_each_account_stands_beside_the_sum_of_its_open_claims_the_largest_first():
    given = inputs(
        claim("C1", "T-10", 10_000), claim("C2", "T-10", 5_000, "denied"), claim("C3", "T-10", 900, "written off"),
        claim("C4", "T-11", 4_000), claim("C5", "T-13", 700), claim("C6", "T-12", 0, "paid"),
    )  # fmt: skip
    rows = by_account(given).set_index("account")
    # T-10: 100.00 + 50.00, what is written off is not open; T-11: 40.25 less 40.00; T-13 is in no list
    assert rows.index.tolist() == ["T-10", "T-11", "T-13", "T-12"]
    assert rows["state"].tolist() == ["agrees", "another amount", "only in the claim history", "agrees"]
    assert rows["ours_cents"].tolist()[:3] == [15_000, 4_000, 700] and rows.loc["T-11", "off_cents"] == 25
    assert rows["claims"].tolist() == [2, 1, 1, 0]
    (said,) = limits(given)  # 150.00 + 40.25 + 0.00 against 150.00 + 40.00 + 7.00
    assert "$190.25 for 3 accounts" in said and "$197.00" in said and "2 of 4 accounts agree" in said


def test_accounts_that_the_history_does_not_have_are_not_compared():
    given = inputs(claim("C1", "Z-1", 10_000))
    rows = by_account(given)
    assert rows["ours_cents"].isna().all() and set(rows["state"]) == {"only in the list"} and len(rows) == 3
    assert "$190.25, are not compared" in limits(given)[0] and "$0.00" not in limits(given)[0]


def test_without_such_a_list_nothing_is_said():
    given = book([claim("C1", "T-10", 10_000)]).inputs
    assert by_account(given).empty and limits(given) == ()
