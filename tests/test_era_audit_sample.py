"""The audit and the sample's answer key agree both ways: nothing planted is missed, nothing else is found."""

from __future__ import annotations

import json

import pytest
from cutover.reading.archive import load_archive
from cutover.reading.book import load_practice
from cutover.sample.generate import generate
from cutover.workstreams.era_audit import audit
from era_frames import AS_OF

PRACTICES = ("cedar-grove", "harbor-point", "juniper-hill")
pytestmark = pytest.mark.xdist_group("sample")


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    folder = tmp_path_factory.mktemp("book")
    generate(folder, len(PRACTICES), 24, 250, 2026)
    return folder


@pytest.fixture(scope="module")
def planted(home):
    key = json.loads((home / "data/raw/sample-billing/answer_key.json").read_text("utf-8"))
    assert key["as_of"] == AS_OF.isoformat()
    return key["defects"]


@pytest.fixture(scope="module")
def results(home):
    who = {slug: load_practice(home, "sample-billing", slug) for slug in PRACTICES}
    return {slug: audit(load_archive(practice), practice, AS_OF) for slug, practice in who.items()}


@pytest.mark.parametrize("slug", PRACTICES)
def test_what_is_found_is_what_was_planted_in_number_and_cents(results, planted, slug):
    of_era = [d for d in planted if d["practice"] == slug and d["code"].startswith("era-")]
    wanted = {d["code"]: (d["count"], d["cents"]) for d in of_era}
    found = {f.code: (f.count, f.amount_cents) for f in results[slug].findings}
    assert found == wanted


@pytest.mark.parametrize("slug", PRACTICES)
def test_every_case_has_a_key_of_its_own(results, slug):
    for finding in results[slug].findings:
        assert finding.evidence.frame["key"].is_unique, finding.code
        assert len(finding.evidence.frame) == finding.count


@pytest.mark.parametrize("slug", PRACTICES)
def test_the_numbers_of_the_sample_tie(results, slug):
    frame = results[slug].tables["tie"].frame.set_index("what")
    remains = frame[frame.index.str.startswith("remains")].fillna(0)
    assert (remains == 0).all(axis=None)


def test_the_order_of_downloads_begins_with_the_largest_check_that_is_known_to_be_missing(results):
    frame = results["juniper-hill"].tables["download"].frame
    checks = frame[frame["step"] == "text only"]
    assert checks["order"].tolist() == list(range(1, len(checks) + 1))
    assert checks["amount_cents"].is_monotonic_decreasing
    assert frame["step"].drop_duplicates().tolist()[:2] == ["text only", "empty month"]
