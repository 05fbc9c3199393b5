"""How a claim without payment is read: by the role of its adjustments, never by its status alone."""

from __future__ import annotations

import pytest
from cutover.workstreams.denials import refusals
from era_frames import AS_OF, adjustment, claim, rows


def read(*adjustments: tuple[str, str, int], paid: int = 0, charge: int = 15_000):
    """What refuses one claim with these adjustments: group, reason, cents."""
    claims = rows("claims", claim("a", paid_cents=paid, charge_cents=charge))
    return refusals(claims, rows("adjustments", *[adjustment("a", *one) for one in adjustments]), AS_OF).iloc[
        0
    ]


@pytest.mark.parametrize(
    ("adjustments", "zero", "reason"),
    [
        ([("CO", "197", 15_000)], "denied", "CO-197"),
        ([("CO", "45", 15_000)], "denied", "CO-45"),  # nothing but the contract lowers it to nothing
        ([("CO", "45", 5_000), ("PR", "1", 10_000)], "patient's share", None),
        ([("CO", "1", 15_000)], "denied", "CO-1"),  # the patient's share only under PR
        ([("CO", "24", 15_000)], "capitation", None),
        ([("OA", "23", 15_000)], "prior payer", None),
        (
            [("CO", "45", 5_000), ("CO", "16", 4_000), ("CO", "97", 6_000)],
            "denied",
            "CO-97",
        ),  # the largest refusal
        ([("CO", "99999", 15_000)], "denied", "CO-99999"),  # an unlisted reason refuses
        ([("CO", "197", 0)], "no reason", None),  # it moves no money
        ([], "no reason", None),
    ],
)
def test_a_claim_without_payment_is_read_by_its_adjustments(adjustments, zero, reason):
    found = read(*adjustments)
    assert found["zero"] == zero
    assert (found["reason"] if found["reason"] == found["reason"] else None) == reason


def test_a_paid_claim_is_not_denied_and_what_is_refused_of_it_is_summed():
    found = read(("CO", "45", 5_000), ("CO", "97", 2_000), ("CO", "16", 1_000), paid=7_000)
    assert (found["zero"] == found["zero"], found["refused_cents"], found["reason"]) == (
        False,
        3_000,
        "CO-97",
    )


def test_a_claim_without_a_charge_has_not_been_refused():
    found = read(charge=0)
    assert found["zero"] != found["zero"]
