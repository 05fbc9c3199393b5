"""The reconciliation and the answer key of the sample's runs agree both ways, on the last day and on days before."""

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

PRACTICES = ("linden-row", "willow-bend", "aspen-court")
DAYS = (AS_OF, dt.date(2026, 7, 15), dt.date(2026, 7, 22))


@pytest.fixture(scope="module")
def played(run_home):
    """Returns the client's folder as it is on a day, results and key, each day made once."""
    return cache(lambda day: results_and_key(run_home(day), day))


def results_and_key(home, day):
    key = json.loads((home / "data/raw" / CLIENT / "answer_key.json").read_text("utf-8"))
    who = {slug: load_practice(home, CLIENT, slug) for slug in PRACTICES}
    return {slug: assess(load(p, day)) for slug, p in who.items()}, key["defects"]


@pytest.fixture(scope="module", params=DAYS, ids=str)
def day(request, played):
    return played(request.param)


@pytest.mark.parametrize("slug", PRACTICES)
def test_what_is_found_in_a_run_is_what_was_planted_in_number_and_cents(day, slug):
    results, planted = day
    wanted = {
        d["code"]: (d["count"], d["cents"])
        for d in planted
        if d["practice"] == slug and d["code"].startswith("run-")
    }
    found = {f.code: (f.count, f.amount_cents) for f in results[slug].findings}
    assert found == wanted


@pytest.mark.parametrize("slug", PRACTICES)
def test_each_leg_of_the_sample_ties_out_and_the_classes_add_up(day, slug):
    tables = day[0][slug].tables
    legs = tables["legs"].frame
    assert (legs[legs["part"] == "remains"]["amount_cents"] == 0).all()
    classes = tables["classes"].frame.set_index("class")["amount_cents"]
    assert classes.drop("all together").sum() == classes["all together"]


def test_the_practice_at_its_end_may_close_and_those_in_mid_run_may_not(played):
    results, _ = played(AS_OF)
    assert results["aspen-court"].verdict.startswith("The parallel run may close")
    assert results["linden-row"].verdict.startswith("Keep both systems open")
    # the silence of a payer comes before everything else
    assert results["linden-row"].findings[0].code == "run-silence"
    assert "CEDAR MUTUAL HEALTH" in results["linden-row"].verdict


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
