"""What 06 and 08 say of enrollments: since when, whom they wait on, and that claims arrive."""

from __future__ import annotations

from types import SimpleNamespace

import pandas as pd
import pytest
from cutover.reading.claims.tables import SENT_CLAIMS
from cutover.workstreams.enrollment.needs import answered_through_medi
from cutover.workstreams.enrollment.standing import LIVE, UNTOLD
from cutover.workstreams.enrollment.work_list import work
from cutover.workstreams.readiness.steps import _filed
from enrollment_makers import claims, filed, frame, plan


def day(text: str | None) -> pd.Timestamp:
    return pd.NaT if text is None else pd.Timestamp(text)


@pytest.mark.parametrize(
    ("status", "on", "since"),
    [
        ("PROVIDER_ACTION_REQUIRED", None, None),  # filed on 2026-06-30; since when it waits nobody says
        ("REJECTED", None, None),
        ("PROVISIONING", None, "2026-06-30"),  # under way from its filing on
        ("PROVIDER_ACTION_REQUIRED", "2026-07-20", "2026-07-20"),
        ("REJECTED", "2026-07-20", "2026-07-20"),
    ],
)
def test_a_day_of_filing_is_no_day_of_another_status(status, on, since):
    told = filed("Aspen", "835", status, on, filed_on=day("2026-06-30"))
    rows = work(plan(claims("Aspen", 2), enrollments=[told])).set_index("transaction")
    row = rows.loc["ERA (835)"]
    assert (None if pd.isna(row["since"]) else f"{row['since']:%F}") == since
    assert f"{row['filed_on']:%F}" == "2026-06-30"


@pytest.mark.parametrize(
    ("status", "whom"),
    [("STEDI_ACTION_REQUIRED", "Ask Stedi"), ("PROVISIONING", "Call the payer's EDI department")],
)
def test_what_is_overdue_is_asked_of_whom_it_waits_on(status, whom):
    # from 2026-05-01 to 2026-07-31 are 91 days, a commercial ERA takes 30 at the most
    told = filed("Aspen", "835", status, "2026-05-01", waiting_on=None)
    rows = work(plan(claims("Aspen", 2), enrollments=[told])).set_index("transaction")
    assert rows.loc["ERA (835)", "action"].startswith(whom)


@pytest.mark.parametrize(
    ("state", "on", "expected"),
    [
        ("accepted", "2026-07-20", LIVE),
        ("decided", "2026-07-20", LIVE),
        ("sent", "2026-07-20", UNTOLD),  # nothing came back yet
        ("rejected", "2026-07-20", UNTOLD),
        ("accepted", "2026-08-01", UNTOLD),  # after the report's day, 2026-07-31
    ],
)
def test_claims_that_a_list_of_medi_calls_accepted_arrive(state, on, expected):
    made = plan(claims("Aspen", 2))
    listed = [{"payer_name": "Aspen", "state": state, "sent_on": day(on), "patient_control_number": "Q1"}]
    object.__setattr__(made.inputs.files, "sent", frame(SENT_CLAIMS, listed))
    assert len(answered_through_medi(made.inputs)) == (expected == LIVE)
    assert made.standing.set_index("transaction").loc["837P", "state"] == expected


@pytest.mark.parametrize(
    ("filed_on", "is_done", "words"),
    [
        (None, False, "1 of 2 filed; of 1 the provider still owes what was asked for"),
        ("2026-06-30", True, "2 of 2 filed; of 1 the provider still owes what was asked for"),
    ],
)
def test_an_enrollment_for_which_a_form_is_owed_is_filed_only_by_its_day(filed_on, is_done, words):
    rows = [filed("Aspen", "837P", "LIVE"),
            filed("Aspen", "835", "PROVIDER_ACTION_REQUIRED", "2026-07-02", filed_on=day(filed_on))]  # fmt: skip
    assert _filed(SimpleNamespace(plan=plan(claims("Aspen", 2), enrollments=rows))) == (is_done, words)
