"""A claim that is decided, taken back and decided again is one claim in the share that payers deny (03, 10)."""

from __future__ import annotations

import pytest
from cutover.workstreams.denials import claims_once
from cutover.workstreams.era_audit.inputs import Inputs
from cutover.workstreams.era_audit.payers_and_denials import denials_by_payer_table
from cutover.workstreams.rollout.report import assess
from era_frames import AS_OF, PRACTICE, adjustment, archive, claim, day, paired, payment
from rollout_makers import book, one

SAME = {"patient_control_number": "R7", "statement_from": day("2026-02-20")}


def given(*, is_whole: bool = True, **again) -> Inputs:
    """Claim R7 of 150.00 paid in March, taken back and decided again in April; beside it one claim denied in `b`."""
    paid = [
        payment("a", "2026-03-02"),
        payment("b", "2026-04-06"),
        payment("c", "2026-04-07", is_whole=is_whole),
    ]
    claims = [
        claim("a", 0, **SAME),
        claim("b", 0, **SAME, status="22", charge_cents=-15_000, paid_cents=-10_000),
        claim("b", 1, **(SAME | {"paid_cents": 8_000} | again)),
        claim("b", 2, paid_cents=0),
        claim("c", 0, paid_cents=0),
    ]
    refused = [adjustment("b", "CO", "50", 15_000, 2), adjustment("c", "CO", "50", 15_000)]
    return Inputs(
        archive(payments=paid, files=paired(paid), claims=claims, adjustments=refused), PRACTICE, AS_OF
    )


@pytest.mark.parametrize(
    ("again", "decided"),
    [
        ({}, 3),  # R7 and the two that are denied
        ({"statement_from": day("2026-02-21")}, 4),  # another visit of the account
        ({"charge_cents": 9_000}, 4),  # another charge: perhaps another claim
        ({"statement_from": None}, 4),  # without a day nobody can say so
        ({"patient_control_number": "R8"}, 4),
    ],
)
def test_a_claim_decided_again_counts_once_and_what_may_be_another_claim_counts_twice(again, decided):
    row = denials_by_payer_table(given(**again)).frame.iloc[0]
    assert row[["claim_count", "denied_count"]].tolist() == [decided, 2]
    assert row["share"] == pytest.approx(2 / decided)


def test_without_remittances_that_are_cut_off_it_counts_once_as_well():
    # 1 of 2: R7 once, and the one denied in the whole remittance
    assert (
        "Without such remittances 1 of 2 decided claims are denied."
        in denials_by_payer_table(given(is_whole=False)).note
    )


def test_the_last_decision_is_the_one_that_is_kept():
    rows = given().claim_rows
    kept = claims_once(rows[rows["status"].ne("22")])
    assert kept.loc[kept["patient_control_number"].eq("R7"), "paid_cents"].tolist() == [8_000]


def test_10_names_the_share_of_office_ally_and_what_is_cut_off():
    # 2 of 3, 1 of 2 without the remittance that is cut off; of the other practice every remittance is whole
    cut, sound = one("east", decided=3, denied=2, whole=(2, 1)), one("west", decided=4, denied=1)
    told = assess(book(cut, sound)).tables["sizes"]
    assert told.note.endswith(
        "denied without remittances that are cut off: East Clinic 1 of 2, with them 2 of 3"
    )
    assert "cut off" not in assess(book(sound)).tables["sizes"].note
    assert next(c.label for c in told.columns if c.name == "denial_rate") == "Denied, Office Ally"
