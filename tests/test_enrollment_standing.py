"""Where an enrollment stands: the newest word, whom it waits on, and what a remittance proves."""

from __future__ import annotations

import datetime as dt

import pandas as pd
import pytest
from cutover.workstreams.enrollment.report import assess_plan
from cutover.workstreams.enrollment.standing import STUCK, UNTOLD, standing
from enrollment_makers import AS_OF, NPI, OTHER_NPI, claims, codes, day, era, filed, live, plan, required

WEEKLY = [era("AETNA", f"{d:%Y-%m-%d}") for d in pd.date_range("2026-05-06", periods=12, freq="7D")]


def states(of) -> dict[tuple[str, str], str]:
    rows = standing(of.inputs)
    return {(r.payer, r.transaction): r.state for r in rows.itertuples()}


def state(status: str, transaction="837P", on="2026-07-01", rules=(), **said) -> str:
    """The state of one enrollment of Aetna."""
    found = plan(
        claims("AETNA", 1), enrollments=[filed("AETNA", transaction, status, on, **said)], rules=rules
    )
    return states(found)["AETNA", transaction]


@pytest.mark.parametrize(
    ("status", "told"),
    [
        ("LIVE", "live"), ("PROVISIONING", "under way"), ("PROVIDER_ACTION_REQUIRED", "waiting on the provider"),
        ("REJECTED", "rejected"), ("CANCELED", "canceled"), ("DRAFT", "not filed"), ("not filed", "not filed"),
        ("not needed", "needs no enrollment"), ("not supported", "not supported"),
    ],
)  # fmt: skip
def test_each_of_stedi_s_statuses_is_one_state(status, told):
    assert state(status) == told


@pytest.mark.parametrize("status", ["SUBMITTED", "STEDI_ACTION_REQUIRED"])  # the older and the newer name
def test_a_request_that_is_submitted_for_more_than_two_days_waits_for_what_nothing_says(status):
    export = {"source": "export of enrollments"}
    assert state(status, on="2026-07-29", **export) == "under way"  # two days before Friday the 31st
    assert state(status, on="2026-07-28", **export) == STUCK  # three
    assert (
        state(status, on="2026-07-01", waiting_on="payer", **export) == "under way"
    )  # somebody knows better
    assert state(status, on="2026-07-01", waiting_on="nobody", **export) == STUCK


@pytest.mark.parametrize("source", ["intake", "tracker of enrollments"])
def test_submitted_in_a_list_that_people_keep_asks_nothing_of_the_provider_however_long_ago(source):
    assert state("SUBMITTED", on="2026-07-28", source=source) == "under way"
    assert state("SUBMITTED", on="2026-06-01", source=source) == "under way"
    assert (
        state("SUBMITTED", on="2026-06-01", source=source, waiting_on="provider") == "waiting on the provider"
    )
    assert state("PROVIDER_ACTION_REQUIRED", source=source) == "waiting on the provider"


def test_who_waits_on_the_practice_waits_on_the_provider_whatever_the_status_says():
    assert state("PROVISIONING", waiting_on="practice") == "waiting on the provider"
    assert state("PROVISIONING", waiting_on="payer") == "under way"


@pytest.mark.parametrize(
    ("reason", "told"),
    [
        ("Provider not on file", "rejected: not on file"),
        ("No record of this NPI", "rejected: not on file"),
        ("NPI is NOT ON  FILE", "rejected: not on file"),
        ("Wrong form: the signature is missing", "rejected"),
        (None, "rejected"),
    ],
)
def test_a_rejection_as_not_on_file_is_credentialing_and_another_is_not(reason, told):
    assert state("REJECTED", reason=reason) == told


def test_a_payer_that_takes_claims_at_once_needs_no_enrollment_for_them_but_always_for_its_era():
    free = [required("AETNA", "837P", "supported"), required("AETNA", "835", "supported")]
    found = plan(claims("AETNA", 1), rules=free)
    assert states(found) == {("AETNA", "837P"): "needs no enrollment", ("AETNA", "835"): UNTOLD}
    assert state("not needed", "835") == "not filed"  # an ERA is always enrolled, whoever says otherwise


def test_what_a_payer_does_not_support_can_never_be_live():
    assert state("SUBMITTED", rules=[required("AETNA", "837P", "not supported")]) == "not supported"
    assert (
        state("LIVE", rules=[required("AETNA", "837P", "not supported")]) == "live"
    )  # it is, so the list is wrong


def test_a_row_that_says_not_supported_counts_where_no_list_and_no_other_row_tells_otherwise():
    assert state("not supported", "835") == "needs no enrollment"  # no remittance comes, on paper or not
    for rule in ("enrollment required", "supported"):
        told = state("not supported", rules=[required("AETNA", "837P", rule)])
        assert told == ("needs no enrollment" if rule == "supported" else "not filed")
    both = [
        filed("AETNA", "837P", "not supported", "2026-06-01"),
        filed("AETNA", "837P", "DRAFT", "2026-07-01"),
    ]
    assert states(plan(claims("AETNA", 1), enrollments=both))["AETNA", "837P"] == "not filed"


def test_the_consultant_s_word_on_a_requirement_goes_before_the_list_s():
    said = [
        required("AETNA", "837P", "enrollment required", 1),
        required("Aetna Inc", "837P", "supported", 0),
    ]
    assert plan(claims("AETNA", 1), rules=said).inputs.requirement("AETNA", "837P")[0] == "supported"
    assert (
        plan(claims("AETNA", 1), rules=said[:1]).inputs.requirement("AETNA", "837P")[0]
        == "enrollment required"
    )
    assert plan(claims("AETNA", 1)).inputs.requirement("AETNA", "837P")[0] == "unknown"


def test_a_requirement_is_found_by_any_of_the_payer_s_ids_and_not_by_another_payer_s():
    rule = required("Ohio Department of Medicaid", "837P", "supported", payer_ids="MMISODJFS SKOH0")
    sent = [*claims("OHIO MEDICAID", 1, payer_id="SKOH0"), *claims("AETNA", 1, payer_id="60054")]
    basis = plan(sent, rules=[rule]).inputs
    assert basis.requirement("OHIO MEDICAID", "837P")[0] == "supported"
    assert basis.requirement("AETNA", "837P")[0] == "unknown"


def test_the_newest_word_on_an_enrollment_counts_and_an_older_one_is_a_step_on_the_way():
    told = [filed("AETNA", "835", "LIVE", "2026-07-10"), filed("AETNA", "835", "SUBMITTED", "2026-06-01")]
    row = standing(plan(claims("AETNA", 1), enrollments=told).inputs).set_index("transaction").loc["835"]
    assert (row["state"], row["sources_differ"]) == ("live", False)
    assert row["live_on"] == day("2026-07-10")


def test_two_words_of_one_day_contradict_each_other_and_the_export_s_counts():
    told = [filed("AETNA", "835", "LIVE", "2026-07-10"),
            filed("AETNA", "835", "PROVISIONING", "2026-07-10", source="export of enrollments")]  # fmt: skip
    found = plan(claims("AETNA", 1), enrollments=told)
    row = standing(found.inputs).set_index("transaction").loc["835"]
    assert (row["state"], row["sources_differ"]) == ("under way", True)
    assert codes(assess_plan(found))["enroll-sources-differ"] == 1
    same = [told[0], told[0] | {"source": "export of enrollments"}]
    assert "enroll-sources-differ" not in codes(assess_plan(plan(claims("AETNA", 1), enrollments=same)))


def test_an_enrollment_of_another_npi_is_none_of_this_one_and_one_without_an_npi_is_of_each():
    sent = [*claims("AETNA", 1), *claims("AETNA", 1, billing_npi=OTHER_NPI)]
    one = standing(plan(sent, enrollments=[filed("AETNA", "837P", "LIVE")]).inputs)
    one = one[one["transaction"] == "837P"].set_index("billing_npi")["state"]
    assert one.to_dict() == {NPI: "live", OTHER_NPI: UNTOLD}
    each = standing(plan(sent, enrollments=[filed("AETNA", "837P", "LIVE", billing_npi=None)]).inputs)
    assert set(each[each["transaction"] == "837P"]["state"]) == {"live"}


def test_live_and_the_first_era_are_two_dates_and_the_second_is_read_from_medi():
    medi = [era("AETNA", "2026-07-14"), era("AETNA", "2026-07-21"), era("CIGNA", "2026-07-02")]
    row = standing(plan(claims("AETNA", 1), medi=medi, enrollments=live("AETNA", "2026-07-06")).inputs)
    row = row[row["payer"] == "AETNA"].set_index("transaction").loc["835"]
    assert (row["live_on"], row["first_era"]) == (day("2026-07-06"), day("2026-07-14"))


def test_an_era_in_medi_proves_that_its_enrollment_is_live_whatever_was_written_down():
    found = plan(
        claims("AETNA", 1),
        medi=[era("AETNA", "2026-07-14")],
        enrollments=[filed("AETNA", "835", "SUBMITTED")],
    )
    assert states(found)["AETNA", "835"] == "live"
    assert codes(assess_plan(found))["enroll-status-behind"] == 1
    other = plan(claims("AETNA", 1), medi=[era("AETNA", "2026-07-14", payee_npi=OTHER_NPI)])
    rows = standing(other.inputs).query("transaction == '835'").set_index("billing_npi")["state"]
    assert rows.to_dict() == {
        NPI: UNTOLD,
        OTHER_NPI: "live",
    }  # another NPI's ERA proves nothing of this one


@pytest.mark.parametrize(("on", "is_missed"), [("2026-07-17", False), ("2026-07-16", True)])
def test_an_era_is_missed_after_two_weeks_where_the_payer_pays_every_week(on, is_missed):
    # 1.6 of its 7 days are 11.2, less than the floor; on the 31st 14 days have passed since the 17th, 15 since the 16th
    found = plan(claims("AETNA", 1), WEEKLY, enrollments=live("AETNA", on))
    assert ("enroll-no-era-yet" in codes(assess_plan(found))) is is_missed


@pytest.mark.parametrize(("on", "is_missed"), [("2026-07-09", False), ("2026-07-08", True)])
def test_an_era_is_missed_after_more_than_one_and_a_half_intervals_of_a_payer_that_keeps_a_clock(
    on, is_missed
):
    # it pays every 14 days: 1.6 of them are 22.4 days, and from the 9th to the 31st it is 22, from the 8th 23
    fortnightly = [
        era("AETNA", str(day.date())) for day in pd.date_range("2026-04-06", periods=8, freq="14D")
    ]
    found = plan(claims("AETNA", 1), fortnightly, enrollments=live("AETNA", on))
    assert ("enroll-no-era-yet" in codes(assess_plan(found))) is is_missed


@pytest.mark.parametrize(("on", "is_missed"), [("2026-06-19", False), ("2026-06-18", True)])
def test_an_era_of_a_payer_without_a_rhythm_is_missed_after_six_weeks(on, is_missed):
    # 42 days before 2026-07-31 is the 19th of June
    found = plan(claims("AETNA", 1), enrollments=live("AETNA", on))
    assert ("enroll-no-era-yet" in codes(assess_plan(found))) is is_missed


def test_an_enrollment_that_nothing_in_use_needs_is_named_and_a_rejected_one_of_that_kind_is_not():
    told = [
        *live("AETNA"),
        filed("CIGNA", "835", "LIVE"),
        filed("HUMANA", "835", "REJECTED"),
        filed("MODA", "270", "LIVE"),
    ]
    found = assess_plan(plan(claims("AETNA", 1), enrollments=told))
    cases = next(f for f in found.findings if f.code == "enroll-not-needed").evidence.frame
    assert cases[["payer", "transaction"]].to_numpy().tolist() == [["CIGNA", "835"]]


def test_the_family_is_the_consultant_s_then_the_intake_s_line_then_the_name_s():
    sent = claims("NORTHERN HEALTH", 1)
    assert plan(sent).inputs.family("NORTHERN HEALTH").name == "commercial"
    by_line = [filed("NORTHERN HEALTH", "835", "LIVE", line="Medicaid")]
    assert plan(sent, enrollments=by_line).inputs.family("NORTHERN HEALTH").name == "Medicaid"
    rule = required("NORTHERN HEALTH", None, None, 0, family="Tricare and veterans")
    assert (
        plan(sent, enrollments=by_line, rules=[rule]).inputs.family("NORTHERN HEALTH").name
        == "Tricare and veterans"
    )


def test_remittances_after_the_report_s_date_are_not_known_yet():
    found = plan(claims("AETNA", 1), medi=[era("AETNA", "2026-08-01")], as_of=AS_OF)
    assert states(found)["AETNA", "835"] == UNTOLD


def stood(on: str, *rows: dict) -> str:
    """The state of an enrollment of Aetna as a report of that day knows it."""
    of = plan(claims("AETNA", 1, "2026-01-05"), enrollments=list(rows), as_of=dt.date.fromisoformat(on))
    return states(of)["AETNA", "837P"]


@pytest.mark.parametrize(
    ("on", "told"),
    [
        ("2026-05-31", UNTOLD),
        ("2026-06-01", "under way"),
        ("2026-06-30", "under way"),
        ("2026-07-01", "live"),
    ],
)
def test_a_report_of_an_earlier_day_knows_the_state_of_that_day(on, told):
    live_now = filed("AETNA", "837P", "LIVE", "2026-07-01", filed_on=day("2026-06-01"), waiting_on="payer")
    assert stood(on, live_now) == told
    steps = [live_now | {"status": status, "status_on": day(since), "live_on": None, "waiting_on": "payer"}
             for status, since in (("SUBMITTED", "2026-06-01"), ("PROVISIONING", "2026-06-10"))]  # fmt: skip
    assert stood(on, *steps, live_now) == told


def test_an_enrollment_without_any_day_is_taken_as_it_stands():
    assert stood("2026-06-01", filed("AETNA", "837P", "LIVE", None)) == "live"


def test_an_era_that_a_payer_does_not_send_needs_no_enrollment_unless_remittances_of_it_are_in_use():
    rules = [required("AETNA", "835", "not supported")]
    assert states(plan(claims("AETNA", 2), rules=rules))["AETNA", "835"] == "needs no enrollment"
    paid = plan(claims("AETNA", 2), eras=[era("AETNA", "2026-06-01")], rules=rules)
    assert states(paid)["AETNA", "835"] == "not supported"


@pytest.mark.parametrize(
    ("status", "told"),
    [
        ("REJECTED", "rejected: not on file"),  # that is why nothing is under way for the group
        ("LIVE", "not known: no row about it"),  # the clinician's ERA does nothing for the group's
        ("PROVISIONING", "not known: no row about it"),
    ],
)
def test_a_request_under_a_clinicians_own_npi_answers_for_the_group_only_where_it_was_rejected(status, told):
    other = filed("AETNA", "835", status, billing_npi="1679576722", reason="NPI not on file for this Tax ID")
    rows = standing(plan(claims("AETNA", 1), enrollments=[other]).inputs)
    row = rows[rows["transaction"] == "835"].iloc[0]
    assert row["state"] == told
    if status == "REJECTED":
        assert row["reason"] == "filed under NPI 1679576722: NPI not on file for this Tax ID"


def test_the_groups_own_request_goes_before_one_rejected_under_another_npi():
    own = filed("AETNA", "835", "PROVISIONING", "2026-07-01")
    other = filed("AETNA", "835", "REJECTED", "2026-07-20", billing_npi="1679576722", reason="not on file")
    rows = standing(plan(claims("AETNA", 1), enrollments=[own, other]).inputs)
    assert rows.loc[rows["transaction"] == "835", "state"].tolist() == ["under way"]
