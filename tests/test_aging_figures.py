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
from cutover.workstreams.aging_figures import (
    AGED,
    BY_ANOTHER,
    IN_MEDI,
    LATER,
    MOVED,
    NO_DAY,
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


def told(rows, claims, title=TITLE, today="2026-06-30", cutover=None, again=None, met=()):
    reports = AgingReports(aging_rows(workbook(title, HEAD, *rows), "claims/ar.xlsx"))
    nothing = pd.DataFrame(
        {"patient_control_number": pd.Series(dtype="str"), "paid_on": pd.Series(dtype="datetime64[ms]")}
    )
    inputs = SimpleNamespace(
        today=pd.Timestamp(today),
        decisions=nothing,
        remittances=pd.DataFrame({"payer": pd.Series(met, dtype="str")}),
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
    _, found = told(rows, OPEN)
    assert said(found)["Sunrise", "0-30"] == ("differs", 1, UNSEEN)
    assert said(found)["patients", "over 60"] == ("differs", -1_500, UNSEEN)
    assert cases(found)["difference_cents"].tolist() == [1, 1_500]  # sums of payers are no cases of their own


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
        (None, -2_500, SELF_PAY, []),  # the report is of payers alone
        (0, -2_500, SELF_PAY, []),
        (25, 0, None, []),  # 25.00 of the visit, under its patients
        (0.01, -2_499, UNSEEN, [2_499]),  # a cent beside the visit: another reason
    ],
)
def test_what_patients_pay_themselves_is_the_cause_where_it_is_the_difference_to_the_cent(
    patients, off, why, differ
):
    claims = (("Sunrise", "2026-06-20", 70, "pending"), ("Self Pay", "2026-06-12", 25, "open"))
    stated = () if patients is None else (("Patients", patients, 0, 0, patients),)
    whole = 70 + (patients or 0)
    reports, found = told((("Sunrise", 70, 0, 0, 70), *stated, ("Total", whole, 0, 0, whole)), claims)
    state = "differs" if off else "agrees"
    for key in (("patients", "0-30"), ("patients", "all ages"), ("all together", "0-30")):
        assert said(found)[key] == (state, off, why)
    assert said(found)["Sunrise", "all ages"] == ("agrees", 0, None)
    assert cases(found)["difference_cents"].tolist() == differ
    assert ("4 of them by visits that patients pay themselves" in limits(reports, found)[0]) is (
        why == SELF_PAY
    )


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
        ((70, 40, 0, 110), (0, 0, 0, 0), -1_500),  # patients left out: their 15.00 are missing
    ],
)
def test_a_report_without_patients_has_them_at_their_payers_or_leaves_them_out(sunrise, oak, patients):
    reports, found = told((("Sunrise", *sunrise), ("Oak", *oak)), OPEN)
    differs = said(found).get(("patients", "over 60"))
    assert (differs and differs[1]) == patients
    assert found["state"].eq("differs").any() == (patients is not None)
    assert "It names no patients" in limits(reports, found)[0]
