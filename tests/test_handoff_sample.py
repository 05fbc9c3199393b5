"""Handoff and readiness of the sample find what was planted, in number and cents, and nothing else."""

from __future__ import annotations

import datetime as dt
import json

import pytest
from cutover.reading.practice.book import load_practice
from cutover.workstreams.inventory import inputs as inventory_inputs
from cutover.workstreams.inventory.checklist import attestations
from cutover.workstreams.open_claims import inputs as handoff_inputs
from cutover.workstreams.open_claims import report as handoff
from cutover.workstreams.readiness import inputs as ready_inputs
from cutover.workstreams.readiness import report as readiness
from cutover.workstreams.readiness.attestations import words
from cutover.workstreams.readiness.gates import decision, gates
from cutover_sample.parallel_cast import AS_OF, CLIENT

PRACTICES = ("maple-end", "linden-row", "willow-bend", "aspen-court")
pytestmark = pytest.mark.usefixtures("in_memory")


@pytest.fixture(scope="module")
def home(run_home):
    return run_home(AS_OF)


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


@pytest.mark.parametrize("practice", PRACTICES)
def test_inventory_and_readiness_call_the_same_items_attested(home, practice):
    who = load_practice(home, CLIENT, practice)
    there = {code for code, word in words(ready_inputs.load(who, AS_OF)).items() if word.is_yes}
    rows = attestations(inventory_inputs.load(who, AS_OF))
    assert set(rows.loc[rows["answer"] == "holds", "item"]) == there


def test_the_decisions_on_the_finished_practice_read_in_a_row_as_it_moved(home):
    who = load_practice(home, CLIENT, "aspen-court")
    read = []
    for days in (-21, -7, 0, 1, 7, 14):
        given = ready_inputs.load(who, who.cutover + dt.timedelta(days))
        read.append(decision(gates(given), given.cutover))
    # its ERAs come from the third day on: until then there is something to be settled, and no doubt
    assert read == ["NO-GO", "NO-GO", "GO WITH CONDITIONS", "GO WITH CONDITIONS", "GO", "GO"]
