"""A list of visits tells which were kept; a kept one that no claim is of was never billed, and its limit runs."""

from __future__ import annotations

import pandas as pd
import pytest
from cutover.reading.practice.visits import CANCELED, KEPT, NO_SHOW, UNKNOWN, VISITS, state_of, visits_of
from cutover.workstreams.open_claims.due import NO_RULE
from cutover.workstreams.open_claims.findings import _unbilled
from cutover.workstreams.open_claims.visits import NO_PAYER, by_state, is_known
from open_claims_makers import book, day, decided, history
from parallel_frames import frame

LIST = """Visit date,Chart no,Attendance,Claim #
06/01/2026,501,Attended,K1
06/02/2026,502,No-show,
06/03/2026,502,Cancelled by parent,
06/04/2026,502,Attended,
06/04/2026,502,attended,
"""


@pytest.mark.parametrize(
    ("text", "state"),
    [
        ("Kept", KEPT), ("Checked out", KEPT), ("NO SHOW", NO_SHOW), ("no-show", NO_SHOW), ("Patient missed", NO_SHOW),
        ("did not attend", NO_SHOW), ("Cancelled late by pt", CANCELED), ("CXL", CANCELED), ("rescheduled", CANCELED),
        ("left early", None), ("97110", None),
    ],
)  # fmt: skip
def test_what_became_of_a_visit_is_told_by_its_word(text, state):
    assert state_of(text) == state


def test_a_list_of_visits_is_read_row_by_row():
    rows = visits_of(LIST.encode(), "appointments/a.csv")
    assert rows["state"].tolist() == [KEPT, NO_SHOW, CANCELED, KEPT, KEPT]
    assert rows["account"].tolist() == ["501", "502", "502", "502", "502"]
    assert rows["claim_number"].fillna("").tolist() == ["K1", "", "", "", ""]
    assert rows["tells_claims"].all()


@pytest.mark.parametrize(
    "text",
    [
        LIST.replace("Attendance", "Room"),  # no column says what became of a visit
        LIST.replace("Attended", "Room 4").replace("attended", "Room 4"),  # most words are no state
        LIST.replace("Attended", "No show").replace("attended", "No show"),  # a list of no visit
        LIST.replace("Visit date", "Therapist"),  # no day
    ],
)
def test_another_list_of_appointments_is_no_list_of_visits(text):
    assert visits_of(text.encode(), "appointments/a.csv").empty


def test_an_empty_state_is_not_known_and_no_visit_kept():
    rows = visits_of((LIST + "06/05/2026,503,,\n").encode(), "appointments/a.csv")
    assert rows["state"].iloc[-1] == UNKNOWN


def visit(account: str, on: str, state: str = KEPT, claim: str | None = None, tells: bool = True) -> dict:
    return {"account": account, "service_from": day(on), "state": state, "claim_number": claim, "tells_claims": tells,
            "source_file": "appointments/a.csv"}  # fmt: skip


def given(*visits: dict, claims=(), eras=(), **limits):
    """An open-claims book of the last of July 2026, with these visits."""
    return book(claims, eras=eras, payers=limits, visits=frame(VISITS, list(visits)))


def test_a_kept_visit_without_a_claim_of_its_patient_and_day_was_never_billed():
    found = given(
        visit("501", "2026-06-01", claim="K1"),  # its list names the claim
        visit("502", "2026-06-02"),  # the history has the patient's claim of that day
        visit("503", "2026-06-03"),  # so does a remittance
        visit("501", "2026-06-08"),  # nothing has it
        visit("501", "2026-06-09", NO_SHOW), visit("501", "2026-06-10", CANCELED),
        visit("501", "2026-08-01"),  # after the report
        claims=[history("K1"), history("502", on="2026-06-02")],
        eras=[decided("503", "2026-06-20", 8_000, on="2026-06-03")],
        AETNA={"filing_days": 90},
    )  # fmt: skip
    (row,) = found.unbilled_visits.to_dict("records")
    # 90 days from 2026-06-08: 22 left of June, 31 of July, 31 of August, 6 of September
    assert (row["service_from"], row["deadline_on"]) == (
        pd.Timestamp("2026-06-08"),
        pd.Timestamp("2026-09-06"),
    )
    assert row["payer"] == "AETNA"
    counts = by_state(found.inputs, found.unbilled_visits).set_index("state")
    assert counts["visits"].to_dict() == {KEPT: 5, NO_SHOW: 1, CANCELED: 1}
    assert counts["unbilled"].fillna(-1).to_dict() == {KEPT: 1, NO_SHOW: -1, CANCELED: -1}


def test_the_visit_whose_limit_ends_first_is_on_top_and_a_limit_that_is_not_known_is_said():
    found = given(
        visit("501", "2026-05-01", claim="K1"), visit("501", "2026-06-20"), visit("501", "2026-06-10"),
        visit("502", "2026-05-01", claim="K2"), visit("502", "2026-06-01"), visit("503", "2026-06-02"),
        claims=[history("K1"), history("K2", payer_name="OAK MUTUAL")], AETNA={"filing_days": 60},
    )  # fmt: skip
    rows = found.unbilled_visits
    assert rows["service_from"].dt.strftime("%m-%d").tolist() == ["06-10", "06-20", "06-01", "06-02"]
    assert rows["why"].fillna("").tolist() == ["", "", NO_RULE, NO_PAYER]
    (told,) = _unbilled(found)
    assert told.code == "handoff-visit-not-billed"
    assert told.count == 4
    # 60 days from 2026-06-10: 20 left of June, 31 of July, 9 of August
    assert f"{told.due}" == "2026-08-09"
    assert "The first limit ends in 2026-08. The filing limit of 2 visits is not known." in told.meaning


def test_a_list_that_names_no_claims_tells_it_only_where_its_patients_are_those_of_the_claims():
    own = [history("501", on="2026-06-01"), history("502", on="2026-06-02")]
    met = [visit("501", "2026-06-01", tells=False), visit("502", "2026-06-02", tells=False)]
    lone = visit("501", "2026-06-09", tells=False)
    found = given(*met, lone, claims=own)
    assert found.unbilled_visits["service_from"].tolist() == [pd.Timestamp("2026-06-09")]
    strange = given(*(row | {"account": f"Z{row['account']}"} for row in (*met, lone)), claims=own)
    assert strange.unbilled_visits.empty  # their patients have other numbers: what was billed is not known
    assert not is_known(strange.inputs)
    assert by_state(strange.inputs, strange.unbilled_visits)["unbilled"].isna().all()


def test_without_a_list_of_visits_nothing_is_said():
    found = given(claims=[history("K1")])
    assert not list(_unbilled(found))
    assert by_state(found.inputs, found.unbilled_visits).empty
