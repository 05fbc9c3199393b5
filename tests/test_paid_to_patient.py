"""Money that a payer sends to the patient is no denial: the practice collects it from the patient."""

from __future__ import annotations

import pytest
from cutover.reading.postings.deposits import are_own
from cutover.workstreams.allowed_lines.adjusted import PARTS, PATIENT, REFUSED, part_of
from cutover.workstreams.denials import refusals
from cutover.workstreams.open_claims.report import report
from era_frames import AS_OF, adjustment, claim, rows
from open_claims_makers import book, decided, history, one
from pandas import Series


def read(*adjustments: tuple[str, str, int]):
    """What refuses one claim of $150.00 that was paid nothing."""
    claims = rows("claims", claim("a", paid_cents=0, charge_cents=15_000))
    return refusals(claims, rows("adjustments", *[adjustment("a", *one) for one in adjustments]), AS_OF).iloc[
        0
    ]


@pytest.mark.parametrize("group", ["PR", "CO", "OA"])
def test_what_went_to_the_patient_is_no_denial_whatever_its_group(group):
    told = read(("CO", "45", 3_000), (group, "100", 12_000))
    assert (told["zero"], told["to_patient_cents"]) == ("paid to the patient", 12_000)
    assert told["beside_share_cents"] == (0 if group == "PR" else 12_000)


def test_a_refusal_beside_it_stays_a_denial_and_a_copay_beside_it_does_not_make_it_the_patients_share():
    assert read(("PR", "100", 9_000), ("CO", "197", 6_000))["zero"] == "denied"
    assert read(("PR", "100", 9_000), ("PR", "3", 6_000))["zero"] == "paid to the patient"
    assert read(("PR", "3", 15_000))["zero"] == "patient's share"


@pytest.mark.parametrize(
    ("refused", "status", "code"),
    [
        ("PR-100", "patient responsibility", "handoff-paid-to-patient"),
        ("CO-100", "patient responsibility", "handoff-paid-to-patient"),
        ("CO-50", "denied", "handoff-denied-unnoticed"),
    ],
)
def test_such_a_claim_waits_on_the_patient_and_never_on_an_appeal(refused, status, code):
    given = book(
        [history("A1", "pending", 7_000)], eras=[decided("A1", "2026-06-20", 0, refused, charge=7_000)]
    )
    assert one(given)["status"] == status
    assert [(f.code, f.amount_cents) for f in report(given).findings if f.code == code] == [(code, 7_000)]
    assert len(given.worked) == (status == "denied")


def test_a_history_that_calls_it_denied_is_set_right_and_one_that_calls_it_paid_is_left_alone():
    era = [decided("A1", "2026-06-20", 0, "PR-100")]
    assert one(book([history("A1", "denied")], eras=era))["status"] == "patient responsibility"
    assert len(book([history("A1", "paid")], eras=era).open) == 0


def test_what_is_to_collect_is_the_share_and_what_was_sent_under_another_group():
    told = decided("A1", "2026-06-20", 0, "OA-100", charge=8_000, patient_responsibility_cents=2_000)
    assert one(book(eras=[told]))["balance_cents"] == 10_000  # 20.00 + 80.00
    told = decided("A1", "2026-06-20", 0, "PR-100", charge=8_000, patient_responsibility_cents=8_000)
    assert one(book(eras=[told]))["balance_cents"] == 8_000  # CLP05 holds it already


def test_what_was_sent_to_the_patient_belongs_to_the_allowed_amount():
    parts = part_of(Series(["PR", "CO", "CO"]), Series(["100", "100", "2"]), AS_OF)
    assert [PARTS[number] for number in parts] == [PATIENT, PATIENT, REFUSED]


@pytest.mark.parametrize(
    ("text", "is_own"),
    [
        ("BRANCH DEP CLIENT CHECK 0114", True),
        ("PATIENT CHECKS 3 ITEMS", True),
        ("Mobile deposit - personal check", True),
        ("GUARANTOR PMT SMITH", True),
        ("CHECK DEPOSIT 88120", False),
        ("CLIENT CHECKING TRANSFER FEE BACK", False),
        ("AETNA CHECK 88120", False),
    ],
)
def test_a_check_of_the_patient_or_client_is_no_payers_deposit(text, is_own):
    assert bool(are_own(Series([text])).iloc[0]) is is_own
