"""A later payer's answer is of the claim that the first payer answered: its zero is no denial, and no second claim."""

from __future__ import annotations

import pandas as pd
import pytest
from baseline_makers import book as monthly
from cutover.workstreams.decisions import DENIED, MET
from cutover.workstreams.denials import refusals
from cutover.workstreams.era_audit.both_systems import answered
from cutover.workstreams.reporting_baseline.decided import by_month, rows
from era_frames import AS_OF, adjustment, archive, audit, claim, payment
from era_frames import rows as frame
from open_claims_makers import book, day, decided, history


@pytest.mark.parametrize(
    ("status", "adjustments", "zero", "reason"),
    [
        ("2", [("CO", "45", 15_000)], "prior payer", None),  # its contract alone: the first payment meets it
        ("21", [("CO", "45", 9_000), ("CO", "253", 6_000)], "prior payer", None),
        ("1", [("CO", "45", 15_000)], "denied", "CO-45"),  # of the first payer it is a denial
        ("2", [("CO", "197", 15_000)], "denied", "CO-197"),  # a later payer can refuse as well
        ("2", [("CO", "45", 9_000), ("OA", "23", 6_000)], "prior payer", None),
        ("2", [("CO", "45", 9_000), ("PR", "3", 6_000)], "patient's share", None),
        ("2", [], "no reason", None),
    ],
)
def test_a_later_payers_zero_for_its_contract_is_no_denial(status, adjustments, zero, reason):
    claims = frame("claims", claim("a", paid_cents=0, charge_cents=15_000, status=status))
    found = refusals(claims, frame("adjustments", *[adjustment("a", *one) for one in adjustments]), AS_OF)
    assert found["zero"].tolist() == [zero]
    assert found["reason"].fillna("").tolist() == [reason or ""]


def first(paid=8_000, refused="CO-45", **said):
    return decided("4411-7", "2026-06-20", paid, refused, payer="MEDICARE", **said)


def second(refused="CO-45", status="2"):
    return decided("4411-7", "2026-07-10", 0, refused, payer="BAY ASSISTANCE", status=status)


@pytest.mark.parametrize(
    ("eras", "outcome", "status"),
    [
        ([first(), second()], MET, "resolved"),
        ([first(paid=0, refused="CO-197"), second()], DENIED, "denied"),  # the first one's denial stays
        ([first(), second("CO-16")], DENIED, "denied"),  # the later payer asks for something
    ],
)
def test_what_became_of_a_claim_is_told_by_both_answers(eras, outcome, status):
    rows = book(eras=eras).every
    assert rows[["outcome", "status"]].to_numpy().tolist() == [[outcome, status]]


def test_a_claim_that_the_history_has_open_though_both_payers_are_done_is_one_to_post():
    rows = book([history("4411-7", paid_cents=0)], eras=[first(), second()]).every
    assert rows["conflict"].tolist() == ["handoff-paid-in-era"]


def test_the_months_count_no_denial_where_the_later_payers_contract_takes_all():
    told = rows(monthly(eras=[first(), second()]).inputs)
    counts = by_month(told)
    assert counts["denied"].tolist() == [0, 0] and counts["decided"].tolist() == [1, 1]  # June, July


def test_denials_of_later_payers_are_a_row_of_their_own():
    made = [
        payment(key, "2026-06-10", 0, payer_name=payer)
        for key, payer in zip("abcd", ["MEDICARE", *["BAY ASSISTANCE"] * 3], strict=True)
    ]
    claims = [claim(key, paid_cents=0, status=s) for key, s in zip("abcd", "1222", strict=True)]
    lowered = [("a", "CO", "16"), ("b", "CO", "45"), ("c", "CO", "45"), ("d", "CO", "16")]
    told = audit(
        archive(payments=made, claims=claims, adjustments=[adjustment(*one, 15_000) for one in lowered])
    )
    zero = told.tables["zero_paid"].frame.set_index("outcome")["claim_count"].to_dict()
    assert zero == {"denied": 1, "denied, by a later payer": 1, "prior payer": 2}


def told(*answers: tuple) -> int:
    """How many claims these answers are of: number, CLP02, first day."""
    columns = ["patient_control_number", "status", "statement_from"]
    of = pd.DataFrame(list(answers), columns=columns).astype({"statement_from": "datetime64[ms]"})
    return answered(of.astype({"patient_control_number": "str", "status": "str"})).nunique()


MARCH, APRIL = day("2026-03-02"), day("2026-04-02")


@pytest.mark.parametrize(
    ("answers", "claims"),
    [
        ([("K-7", "1", MARCH), ("K7", "2", MARCH)], 1),  # signs in a number are none
        ([("K7", "19", MARCH), ("K7S", "2", MARCH)], 1),  # the later payer's number has an ending
        ([("K7S", "2", MARCH)], 1),
        ([("K7S", "1", MARCH), ("K7", "1", MARCH)], 2),  # two first answers: the ending is the number's own
        ([("K7", "1", MARCH), ("K7", "22", MARCH), ("K7", "1", MARCH)], 1),  # taken back and corrected
        ([("K7", "1", MARCH), ("K7", "1", APRIL)], 2),  # two visits of one account
        ([("K7", "1", MARCH), ("K7", "2", None)], 1),
        ([("K7", "1", MARCH), ("K7", "1", APRIL), ("K7", "2", None)], 3),  # of which one nobody knows
        ([(None, "1", MARCH), (None, "1", MARCH)], 2),
    ],
)
def test_answers_and_claims_are_counted_apart(answers, claims):
    assert told(*answers) == claims
