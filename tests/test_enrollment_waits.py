"""What a cutover waits for, the enrollments that are live last; and what stands still beside large payers that are."""

from __future__ import annotations

import datetime as dt

import pytest
from cutover.result import State
from cutover.workstreams.enrollment.plan import overdue
from cutover.workstreams.enrollment.verdict import state, verdict
from cutover.workstreams.enrollment.work_list import work
from enrollment_makers import claims, days, filed, live, plan

FOUR = [*claims("AETNA", 4), *claims("CIGNA", 3), *claims("HUMANA", 2), *claims("MODA", 1)]
THREE_LIVE = [row for payer in ("AETNA", "CIGNA", "HUMANA") for row in live(payer)]


def test_a_day_gained_on_claims_that_are_live_before_the_era_brings_nothing():
    """The ERA of AETNA takes 30 days and its claims 10: the date is that of the ERA, day for day."""
    told = [filed("AETNA", code, "not filed") for code in ("837P", "835")]
    exact = {("commercial", "835"): days(30, 30, 30), ("commercial", "other"): days(10, 10, 10)}
    rows = work(plan(claims("AETNA", 4), enrollments=told, durations=exact)).set_index("transaction")
    assert rows["gain_days"].to_dict() == {"ERA (835)": 1.0, "claims (837P)": 0.0}
    assert rows.loc["ERA (835)", "effect"].startswith("a day gained here brings the cutover 1.0 days nearer")
    assert rows.loc["claims (837P)", "effect"].startswith("one of the largest payers, which must be live")


def test_the_date_waits_for_payers_that_are_live_last_alone():
    told = [row for payer in ("CIGNA", "NOVITAS") for row in live(payer)[:1]]
    told += [filed("CIGNA", "835", "not filed"), filed("NOVITAS", "835", "not filed")]
    sent = [*claims("CIGNA", 3), *claims("NOVITAS", 2)]
    for of_cigna, who in ((29, "NOVITAS"), (30, "CIGNA and NOVITAS"), (31, "CIGNA")):
        exact = {("commercial", "835"): days(*[of_cigna] * 3), ("Medicare", "835"): days(30, 30, 30)}
        made = plan(sent, enrollments=told, durations=exact)
        assert f"It waits for {who}. " in verdict(made, work(made))


@pytest.mark.parametrize(
    ("status", "on", "sign"),
    [
        ("LIVE", "2026-07-01", State.OK),
        ("PROVISIONING", "2026-07-30", State.OK),  # a day under way
        ("PROVISIONING", "2026-01-05", State.ATTENTION),  # 207 days: longer than the longest of its kind
        ("REJECTED", "2026-07-30", State.ATTENTION),
        ("not filed", None, State.ATTENTION),
        (None, None, State.ATTENTION),  # no row about it: not known
    ],
)
def test_enrollment_is_in_order_only_where_the_other_payers_do_not_stand_still(status, on, sign):
    """The three largest are live, with the claims of MODA; of its ERA the row says this."""
    row = [] if status is None else [filed("MODA", "835", status, on)]
    made = plan(FOUR, enrollments=[*THREE_LIVE, filed("MODA", "837P", "LIVE"), *row])
    assert made.is_ready and state(made) is sign
    assert len(overdue(made)) == (status == "PROVISIONING" and sign is State.ATTENTION)


@pytest.mark.parametrize(
    ("status", "words"),
    [
        ("LIVE", "live for claims and ERAs, so enrollment is in order."),
        ("REJECTED", "live for claims and ERAs; MODA is still to be followed up."),
    ],
)
def test_after_a_move_enrollment_is_called_in_order_only_where_nothing_stands_still(status, words):
    told = [*THREE_LIVE, filed("MODA", "837P", "LIVE"), filed("MODA", "835", status)]
    made = plan(FOUR, enrollments=told, cutover=dt.date(2026, 7, 15))
    assert verdict(made, work(made)).endswith(words)
