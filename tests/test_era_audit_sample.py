"""The audit and the sample's answer key agree both ways: nothing planted is missed, nothing else is found."""

from __future__ import annotations

import json

import pytest
from cutover.money import dollars
from cutover.reading.practice.book import load_practice
from cutover.workstreams.era_audit.inputs import load
from cutover.workstreams.era_audit.report import assess
from era_frames import AS_OF

PRACTICES = ("cedar-grove", "harbor-point", "juniper-hill")


@pytest.fixture(scope="module")
def planted(sample_home):
    key = json.loads((sample_home / "data/raw/sample-billing/answer_key.json").read_text("utf-8"))
    assert key["as_of"] == AS_OF.isoformat()
    return [d for d in key["defects"] if d["code"].startswith(("era-", "claims-", "rows-"))]


def audited(practice):
    """The audit as notebook 03 makes it, claim history and all."""
    return assess(load(practice, AS_OF))


@pytest.fixture(scope="module")
def results(sample_home):
    return {slug: audited(load_practice(sample_home, "sample-billing", slug)) for slug in PRACTICES}


@pytest.mark.parametrize("slug", PRACTICES)
def test_what_is_found_is_what_was_planted_in_number_and_cents(results, planted, slug):
    of_audit = [
        d for d in planted if d["practice"] == slug and d["code"].startswith(("era-", "claims-", "rows-"))
    ]
    wanted = {d["code"]: (d["count"], d["cents"]) for d in of_audit}
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
    assert frame["step"].drop_duplicates().tolist()[:3] == ["text only", "claims marked paid", "empty month"]


@pytest.mark.parametrize("slug", ("cedar-grove", "juniper-hill"))
def test_claims_marked_paid_without_a_remittance_are_on_the_list_with_their_number_and_money(results, slug):
    found = {f.code: f for f in results[slug].findings}
    claims, checks = found["claims-paid-no-era"].evidence.frame, found["era-text-only"].evidence.frame
    cut = found["era-truncated"].evidence.frame if "era-truncated" in found else checks.head(0)
    # a check that exists as text or is cut off is asked for by itself, with all its claims
    asked = {*checks["check_number"].dropna(), *cut.get("trace_number", cut.iloc[:, 0]).dropna()}
    rest = claims[~claims["check_number"].isin(asked)]
    listed = results[slug].tables["download"].frame.query("step == 'claims marked paid'")
    assert listed["amount_cents"].sum() == rest["history_paid_cents"].sum() > 0
    numbers = listed["look_for"].str.extract(r"of ([\d,]+) claim")[0].str.replace(",", "").astype(int)
    assert numbers.sum() == len(rest)
    left = claims["history_paid_cents"].sum() - rest["history_paid_cents"].sum()
    said = f"Not asked for twice: {len(claims) - len(rest)} claim"
    note = results[slug].tables["download"].note
    assert (said in note and f"{dollars(int(left))}, of checks" in note) == (len(claims) > len(rest))
