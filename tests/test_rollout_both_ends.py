"""What of enrollment holds up a plan, and both ends of what the plan saves (10)."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from cutover.workstreams.enrollment.needs import SAID
from cutover.workstreams.rollout.findings import findings
from cutover.workstreams.rollout.money import months
from cutover.workstreams.rollout.plan import Plan
from cutover.workstreams.rollout.tables import to_file
from cutover.workstreams.rollout.verdict import verdict
from rollout_makers import AS_OF, book, one, task, waits


def test_look_ups_of_eligibility_and_claim_status_hold_up_no_day_and_no_remittance():
    tasks = [task(transaction=SAID[code]) for code in ("837P", "835", "270", "276")]
    both = [waits(40), waits(40, name="Aetna 837P", kind="other", transaction=SAID["837P"])]
    rows = to_file(Plan(book(one("elm", *both, tasks=tasks), one("fir"), first="fir")))
    told = dict(zip(rows["transaction"], rows["holds"], strict=True))
    assert told == {SAID["837P"]: "yes", SAID["835"]: "yes", SAID["270"]: "no", SAID["276"]: "no"}
    assert rows["holds"].tolist() == ["yes", "yes", "no", "no"]


@pytest.mark.parametrize(
    ("own", "told"),
    [
        (
            {"Aetna": 40, "Cigna": 39},
            {"Aetna": "yes", "Cigna": "no"},
        ),  # Cigna is live a day before Aetna, always
        ({"Aetna": 40, "Cigna": 40}, {"Aetna": "yes", "Cigna": "yes"}),  # both are last
        # Cigna takes 1 to 40 days, and 40 alone in fewer than 1 of 100 cases
        ({"Aetna": 40, "Cigna": (1, 2, 40)}, {"Aetna": "yes", "Cigna": "no"}),
        # 30 to 50 days, 40 the likeliest: after Aetna in about half of all cases
        ({"Aetna": 40, "Cigna": (30, 40, 50)}, {"Aetna": "yes", "Cigna": "yes"}),
    ],
)
def test_a_day_waits_for_the_enrollments_that_are_live_last_and_for_no_other(own, told):
    spans = {payer: span if isinstance(span, tuple) else (span,) * 3 for payer, span in own.items()}
    rows = [waits(span[2], payer, low=span[0], likely=span[1]) for payer, span in spans.items()]
    rows.append(waits(90, "Moda", decides=False))  # none of the payers that decide
    tasks = [task(payer) for payer in (*own, "Moda")]
    plan = Plan(book(one("elm", *rows, tasks=tasks), one("fir"), first="fir"))
    listed = to_file(plan)
    assert dict(zip(listed["payer"], listed["holds"], strict=True)) == told | {"Moda": "no"}
    number = list(told.values()).count("yes")
    assert listed["holds"].tolist()[:number] == ["yes"] * number
    bear = "1 task of this week bears on it" if number == 1 else f"{number} tasks of this week bear on it"
    assert f"1 practice waits for payer enrollment; {bear}." in verdict(plan)


def test_a_practice_that_has_moved_or_has_no_day_is_not_what_a_plan_waits_for():
    moved = one("oak", cutover=AS_OF - dt.timedelta(5), tasks=[task("Moda")])
    shut = one("yew", no_date="Cigna cannot be enrolled", tasks=[task("Cigna")])
    plan = Plan(book(one("elm", waits(40), tasks=[task("Aetna")]), moved, shut))
    rows = to_file(plan)
    assert dict(zip(rows["payer"], rows["holds"], strict=True)) == {
        "Aetna": "yes", "Moda": "has moved", "Cigna": "it has no day",
    }  # fmt: skip
    assert "1 practice waits for payer enrollment; 1 task of this week bears on it." in verdict(plan)
    found = next(f for f in findings(plan) if f.code == "rollout-file-now")
    assert found.evidence.frame["payer"].tolist() == ["Aetna", "Moda"]
    # only waited for, with nothing to do
    idle = Plan(book(one("elm", waits(40)), moved, one("fir"), first="fir"))
    assert "1 practice waits for payer enrollment; no task of this week bears on it." in verdict(idle)


def test_a_day_that_nobody_agreed_to_is_proposed_in_the_headline():
    said = verdict(Plan(book(one("east", is_undecided=True, cutover=dt.date(2026, 9, 1)))))
    assert said.startswith("One practice is left to move: East Clinic, this plan proposes 2026-09-01.")
    agreed = verdict(Plan(book(one("east", cutover=dt.date(2026, 9, 1)))))
    assert agreed == "One practice is left to move: East Clinic, on 2026-09-01."
    moved = one("oak", cutover=AS_OF - dt.timedelta(40))
    later = {"east": dt.date(2026, 9, 1), "west": dt.date(2026, 9, 15)}
    for open_, words in (
        (
            "west",
            "The next practice moves on 2026-09-01. For the last of 2 practices this plan proposes 2026-09-15",
        ),
        (
            "east",
            "For the next practice this plan proposes 2026-09-01. The last of 2 practices moves on 2026-09-15",
        ),
    ):
        facts = [one(slug, cutover=day, is_undecided=slug == open_) for slug, day in later.items()]
        assert words in verdict(Plan(book(moved, *facts, claims={"west": 90})))


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
