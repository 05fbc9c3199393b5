"""The sample clients in which no rate and no rule is planted: fee schedules and scrub rules find none."""

from __future__ import annotations

import json

import pytest
from cutover.reading.practice.book import load_practice
from cutover.workstreams.fee_schedules import inputs as fee_inputs
from cutover.workstreams.fee_schedules import report as fee_schedules
from cutover.workstreams.scrub_rules import inputs as scrub_inputs
from cutover.workstreams.scrub_rules import report as scrub_rules
from cutover_sample.book import AS_OF, CLIENT
from cutover_sample.parallel_cast import CLIENT as RUNS
from examples import ALL

BOOK = ("cedar-grove", "harbor-point", "juniper-hill", "alder-creek", "birch-landing", "cobble-hill", "dunewood",
        "eastmere")  # fmt: skip
RUN = ("maple-end", "aspen-court", "linden-row", "willow-bend")
# the one whose intake names scrub rules and fee schedules, and the one with most receipts and file summaries
ORDINARY = (BOOK[0], RUN[0])
PREFIXES = ("fees-", "scrub-")


def found(home, client: str, slug: str) -> list[str]:
    """The codes of what fee schedules and scrub rules find of a practice, by themselves."""
    who, made = load_practice(home, client, slug), []
    for kind, load in ((fee_schedules, fee_inputs.load), (scrub_rules, scrub_inputs.load)):
        made += kind.assess(load(who, AS_OF)).findings
    return [one.code for one in made if one.code.startswith(PREFIXES)]


@pytest.mark.parametrize("slug", BOOK)
def test_the_book_has_no_finding_of_rates_and_rules_as_its_key_says(sample_home, slug):
    if slug not in ORDINARY and not ALL:
        pytest.skip("seven of the eight practices are played with CUTOVER_EXAMPLES=all")
    key = json.loads((sample_home / "data/raw" / CLIENT / "answer_key.json").read_text("utf-8"))
    planted = [d["code"] for d in key["defects"] if d["practice"] == slug and d["code"].startswith(PREFIXES)]
    assert found(sample_home, CLIENT, slug) == planted == []


@pytest.mark.parametrize("slug", RUN)
def test_a_parallel_run_has_none_either(run_home, slug):
    if slug not in ORDINARY and not ALL:
        pytest.skip("three of the four parallel runs are played with CUTOVER_EXAMPLES=all")
    assert found(run_home(AS_OF), RUNS, slug) == []
