"""What a person must act on, and nothing else; the date, the verdict and the work list that follow from it."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pandas as pd
import pytest
from cutover.columns import conform
from cutover.reading.payers.tables import ENROLLMENT_FILES
from cutover.reading.practice.book import Practice
from cutover.wording import wordings
from cutover.workstreams.enrollment.cases import cases as made_of
from cutover.workstreams.enrollment.desk import figures_if, waited_for
from cutover.workstreams.enrollment.findings import findings_of
from cutover.workstreams.enrollment.inputs import Inputs
from cutover.workstreams.enrollment.plan import Plan
from cutover.workstreams.enrollment.report import assess_plan
from cutover.workstreams.enrollment.work_list import work
from enrollment_makers import (
    OTHER_NPI,
    TIN,
    claims,
    codes,
    day,
    days,
    era,
    filed,
    live,
    plan,
    required,
)

THREE = [*claims("AETNA", 4), *claims("CIGNA", 3), *claims("HUMANA", 2)]
FOUR = [*THREE, *claims("MODA", 1)]
FREE = [required(p, "837P", "supported") for p in ("AETNA", "CIGNA", "HUMANA", "MODA")]
EVERY = [row for payer in ("AETNA", "CIGNA", "HUMANA", "MODA") for row in live(payer, "2026-07-27")]
CUTOVER = dt.date(2026, 9, 1)


def asked(of: Plan) -> SimpleNamespace:
    """The findings of a plan; the verdict and the tables of the report are not made for them."""
    return SimpleNamespace(findings=findings_of(made_of(of)))


def south(tin: str, cutover: dt.date | None) -> Practice:
    """Another practice of the client, which moves on a day."""
    return Practice(
        "acme", "south", "South Clinic", frozenset({OTHER_NPI}), frozenset({tin}), Path(), cutover
    )


def without(payer: str, transaction: str) -> list[dict]:
    """Every enrollment of the four payers but one."""
    return [row for row in EVERY if (row["payer_name"], row["transaction"]) != (payer, transaction)]


def cases(found, code: str) -> list[tuple]:
    finding = next(f for f in found.findings if f.code == code)
    return [tuple(row) for row in finding.evidence.frame[["payer", "transaction"]].fillna("").to_numpy()]


def test_with_everything_live_nothing_is_found_and_enrollment_holds_nothing():
    found = assess_plan(plan(FOUR, enrollments=EVERY, cutover=CUTOVER))
    assert codes(found) == {}
    assert found.verdict == (
        "The 3 payers with the most claims are live for claims and ERAs, so enrollment does not hold the cutover of "
        "2026-09-01."
    )
    assert found.tables["work"].frame.empty


def test_an_era_whose_claims_are_filed_is_forgotten_and_of_one_whose_claims_are_not_nothing_says_that_it_was():
    forgotten = asked(plan(FOUR, [era("MODA", "2026-07-01", 55_500)], enrollments=without("MODA", "835")))
    assert cases(forgotten, "enroll-era-forgotten") == [("MODA", "835")]
    assert next(f for f in forgotten.findings if f.code == "enroll-era-forgotten").amount_cents == 55_500
    assert "enroll-nothing-filed" not in codes(forgotten)
    what = next(f for f in forgotten.findings if f.code == "enroll-era-forgotten").evidence.frame["what"]
    assert what.tolist() == ["claims are filed, no source has a row for the ERA"]
    rule = [required("MODA", "837P", "enrollment required")]
    neither = [row for row in EVERY if row["payer_name"] != "MODA"]
    never = asked(plan(FOUR, [era("MODA", "2026-07-01", 55_500)], enrollments=neither, rules=rule))
    assert cases(never, "enroll-nothing-filed") == [("MODA", "835"), ("MODA", "837P")]
    assert "enroll-never-filed" not in codes(never)
    # the money is that of the ERA, so that a payer's is not counted twice
    assert next(f for f in never.findings if f.code == "enroll-nothing-filed").amount_cents == 55_500
    # a row that says so is another thing than no row
    said = [*neither, filed("MODA", "835", "not filed")]
    told = assess_plan(plan(FOUR, [era("MODA", "2026-07-01", 55_500)], enrollments=said, rules=rule))
    assert cases(told, "enroll-never-filed") == [("MODA", "835")]
    assert cases(told, "enroll-nothing-filed") == [("MODA", "837P")]
    # every table tells the two apart, as finding and action do
    stands = told.tables["standing"].frame.set_index(["payer", "transaction"])["state"]
    assert (stands["MODA", "835"], stands["MODA", "837P"]) == ("not filed", "not known: no row about it")
    of_payer = told.tables["payers"].frame.set_index("payer").loc["MODA"]
    assert (of_payer["claims_state"], of_payer["era_state"]) == ("not known: no row about it", "not filed")
    listed = told.tables["work"].frame.set_index("transaction")["state"]
    assert listed.to_dict() == {"ERA (835)": "not filed", "claims (837P)": "not known: no row about it"}
    assert told.tables["work"].frame["action"].tolist() == [
        "File it today, together with its claims",
        "Ask whether it was filed; if not, file it today, together with its ERA",
    ]


def test_claims_of_which_nobody_knows_whether_they_must_be_enrolled_are_to_be_looked_up():
    found = asked(plan(FOUR, enrollments=without("MODA", "837P")))
    assert codes(found) == {"enroll-requirement-unknown": 1, "enroll-era-said-live": 1}
    known = asked(plan(FOUR, enrollments=without("MODA", "837P"), rules=FREE))
    assert codes(known) == {}


def test_an_era_that_is_said_to_be_live_comes_to_medi_only_where_one_is_seen_there():
    seen = asked(plan(FOUR, medi=[era("MODA", "2026-07-10")], enrollments=without("MODA", "837P")))
    assert codes(seen) == {"enroll-requirement-unknown": 1, "enroll-era-before-claims": 1}


def test_remittances_paid_in_office_ally_after_the_live_day_are_told_with_their_money_and_last_day():
    # live on the 27th: what is paid on that day is none, 100.00 of the 28th and 50.50 of the 30th are
    paid = [
        era("MODA", "2026-07-27", 9_900),
        era("MODA", "2026-07-28", 10_000),
        era("MODA", "2026-07-30", 5_050),
    ]
    found = asked(plan(FOUR, paid, enrollments=EVERY))
    late = next(f for f in found.findings if f.code == "enroll-still-in-office-ally")
    assert (late.count, late.amount_cents) == (1, 15_050)
    assert late.evidence.frame["what"].tolist() == [
        "2 remittances in Office Ally after the live day, the last of 2026-07-30"
    ]
    assert "enroll-still-in-office-ally" not in codes(asked(plan(FOUR, paid[:1], enrollments=EVERY)))
    # one in Medi proves the switch
    switched = plan(FOUR, paid, [era("MODA", "2026-07-29", 1)], enrollments=EVERY)
    assert "enroll-still-in-office-ally" not in codes(asked(switched))


def test_an_era_that_another_clearinghouse_holds_is_to_be_moved_and_was_not_never_filed():
    told = [*without("MODA", "835"),
            filed("MODA", "835", "with another clearinghouse", reason="Enrolled with Availity")]  # fmt: skip
    found = assess_plan(plan(FOUR, [era("MODA", "2026-07-01", 55_500)], enrollments=told))
    assert cases(found, "enroll-held-elsewhere") == [("MODA", "835")]
    held = next(f for f in found.findings if f.code == "enroll-held-elsewhere")
    assert (held.amount_cents, held.evidence.frame["detail"].tolist()) == (55_500, ["Enrolled with Availity"])
    assert not {"enroll-never-filed", "enroll-nothing-filed", "enroll-era-forgotten"} & set(codes(found))
    assert found.tables["work"].frame["action"].tolist() == [
        "Agree with whoever reads it there on the day, then file it: it ends there"
    ]


def test_an_era_that_is_pending_elsewhere_is_neither_live_nor_filed_here_whatever_day_stands_beside_it():
    away = filed("MODA", "835", "pending with another clearinghouse", None, filed_on=day("2026-06-01"))
    made = plan(FOUR, enrollments=[*without("MODA", "835"), away])
    row = made.standing.set_index(["payer", "transaction"]).loc[("MODA", "835")]
    assert (row["state"], row["waiting_on"]) == ("pending with another clearinghouse", "us")
    assert pd.isna(row["filed_on"]) and row["status_on"] == day("2026-06-01")
    found = assess_plan(made)
    assert cases(found, "enroll-held-elsewhere") == [("MODA", "835")]
    held = next(f for f in found.findings if f.code == "enroll-held-elsewhere")
    assert held.evidence.frame["what"].tolist() == ["pending with another clearinghouse"]
    assert found.tables["work"].frame["action"].tolist() == [
        "Find out who filed it there and why; stop it or wait, then file it here"
    ]
    # Stedi's own request of that day is under way and is no case
    ours = asked(plan(FOUR, enrollments=[*without("MODA", "835"), away | {"status": "PROVISIONING"}]))
    assert "enroll-held-elsewhere" not in codes(ours)


@pytest.mark.parametrize(("said", "unknown"), [(None, ["835", "837P"]), ("837P", ["837P"]), ("270", [])])
def test_what_a_row_that_could_not_be_used_may_be_about_is_unknown_and_never_not_filed(said, unknown):
    row = {"payer_name": "MODA", "transaction": said, "reason": "its status is none that is known", "found": "??",
           "source_file": "t.xlsx", "source_row": 8}  # fmt: skip
    rest = [row for row in EVERY if row["payer_name"] != "MODA"]
    made = plan(FOUR, [era("MODA", "2026-07-01")], enrollments=rest, aside=[row])
    rows = made.standing[made.standing["state"] == "not known: its row could not be read"]
    assert rows["transaction"].tolist() == unknown
    assert rows["payer"].eq("MODA").all()
    found = asked(made)
    assert "enroll-never-filed" not in codes(found)
    unused = next(f for f in found.findings if f.code == "enroll-row-not-used")
    assert "Row 8 (MODA): its status is none that is known." in unused.meaning
    assert unused.evidence.frame["detail"].tolist() == ["??"]


def test_the_same_row_of_two_sheets_is_two_cases_with_two_keys():
    row = {"payer_name": "MODA", "transaction": "835", "reason": "its status is none that is known", "found": "??",
           "source_file": "t.xlsx", "source_row": 8}  # fmt: skip
    extra = filed("ZENITH", "835", "PROVISIONING", source_file="t.xlsx", source_row=9)
    lost = claims(None, 1, source_file="t.xlsx", source_row=2)[0]
    sheets = [{"source_sheet": name} for name in ("East", "West")]
    found = asked(
        plan(
            [*FOUR, *(lost | sheet | {"claim_number": sheet["source_sheet"]} for sheet in sheets)],
            enrollments=[*EVERY, *(extra | sheet for sheet in sheets)],
            aside=[row | sheet for sheet in sheets],
        )
    )
    for code in ("enroll-row-not-used", "enroll-not-needed", "enroll-payer-unknown"):
        frame = next(f for f in found.findings if f.code == code).evidence.frame
        assert (frame["source_sheet"].tolist(), frame["key"].nunique()) == (["East", "West"], 2), code


def test_claims_of_no_form_are_those_that_the_payer_is_sent():
    rest = [row for row in EVERY if row["payer_name"] != "MODA"]
    both = [*FOUR, *claims("MODA", 1, form="institutional")]
    told = [*rest, filed("MODA", "835", "LIVE"), filed("MODA", "837", "LIVE")]
    made = plan(both, enrollments=told)
    assert made.standing.loc[made.standing["payer"] == "MODA", ["transaction", "state"]].to_numpy().tolist() == [
        ["835", "live"], ["837I", "live"], ["837P", "live"]]  # fmt: skip
    assert codes(asked(made)) == {}


@pytest.mark.parametrize(("since", "is_found"), [("2026-07-29", False), ("2026-07-28", True)])
def test_a_practice_that_has_owed_something_for_more_than_two_days_is_named(since, is_found):
    told = [
        *without("MODA", "835"),
        filed("MODA", "835", "PROVIDER_ACTION_REQUIRED", since, reason="Sign page 2"),
    ]
    found = asked(plan(FOUR, enrollments=told))
    assert ("enroll-waiting-on-provider" in codes(found)) is is_found


@pytest.mark.parametrize(("on", "is_found"), [("2026-07-01", False), ("2026-06-30", True)])
def test_an_enrollment_is_overdue_a_day_after_the_most_that_it_should_take(on, is_found):
    # a commercial ERA takes 30 days at the most; 30 days before 2026-07-31 is the 1st of July
    told = [*without("MODA", "835"), filed("MODA", "835", "PROVISIONING", on)]
    assert ("enroll-overdue" in codes(asked(plan(FOUR, enrollments=told)))) is is_found
    slower = plan(FOUR, enrollments=told, durations={("commercial", "835"): days(5, 20, 31)})
    assert "enroll-overdue" not in codes(asked(slower))  # the client's own figures replace the defaults


def test_a_rejection_is_named_by_its_kind():
    told = [*EVERY[:-2], filed("MODA", "835", "REJECTED", reason="Provider not on file"),
            filed("MODA", "837P", "REJECTED", reason="Form outdated")]  # fmt: skip
    found = asked(plan(FOUR, enrollments=told))
    assert cases(found, "enroll-not-on-file") == [("MODA", "835")]
    assert cases(found, "enroll-rejected") == [("MODA", "837P")]


def test_practices_of_one_tax_id_belong_into_one_wave():
    other = south(TIN, CUTOVER)
    same = assess_plan(plan(FOUR, enrollments=EVERY, siblings=[other], cutover=CUTOVER))
    assert codes(same) == {}
    assert same.tables["shared"].frame["wave"].tolist() == ["its own", "the same day"]
    later = south(TIN, dt.date(2026, 9, 2))
    assert codes(asked(plan(FOUR, enrollments=EVERY, siblings=[later], cutover=CUTOVER))) == {
        "enroll-tin-two-waves": 1
    }
    never = south(TIN, None)
    assert codes(asked(plan(FOUR, enrollments=EVERY, siblings=[never], cutover=CUTOVER))) == {
        "enroll-tin-two-waves": 1
    }
    apart = south("999999999", None)
    assert codes(asked(plan(FOUR, enrollments=EVERY, siblings=[apart], cutover=CUTOVER))) == {}


def test_a_payer_that_has_only_some_npis_of_a_tax_id_is_named():
    sent = [*FOUR, *claims("MODA", 1, billing_npi=OTHER_NPI)]
    found = asked(plan(sent, enrollments=EVERY, rules=FREE))
    assert cases(found, "enroll-tin-part") == [("MODA", "835")]
    both = [*EVERY, filed("MODA", "835", "SUBMITTED", "2026-07-30", billing_npi=OTHER_NPI)]
    assert "enroll-tin-part" not in codes(asked(plan(sent, enrollments=both, rules=FREE)))


def test_a_payer_that_enrolls_by_availity_is_named_until_it_is_live():
    sent = [*THREE, *claims("ANTHEM BCBS OF OHIO", 1)]
    told = [row for row in EVERY if row["payer_name"] != "MODA"]
    assert cases(asked(plan(sent, enrollments=told)), "enroll-special-route") == [("ANTHEM BCBS OF OHIO", "")]
    done = asked(plan(sent, enrollments=[*told, *live("ANTHEM BCBS OF OHIO", "2026-07-27")]))
    assert "enroll-special-route" not in codes(done)


def test_claims_without_a_payer_and_needs_without_a_billing_npi_are_named():
    several = [{"name": n, "npi": npi, "npi_type": "group", "bills": True}
               for n, npi in (("A", "1234567893"), ("B", OTHER_NPI))]  # fmt: skip
    sent = [*FOUR, *claims(None, 2), *claims("NEW PAYER", 1, billing_npi=None)]
    found = asked(plan(sent, enrollments=EVERY, intake={"providers": several}))
    assert codes(found)["enroll-payer-unknown"] == 2
    assert (
        next(f for f in found.findings if f.code == "enroll-payer-unknown").amount_cents == 20_000
    )  # 2 x $100
    assert cases(found, "enroll-who-unknown") == [("NEW PAYER", "835"), ("NEW PAYER", "837P")]


@pytest.mark.parametrize(("on", "is_old"), [(dt.date(2026, 5, 2), False), (dt.date(2026, 5, 1), True)])
def test_stedi_s_list_is_old_after_ninety_days(on, is_old):
    # 90 days before 2026-07-31 is the 2nd of May
    assert ("enroll-list-old" in codes(asked(plan(FOUR, enrollments=EVERY, list_day=on)))) is is_old


def test_the_date_waits_for_the_three_largest_payers_and_for_no_other():
    wait = filed("HUMANA", "835", "not filed", None)
    third = plan(
        FOUR, enrollments=[*without("HUMANA", "835"), wait], durations={("commercial", "835"): days(9, 9, 9)}
    )
    assert (third.safe.median, third.safe.sure, third.top) == (9, 9, ["AETNA", "CIGNA", "HUMANA"])
    fourth = plan(FOUR, enrollments=[*without("MODA", "835"), filed("MODA", "835", "not filed", None)])
    assert (fourth.safe.sure, fourth.is_ready) == (0, True)


def test_claims_alone_or_the_era_alone_hold_the_date():
    nine = {("commercial", "835"): days(9, 9, 9), ("commercial", "other"): days(4, 4, 4)}
    rule = [required("AETNA", "837P", "enrollment required")]
    both = [row for row in EVERY if row["payer_name"] != "AETNA"]
    assert plan(FOUR, enrollments=both, rules=rule, durations=nine).safe.sure == 9  # the slower of both
    assert plan(FOUR, enrollments=without("AETNA", "837P"), rules=rule, durations=nine).safe.sure == 4


def test_a_credentialing_comes_before_the_new_request():
    nine = {("commercial", "835"): days(9, 9, 9)}
    told = [*without("AETNA", "835"), filed("AETNA", "835", "REJECTED", reason="not on file")]
    found = plan(FOUR, enrollments=told, durations=nine)
    assert 9 + 15 < found.safe.median < 9 + 90  # credentialing takes 15 to 90 days, then 9


def test_the_planned_cutover_stands_with_nine_cases_in_ten_and_not_with_fewer():
    told = [*without("AETNA", "835"), filed("AETNA", "835", "not filed", None)]
    fixed = {("commercial", "835"): days(32, 32, 32)}  # from 2026-07-31 to the 1st of September
    found = assess_plan(plan(FOUR, enrollments=told, durations=fixed, cutover=CUTOVER))
    assert found.verdict.startswith("By enrollment alone, the cutover of 2026-09-01 can stand")
    assert "enroll-cutover-too-early" not in codes(found)
    late = assess_plan(plan(FOUR, enrollments=told, durations=fixed, cutover=dt.date(2026, 8, 31)))
    assert late.verdict == (
        "The cutover of 2026-08-31 is too early (safe in 0 of 100 cases): the largest payers are live by 2026-09-01 in "
        "nine cases of ten. It waits for AETNA. First of all, file it today (the ERA of AETNA)."
    )
    assert cases(late, "enroll-cutover-too-early") == [("AETNA", "")]


def test_the_cutover_is_too_early_where_two_payers_together_are_less_sure_than_each_alone():
    # from 0 to 20 days evenly rising and falling; each of two is live by the 16th day with 1 - 4^2/200 = 92 %
    told = [row for row in EVERY if (row["payer_name"], row["transaction"]) not in
            {("AETNA", "835"), ("CIGNA", "835")}]  # fmt: skip
    wide = {("commercial", "835"): days(0, 10, 20)}
    found = plan(FOUR, enrollments=told, durations=wide, cutover=dt.date(2026, 8, 16))
    assert found.chance(found.deciding, found.inputs.cutover) == pytest.approx(0.92**2)  # 84.64 %
    assert assess_plan(found).verdict.startswith(
        "The cutover of 2026-08-16 is too early (safe in 85 of 100 cases)"
    )


def test_a_practice_that_has_moved_before_its_payers_were_live_is_told_so():
    told = [*without("AETNA", "835"), filed("AETNA", "835", "not filed", None)]
    found = assess_plan(plan(FOUR, enrollments=told, cutover=dt.date(2026, 7, 30)))
    assert found.verdict.startswith(
        "The practice moved on 2026-07-30 and AETNA is not live yet. In nine cases of ten"
    )
    assert cases(found, "enroll-cutover-too-early") == [("AETNA", "")]


def test_a_practice_that_has_moved_and_of_whose_payer_no_file_tells_is_not_told_that_it_is_not_live():
    found = assess_plan(plan(FOUR, enrollments=without("AETNA", "835"), cutover=dt.date(2026, 7, 30)))
    assert found.verdict.startswith(
        "The practice moved on 2026-07-30 and no file tells whether AETNA is live. In nine cases of ten"
    )
    (case,) = next(f for f in found.findings if f.code == "enroll-cutover-too-early").evidence.frame["what"]
    assert case == "no file tells whether it is live, and the practice has moved"


def test_a_largest_payer_that_does_not_support_claims_leaves_the_date_unknown():
    found = assess_plan(
        plan(FOUR, enrollments=without("CIGNA", "837P"), rules=[required("CIGNA", "837P", "not supported")])
    )
    assert found.verdict.startswith("No cutover date is safe yet: CIGNA cannot be enrolled")
    assert {f.label: f.value for f in found.figures}["Safe cutover, 9 of 10"] is None
    assert codes(found)["enroll-not-supported"] == 1


def test_without_claims_the_date_is_unknown_and_without_anything_nothing_is_said():
    eras = assess_plan(plan(eras=[era("AETNA", "2026-07-01")]))
    assert eras.verdict.startswith("No safe cutover date can be named")
    nothing = assess_plan(plan())
    assert nothing.verdict.startswith("Which payers must be enrolled is not known yet")
    assert {f.value for f in nothing.figures} == {None}


def test_the_work_list_begins_with_what_brings_the_date_nearest_and_ends_with_what_is_only_waited_for():
    told = [
        *live("AETNA", "2026-07-27"), filed("CIGNA", "837P", "LIVE", "2026-07-27"),
        filed("HUMANA", "837P", "LIVE", "2026-07-27"), filed("HUMANA", "835", "PROVISIONING", "2026-07-30"),
        filed("MODA", "837P", "LIVE", "2026-07-27"),
    ]  # fmt: skip
    slow = {("commercial", "835"): days(9, 20, 40)}
    rows = work(plan(FOUR, enrollments=told, durations=slow))
    assert rows["payer"].tolist() == ["CIGNA", "MODA", "HUMANA"]
    assert rows["action"].tolist() == [
        "Ask whether it was filed; if not, file it today",
        "Ask whether it was filed; if not, file it today",
        "Wait, and ask on the day beside it",
    ]
    assert rows["by"].tolist()[:2] == [day("2026-07-31")] * 2
    assert rows["by"].iloc[2] > day("2026-07-31")
    assert rows["effect"].iloc[0].startswith("a day gained here brings the cutover 0.")


def test_claims_and_era_that_are_both_missing_are_filed_together():
    rule = [required("MODA", "837P", "enrollment required")]
    neither = [row for row in EVERY if row["payer_name"] != "MODA"]
    rows = work(plan(FOUR, enrollments=neither, rules=rule))
    assert rows["action"].tolist() == [
        "Ask whether it was filed; if not, file it today, together with its claims",
        "Ask whether it was filed; if not, file it today, together with its ERA",
    ]


def test_at_the_desk_a_payer_taken_as_live_no_longer_holds_the_date():
    told = [*without("AETNA", "835"), filed("AETNA", "835", "not filed", None)]
    found = plan(FOUR, enrollments=told, cutover=CUTOVER)
    assert waited_for(found) == ["AETNA"]
    assert figures_if(found, ("AETNA",))[0].value == "2026-07-31"  # today: nothing is waited for
    assert not found.is_ready  # the plan itself stays as it is


def test_at_the_desk_days_more_or_fewer_of_a_payer_move_the_date_by_as_many():
    told = [*without("AETNA", "835"), filed("AETNA", "835", "not filed", None)]
    found = plan(FOUR, enrollments=told, durations={("commercial", "835"): days(10, 10, 10)})

    def likely(more: int) -> str:
        return figures_if(found, (), {"AETNA": more})[0].value

    assert (likely(0), likely(5), likely(-3)) == (
        "2026-08-10",
        "2026-08-15",
        "2026-08-07",
    )  # 31 July + 10, 15, 7
    assert likely(-10) == likely(-60) == "2026-07-31"  # never before today


def test_at_the_desk_the_chance_of_a_day_is_told_and_of_none_is_unknown():
    told = [*without("AETNA", "835"), filed("AETNA", "835", "not filed", None)]
    found = plan(FOUR, enrollments=told, durations={("commercial", "835"): days(10, 10, 10)})
    chances = [figures_if(found, cutover=dt.date(2026, 8, day))[-1].value for day in (9, 10)]
    assert chances == ["0 %", "100 %"]  # live on the tenth day, 10 August
    assert figures_if(found)[-1].value is None
    assert figures_if(found, cutover=dt.date(2026, 7, 30))[-1].value is None  # before the day of the report


def test_the_same_inputs_give_the_same_dates_and_keys():
    one, other = (assess_plan(plan(FOUR, enrollments=EVERY[:3], cutover=CUTOVER)) for _ in range(2))
    assert one.verdict == other.verdict
    for name, table in one.tables.items():
        pd.testing.assert_frame_equal(table.frame, other.tables[name].frame)
    keys = [[f.evidence.frame["key"].tolist() for f in result.findings] for result in (one, other)]
    assert keys[0] == keys[1] and keys[0]


def test_every_finding_has_a_title_for_one_and_for_many_and_says_what_to_do():
    for code, words in wordings("enrollment").items():
        assert "{n}" in words.many or code == "enroll-list-old", code
        assert words.action[0].isupper() and words.action.endswith("."), code


@pytest.mark.parametrize(
    ("state", "what"),
    [
        ("not read", "no source that was read has a row for it; 1 file about enrollments not read"),
        ("read", "no source has a row for it"),
    ],
)
def test_beside_a_list_that_was_not_read_no_source_that_was_read_tells_of_it(state, what):
    made = plan(FOUR, [era("MODA", "2026-07-01", 55_500)], cutover=CUTOVER)
    row = {
        "source": "export of enrollments",
        "source_file": "enrollments/a.txt",
        "state": state,
        "reason": None,
    }
    row |= dict.fromkeys(("rows_in", "rows_used", "rows_set_aside"), 0)
    listed = replace(made.inputs.files.enrollments, files=conform(pd.DataFrame([row]), ENROLLMENT_FILES))
    files = replace(made.inputs.files, enrollments=listed)
    found = asked(Plan(Inputs(files, made.inputs.as_of)))
    told = next(f for f in found.findings if f.code == "enroll-nothing-filed").evidence.frame["what"]
    assert set(told) == {what}
