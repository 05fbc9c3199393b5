"""Payers that pay by card: the bank receives the remittance less the processor's fee."""

from __future__ import annotations

import pandas as pd
import pytest
from cutover.reading.postings.card_fees import CardRules, less_a_fee
from cutover.workstreams.parallel_run.report import assess
from era_frames import payment
from parallel_frames import deposit, run

RULES = CardRules(least=100, most=500, payments=3, percent=50, days=10)
WHOLE = (12_000, 8_650, 20_410)
LESS = (11_652, 8_399, 19_818)  # 2.9 %: 12000 - 348, 8650 - 250.85, 20410 - 591.89


def found(deposits, paid, rules=RULES):
    """The pairs of deposits (cents, day) of one processor and remittances (cents, day), by their places."""
    bank = pd.DataFrame(deposits, columns=["cents", "day"]).assign(text="MERCHANT SVC 0419 DEP")
    return sorted(less_a_fee(bank, pd.DataFrame(paid, columns=["cents", "day"]), rules))


def test_deposits_that_are_remittances_less_one_fee_are_paired():
    pairs = found(zip(LESS, (11, 12, 13), strict=True), zip(WHOLE, (10, 11, 12), strict=True))
    assert pairs == [(0, 0), (1, 1), (2, 2)]


@pytest.mark.parametrize(("less", "number"), [
    (LESS, 3),
    (LESS[:2], 0),  # two of them: some fee fits any one, and two may be chance
    ((11_652, 8_399, 19_900), 0),  # the third at another fee: 2.5 %
    ((11_652, 8_399, 19_820), 0),  # two cents off
    ((11_890, 8_571, 20_223), 0),  # 0.9 %: less than any processor keeps
    ((11_380, 8_203, 19_355), 0),  # 5.2 %: more than any keeps
    ((11_400, 8_217, 19_389), 3),  # 5.0 %, the most: 12000 - 600, 8650 - 432.5, 20410 - 1020.5
])  # fmt: skip
def test_one_usual_fee_must_fit_three_of_them_to_the_cent(less, number):
    paid = zip(WHOLE, (10, 11, 12), strict=True)
    assert len(found([(cents, 13) for cents in less], paid)) == number


def test_the_fee_must_fit_half_of_the_deposits_of_the_same_words():
    paid = list(zip(WHOLE, (10, 11, 12), strict=True))
    patients = [(3_000 + 111 * n, 13) for n in range(4)]
    assert len(found([*((cents, 13) for cents in LESS), *patients[:3]], paid)) == 3  # 3 of 6
    assert found([*((cents, 13) for cents in LESS), *patients], paid) == []  # 3 of 7


@pytest.mark.parametrize(("day", "number"), [(22, 3), (23, 0), (9, 0)])
def test_a_card_is_paid_out_after_the_remittance_within_ten_business_days(day, number):
    paid = [(cents, 12) for cents in WHOLE]
    assert len(found([(cents, day) for cents in LESS], paid)) == number  # 22 = 12 + 10


def test_each_remittance_is_taken_once():
    paid = [(12_000, 10), (8_650, 10), (20_410, 10)]
    again = found([*((cents, 11) for cents in LESS), (LESS[0], 12)], paid)
    assert len(again) == 3 and len({payment for _, payment in again}) == 3


def banked(method: str, text: str = "ELAVON VCC DEPOSIT"):
    """Three remittances paid so, and what a processor of cards paid out the day after."""
    rows = [
        payment(f"x{n}", f"2026-07-{7 + n:02}", cents, trace_number=f"N{n}", method=method)
        for n, cents in enumerate(WHOLE)
    ]
    arrived = [deposit(f"2026-07-{8 + n:02}", cents, text) for n, cents in enumerate(LESS)]
    return run(medi={"payments": rows}, deposits=arrived)


def test_the_fee_is_told_and_no_remittance_is_without_its_deposit():
    told = banked("CHK")
    codes = {one.code: (one.count, one.amount_cents) for one in assess(told).findings}
    assert codes["run-card-fee"] == (3, 11_91)  # 3.48 + 2.51 + 5.92
    assert "run-remittance-unpaid" not in codes and "run-deposit-open" not in codes
    leg = told.legs["bank"]
    assert (leg["differences"], leg["of no payer"], leg["remains"]) == (-11_91, 0, 0)


@pytest.mark.parametrize(("method", "text"), [("ACH", "ELAVON VCC DEPOSIT"), ("CHK", "ALDER MUTUAL PMT")])
def test_a_transfer_or_a_deposit_of_other_words_is_no_card(method, text):
    codes = {one.code for one in assess(banked(method, text)).findings}
    assert "run-card-fee" not in codes and "run-remittance-unpaid" in codes
