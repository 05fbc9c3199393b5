"""The reconciliation and the answer key of the sample's runs agree both ways, on the last day and on days before.

An ordinary run plays every practice on the last day and one on a day before; with CUTOVER_EXAMPLES=all every practice
on every day.
"""

from __future__ import annotations

import datetime as dt
import json
from functools import cache

import pytest
from cutover.errors import UsageError
from cutover.reading.practice.book import load_practice
from cutover.workstreams.parallel_run.inputs import load
from cutover.workstreams.parallel_run.report import assess
from cutover_sample.parallel_cast import AS_OF, CLIENT
from cutover_sample.parallel_client import write_runs
from cutover_sample.parallel_files import client
from examples import ALL

PRACTICES = ("linden-row", "willow-bend", "aspen-court")
BEFORE = (dt.date(2026, 7, 15), dt.date(2026, 7, 22))
ON_DAYS = [(AS_OF, slug) for slug in PRACTICES] + (
    [(day, slug) for day in BEFORE for slug in PRACTICES] if ALL else [(BEFORE[0], "linden-row")]
)


@pytest.fixture(scope="module")
def played(run_home):
    """Returns what is found of a practice on a day, made once, and what was planted in it."""

    def result_and_key(day, slug):
        home = run_home(day)
        key = json.loads((home / "data/raw" / CLIENT / "answer_key.json").read_text("utf-8"))["defects"]
        return assess(load(load_practice(home, CLIENT, slug), day)), [d for d in key if d["practice"] == slug]

    return cache(result_and_key)


@pytest.mark.parametrize(("day", "slug"), ON_DAYS)
def test_what_is_found_in_a_run_is_what_was_planted_in_number_and_cents(played, day, slug):
    result, planted = played(day, slug)
    wanted = {d["code"]: (d["count"], d["cents"]) for d in planted if d["code"].startswith("run-")}
    assert {f.code: (f.count, f.amount_cents) for f in result.findings} == wanted


@pytest.mark.parametrize(("day", "slug"), ON_DAYS)
def test_each_leg_of_the_sample_ties_out_and_the_classes_add_up(played, day, slug):
    tables = played(day, slug)[0].tables
    legs = tables["legs"].frame
    assert (legs[legs["part"] == "remains"]["amount_cents"] == 0).all()
    classes = tables["classes"].frame.set_index("class")["amount_cents"]
    assert classes.drop("all together").sum() == classes["all together"]


def test_the_practice_at_its_end_may_close_and_those_in_mid_run_may_not(played):
    assert played(AS_OF, "aspen-court")[0].verdict.startswith("The parallel run may close")
    linden = played(AS_OF, "linden-row")[0]
    assert linden.verdict.startswith("Keep both systems open")
    # the silence of a payer comes before everything else
    assert linden.findings[0].code == "run-silence"
    assert "CEDAR MUTUAL HEALTH" in linden.verdict


def test_a_run_played_a_day_further_holds_what_it_held_and_the_same_seed_writes_the_same_bytes():
    day, next_day = dt.date(2026, 7, 15), dt.date(2026, 7, 16)
    early, late = client(day).files, client(next_day).files
    kept = [path for path in early if path.endswith(".835")]
    assert all(late[path] == early[path] for path in kept)
    assert len([path for path in late if path.endswith(".835")]) > len(kept)  # Thursday: a payer pays
    assert client(day).files == early


def test_a_folder_that_was_not_written_here_is_never_replaced(tmp_path):
    (tmp_path / "data/raw" / CLIENT).mkdir(parents=True)
    with pytest.raises(UsageError, match="not written by this command"):
        write_runs(tmp_path)
