"""Denials of a claim that the payer has already, under another number: the other claim is what counts."""

from __future__ import annotations

import pytest
from cutover.workstreams.open_claims.claims import RESOLVED
from cutover.workstreams.open_claims.report import assess
from open_claims_makers import book, decided, history, summary

WHO = {"insured_id": "W1001", "patient_first_name": "ROSE"}
FIRST = decided("OA7", "2026-06-20", 6_000, "CO-45", **WHO)


def again(paid: str = "2026-06-24", reason: str = "OA-18", **said):
    return decided("MD7", paid, 0, reason, **(WHO | said))


def state(given, number: str = "MD7") -> str:
    rows = given.every
    return rows.loc[rows["patient_control_number"] == number, "status"].item()


@pytest.mark.parametrize("paid", ["2026-06-24", "2026-06-20", "2026-06-12"])
def test_a_claim_that_the_payer_has_under_another_number_is_no_open_claim(paid):
    given = book(eras=[FIRST, again(paid)])
    assert (state(given), len(given.open)) == (RESOLVED, 0)
    counted = assess(given.inputs).tables["counted"].frame.set_index("what")
    row = counted.loc["claims denied as duplicates of a claim under another number"]
    assert (row["rows"], row["amount_cents"]) == (1, 10_000)  # the charge, 100.00
    assert counted.loc["resolved claims", "rows"] == 1  # the other one: each claim is counted once


@pytest.mark.parametrize(
    "changes",
    [
        {"insured_id": "W1002"},
        {"insured_id": None},  # nobody knows whose it is
        {"patient_first_name": "IRIS"},  # another one of the family
        {"on": "2026-06-02"},
        {"charge": 9_000},
        {"payer": "CIGNA"},
        {"reason": "CO-197"},  # no duplicate
    ],
)
def test_a_denial_as_a_duplicate_is_open_where_no_other_claim_is_the_same(changes):
    given = book(eras=[FIRST, again(**changes)])
    assert state(given) == "denied"


def test_of_two_claims_that_it_may_repeat_none_is_taken():
    second = decided("OA8", "2026-06-20", 6_000, "CO-45", **WHO)
    assert state(book(eras=[FIRST, second, again()])) == "denied"


def test_two_duplicates_of_each_other_are_both_open():
    given = book(eras=[decided("OA7", "2026-06-20", 0, "CO-18", **WHO), again()])
    assert sorted(given.open["status"]) == ["denied", "denied"]


def test_the_claim_that_is_repeated_stays_open_where_it_was_denied():
    given = book(eras=[decided("OA7", "2026-06-20", 0, "CO-16", **WHO), again()])
    assert given.open["patient_control_number"].tolist() == ["OA7"]


@pytest.mark.parametrize(
    ("written", "status"), [("pending", RESOLVED), ("denied", RESOLVED), ("appealed", "appealed")]
)
def test_the_history_has_the_repeated_claim_as_waiting_or_denied(written, status):
    given = book([history("MD7", written)], eras=[FIRST, again()])
    assert state(given) == status
    assert given.every["conflict"].isna().all()


def test_a_repeated_claim_that_a_summary_accepted_does_not_wait():
    given = book(summaries=[summary("MD7", "accepted")], eras=[FIRST, again()])
    assert state(given) == RESOLVED
