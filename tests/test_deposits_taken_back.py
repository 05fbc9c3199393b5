"""A deposit that the bank took back is none, and what patients paid at the desk is no payer's."""

from __future__ import annotations

import pandas as pd
import pytest
from cutover.reading.postings.deposits import DRAWN, TAKEN_BACK, are_own, load_deposits
from cutover.reading.practice.book import Practice


def read(tmp_path, *lines: str):
    """What is read of a bank's export with these lines."""
    who = Practice("acme", "elm", "Elm", frozenset(), frozenset(), tmp_path)
    (who.raw / "bank").mkdir(parents=True)
    (who.raw / "bank" / "a.csv").write_text("\n".join(["Date,Description,Amount", *lines]) + "\n")
    return load_deposits(who)


def reasons(found) -> dict[int, str]:
    """Why each row of the file that is no deposit is none."""
    return dict(zip(found.set_aside["source_row"], found.set_aside["reason"], strict=True))


def test_a_credit_that_a_later_line_takes_back_is_no_deposit(tmp_path):
    found = read(
        tmp_path,
        "2026-04-06,ALDER MUTUAL HCCLAIMPMT 771,210.00",
        "2026-04-07,ALDER MUTUAL DUP CREDIT,64.10",
        "2026-04-09,ALDER MUTUAL REVERSAL DUP CREDIT,-64.10",
    )
    assert found.rows["amount_cents"].tolist() == [210_00]
    assert reasons(found) == {3: TAKEN_BACK, 4: DRAWN}  # 210.00 + 64.10 - 64.10 = 210.00


@pytest.mark.parametrize(("line", "is_back"), [
    ("2026-04-17,RETURNED DEPOSITED ITEM,-64.10", True),  # the tenth day after
    ("2026-04-18,RETURNED DEPOSITED ITEM,-64.10", False),  # the eleventh
    ("2026-04-06,RETURNED DEPOSITED ITEM,-64.10", False),  # before it came
    ("2026-04-09,RETURNED DEPOSITED ITEM,-64.11", False),  # another amount
    ("2026-04-09,CITY WATER,-64.10", False),  # money drawn for something else
    ("2026-04-09,REVISION SOFTWARE,-64.10", False),  # a word is whole
])  # fmt: skip
def test_it_is_taken_back_within_ten_days_by_its_amount_and_a_word(tmp_path, line, is_back):
    found = read(tmp_path, "2026-04-01,OPENING,5.00", "2026-04-07,MOBILE DEPOSIT,64.10", line)
    assert (TAKEN_BACK in reasons(found).values()) is is_back


def test_of_several_deposits_of_one_amount_it_is_the_one_whose_words_are_repeated(tmp_path):
    two = ["2026-04-06,ELM SQUARE,64.10", "2026-04-07,ALDER MUTUAL CREDIT,64.10"]
    named = read(tmp_path / "a", *two, "2026-04-08,REV ALDER MUTUAL CREDIT,-64.10")
    assert reasons(named) == {3: TAKEN_BACK, 4: DRAWN}
    nobody = read(tmp_path / "b", *two, "2026-04-08,RETURNED ITEM,-64.10")
    assert reasons(nobody) == {4: DRAWN}  # which of the two is not known, so both stay


def test_each_line_takes_one_deposit_back(tmp_path):
    rows = ["2026-04-06,ALDER CREDIT,64.10", "2026-04-07,ALDER CREDIT,64.10"]
    once = read(tmp_path / "a", *rows, "2026-04-08,REVERSAL ALDER CREDIT,-64.10")
    assert once.rows["amount_cents"].tolist() == [64_10]
    twice = read(tmp_path / "b", *rows, *["2026-04-08,REVERSAL ALDER CREDIT,-64.10"] * 2)
    assert twice.rows.empty and list(reasons(twice).values()) == [TAKEN_BACK, TAKEN_BACK, DRAWN, DRAWN]


@pytest.mark.parametrize(("description", "own"), [
    ("COUNTER DEPOSIT - COPAYS", True),
    ("BRANCH DEPOSIT PT PMTS 4/7", True),
    ("DEPOSIT SELF-PAY", True),
    ("COUNTER DEPOSIT", False),  # it may be checks of payers
    ("PATIENT CHOICE HEALTH PLAN HCCLAIMPMT", False),
    ("COPAYSON MUTUAL HCCLAIMPMT", False),  # a word is whole
])  # fmt: skip
def test_what_patients_paid_at_the_desk_is_no_payers_money(description, own):
    assert are_own(pd.Series([description])).tolist() == [own]


@pytest.mark.parametrize(("words", "is_own"), [
    ("TOWNSHIP YOUTH PROGRAM GRANT", True), ("Hearing screening grant 2026-03", True), ("ELM FUND STIPEND #12", True),
    ("GRANT MUTUAL CLAIMS", False), ("GRANT COUNTY HEALTH PLAN", False), ("GRANT", False),
    ("HCCLAIMPMT ELM GRANT", False), ("ALDER MIGRANT", False),
])  # fmt: skip
def test_a_line_that_ends_with_a_grant_is_no_payers(words, is_own):
    assert are_own(pd.Series([words])).tolist() == [is_own]
