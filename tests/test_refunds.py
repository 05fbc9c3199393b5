"""Refunds and resends: a reversal that acknowledges a refund and a denial as a duplicate are no open work."""

from __future__ import annotations

import pytest
from cutover.workstreams.era_audit.inputs import Inputs as Audit
from cutover.workstreams.era_audit.money import findings_and_tables
from cutover.workstreams.refunds import acknowledged
from era_frames import AS_OF, PRACTICE, archive, claim, payment, plb, rows
from open_claims_makers import book, day, decided, history, one
from pandas import DataFrame


def flags(taken: list[int], *returns: int, reason: str = "72") -> list[bool]:
    """Which reversals of one payment its provider-level amounts acknowledge."""
    back = DataFrame({"content": "a", "payment_id": 0, "paid_cents": taken})
    told = rows(
        "provider_adjustments", *[plb("a", reason, cents, pair=n) for n, cents in enumerate(returns, 1)]
    )
    return acknowledged(back, told).tolist()


def test_a_return_acknowledges_the_reversal_of_its_amount_or_all_of_them_together():
    assert flags([-5_000], -5_000) == [True]
    assert flags([-5_000, -5_000], -5_000) == [True, False]  # one return, one reversal
    assert flags([-5_000, -3_000], -8_000) == [True, True]  # 50.00 + 30.00
    assert flags([-5_000, -3_000], -3_000) == [False, True]
    assert flags([-5_000], -4_900) == [False]


def test_no_other_amount_acknowledges_one():
    assert flags([-5_000], 5_000) == [False]  # the payer takes a return back
    assert flags([-5_000], -5_000, reason="WO") == [False]
    assert flags([-5_000]) == [False]


def reversed_claim(*adjustments: dict) -> Audit:
    """An archive with one reversed claim and these provider-level amounts."""
    back = claim("a", status="22", paid_cents=-5_000, patient_control_number="A1")
    held = archive(
        payments=[payment("a", "2026-06-01", 0)], claims=[back], provider_adjustments=list(adjustments)
    )
    return Audit(held, PRACTICE, AS_OF)


@pytest.mark.parametrize(("cents", "is_open"), [(-5_000, False), (-4_000, True)])
def test_the_audit_asks_for_no_new_decision_on_a_refund(cents, is_open):
    found = findings_and_tables(reversed_claim(plb("a", "72", cents)))
    assert ("era-reversal-open" in {f.code for f in found.findings}) is is_open
    table = dict(found.tables)["reversals"].frame
    assert table["refund"].tolist() == ["no" if is_open else "yes"]


@pytest.mark.parametrize(
    ("refused", "status"),
    [("OA-18", None), ("CO-97", "denied")],  # paid first: the resend is a duplicate; another denial is one
)
def test_a_resend_that_is_denied_as_a_duplicate_leaves_the_first_answer(refused, status):
    eras = [decided("A1", "2026-06-20", 10_000), decided("A1", "2026-06-27", 0, refused)]
    given = book(eras=eras)
    assert (one(given)["status"] if len(given.open) else None) == status


def test_a_denial_as_a_duplicate_of_a_claim_that_nobody_has_stays_a_denial():
    given = book(
        [history("A1", submission_date=day("2026-06-02"))], eras=[decided("A1", "2026-06-27", 0, "OA-18")]
    )
    assert one(given)["status"] == "denied"
