"""A claim that the payer does not have must be filed again: its limit runs, however early it was sent."""

from __future__ import annotations

import pytest
from cutover.workstreams.open_claims.not_received import says_so
from open_claims_makers import book, day, decided, history, note, one
from pandas import Series


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("called 6/30, no claim on file", True),
        ("Payer states claim was never received", True),
        ("rep: not on file, refile", True),
        ("spoke to Ann - they have no record", True),
        ("Claim not found", True),
        ("provider NPI not on file", False),
        ("EFT form never received", False),
        ("medical records not received", False),
        ("claim on file, in process", False),
        ("received 6/3, pending", False),
        (None, False),
    ],
)
def test_a_note_says_that_the_payer_has_no_such_claim_and_not_that_something_else_is_missing(text, says):
    assert bool(says_so(Series([text], dtype="str")).iloc[0]) is says


def told(state="pending", eras=(), written="Pending", **said):
    """The deadline of a claim that was sent two days after its service, and why there is none."""
    row = history(
        "A1", state, payer_name="AETNA", submission_date=day("2026-06-03"), state_as_written=written
    )
    notes = [note("A1", **said)] if said else []
    found = one(book([row], eras=eras, notes=notes, payers={"AETNA": {"filing_days": 90}}))
    on = None if found["deadline_on"] != found["deadline_on"] else f"{found['deadline_on']:%Y-%m-%d}"
    return on, found["deadline_unknown"] if on is None else found["deadline_rule"]


def test_without_such_a_note_it_was_filed_in_time():
    assert told() == (None, "filed in time, waits for the payer")
    assert told(last_action="called, in process") == (None, "filed in time, waits for the payer")


@pytest.mark.parametrize(
    "said", [{"last_action": "called: no claim on file"}, {"next_action": "refile, never received"}]
)
def test_a_note_that_the_payer_has_none_lets_the_limit_run(said):
    on, rule = told(**said)
    assert on == "2026-08-30"  # 2026-06-01 + 90 days
    assert rule.endswith("since the payer has no such claim on file")


def test_a_status_of_the_history_says_it_too():
    assert told("open", written="Payer: claim not on file")[0] == "2026-08-30"


@pytest.mark.parametrize(("called", "runs"), [("2026-06-02", False), ("2026-06-03", True)])
def test_a_note_from_before_the_claim_was_sent_tells_nothing_of_it(called, runs):
    on, _ = told(last_action="no claim on file", last_action_on=day(called))
    assert (on == "2026-08-30") is runs


def test_what_a_remittance_pays_is_paid_whatever_a_note_says():
    paid = [decided("A1", "2026-06-20", 10_000)]
    assert told(eras=paid, last_action="no claim on file") == (None, "a remittance pays it")
