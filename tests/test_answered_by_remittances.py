"""Claims that a list has open or says nothing of, and that remittances have answered."""

from __future__ import annotations

import datetime as dt

import pytest
from cutover.reading.claims.states import NOT_TOLD
from cutover.reading.claims.tables import CLAIM_HISTORY
from cutover.workstreams.open_claims.counted import counted
from cutover.workstreams.open_claims.verdict import figures
from cutover.workstreams.parallel_run.aging import legacy, paid_and_open
from cutover.workstreams.parallel_run.cases import _closeout
from cutover.workstreams.status_words import untold
from era_frames import payment
from open_claims_makers import adjustment, book, claim, decided, history
from parallel_frames import frame, run

PAID = [decided(f"P{n}", "2026-06-20", 8_000) for n in range(30)]  # a record: each paid 80.00 of 100.00


def figure(given, label):
    return next(one for one in figures(given) if one.label == label)


def test_of_a_claim_that_a_remittance_paid_nothing_is_expected():
    """Q1 waits: 80 of 100 of its 100.00 can be expected. Q2 is paid: its 100.00 is to be posted."""
    eras = [*PAID, decided("Q2", "2026-06-22", 10_000)]
    told = figure(book([history("Q1"), history("Q2")], eras=eras), "Can be expected")
    assert told.value.startswith("$80.")
    assert told.note == (
        "of $100.00; of $0.00 nothing is known; $100.00 is the open balance of 1 claim "
        "that remittances have paid: post these payments"
    )


@pytest.mark.parametrize(("cents", "reason", "paid"), [(10_000, "", True), (0, "CO-197", False)])
def test_the_closeout_asks_nobody_to_resolve_what_is_paid_and_to_be_posted(cents, reason, paid):
    of = claim("R1", patient_control_number="R1", paid_cents=cents, charge_cents=10_000,
               statement_from=decided("R1", "2026-06-20", 0)[1]["statement_from"])  # fmt: skip
    lowered = [adjustment("R1", "CO", "197", 10_000)] if reason else []
    medi = {"payments": [payment("R1", "2026-06-20", cents)], "claims": [of], "adjustments": lowered}
    given = run(medi=medi, history=[history("R1"), history("R2")], cutover=dt.date(2026, 6, 2),
                as_of=dt.date(2026, 9, 30))  # fmt: skip
    open_ = ["R2"] if paid else ["R1", "R2"]
    assert _closeout(given)["run-closeout-over"]["claim_number"].tolist() == open_
    assert legacy(given)[paid_and_open(given)]["claim_number"].tolist() == (["R1"] if paid else [])


LISTED = [history(f"L{n}", NOT_TOLD, balance_cents=None, paid_cents=None) for n in range(3)]


@pytest.mark.parametrize(("numbers", "said"), [
    ((), ("No list tells whether 3 claims are open: $300.00 charged.",)),
    (("L0", "L1"), ("Neither a list nor a remittance tells whether 1 claim is open: $100.00 charged.",
                    "Remittances alone tell what became of 2 claims: $200.00 charged.")),
    (("L0", "L1", "L2"), ("Remittances alone tell what became of 3 claims: $300.00 charged.",)),
])  # fmt: skip
def test_of_a_list_without_states_the_claims_that_remittances_decide_are_apart(numbers, said):
    given = book(LISTED, eras=[decided(number, "2026-06-20", 10_000) for number in numbers])
    assert untold(frame(CLAIM_HISTORY, LISTED), given.inputs.decisions) == said


def test_resolved_claims_of_a_list_without_states_are_in_that_list():
    """L0 stands in the list, X9 in no list."""
    given = book(LISTED, eras=[decided(number, "2026-06-20", 10_000) for number in ("L0", "X9")])
    where = counted(given).set_index("what").loc["resolved claims", "where"]
    assert "1 of them in no claim history" in where
    assert "1 of them of a list that does not tell what became of its claims" in where
