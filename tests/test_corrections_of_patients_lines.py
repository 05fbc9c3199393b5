"""A corrected line that leaves the patient's share as it was has lost the payer's part, and counts with its claim."""

from __future__ import annotations

import pytest
from cutover.workstreams.fee_schedules.report import report
from fee_makers import book, line, lines


def corrected(first: tuple[int, int], now: tuple[int, int], code: str) -> list[dict]:
    """A first decision (paid, the patient's coinsurance), its reversal and the decision in its place."""
    of = {"patient_control_number": "K4", "charge_cents": 15_000}
    given = {"code": code, "on": "2026-05-04"}
    (paid, share), (then, rest) = first, now
    back = of | {"charge_cents": -15_000, "paid_cents": -paid, "status": "22"}
    return [
        line(paid, ("PR", "2", share), of_claim=of | {"paid_cents": paid}, **given),
        line(-paid, ("PR", "2", -share), charge=-15_000, of_claim=back, **given),
        line(then, ("PR", "2", rest), of_claim=of | {"paid_cents": then}, **given),
    ]


@pytest.mark.parametrize(
    ("first", "now", "short"),
    [
        ((4_000, 1_000), (0, 1_000), [4_000]),  # 50.00 allowed, then 10.00, all of it the patient's as before
        ((4_000, 1_000), (0, 5_000), []),  # the patient owes it all: the amount allowed is the same
        ((4_000, 1_000), (0, 3_000), []),  # the patient owes more than before: whose the rest is, is not said
        ((0, 2_000), (0, 1_000), []),  # the payer paid nothing at first
    ],
)
def test_a_line_of_which_the_payer_took_its_own_part_back_is_short_of_it(first, now, short):
    told = book(*lines(12), *corrected(first, now, "81003"))
    assert told.corrections["short_cents"].tolist() == short


@pytest.mark.parametrize(
    ("first", "now", "moved"),
    [
        (
            (5_000, 0),
            (3_500, 1_500),
            [[5_000, 3_500, 0, 1_500]],
        ),  # 50.00 allowed twice, 15.00 now the patient's
        ((4_000, 1_000), (0, 5_000), [[4_000, 0, 0, 4_000]]),  # all of it the patient's
        ((5_000, 0), (5_000, 0), []),  # decided again alike
        ((3_500, 1_500), (5_000, 0), []),  # decided again for more
    ],
)
def test_a_claim_of_which_the_patient_owes_more_now_is_listed_and_short_of_nothing(first, now, moved):
    told = book(*lines(12), *corrected(first, now, "81003"))
    names = ["first_paid_cents", "paid_cents", "short_cents", "moved_cents"]
    shown = report(told)
    assert shown.tables["corrections"].frame[names].values.tolist() == moved
    assert told.corrections.empty and not [
        one for one in shown.findings if one.code == "fees-correction-lower"
    ]


def test_a_claim_paid_in_one_system_and_taken_back_in_the_other_is_one_case():
    first, *later = corrected((5_000, 0), (3_500, 1_500), "81003")
    told = book(*lines(12), first, *(one | {"medi": True} for one in later))
    assert told.moved[["first_paid_cents", "paid_cents", "moved_cents"]].values.tolist() == [
        [5_000, 3_500, 1_500]
    ]
