"""A claim with a credit is in no sum of what is open; it is counted beside it, and what all come to is said."""

from __future__ import annotations

import pandas as pd
import pytest
from cutover.reading.claims.states import state_of
from cutover.reading.claims.tables import CLAIM_HISTORY
from cutover.workstreams.open_balance import credits_of, credits_shown, figure, told_apart
from parallel_frames import frame

TODAY = pd.Timestamp("2026-07-31")


def row(number: str, balance: int, state: str = "pending", **said) -> dict:
    return {"claim_number": number, "service_from": pd.Timestamp("2026-03-02"), "charge_cents": 20_000,
            "payer_name": "Alder", "balance_cents": balance, "state": state,
            "source": "claim history"} | said  # fmt: skip


def history(*rows: dict) -> pd.DataFrame:
    return frame(CLAIM_HISTORY, list(rows))


@pytest.mark.parametrize("word", ["Credit", "CR bal", "Over-paid", "credit balance"])
def test_a_word_for_a_credit_says_that_nothing_is_open(word):
    assert state_of(word) == "paid"


@pytest.mark.parametrize(
    "word", ["credit card on file", "patient overpayment", "credited to the wrong claim"]
)
def test_another_word_with_credit_in_it_does_not(word):
    assert state_of(word) != "paid"


def test_a_credit_is_counted_beside_what_is_open_with_the_net_of_both():
    # 125.00 + 80.00 open, 32.50 too much: 205.00 - 32.50 = 172.50
    rows = history(row("V1", 12_500), row("V2", 8_000), row("V3", -3_250, "paid"), row("V4", 0, "paid"))
    shown = figure(rows, TODAY, None)
    assert shown.value == "$205.00"
    assert "1 claim with a credit of $32.50 not in it: 3 claims with a balance, $172.50 net" in shown.note
    assert credits_of(rows, TODAY)[["claim", "credit_cents"]].values.tolist() == [["V3", -3_250]]


def test_where_an_open_amount_is_not_known_no_net_is_told():
    bare = row("V5", None, "open", charge_cents=None)
    (said,) = told_apart(history(row("V1", 12_500), bare, row("V3", -3_250, "paid")), TODAY)
    assert said == "1 claim with a credit of $32.50 not in it"


def test_a_void_claim_below_zero_is_no_credit_and_without_one_nothing_is_said():
    rows = history(row("V1", 12_500), row("V6", -500, "voided"))
    assert credits_shown(rows, TODAY).frame.empty and not told_apart(rows, TODAY)
