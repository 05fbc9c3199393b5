"""A corrected line that leaves the patient's share as it was has lost the payer's part, and counts with its claim."""

from __future__ import annotations

import pytest
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
