"""The inventory and the sample's answer key agree both ways: nothing planted is missed, nothing else is found.

An ordinary run plays one practice of each kind, which have every planted finding between them; with
CUTOVER_EXAMPLES=all every practice.
"""

from __future__ import annotations

import datetime as dt
import json
from collections import Counter

import pytest
from cutover.reading.practice import files_held as reading
from cutover.reading.practice import manifest
from cutover.reading.practice.book import load_practice
from cutover.workstreams.inventory.inputs import Inputs
from cutover.workstreams.inventory.report import assess
from examples import ALL

AS_OF = dt.date(2026, 7, 31)
CLIENT = "sample-billing"
CLEARINGHOUSE = ("alder-creek", "harbor-point")
PRACTICES = (
    "alder-creek", "birch-landing", "cedar-grove", "cobble-hill", "dunewood", "eastmere", "harbor-point",
    "juniper-hill",
)  # fmt: skip
PLAYED = PRACTICES if ALL else ("cedar-grove", "eastmere", "harbor-point", "juniper-hill")


@pytest.fixture(scope="module")
def key(sample_home):
    said = json.loads((sample_home / f"data/raw/{CLIENT}/answer_key.json").read_text("utf-8"))
    assert said["as_of"] == AS_OF.isoformat()
    return said


@pytest.fixture(scope="module")
def held(sample_home):
    return {p: reading.load_holdings(load_practice(sample_home, CLIENT, p)) for p in PLAYED}


@pytest.fixture(scope="module")
def results(held):
    return {slug: assess(Inputs(found, AS_OF)) for slug, found in held.items()}


def test_the_key_and_this_test_name_the_same_practices(key):
    assert sorted({entry["practice"] for entry in key["defects"]}) == list(PRACTICES)
    planted = {(d["practice"], d["code"]) for d in key["defects"] if d["code"].startswith("inv-")}
    assert {code for slug, code in planted if slug in PLAYED} == {code for _, code in planted}


@pytest.mark.parametrize("slug", PLAYED)
def test_what_is_found_is_what_was_planted_or_left_out(results, key, slug):
    wanted = {d["code"]: d["count"] for d in key["defects"] if d["practice"] == slug}
    found = {f.code: f.count for f in results[slug].findings}
    assert found == {code: count for code, count in wanted.items() if code.startswith("inv-")}


@pytest.mark.parametrize("slug", PLAYED)
def test_every_case_has_a_key_and_every_file_that_was_planted_is_the_one_found(results, key, slug):
    """ERAs are named in the key without the zip and the folder that hold them."""
    for finding in results[slug].findings:
        frame = finding.evidence.frame
        assert frame["key"].is_unique, finding.code
        planted = [c for c in key["cases"] if c["practice"] == slug and c["code"] == finding.code]
        files = sorted(c["file"] for c in planted if c.get("file", "intake.xlsx") != "intake.xlsx")
        if files and "source_file" in frame:
            of_folders = [f for f in frame["source_file"] if not f.startswith("era/")]
            assert sorted(of_folders) == files, finding.code


@pytest.mark.parametrize("slug", PLAYED)
def test_exports_histories_invoices_and_reports_are_told_by_what_they_hold(held, slug):
    files = held[slug].files
    files = files[(files["state"] == "opens") & (files["told_by"] == "content")]
    said = Counter(zip(files["folder"], files["subject"], strict=True))
    about = {"demographics": "patients", "claims": "claim history", "invoices": "invoice"}
    about |= {"submissions": "file summary", "postings": "posted payments"}
    for folder, subject in about.items():
        assert {s for f, s in said if f == folder} <= {subject}, folder
    history = said["claims", "claim history"], said["demographics", "patients"]
    assert (min(history) > 0) == (slug not in CLEARINGHOUSE)
    assert (said["submissions", "file summary"] > 0) == (slug in CLEARINGHOUSE)
    assert (said["invoices", "invoice"] > 0) == (slug != "harbor-point")  # which gave none
    months = 12 if slug in ("birch-landing", "cobble-hill", "eastmere") else 0
    assert said["reports", "par/non-par report"] == months


def test_an_export_whose_words_name_a_last_appointment_is_still_one_of_patients(held, results):
    files = held["juniper-hill"].files.set_index("source_file")
    assert files["subject"]["demographics/patients_20260318.csv"] == "patients"
    assert files["subject"]["claims/claims export.csv"] == "claim history"
    states = results["juniper-hill"].tables["must_move"].frame.set_index("name")["state"]
    assert (states["Patient records"], states["Paid history"]) == ("out of date", "on file")


def test_files_that_do_not_open_are_counted_here_or_said_to_be_in_the_era_archive_audit(held, results):
    shut = held["juniper-hill"].counted
    shut = shut[shut["state"] == "does not open"]
    finding = next(f for f in results["juniper-hill"].findings if f.code == "inv-unreadable")
    era = int((shut["folder"] == "era").sum())
    assert finding.count + era == len(shut)
    assert finding.meaning.endswith(f"The ERA archive audit names {era} more files in the ERA folders.")


@pytest.mark.parametrize("slug", PLAYED)
def test_the_verdict_is_three_sentences_that_names_at_most_three_things(results, slug):
    verdict = results[slug].verdict
    assert verdict.startswith("Not yet, so keep the Office Ally account open. ")
    assert verdict.count(". ") == 2
    assert 1 <= verdict.count(" (") <= 3
    assert len(verdict.split()) <= 45  # read aloud in a quarter of a minute


def test_a_later_run_names_what_was_added_changed_and_lost_since(held):
    """Against a manifest of a month before that lacks a file, knows another's other bytes, and holds a third."""
    found = held["cedar-grove"]
    now = manifest.manifest_of(found, AS_OF)
    paths = [f["path"] for f in now.files if f["path"].startswith("claims/")]
    gone = {**now.files[0], "path": "claims/gone.xlsx", "sha256": "0" * 64}
    before = [{**f, "sha256": "1" * 64} if f["path"] == paths[1] else f for f in now.files]
    before = [f for f in before if f["path"] != paths[0]] + [gone]
    result = assess(Inputs(found, AS_OF, manifest.Manifest(dt.date(2026, 6, 30), tuple(before))))
    cases = {f.code: f.evidence.frame["source_file"].tolist() for f in result.findings if "file" in f.code}
    assert cases["inv-lost-file"] == ["claims/gone.xlsx"]
    assert cases["inv-changed-file"] == [paths[1]]
    rows = result.tables["changes"].frame
    assert dict(zip(rows["change"], rows["files"], strict=True)) == {"added": 1, "changed": 1, "lost": 1}
    assert "2026-06-30" in result.tables["changes"].note
