"""At the desk a changed widget changes the answer, and a wrong entry is said in words."""

from __future__ import annotations

from dataclasses import replace

import pytest
from cost_cases import AS_OF, MONTHS, one_files, one_intake, submissions
from cutover.columns import empty
from cutover.desk.cost import CostDesk
from cutover.desk.meeting import MeetingDesk
from cutover.result import Table
from cutover.workstreams.cost.inputs import Inputs
from cutover.workstreams.nonpar.desk import choices, figures_if
from cutover.workstreams.parallel_run.meeting import SHEET
from era_frames import PRACTICE
from nonpar_makers import basis_of, sent


@pytest.fixture
def desk():
    """The desk of a practice of 40 claims a month, three of whose NPIs owe the fee, in a book of two."""
    claims = submissions(MONTHS, 40, nonpar=1, npis=3)
    other = one_files("oak", "Oak Clinic", claims=submissions(MONTHS, 600))  # beyond the first tier alone
    return CostDesk(
        Inputs((one_files(claims=claims, intake=one_intake(3)), other), (), AS_OF, "elm", "Elm Clinic")
    )


def claim_price(desk) -> int:
    """What Medi charges the practice for its claims in the first twelve months, in cents."""
    frame = desk.result().tables["medi"].frame
    return int(frame.set_index("item")["cents"]["claim"])


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("volume_percent", "200"),
        ("commitment", "monthly"),
        ("eligibility_price", "0.20"),
        ("eligibility_a_month", "500"),
        ("parallel_weeks", "12"),
        ("work_dollars", "900"),
        ("pooling", "practice"),
    ],
)
def test_each_input_of_the_cost_desk_changes_the_answer_shown(desk, name, value):
    before = desk.answer.value
    desk.inputs[name].value = value
    assert desk.answer.value != before


def test_twice_the_claims_cost_twice_their_price(desk):
    def claims() -> int:
        frame = desk.result().tables["medi"].frame
        return int(frame.set_index("item")["units"]["claim"])

    assert claims() == 1_440  # 12 * 3 * 40
    desk.inputs["volume_percent"].value = "200"
    assert claims() == 2_880


def test_a_practice_that_does_not_move_is_in_no_tier_of_the_others(desk):
    whole = claim_price(desk)
    desk.practices.value = ("elm",)
    # 1,440 claims at $0.70, the first tier; in a book of 720 a month they share in the $0.65 of the second
    assert claim_price(desk) == 1_008_00 > whole


def test_a_wrong_entry_is_said_in_words_and_the_next_right_one_is_answered(desk):
    answered = desk.answer.value
    desk.inputs["first_month"].value = "soon"
    assert "first_month" in desk.answer.value and desk.answer.value != answered
    desk.inputs["first_month"].value = ""
    assert desk.answer.value == answered


def test_a_payer_marked_as_moved_or_of_another_status_changes_the_fee_of_the_nonpar_desk():
    basis = basis_of(*sent("Sunrise"), *sent("Mystery", on="2026-04-02"), *sent("Aetna", 9))

    def fees(**marked) -> str:
        return figures_if(basis, **marked)[1].value

    assert choices(basis) == ["Mystery", "SUNRISE", "AETNA"]  # those that may be non-par first
    assert fees() == "$44.95 to $89.90"  # Mystery may be par or not
    assert fees(moved=["SUNRISE"]) == "$0.00 to $44.95"
    assert fees(par=["Mystery"]) == "$44.95"
    assert fees(nonpar=["Mystery"]) == "$89.90"
    assert fees(moved=["SUNRISE", "Mystery"]) == "$0.00"
    assert figures_if(basis, moved=["AETNA"])[-1].value == "9"  # claims sent another way


def test_a_meeting_is_written_down_by_one_click_and_never_twice(tmp_path):
    who = replace(PRACTICE, home=tmp_path)
    who.raw.mkdir(parents=True)
    sheet = Table("Sheet", empty(SHEET), SHEET)
    desk = MeetingDesk(who, sheet, AS_OF)
    desk.button.click()
    assert desk.message.value == f"Written: {AS_OF}.csv"
    desk.button.click()
    assert "written down already" in desk.message.value
