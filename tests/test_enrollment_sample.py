"""On every practice and every run of the sample the report on enrollment finds what was planted and nothing else.

An ordinary run plays one practice of each kind, which have every planted finding between them, and of the runs two on
the last day and one before it; with CUTOVER_EXAMPLES=all every practice on every day.
"""

from __future__ import annotations

import datetime as dt
import json

import pytest
from cutover.reading.intake.reader import read_intake
from cutover.reading.payers.enrollments import load_enrollments
from cutover.reading.practice.book import INTAKE, load_practice
from cutover.workstreams.enrollment.inputs import load
from cutover.workstreams.enrollment.report import assess
from cutover_sample.parallel_cast import CLIENT as RUNS
from cutover_sample.parallel_enrollments import enrollments
from examples import ALL

AS_OF = dt.date(2026, 7, 31)
CLIENT = "sample-billing"
PRACTICES = ("alder-creek", "birch-landing", "cedar-grove", "cobble-hill", "dunewood", "eastmere", "harbor-point",
             "juniper-hill")  # fmt: skip
# dunewood alone has an ERA that is only said to be live, alder-creek sends files and has no claim history
PLAYED = PRACTICES if ALL else ("alder-creek", "cedar-grove", "dunewood", "juniper-hill")
UNREAD = ("cedar-grove", "juniper-hill")  # whose archives hold files that cannot be read
IN_RUNS = ("linden-row", "willow-bend", "aspen-court")
DAYS = (AS_OF, dt.date(2026, 7, 15), dt.date(2026, 7, 22))
FEW = [(AS_OF, "willow-bend"), (AS_OF, "aspen-court"), (DAYS[1], "linden-row")]
ON_DAYS = [(day, slug) for day in DAYS for slug in IN_RUNS] if ALL else FEW


def planted(home, client: str, practice: str) -> dict[str, tuple]:
    key = json.loads((home / "data/raw" / client / "answer_key.json").read_text("utf-8"))["defects"]
    ours = [d for d in key if d["practice"] == practice and d["code"].startswith(("enroll-", "rows-"))]
    return {d["code"]: (d["count"], d["cents"]) for d in ours}


def assessed(home, client: str, practice: str, day: dt.date):
    return assess(load(load_practice(home, client, practice), day))


def found(result) -> dict[str, tuple]:
    return {f.code: (f.count, f.amount_cents) for f in result.findings}


@pytest.mark.parametrize("practice", PLAYED)
def test_what_is_found_of_a_practice_s_enrollments_is_what_was_planted_in_number_and_cents(
    sample_home, practice
):
    wanted = planted(sample_home, CLIENT, practice)
    assert wanted
    told = found(assessed(sample_home, CLIENT, practice, AS_OF))
    # remittances tell which payers are in use: those that were not read are a finding here too
    assert ("files-not-read" in told) == (practice in UNREAD)
    # one planned day of its intake cannot be read
    assert ("files-intake-cell" in told) == (practice == "juniper-hill")
    elsewhere = ("files-not-read", "files-intake-cell")
    assert {code: said for code, said in told.items() if code not in elsewhere} == wanted


@pytest.mark.parametrize(("day", "practice"), ON_DAYS)
def test_what_is_found_in_a_run_on_any_day_is_what_was_planted_until_then(run_home, day, practice):
    home = run_home(day)
    result = assessed(home, RUNS, practice, day)
    assert found(result) == planted(home, RUNS, practice)
    assert (practice == "aspen-court") == result.verdict.startswith(
        "The 2 payers with the most claims are live"
    )


def test_the_runs_of_the_sample_hold_every_status_that_stedi_has():
    told = {step.status for practice in IN_RUNS for one in enrollments(practice) for step in one.steps}
    assert told >= {"DRAFT", "SUBMITTED", "STEDI_ACTION_REQUIRED", "PROVIDER_ACTION_REQUIRED", "PROVISIONING", "LIVE",
                    "REJECTED", "CANCELED"}  # fmt: skip


@pytest.mark.parametrize("day", DAYS, ids=str)
def test_one_export_of_a_billing_company_is_parted_by_practice_and_no_row_is_lost(run_home, day):
    home = run_home(day)
    parts = {}
    for practice in IN_RUNS:
        who = load_practice(home, RUNS, practice)
        read = load_enrollments(who, read_intake(who.raw / INTAKE))
        row = read.files.iloc[0]
        # 7 enrollments and the 13 earlier steps of their histories
        assert row["rows_in"] == row["rows_used"] + row["rows_set_aside"] == 7 + 13
        parts[practice] = int(row["rows_used"])
    assert parts == {"linden-row": 0, "willow-bend": 7 + 13, "aspen-court": 0}  # the first two share a Tax ID


def test_the_practices_of_an_ordinary_run_have_every_finding_that_is_planted(sample_home):
    every = {code for practice in PRACTICES for code in planted(sample_home, CLIENT, practice)}
    assert {code for practice in PLAYED for code in planted(sample_home, CLIENT, practice)} == every
