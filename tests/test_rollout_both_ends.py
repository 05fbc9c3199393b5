"""What of enrollment holds up a plan, and both ends of what the plan saves (10)."""

from __future__ import annotations

from dataclasses import replace

from cutover.workstreams.enrollment.needs import SAID
from cutover.workstreams.rollout.money import months
from cutover.workstreams.rollout.plan import Plan
from cutover.workstreams.rollout.tables import to_file
from rollout_makers import book, one, task, waits


def test_look_ups_of_eligibility_and_claim_status_hold_up_no_day_and_no_remittance():
    tasks = [task(transaction=SAID[code]) for code in ("837P", "835", "270", "276")]
    rows = to_file(Plan(book(one("elm", waits(40, state="not filed"), tasks=tasks), one("fir"), first="fir")))
    told = dict(zip(rows["transaction"], rows["holds"], strict=True))
    assert told == {SAID["837P"]: "yes", SAID["835"]: "yes", SAID["270"]: "no", SAID["276"]: "no"}
    assert rows["holds"].tolist() == ["yes", "yes", "no", "no"]


def test_what_a_plan_saves_has_two_ends_where_office_allys_charges_have():
    plan = Plan(book(one("elm"), bills={"elm": "100.00"}))
    money = plan.money
    days = {**plan.moved, **plan.days}
    # the same at both ends where the invoice alone tells of them: $100.00 a month
    rows = months(money, days)
    assert (rows["stay_cents"] == rows["stay_high_cents"]).all() and (rows["stay_cents"] == 100_00).all()
    # $30.00 more a month at the most: staying costs that more, and so do the months of both systems
    case = replace(
        money.cases["elm"], office_ally_high=tuple(n + 30_00 for n in money.cases["elm"].office_ally_low)
    )
    money.__dict__["cases"] = {"elm": case}
    wide = months(money, days)
    assert (wide["stay_high_cents"] - wide["stay_cents"] == 30_00).all()
    assert (wide["saving_cents"] == rows["saving_cents"]).all()
    # nothing more is saved in the two months that both are paid for, $30.00 in the one after
    assert (wide["saving_high_cents"] - wide["saving_cents"]).tolist() == [0, 0, 0, 30_00][-len(wide) :]
    assert wide["so_far_high_cents"].iloc[-1] == wide["saving_high_cents"].sum()
