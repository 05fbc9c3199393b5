"""Handoff and readiness of the sample find what was planted, in number and cents, and nothing else."""

from __future__ import annotations

import json

import pytest
from cutover.reading.practice.book import load_practice
from cutover.workstreams.open_claims import inputs as handoff_inputs
from cutover.workstreams.open_claims import report as handoff
from cutover.workstreams.readiness import inputs as ready_inputs
from cutover.workstreams.readiness import report as readiness
from cutover_sample.parallel_cast import AS_OF, CLIENT
from cutover_sample.parallel_client import write_runs

PRACTICES = ("maple-end", "linden-row", "willow-bend", "aspen-court")


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    folder = tmp_path_factory.mktemp("handoff")
    write_runs(folder)
    return folder


def planted(home, practice: str, prefix: str) -> dict[str, tuple]:
    key = json.loads((home / "data/raw" / CLIENT / "answer_key.json").read_text("utf-8"))["defects"]
    ours = [d for d in key if d["practice"] == practice and d["code"].startswith(prefix)]
    return {d["code"]: (d["count"], d["cents"]) for d in ours}


def found(result) -> dict[str, tuple]:
    return {f.code: (f.count, f.amount_cents) for f in result.findings}


@pytest.mark.parametrize("practice", PRACTICES)
def test_the_handoff_of_a_practice_finds_what_was_planted(home, practice):
    who = load_practice(home, CLIENT, practice)
    assert found(handoff.assess(handoff_inputs.load(who, AS_OF))) == planted(home, practice, "handoff-")


@pytest.mark.parametrize("practice", PRACTICES)
def test_the_readiness_of_a_practice_finds_what_was_planted(home, practice):
    who = load_practice(home, CLIENT, practice)
    assert found(readiness.assess(ready_inputs.load(who, AS_OF))) == planted(home, practice, "ready-")
