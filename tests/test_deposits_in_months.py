"""A payer's deposit without a remittance is a hole in its month's remittances, with what is known of it."""

from __future__ import annotations

from types import SimpleNamespace

import pandas as pd
import pytest
from baseline_makers import billed, book, remitted, state
from cutover.reading.postings.tables import DEPOSITS
from cutover.workstreams.reporting_baseline.deposited import deposited
from era_frames import day
from parallel_frames import deposit, frame

ERAS = [remitted("A1", "2026-05-05", 8_000), remitted("A2", "2026-05-12", 7_000)]
THEIRS = [deposit("2026-05-06", 8_000), deposit("2026-05-13", 7_000)]


def missing(*more: dict, history=(), eras=ERAS) -> list[tuple]:
    """Month, words and cents of what the bank has and no remittance tells of."""
    told = book(history, eras, deposits=frame(DEPOSITS, [*THEIRS, *more]))
    return [(f"{month:%Y-%m}", why, cents) for month, why, cents in deposited(told.inputs)]


def test_deposits_that_remittances_pay_are_no_hole():
    assert missing() == []


@pytest.mark.parametrize(
    ("on", "cents", "words", "found"),
    [
        ("2026-05-20", 4_400, "ALDER HEALTH PLAN", [("2026-05", "1 deposit without a remittance", 4_400)]),
        ("2026-06-02", 4_400, "ALDER HEALTH PLAN", [("2026-06", "1 deposit without a remittance", 4_400)]),
        ("2026-05-20", 4_400, "ALDER CAPITATION PMT", []),  # for members, whatever is billed
        ("2026-05-20", 4_400, "CARD SETTLEMENT 88", []),  # the practice's own
        ("2026-05-20", -4_400, "ALDER HEALTH PLAN", []),  # money that was drawn
        ("2026-05-20", 0, "ALDER HEALTH PLAN", []),
    ],
)
def test_a_payers_deposit_without_a_remittance_is_missing_in_its_month(on, cents, words, found):
    assert missing(deposit(on, cents, words)) == found


def test_a_check_that_is_deposited_again_lacks_no_remittance_and_one_of_another_amount_does():
    third = remitted("A3", "2026-05-19", 9_000)
    third[0]["trace_number"] = "771001"
    once = deposit("2026-05-20", 9_000, "CHECK 771001")
    for cents, holes in ((9_000, 0), (9_100, 1)):
        again = deposit("2026-05-26", cents, "CHECK 771001")
        assert len(missing(once, again, eras=[*ERAS, third])) == holes


@pytest.mark.parametrize(
    ("paid_on", "cents", "known"),
    [("2026-05-20", 4_400, True), ("2026-05-11", 4_400, False), ("2026-05-20", 4_500, False)],
)
def test_what_the_claim_history_says_of_a_deposit_is_said(paid_on, cents, known):
    paid = billed("H1", "2026-05-02", 9_000, "paid", paid_cents=cents, paid_date=day(paid_on))
    ((_, why, amount),) = missing(deposit("2026-05-20", 4_400, "ALDER HEALTH PLAN"), history=[paid])
    assert (why.endswith("(the claim history has the claims that it pays)"), amount) == (known, 4_400)


@pytest.mark.parametrize(("second", "known"), [(3_300, True), (3_301, False)])
def test_a_deposit_of_checks_that_texts_make_to_the_cent_is_on_file_as_text(second, known):
    texts = pd.DataFrame({"check_number": ["880011", "880012"], "amount_cents": [1_100, second],
                          "check_date": [day("2026-05-15")] * 2, "payer_name": ["ALDER", "BIRCH"]})  # fmt: skip
    told = book((), ERAS, deposits=frame(DEPOSITS, [*THEIRS, deposit("2026-05-20", 4_400, "LOCKBOX CHECKS")]))
    old = SimpleNamespace(text_checks=texts)
    none = SimpleNamespace(text_checks=texts.iloc[:0])
    inputs = told.inputs
    counted = SimpleNamespace(
        as_of=inputs.as_of, today=inputs.today, deposits=inputs.deposits, counted=inputs.counted, lists=None,
        remittances=inputs.remittances, claims=inputs.claims, feeds=(old, none), papers=inputs.papers, known={},
    )  # fmt: skip
    ((_, why, _),) = deposited(counted)
    assert why.endswith("(the remittance is on file as text alone)") is known


def test_a_remittance_of_another_payee_is_named_as_such():
    other = remitted("B1", "2026-05-19", 4_400)
    other[0]["set_aside"] = "other payee"
    ((_, why, _),) = missing(deposit("2026-05-20", 4_400, "ALDER HEALTH PLAN"), eras=[*ERAS, other])
    assert why.endswith("(the remittance names another payee)")


def test_the_month_of_such_a_deposit_is_not_whole():
    paid = [deposit("2026-05-06", 8_000), deposit("2026-05-13", 8_000)]
    rows = [*paid, deposit("2026-05-20", 4_400, "ALDER HEALTH PLAN")]
    many = [remitted(f"A{n}", f"2026-{m:02d}-{d:02d}", 8_000) for n, (m, d) in enumerate(
        [(m, d) for m in (3, 4, 5, 6) for d in (5, 12, 19, 26)])]  # fmt: skip
    for deposits, said in ((paid, False), (rows, True)):
        told = book((), many, deposits=frame(DEPOSITS, deposits))
        _, why = state(told, "payments", "2026-05")
        assert ("1 deposit without a remittance" in (why or "")) is said
