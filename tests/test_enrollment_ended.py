"""A Tax ID or billing NPI that has ended has nothing to enroll, and payments of new services to it are found."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pandas as pd
import pytest
from cutover.workstreams.enrollment.cases import cases
from cutover.workstreams.enrollment.ended import ended_on, paid_after_the_end
from cutover.workstreams.enrollment.inputs import Inputs
from cutover.workstreams.enrollment.plan import Plan
from enrollment_makers import NPI, OTHER_NPI, TIN, claims, day, era, filed, plan
from era_frames import archive, claim

NEW_TIN = "222334444"
MOVE = dt.date(2026, 7, 1)


def intake(until: str | None, new_until: str | None = None) -> dict:
    """A practice whose first entity ends on a day, and whose second bills on."""
    providers = [
        {"name": "Old", "npi": NPI, "npi_type": "group", "tin": TIN, "bills": True, "ends_on": until},
        {
            "name": "New",
            "npi": OTHER_NPI,
            "npi_type": "group",
            "tin": NEW_TIN,
            "bills": True,
            "ends_on": new_until,
        },
    ]
    return {"practice": {"name": "North Clinic", "tins": [TIN, NEW_TIN], "cutover_date": MOVE}, "providers": [
        {name: dt.date.fromisoformat(value) if name == "ends_on" and value else value for name, value in one.items()}
        for one in providers]}  # fmt: skip


NEW = {"tax_id": NEW_TIN, "billing_npi": OTHER_NPI}


def made(until: str | None, enrollments=(), **said) -> Plan:
    """The plan of a practice with two claims of either entity."""
    sent = [*claims("AETNA", 2), *claims("AETNA", 2, "2026-07-02", **NEW)]
    return plan(sent, enrollments=enrollments, intake=intake(until, **said), cutover=MOVE)


def states(found: Plan) -> set[tuple[str, str, str]]:
    rows = found.standing
    return set(zip(rows["billing_npi"], rows["transaction"], rows["state"], strict=True))


@pytest.mark.parametrize(("until", "over"), [("2026-06-30", True), ("2026-07-01", False), (None, False)])
def test_who_ended_before_the_cutover_needs_no_enrollment_and_who_ends_that_day_does(until, over):
    found = states(made(until))
    assert ((NPI, "835", "needs no enrollment") in found) is over
    assert ((NPI, "837P", "needs no enrollment") in found) is over
    assert (OTHER_NPI, "835", "not known: no row about it") in found


def test_where_everybody_who_bills_has_ended_nobody_has():
    assert (NPI, "835", "not known: no row about it") in states(made("2026-06-30", new_until="2026-06-30"))


def test_the_claims_of_who_ended_still_tell_how_large_a_payer_is():
    rows = made("2026-06-30").standing
    assert rows["payer_claims"].unique().tolist() == [4]  # two of either entity


def test_an_enrollment_filed_under_the_ended_entity_is_needed_by_nothing_and_the_new_one_is_not_filed():
    live_old = [filed("AETNA", "835", "LIVE")]
    found = made("2026-06-30", live_old)
    assert len(cases(found)["enroll-not-needed"]) == 1
    assert (OTHER_NPI, "835", "not known: no row about it") in states(found)
    assert cases(found)["enroll-tin-part"].empty
    assert cases(made("2026-07-01", live_old))["enroll-not-needed"].empty  # it has not ended


def test_a_row_that_names_one_of_both_numbers_is_matched_by_it_and_one_without_any_by_none():
    found = made("2026-06-30")
    rows = pd.DataFrame(
        {"tax_id": [TIN, None, NEW_TIN, None], "billing_npi": [None, NPI, None, None]}, dtype="str"
    )
    last = pd.Timestamp("2026-06-30")
    assert ended_on(found.inputs, rows).tolist() == [last, last, pd.NaT, pd.NaT]


def with_claims(found: Plan, *rows: dict, medi: bool = False) -> Inputs:
    """The inputs with one remittance of these claims to the ended entity."""
    paid = archive(payments=[era("AETNA", "2026-07-20") | {"content": "one"}], claims=list(rows))
    files = replace(found.inputs.files, office_ally=paid, **({"medi": paid} if medi else {}))
    return Inputs(files, found.inputs.as_of)


def service_on(number: int, on: str, cents: int) -> dict:
    return claim("one", number, statement_from=day(on), paid_cents=cents, patient_control_number=f"A{number}")


@pytest.mark.parametrize("medi", [False, True])  # the same remittance in both systems counts once
def test_services_after_the_end_that_are_paid_to_who_ended_are_found_with_their_money(medi):
    given = [
        service_on(0, "2026-06-30", 4_000),
        service_on(1, "2026-07-01", 5_000),
        service_on(2, "2026-07-02", 700),
    ]
    inputs = with_claims(made("2026-06-30"), *given, medi=medi)
    rows = paid_after_the_end(inputs)
    assert rows["amount_cents"].tolist() == [5_700] and rows["claims"].tolist() == [2]  # 50.00 + 7.00
    assert rows["first"].tolist() == [pd.Timestamp("2026-07-01")]
    (what,) = cases(Plan(inputs))["enroll-paid-to-ended"]["what"]
    assert what == "2 claims of services from 2026-07-01, paid on 2026-07-20; it ended on 2026-06-30"


def test_services_up_to_the_last_day_are_rightly_paid_to_who_ended():
    assert paid_after_the_end(with_claims(made("2026-06-30"), service_on(0, "2026-06-30", 4_000))).empty
    assert paid_after_the_end(with_claims(made(None), service_on(0, "2026-07-02", 4_000))).empty
