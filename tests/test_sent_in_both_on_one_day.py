"""A claim of both systems was sent again after a rejection only where the rejection came before the second sending."""

from __future__ import annotations

import pytest
from cutover.workstreams.parallel_run.sent_claims import sent
from cutover.workstreams.parallel_run.sent_pairs import Sent
from era_frames import day
from parallel_frames import receipt, run, sent_there, went

MEDI, OFFICE = {"sent_on": day("2026-06-22")}, {"submission_date": day("2026-06-22")}
LATER_MEDI, LATER_OFFICE = {"sent_on": day("2026-06-23")}, {"submission_date": day("2026-06-23")}
NO_DAY = {"submission_date": None}
REFUSED = {"state": "rejected"}
CASES = {
    # what the list of Medi states, what Office Ally states, days of a 277CA that rejects Medi's
    "D1": (MEDI | REFUSED, OFFICE, (), Sent.BOTH),  # of one day: nothing shows which came first
    "D2": (MEDI | REFUSED, LATER_OFFICE, (), Sent.REFUSED),
    "D3": (LATER_MEDI | REFUSED, OFFICE, (), Sent.BOTH),  # Medi's second one was rejected: both were out
    "D4": (MEDI, OFFICE | REFUSED, (), Sent.BOTH),
    "D5": (LATER_MEDI, OFFICE | REFUSED, (), Sent.REFUSED),
    "D6": (MEDI, LATER_OFFICE | REFUSED, (), Sent.BOTH),
    "D7": (MEDI, LATER_OFFICE, ("2026-06-23",), Sent.REFUSED),  # rejected by the day of the second sending
    "D8": (MEDI, LATER_OFFICE, ("2026-06-24",), Sent.BOTH),  # rejected after it
    "D9": (MEDI | REFUSED, NO_DAY, (), Sent.BOTH),
}


@pytest.fixture(scope="module")
def classes():
    made = run(
        sent=[went(number, **medi) for number, (medi, *_) in CASES.items()],
        old=[sent_there(number, **old) for number, (_, old, *_) in CASES.items()],
        receipts=[receipt(n, "rejected", on) for n, (*_, days, _) in CASES.items() for on in days],
    )
    return sent(made).set_index("number")["class"]


@pytest.mark.parametrize("number", list(CASES))
def test_a_second_sending_is_by_right_only_after_the_rejection(classes, number):
    assert classes[number] == CASES[number][-1]
