"""Enrollment on the day of a past cutover, and where nobody has decided to move."""

from __future__ import annotations

import datetime as dt

import pandas as pd
import pytest
from cutover.workstreams.enrollment.cases import cases
from cutover.workstreams.enrollment.plan import calendar, drawn, live_on_the_day
from cutover.workstreams.enrollment.verdict import figures, verdict
from cutover.workstreams.enrollment.work_list import work
from enrollment_makers import claims, filed, live, plan

MOVED = dt.date(2026, 7, 6)
SENT = [*claims("ALDER", 3), *claims("BIRCH", 2)]


@pytest.mark.parametrize(
    ("first", "second", "value"),
    [
        ("2026-07-06", "2026-07-06", "2 of 2"),  # live since the cutover day itself
        ("2026-07-06", "2026-07-07", "1 of 2"),  # a day later is not live that day
        ("2026-07-07", "2026-07-20", "0 of 2"),
        ("2026-07-01", None, None),  # since when is not known
    ],
)
def test_of_a_past_cutover_it_is_told_which_of_the_largest_payers_were_live_that_day(first, second, value):
    of = plan(SENT, enrollments=[*live("ALDER", first), *live("BIRCH", second)], cutover=MOVED)
    assert live_on_the_day(of)[0] == value
    assert any(
        one.label == "Largest payers live on the cutover day" and one.value == value for one in figures(of)
    )


def test_a_payer_is_live_with_claims_and_era_and_each_row_says_whether_it_was():
    rows = [filed("ALDER", "837P", "LIVE", "2026-07-01"), filed("ALDER", "835", "LIVE", "2026-07-20")]
    of = plan(claims("ALDER", 3), enrollments=rows, cutover=MOVED)
    assert live_on_the_day(of)[0] == "0 of 1"
    shares = calendar(of).set_index("transaction")["by_cutover_share"]
    assert shares.to_dict() == {"claims (837P)": 1.0, "ERA (835)": 0.0}


def test_what_is_live_since_a_day_that_nobody_tells_is_live_in_the_drawing_too():
    rows = [filed("ALDER", "837P", "LIVE", None), filed("ALDER", "835", "LIVE", "2026-07-20")]
    assert drawn(plan(claims("ALDER", 3), enrollments=rows))["label"].tolist() == [
        "ALDER ERA",
        "ALDER claims, live",
    ]


@pytest.mark.parametrize("cutover", [None, dt.date(2026, 8, 10)])
def test_before_a_cutover_nothing_is_told_of_its_day(cutover):
    assert live_on_the_day(plan(SENT, enrollments=live("ALDER"), cutover=cutover)) is None


def test_without_a_decision_and_a_date_nothing_is_to_be_filed_today():
    of = plan(SENT)
    listed = work(of)
    # the ERA of each of two payers; of their claims no list says whether they must be enrolled
    assert "2 enrollments of 2 payers would have to be filed. Whether 2 more" in verdict(of, listed)
    assert not listed["action"].str.contains("today").any() and listed["by"].isna().all()
    found = cases(of)
    assert len(found["enroll-undecided"]) == 2
    assert len(found["enroll-nothing-filed"]) == len(found["enroll-never-filed"]) == 0


@pytest.mark.parametrize(
    "given",
    [
        {"cutover": dt.date(2026, 9, 7)},
        {"intake": {"practice": {"decided_on": dt.date(2026, 7, 1)}}},
        {"enrollments": [filed("ALDER", "837P", "SUBMITTED")]},  # somebody has begun
    ],
)
def test_who_has_decided_or_begun_files_today(given):
    of = plan(SENT, **given)
    assert work(of)["action"].str.contains("today").any()
    assert len(cases(of)["enroll-undecided"]) == 0
    assert pd.notna(work(of)["by"]).all()
