"""The client's own A/R aging is held against the claim history, to the cent, by payer and age."""

from __future__ import annotations

import datetime as dt
from types import SimpleNamespace

import pandas as pd
import pytest
from claim_makers import workbook
from cutover.columns import conform, empty
from cutover.reading.claims.aging_reports import AgingReports, aging_rows
from cutover.reading.claims.tables import CLAIM_HISTORY
from cutover.reading.payers.same import NONE_PROVEN
from cutover.workstreams import aging_by_claim
from cutover.workstreams.aging_figures import (
    AGED,
    BY_ANOTHER,
    IN_MEDI,
    LATER,
    MOVED,
    NO_DAY,
    NO_FIGURE,
    NO_HISTORY,
    SELF_PAY,
    TWICE,
    UNSEEN,
    against,
    cases,
    limits,
)
from cutover.workstreams.findings import finding
from cutover.workstreams.posted_again import AGAIN
from parallel_frames import frame

HEAD = ("Payer", "0-30", "31-60", "61+", "Total")
TITLE = ("As of 06/30/2026 (aged by date of service)",)


def history(*claims):
    """Claims of (payer, day of service, balance in dollars, state)."""
    rows = [
        {"payer_name": payer, "service_from": pd.Timestamp(day), "charge_cents": 20_000, "balance_cents": money * 100,
         "state": state, "claim_number": f"C{n}", "patient_control_number": f"C{n}"}
        for n, (payer, day, money, state) in enumerate(claims)
    ]  # fmt: skip
    return (
        conform(pd.DataFrame(rows, columns=[c.name for c in CLAIM_HISTORY]), CLAIM_HISTORY)
        if rows
        else empty(CLAIM_HISTORY)
    )


def answers() -> pd.DataFrame:
    """No decision of any payer."""
    days = dict.fromkeys(("service_from", "paid_on"), pd.Series(dtype="datetime64[ms]"))
    return pd.DataFrame(dict.fromkeys(("patient_control_number", "payer"), pd.Series(dtype="str")) | days)


def told(rows, claims, title=TITLE, today="2026-06-30", cutover=None, again=None, met=()):
    reports = AgingReports(aging_rows(workbook(title, HEAD, *rows), "claims/ar.xlsx"))
    nothing = answers()
    inputs = SimpleNamespace(
        today=pd.Timestamp(today),
        decisions=nothing,
        remittances=pd.DataFrame({"payer": pd.Series(met, dtype="str")}),
        same=NONE_PROVEN,
    )
    return reports, against(reports, history(*claims), inputs, cutover, again)


def said(found):
    return {
        (r.payer, r.band): (r.state, None if pd.isna(r.difference_cents) else int(r.difference_cents), r.why)
        for r in found.astype(object).where(found.notna(), None).itertuples()
    }


OPEN = (
    ("Sunrise", "2026-05-31", 70, "pending"),  # 30 days old on June 30
    ("Sunrise", "2026-05-30", 40, "denied"),  # 31 days
    ("Oak", "2026-01-05", 15, "patient responsibility"),
    ("Oak", "2026-06-01", 99, "voided"),  # nobody is asked for it
)


def test_what_agrees_to_the_cent_is_no_case_and_patients_have_what_payers_leave():
    rows = (("SUNRISE", 70, 40, 0, 110), ("Patients", 0, 0, 15, 15), ("Total", 70, 40, 15, 125))
    reports, found = told(rows, OPEN)
    assert set(found["state"]) == {"agrees"} and len(found) == 9 and cases(found).empty
    assert said(found)["patients", "over 60"] == ("agrees", 0, None)
    assert limits(reports, found) == (
        "The client's own A/R aging as of 2026-06-30: $125.00, of it $15.00 of patients. "
        "Amounts that agree with the claim history: 9; that differ: 0.",
    )


def test_a_cent_more_is_a_case_and_so_is_a_payer_that_the_report_leaves_out():
    rows = (("Sunrise", 70.01, 40, 0, 110.01),)
    _, found = told(rows, (*OPEN, ("Elm", "2026-01-05", 12, "pending")))
    assert said(found)["Sunrise", "0-30"] == ("differs", 1, UNSEEN)
    assert said(found)["Elm", "over 60"] == ("differs", -1_200, UNSEEN)
    assert said(found)["patients", "over 60"] == ("not stated", None, NO_FIGURE)
    assert cases(found)["difference_cents"].tolist() == [1, 1_200]  # sums of payers are no cases of their own


def test_figures_of_an_aging_that_differ_are_one_finding_with_what_they_are_apart():
    # ours 100.00 and 50.00, theirs 100.01 and 50.00
    rows = ("AETNA", 100.01, 0, 0, 100.01), ("CIGNA", 50, 0, 0, 50)
    ours = ("AETNA", "2026-06-10", 100, "open"), ("CIGNA", "2026-06-12", 50, "open")
    _, found = told(rows, ours)
    (one,) = finding(
        "baseline-aging-differs", cases(found), AGED, ["report", "payer", "band"], "difference_cents"
    )
    assert (one.count, one.amount_cents) == (1, 1)


@pytest.mark.parametrize(
    ("patients", "off", "why", "differ"),
    [
        (0, -2_500, SELF_PAY, []),
        (25, 0, None, []),  # 25.00 of the visit, under its patients
        (0.01, -2_499, UNSEEN, [2_499]),  # a cent beside the visit: another reason
    ],
)
def test_what_patients_pay_themselves_is_the_cause_where_it_is_the_difference_to_the_cent(
    patients, off, why, differ
):
    claims = (("Sunrise", "2026-06-20", 70, "pending"), ("Self Pay", "2026-06-12", 25, "open"))
    stated, whole = ("Patients", patients, 0, 0, patients), 70 + patients
    reports, found = told((("Sunrise", 70, 0, 0, 70), stated, ("Total", whole, 0, 0, whole)), claims)
    state = "differs" if off else "agrees"
    for key in (("patients", "0-30"), ("patients", "all ages"), ("all together", "0-30")):
        assert said(found)[key] == (state, off, why)
    assert said(found)["Sunrise", "all ages"] == ("agrees", 0, None)
    assert cases(found)["difference_cents"].tolist() == differ
    assert ("4 of them by visits that patients pay themselves" in limits(reports, found)[0]) is (
        why == SELF_PAY
    )


@pytest.mark.parametrize(
    ("total", "every"),
    [
        (70, ("agrees", 0, SELF_PAY)),  # 95.00 here, 25.00 of it the visit that the patient pays
        (70.01, ("differs", -2_499, UNSEEN)),  # a cent beside the visit: another reason
    ],
)
def test_a_report_of_payers_alone_states_nothing_of_patients_and_nothing_of_theirs_is_compared(total, every):
    claims = (("Sunrise", "2026-06-20", 70, "pending"), ("Self Pay", "2026-06-12", 25, "open"))
    reports, found = told((("Sunrise", 70, 0, 0, 70), ("Total", total, 0, 0, total)), claims)
    assert said(found)["patients", "0-30"] == said(found)["patients", "all ages"]
    assert said(found)["patients", "0-30"] == ("not stated", None, SELF_PAY)
    rows = found[found["payer"].eq("patients")]
    assert rows["reported_cents"].isna().all() and rows["ours_cents"].tolist() == [2_500, 2_500]
    assert said(found)["all together", "0-30"] == said(found)["all together", "all ages"] == every
    assert cases(found).empty
    assert "It states no figure of patients: what they owe is not compared." in limits(reports, found)[0]


def test_a_payer_has_the_spelling_of_the_remittances_however_often_the_history_writes_another():
    rows = (("Sunrise Plan Az", 70, 40, 0, 110), ("Patients", 0, 0, 15, 15))
    claims = [("Sunrise Plan Az" if payer == "Sunrise" else payer, *rest) for payer, *rest in OPEN]
    _, found = told(rows, claims, met=["SUNRISE PLAN AZ"])
    assert set(found["payer"]) == {"SUNRISE PLAN AZ", "patients"}
    assert set(found["state"]) == {"agrees"}


@pytest.mark.parametrize(("stated", "why"), [(15, TWICE), (14.99, UNSEEN)])
def test_a_payment_posted_twice_is_the_reason_where_it_is_the_difference_to_the_cent(stated, why):
    claims = (("Oak", "2026-01-05", -70, "paid"), ("Oak", "2026-06-01", -5, "paid"))
    again = frame(
        AGAIN, [{"claim": "C0", "check": "9", "cents": 8_500, "posted_on": pd.Timestamp("2026-02-01")}]
    )
    rows = (("Patients", 0, 0, stated, stated),)
    _, found = told(rows, claims, again=again)
    # ours -70.00: 15.00 less 85.00; a credit of another claim counts for nothing, as before
    off = round(stated * 100) + 7_000
    assert said(found)["patients", "over 60"] == said(found)["patients", "all ages"] == ("differs", off, why)


def test_the_same_sum_at_another_age_is_said_so():
    _, found = told((("Sunrise", 110, 0, 0, 110), ("Patients", 0, 0, 15, 15)), OPEN)
    assert said(found)["Sunrise", "0-30"] == ("differs", 4_000, MOVED)
    assert said(found)["Sunrise", "31-60"] == ("differs", -4_000, MOVED)
    assert said(found)["Sunrise", "all ages"] == ("agrees", 0, None)


@pytest.mark.parametrize(
    ("cutover", "why"), [("2026-05-31", IN_MEDI), ("2026-06-01", UNSEEN), (None, UNSEEN)]
)
def test_services_since_the_cutover_are_in_no_history(cutover, why):
    day = cutover and dt.date.fromisoformat(cutover)
    _, found = told((("Sunrise", 100, 40, 0, 140), ("Patients", 0, 0, 15, 15)), OPEN, cutover=day)
    assert said(found)["Sunrise", "0-30"] == ("differs", 3_000, why)
    assert said(found)["Sunrise", "all ages"] == ("differs", 3_000, why)


@pytest.mark.parametrize(
    ("title", "claims", "today", "why"),
    [
        (TITLE, (), "2026-06-30", NO_HISTORY),
        (("Who owes us",), OPEN, "2026-06-30", NO_DAY),
        (TITLE, OPEN, "2026-06-29", LATER),
        (("As of 06/30/2026, aged by date billed",), OPEN, "2026-06-30", BY_ANOTHER),
    ],
)
def test_what_cannot_be_compared_says_why(title, claims, today, why):
    reports, found = told((("Sunrise", 70, 40, 0, 110),), claims, title, today)
    assert set(found["state"]) == {"not known here"} and set(found["why"]) == {why} and cases(found).empty
    assert limits(reports, found)[0].endswith(f"It is not compared: {why}.")


@pytest.mark.parametrize(
    ("sunrise", "oak", "patients"),
    [
        ((70, 40, 0, 110), (0, 0, 15, 15), None),  # Oak's patient at Oak: 0 + 15
        ((70, 40, 0, 110), (0, 0, 0, 0), "not stated"),  # patients left out: their 15.00 are missing
    ],
)
def test_a_report_without_patients_has_them_at_their_payers_or_leaves_them_out(sunrise, oak, patients):
    reports, found = told((("Sunrise", *sunrise), ("Oak", *oak)), OPEN)
    differs = said(found).get(("patients", "over 60"))
    assert (differs and differs[0]) == patients
    assert not found["state"].eq("differs").any()
    assert "It names no patients" in limits(reports, found)[0]


CLAIM_HEAD = "As of 06/30/2026\nClaim #,Payer,DOS,Balance\n"
NUMBERED = (
    ("Sunrise", "2026-05-31", 70, "pending"),  # C0
    ("Sunrise", "2026-05-30", 40, "denied"),  # C1
    ("Oak", "2026-06-02", 0, "paid"),  # C2
    ("Oak", "2026-06-03", 0, "voided"),  # C3
    ("Oak", "2026-06-04", -8, "paid"),  # C4: a credit
    ("Oak", "2026-01-05", 15, "patient responsibility"),  # C5
    ("Self Pay", "2026-06-05", 25, "open"),  # C6
)


def read(lines, head=CLAIM_HEAD):
    return AgingReports(aging_rows((head + "".join(f"{one}\n" for one in lines)).encode(), "claims/ar.csv"))


def asked(reports, claims, today="2026-06-30", cutover=None):
    nothing = answers()
    met = pd.DataFrame({"payer": pd.Series(dtype="str")})
    inputs = SimpleNamespace(today=pd.Timestamp(today), decisions=nothing, remittances=met, same=NONE_PROVEN)
    return reports, claims, inputs, cutover


def by_claim(lines, claims=NUMBERED, **told):
    given = asked(read(lines), history(*claims), **told)
    return given, aging_by_claim.against(*given)


def claims_said(found):
    rows = found.astype(object).where(found.notna(), None)
    return {r.claim: (r.state, r.off_cents, r.why) for r in rows.itertuples()}


AGREEING = ("C0,Sunrise,5/31/2026,70.00", "C1,Sunrise,5/30/2026,40.00", "C5,Oak,1/5/2026,15.00")


def test_claims_that_both_have_open_agree_and_self_pay_is_left_out_of_the_cases():
    given, found = by_claim([*AGREEING, "Total,,,125.00"])
    told = claims_said(found)
    assert {claim for claim, (state, *_) in told.items() if state == aging_by_claim.AGREES} == {
        "C0",
        "C1",
        "C5",
    }
    assert told["C6"] == (aging_by_claim.NOT_THERE, 2_500, aging_by_claim.OF_SELF) and len(told) == 4
    assert aging_by_claim.cases(found).empty
    assert "agree on 3 claims, $125.00." in aging_by_claim.limits(given[0], found, given[1])[0]
    # 70.00 of 70.00 and 25.00: what is missing is the visit that its patient pays
    assert said(against(*given))["all together", "0-30"] == ("differs", -2_500, SELF_PAY)


def test_what_only_one_of_them_has_says_how_the_history_has_it():
    lines = ("C0,Sunrise,5/31/2026,70.01", "C2,Oak,6/2/2026,9.00", "C3,Oak,6/3/2026,8.00", "C4,Oak,6/4/2026,7.00",
             "C9,Oak,6/9/2026,6.00", ",Oak,6/9/2026,5.00")  # fmt: skip
    _, found = by_claim(lines)
    told = claims_said(found)
    assert told["C0"] == (aging_by_claim.DIFFERS, 1, "open: pending")
    assert told["C1"] == (aging_by_claim.NOT_THERE, 4_000, "open: denied")
    assert told["C2"] == (aging_by_claim.NOT_HERE, 900, "closed: paid")
    assert told["C3"] == (aging_by_claim.NOT_HERE, 800, aging_by_claim.WITHDRAWN)
    assert told["C4"] == (aging_by_claim.NOT_HERE, 700, aging_by_claim.CREDIT)
    assert told["C9"] == (aging_by_claim.NOT_HERE, 600, aging_by_claim.ABSENT)
    assert told[None] == (aging_by_claim.NOT_HERE, 500, aging_by_claim.NO_NUMBER)
    assert told["C5"] == (
        aging_by_claim.NOT_THERE,
        1_500,
        aging_by_claim.NO_PATIENTS,
    )  # it lists no patient's part
    found_cases = aging_by_claim.cases(found)
    assert found_cases["off_cents"].tolist() == [4_000, 900, 800, 700, 600, 500, 1]
    (one,) = finding(
        "handoff-aging-differs", found_cases, aging_by_claim.BY_CLAIM, ["report", "claim"], "off_cents"
    )
    assert (one.count, one.amount_cents) == (7, 7_501)


def test_a_patients_part_is_a_case_where_the_aging_lists_such_and_a_credit_agrees_with_itself():
    claims = (*NUMBERED, ("Oak", "2026-01-06", 12, "patient responsibility"))  # C7
    _, found = by_claim([*AGREEING, "C4,Oak,6/4/2026,-8.00"], claims)
    told = claims_said(found)
    assert told["C7"] == (aging_by_claim.NOT_THERE, 1_200, aging_by_claim.AT_PATIENT)
    assert told["C4"] == (aging_by_claim.AGREES, 0, None)
    assert aging_by_claim.cases(found)["claim"].tolist() == ["C7"]


@pytest.mark.parametrize(("cutover", "why"), [("2026-06-09", IN_MEDI), ("2026-06-10", aging_by_claim.ABSENT)])
def test_a_claim_since_the_cutover_may_be_in_medi(cutover, why):
    _, found = by_claim([*AGREEING, "M1,Oak,6/9/2026,5.00"], cutover=dt.date.fromisoformat(cutover))
    assert claims_said(found)["M1"][2] == why


@pytest.mark.parametrize(
    ("lines", "today", "said"),
    [
        (("X1,Oak,6/9/2026,5.00",), "2026-06-30", 1),
        (AGREEING, "2026-06-29", 0),
    ],  # strangers alone; a later day
)
def test_claims_are_not_compared_without_a_common_number_or_before_its_day(lines, today, said):
    given, found = by_claim(lines, today=today)
    told = aging_by_claim.limits(given[0], found, given[1])
    assert found.empty and len(told) == said and all(aging_by_claim.STRANGERS in one for one in told)


@pytest.mark.parametrize(("submitted", "bands"), [("2026-05-31", {"0-30"}), (None, set())])
def test_an_aging_from_the_day_of_billing_has_its_bands_where_all_those_days_are_known(submitted, bands):
    reports = read(
        ["C0,Oak,70.00,,,70.00"], "Aging by billed date 06/30/2026\nClaim #,Payer,0-30,31-60,61+,Balance\n"
    )
    ours = history(("Oak", "2026-05-01", 70, "pending")).assign(submission_date=pd.Timestamp(submitted))
    found = against(*asked(reports, conform(ours, CLAIM_HISTORY)))
    # 60 days since service, 30 since May 31
    assert set(found["band"]) - {"all ages"} == bands and found["state"].eq("agrees").all()


def test_a_total_that_is_not_that_of_its_claims_is_said():
    nothing = against(*asked(read(AGREEING), history()))
    told = [limits(read([*AGREEING, f"Total,,,{total}"]), nothing)[0] for total in ("126.00", "125.00")]
    begin = "The client's own A/R aging by claim as of 2026-06-30: "
    assert told[0].startswith(begin + "$126.00. Its claims add up to $125.00. It is not")
    assert told[1].startswith(begin + "$125.00. It is not")
