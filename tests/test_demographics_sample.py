"""The mapping and the sample's answer key agree both ways: nothing planted is missed, nothing else is found."""

from __future__ import annotations

import datetime as dt
import json

import pytest
from cutover.reading.practice.book import load_practice, practices
from cutover.workstreams.demographics import report
from cutover.workstreams.demographics.inputs import load
from cutover.workstreams.demographics.patient_import import prepare
from cutover.workstreams.demographics.report import assess

CLIENT, AS_OF = "sample-billing", dt.date(2026, 7, 31)
UNREAD = {"era-unreadable", "era-truncated", "era-zip-refused", "era-unknown-file"}
WITHOUT_EXPORT = {"alder-creek", "harbor-point"}


@pytest.fixture(scope="module")
def key(sample_home):
    return json.loads((sample_home / "data/raw" / CLIENT / "answer_key.json").read_text("utf-8"))


@pytest.fixture(scope="module")
def found(sample_home):
    """Of each practice its export, what became of it, and the result."""
    made = {}
    for slug in practices(sample_home, CLIENT):
        who = load_practice(sample_home, CLIENT, slug)
        inputs = load(who, AS_OF)
        made[slug] = (inputs.export, inputs.prepared, assess(inputs))
    return made


def test_every_practice_finds_what_was_planted_and_nothing_else(found, key):
    for slug, (*_, result) in found.items():
        planted = {d["code"]: d["count"] for d in key["defects"] if d["practice"] == slug}
        shut = bool(UNREAD & set(planted))
        planted = {code: count for code, count in planted.items() if code.startswith("demo-")}
        told = {f.code: f.count for f in result.findings}
        # remittances tell who was seen: those that were not read are a finding of the patients too
        assert (told.pop("files-not-read", 0) > 0) == shut, slug
        assert told == planted, slug


def test_every_planted_case_of_a_patient_is_found_at_its_row(found, key):
    for slug, (_, prepared, _) in found.items():
        at = {("demo-" + code, row) for code, row in
              zip(prepared.exceptions["code"], prepared.exceptions["source_row"], strict=True)}  # fmt: skip
        pairs = prepared.duplicates
        for side in ("source_row", "other_source_row"):
            at |= {("demo-" + code, row) for code, row in zip(pairs["code"], pairs[side], strict=True)}
        wanted = {(c["code"], c["row"]) for c in key["cases"]
                  if c["practice"] == slug and c["code"].startswith("demo-") and "row" in c
                  and not c["code"].startswith("demo-payer-")}  # fmt: skip
        assert wanted <= at, slug


def test_twins_and_a_father_and_son_of_one_name_are_not_called_one_person(found, key):
    pairs = found["juniper-hill"][1].duplicates
    rows = set(pairs["source_row"]) | set(pairs["other_source_row"])
    two_people = [c for c in key["dirt"] if c["kind"] in ("twin", "father and son")]
    assert len(two_people) == 2  # a pair of twins, a father and his son
    assert not rows & {case["row"] for case in two_people}


def test_every_record_of_an_export_is_counted_as_the_key_counts_it(found, key):
    for fact in key["facts"]["patients"]:
        if fact["practice"] not in found:
            continue
        export, prepared, _ = found[fact["practice"]]
        counts = prepared.conservation.groupby("subject")["count"].sum()
        assert len(export.rows) == counts["patient"] == fact["patients"]
        coverages = sum(fact[f"coverages_{rank}"] for rank in "123")
        assert counts.get("coverage", 0) == coverages, fact["practice"]
        assert counts.get("authorization", 0) == fact["authorizations"]
        assert counts.get("guarantor", 0) == fact["guarantors"]


def test_who_is_active_is_who_was_seen_in_twelve_months_and_lives(found, key):
    for fact in key["facts"]["patients"]:
        prepared = prepare(found[fact["practice"]][0], AS_OF)  # by the export alone
        died = int(prepared.people["to_settle"].sum())  # seen in that time, and not active
        assert int(prepared.people["activity"].sum()) + died == fact["seen_in_last_year"], fact["practice"]


@pytest.mark.parametrize("slug", sorted(WITHOUT_EXPORT))
def test_a_practice_without_an_export_is_told_so_and_has_no_finding(found, slug):
    result = found[slug][2]
    assert result.verdict.startswith("No patient export is on file.")
    assert not result.findings


def test_the_verdict_counts_the_ready_the_blocked_and_the_active_ones_among_them(found):
    _, prepared, result = found["juniper-hill"]
    people = prepared.people
    counts = people["readiness"].value_counts()
    active = people[people["activity"].fillna(False).astype(bool)]
    said = (
        f"Of 367 patient records of 363 people (4 likely a person's second) {counts['ready']} are ready, "
        f"{counts['ready with warnings']} are ready with warnings "
        f"and {counts['blocked']} are blocked; of the {len(active)} active ones "
        f"{int(active['readiness'].eq('blocked').sum())} are blocked: mend those"
    )
    assert result.verdict.startswith(said)
    # 4 impossible, 1 future, 2 missing births, 1 missing name, 2 pairs on one account: 4 + 1 + 2 + 1 + 4
    assert counts["blocked"] == 12
    assert "not confirmed by a person" in result.verdict


@pytest.mark.parametrize(
    ("number", "whole", "words"),
    [
        (0, True, "0 are"),
        (1, True, "1 is"),
        (2, True, "2 are"),
        (1, False, "1 would be"),
        (1_200, True, "1,200 are"),
    ],
)
def test_a_count_in_the_verdict_has_the_verb_of_its_number(number, whole, words):
    assert report._are(number, whole) == words
