"""An enrollment under a Tax ID that does not bill, a row whose words nobody knows, and an ERA by a source's word."""

from __future__ import annotations

import pytest
from cutover.intake.template import template
from cutover.reading.intake.reader import read_intake
from cutover.reading.payers.enrollments import load_enrollments
from cutover.workstreams.enrollment.cases import cases
from cutover.workstreams.enrollment.work_list import work
from enrollment_makers import NPI, OTHER_NPI, TIN, claims, day, era, filed, plan
from era_frames import PRACTICE

OLD, TURNED = "998887766", "111223338"  # no number near TIN, and one digit off it
SENT, PAID = claims("OXBOW HEALTH", 3), [era("OXBOW HEALTH", "2026-07-06", 12_000)]


def of(enrollments, **said):
    made = plan(SENT, PAID, enrollments=enrollments, **said)
    rows = made.standing.set_index("transaction")
    return made, rows, {code: frame for code, frame in cases(made).items() if len(frame)}


@pytest.mark.parametrize("other", [OLD, TURNED])
def test_a_payer_that_is_live_under_another_tax_id_is_not_live_for_the_one_that_bills(other):
    row = filed(
        "OXBOW HEALTH", "835", "LIVE", "2026-06-02", tax_id=other, reason="before the merger", source_row=9
    )
    made, rows, found = of([row])
    assert rows.loc["835", "state"] == "live under another Tax ID"
    assert rows.loc["835", "reason"] == f"LIVE under Tax ID {other} since 2026-06-02; before the merger"
    assert rows.loc["835", "source_row"] == 9
    case = found["enroll-other-tax-id"]
    assert case[["payer", "transaction", "tax_id", "amount_cents"]].to_numpy().tolist() == [
        ["OXBOW HEALTH", "835", TIN, 12_000]]  # fmt: skip
    # of one row one thing is told: it is neither without need, nor is the need without a row
    assert not {"enroll-not-needed", "enroll-era-forgotten"} & found.keys()
    assert found.get("enroll-nothing-filed", case.head(0))["transaction"].tolist() == []
    todo = work(made).set_index("transaction").loc["ERA (835)"]
    assert "file it again under the one that bills" in todo["action"]
    assert todo["waiting_on"] == "us"


def test_one_that_is_under_way_under_another_tax_id_is_said_so_and_a_canceled_one_is_nothing():
    _, rows, _ = of([filed("OXBOW HEALTH", "837P", "PROVISIONING", tax_id=OLD)])
    assert rows.loc["837P", "state"] == "filed under another Tax ID"
    _, rows, found = of([filed("OXBOW HEALTH", "837P", "CANCELED", tax_id=OLD)])
    assert rows.loc["837P", "state"] == "not known: no row about it"
    assert "enroll-other-tax-id" not in found


def test_a_row_of_the_tax_id_that_bills_goes_before_one_of_another():
    both = [filed("OXBOW HEALTH", "835", "PROVISIONING"), filed("OXBOW HEALTH", "835", "LIVE", tax_id=OLD)]
    _, rows, found = of(both)
    assert rows.loc["835", "state"] == "under way"
    assert found["enroll-not-needed"]["tax_id"].tolist() == [OLD]


def test_a_row_of_another_npi_or_of_a_tax_id_that_bills_too_is_not_taken_for_it():
    _, rows, found = of([filed("OXBOW HEALTH", "835", "LIVE", tax_id=OLD, billing_npi=OTHER_NPI)])
    assert rows.loc["835", "state"] == "not known: no row about it"
    assert found["enroll-not-needed"]["billing_npi"].tolist() == [OTHER_NPI]
    # both Tax IDs bill Oxbow: the row of the second is the second's, and of the first nothing is written down
    sent = [*SENT, *claims("OXBOW HEALTH", 1, tax_id=OLD)]
    made = plan(sent, enrollments=[filed("OXBOW HEALTH", "837P", "LIVE", tax_id=OLD)])
    rows = made.standing.set_index(["tax_id", "transaction"])["state"]
    assert (rows[TIN, "837P"], rows[OLD, "837P"]) == ("not known: no row about it", "live")


def test_a_remittance_in_medi_proves_it_whatever_tax_id_its_row_bears():
    _, rows, _ = of(
        [filed("OXBOW HEALTH", "835", "LIVE", tax_id=OLD)], medi=[era("OXBOW HEALTH", "2026-07-20")]
    )
    assert rows.loc["835", "state"] == "live"


@pytest.mark.parametrize(
    ("source", "day_of", "words"),
    [
        ("export of enrollments", "last_era_on", "Stedi says received on 2026-07-21; no file of it is here"),
        (
            "tracker of enrollments",
            "first_era_on",
            "its row says that one came on 2026-07-21; no file of it is here",
        ),
    ],
)
def test_an_era_that_a_source_tells_of_is_not_one_that_is_seen(source, day_of, words):
    row = filed("OXBOW HEALTH", "835", "LIVE", "2026-06-02", source=source) | {day_of: day("2026-07-21")}
    _, rows, found = of([row])
    assert rows["first_era"].isna().all()
    assert rows.loc["835", "era_told"] == day("2026-07-21")
    assert found["enroll-era-not-here"]["what"].tolist() == [words]
    assert "enroll-no-era-yet" not in found  # somebody says that one came
    # a file of the payer in medi_era: that one is seen, and nothing more is to be said
    _, rows, found = of([row], medi=[era("OXBOW HEALTH", "2026-07-14")])
    assert rows.loc["835", "first_era"] == day("2026-07-14")
    assert rows["era_told"].isna().all()
    assert "enroll-era-not-here" not in found


def test_a_request_submitted_for_days_is_said_to_be_so_and_not_that_the_practice_owes_a_form():
    row = filed("OXBOW HEALTH", "837P", "SUBMITTED", "2026-07-20", source="export of enrollments")
    _, rows, found = of([row])
    assert rows.loc["837P", "state"] == "submitted, and nothing says what it waits for"
    assert rows.loc["837P", "waiting_on"] == "Stedi"
    assert found["enroll-submitted-long"]["transaction"].tolist() == ["837P"]
    assert "enroll-waiting-on-provider" not in found
    _, _, found = of([row | {"waiting_on": "provider"}])
    assert "enroll-submitted-long" not in found
    assert "enroll-waiting-on-provider" in found


def test_words_of_the_intake_that_nobody_knows_are_a_row_of_unknown_status_with_its_words():
    rows = [
        {"payer": "Oxbow Health", "tin": TIN, "npi": NPI, "transaction": "835", "status": "should be ok by now"},
        {"payer": "Tern Mutual", "tin": TIN, "npi": NPI, "transaction": "both kinds", "status": "LIVE"},
        {"payer": "Lark Plan", "tin": TIN, "npi": NPI, "transaction": "835"},  # empty: nothing is said
        {"payer": "Moss Plan", "tin": TIN, "npi": NPI, "transaction": "835", "status": "REJECTED",
         "rejection_reason": "no W-9", "note": "fax was busy"},
        {"payer": "Reed Plan", "tin": TIN, "npi": NPI, "transaction": "835", "status": "SUBMITTED", "note": "ask Jo"},
    ]  # fmt: skip
    told = load_enrollments(PRACTICE, read_intake(_written(rows)))
    assert told.rows[["payer_name", "reason"]].to_numpy().tolist() == [
        ["Moss Plan", "no W-9; fax was busy"], ["Reed Plan", "ask Jo"]]  # fmt: skip
    assert told.set_aside[["payer_name", "reason", "found", "source"]].to_numpy().tolist() == [
        ["Oxbow Health", "its status is none that is known", "should be ok by now", "intake"],
        ["Tern Mutual", "its transaction is none that is known", "both kinds", "intake"],
    ]
    aside = told.set_aside.to_dict("records")
    _, rows, found = of([], aside=aside[:1])
    assert rows.loc["835", ["state", "reason"]].tolist() == [
        "not known: its row could not be read", "should be ok by now"]  # fmt: skip
    assert found["enroll-row-not-used"]["detail"].tolist() == ["should be ok by now"]


def _written(rows: list[dict]) -> bytes:
    """An intake with these rows of enrollments, whatever stands in them."""
    return template({"practice": {"name": "North Clinic", "tins": [TIN]}, "enrollments": rows})
