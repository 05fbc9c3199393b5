"""Index pages are made from what lies on disk: partial runs count, no practice sees another."""

from __future__ import annotations

import re

from cutover.reporting import index
from cutover.reporting.page import Report
from cutover.result import Severity
from notebook_maker import AS_OF, one_finding, one_practice, one_result


def one_saved_report(home, practice, *found, name="03_audit"):
    """Write the findings of a practice's report."""
    folder = home / "reports" / "sample-billing" / practice
    result = one_result(*found, verdict=f"Verdict on {practice}.")
    Report(result, practice, AS_OF, folder=folder, name=name).save()


def words(path):
    """What a reader of the page reads."""
    return " ".join(
        re.sub(r"<style>.*?</style>|<[^>]+>", " ", path.read_text("utf-8"), flags=re.DOTALL).split()
    )


def test_the_clients_page_shows_each_practice_and_the_practices_own_page_no_other(tmp_path):
    for slug, name in (
        ("cedar-grove", "Cedar Grove"),
        ("harbor-point", "Harbor <i>Point</i>"),
        ("elm", "Elm"),
    ):
        one_practice(tmp_path, "sample-billing", slug, name)
    found = [one_finding(s, s.value) for s in (Severity.LOW, Severity.MEDIUM, Severity.BLOCKER)]
    one_saved_report(tmp_path, "cedar-grove", *found)
    one_saved_report(tmp_path, "harbor-point", name="04_nonpar")
    page = index.write_client(tmp_path, "sample-billing")
    said = words(page)
    assert "Sample Billing" in said and "Elm No reports yet." in said
    assert "Blocked as of 2026-07-31 ERA archive audit Verdict on cedar-grove." in said
    assert "1 blocker 1 medium 1 low" in said and "In order" in said
    assert 'href="harbor-point/04_nonpar.html"' in page.read_text("utf-8")
    assert "Harbor &lt;i&gt;Point" in page.read_text("utf-8")
    own = words(page.parent / "cedar-grove" / "index.html")
    assert "Verdict on cedar-grove." in own and "arbor" not in own and "Elm" not in own


def test_a_findings_file_that_cannot_be_read_is_a_missing_report_and_no_end_of_the_others(tmp_path):
    one_practice(tmp_path, "sample-billing", "cedar-grove", "Cedar Grove")
    one_saved_report(tmp_path, "cedar-grove", name="03_audit")
    (tmp_path / "reports/sample-billing/cedar-grove/04_nonpar.findings.json").write_text("{", "utf-8")
    said = words(index.write_client(tmp_path, "sample-billing"))
    assert "Verdict on cedar-grove." in said and "No report 04_nonpar" in said
