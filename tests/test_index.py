"""Index pages are made from what lies on disk: partial runs count, no practice sees another."""

from __future__ import annotations

import re

import pytest
from cutover.reporting import batch, findings
from cutover.reporting.jobs import Job
from cutover.reporting.overview import index
from cutover.reporting.page import Report
from cutover.reporting.running.one_report import Outcome
from cutover.result import Severity
from notebook_maker import AS_OF, one_finding, one_practice, one_result


def one_saved_report(home, practice, *found, name="03_audit", page="a1"):
    """Write the findings of a practice's report, which are of the run a1, and a page of the run `page`."""
    folder = home / "reports" / "sample-billing" / practice
    result = one_result(*found, verdict=f"Verdict on {practice}.")
    Report(result, subject=practice, as_of=AS_OF, folder=folder, name=name).save()
    if page is not None:
        (folder / f"{name}.html").write_text(f'<meta name="cutover-run" content="{page}">', "utf-8")
        facts = folder / "desk" / f"{name}.findings.json"
        facts.write_text(findings.as_text(findings.read(facts) | {"run": "a1"}), "utf-8")


def words(path):
    """What a reader of the page reads."""
    return " ".join(
        re.sub(r"<(style|script)>.*?</\1>|<[^>]+>", " ", path.read_text("utf-8"), flags=re.DOTALL).split()
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
    assert "Sample Billing" in said and "Elm no report no report" in said.replace("not set ", "")
    assert "Cedar Grove not set Blocked" in said and "In order" in said
    assert 'href="harbor-point/04_nonpar.html"' in page.read_text("utf-8")
    assert "Harbor &lt;i&gt;Point" in page.read_text("utf-8")
    own = words(page.parent / "cedar-grove" / "index.html")
    assert (
        "Verdict on cedar-grove. 1 blocker 1 medium 1 low" in own and "arbor" not in own and "Elm" not in own
    )


def test_a_findings_file_that_cannot_be_read_is_a_missing_report_and_no_end_of_the_others(tmp_path):
    one_practice(tmp_path, "sample-billing", "cedar-grove", "Cedar Grove")
    one_saved_report(tmp_path, "cedar-grove", name="03_audit")
    (tmp_path / "reports/sample-billing/cedar-grove/desk/04_nonpar.findings.json").write_text("{", "utf-8")
    page = index.write_client(tmp_path, "sample-billing")
    assert "Cedar Grove not set In order" in words(page) and "No report" in words(page)
    own = words(page.parent / "cedar-grove" / "index.html")
    assert "Verdict on cedar-grove." in own and "04_nonpar No report" in own


@pytest.mark.parametrize(("page", "said"), [("a1", False), ("b2", True), ("", True), (None, False)])
def test_a_page_and_findings_of_two_runs_are_told_apart(tmp_path, page, said):
    one_practice(tmp_path, "sample-billing", "cedar-grove", "Cedar Grove")
    one_saved_report(tmp_path, "cedar-grove", page=page)
    first = index.write_client(tmp_path, "sample-billing")
    shown = words(first.parent / "cedar-grove" / "index.html")
    assert ("not of the run that this summary is of" in shown) == said
    assert ("not of one run" in words(first)) == said
    linked = 'href="03_audit.html"' in (tmp_path / "reports/sample-billing/cedar-grove/index.html").read_text(
        "utf-8"
    )
    assert linked == (page is not None)  # findings that were saved at the desk have no page to lead to


def test_the_index_ends_what_a_killed_run_had_begun_to_put_in_place(tmp_path):
    one_practice(tmp_path, "sample-billing", "cedar-grove", "Cedar Grove")
    folder = tmp_path / "reports/sample-billing/cedar-grove"
    one_saved_report(tmp_path, "cedar-grove", page="old")
    (folder / ".03.part").write_text('<meta name="cutover-run" content="a1">', "utf-8")
    journal = folder / "desk/.03_audit.x.journal"
    journal.write_text('{"moves": [[".03.part", "03_audit.html"]], "gone": []}', "utf-8")
    assert "not of one run" not in words(index.write_client(tmp_path, "sample-billing"))
    assert not journal.exists() and sorted(p.name for p in folder.iterdir()) == [
        "03_audit.html",
        "desk",
        "index.html",
    ]


def written(home) -> dict[str, int]:
    """When each index page was written."""
    return {
        path.relative_to(home).as_posix(): path.stat().st_mtime_ns
        for path in (home / "reports").rglob("index.html")
    }


def test_a_page_that_would_come_out_as_it_lies_there_is_left(tmp_path):
    for slug, name in (("cedar-grove", "Cedar Grove"), ("elm", "Elm")):
        one_practice(tmp_path, "sample-billing", slug, name)
        one_saved_report(tmp_path, slug)
    index.write_client(tmp_path, "sample-billing")
    first = written(tmp_path)
    assert len(first) == 4  # two practices', the client's, and that at the desk
    index.write_client(tmp_path, "sample-billing")
    assert written(tmp_path) == first
    one_saved_report(tmp_path, "elm", one_finding(Severity.BLOCKER, "blocker"))
    index.write_client(tmp_path, "sample-billing")
    left = {name for name, when in written(tmp_path).items() if when == first[name]}
    assert left == {"reports/sample-billing/cedar-grove/index.html"}


@pytest.mark.parametrize("page", ["index.html", "desk/index.html", "elm/index.html"])
def test_a_page_that_somebody_changed_or_took_away_is_written_again(tmp_path, page):
    one_practice(tmp_path, "sample-billing", "elm", "Elm")
    one_saved_report(tmp_path, "elm")
    index.write_client(tmp_path, "sample-billing")
    path = tmp_path / "reports/sample-billing" / page
    whole = path.read_bytes()
    for change in (lambda: path.write_bytes(b"x" + whole[1:]), path.unlink):
        change()
        index.write_client(tmp_path, "sample-billing")
        assert path.read_bytes() == whole


def test_pages_of_another_program_are_written_again(tmp_path, monkeypatch):
    one_practice(tmp_path, "sample-billing", "elm", "Elm")
    one_saved_report(tmp_path, "elm")
    index.write_client(tmp_path, "sample-billing")
    first = written(tmp_path)
    monkeypatch.setattr(index.records, "program", lambda: "another")
    index.write_client(tmp_path, "sample-billing")
    assert all(when != first[name] for name, when in written(tmp_path).items())


def test_an_index_page_that_cannot_be_made_of_one_client_takes_no_report_of_another_with_it(
    tmp_path, monkeypatch
):
    def written(home, client):
        if client == "broken":
            raise ValueError("Anna Quillfeather is no day")

    monkeypatch.setattr(batch.index, "write_client", written)
    jobs = [Job(tmp_path, client, "p", tmp_path / "03_x.ipynb", AS_OF) for client in ("broken", "well")]
    outcomes = [Outcome(job, job.page) for job in jobs]
    for job in jobs:
        outcomes = batch._with_index(tmp_path, job.client, outcomes)
    # the text of an error may name a patient: its kind alone is told
    assert [o.failure for o in outcomes] == ["its index pages could not be written (ValueError)", ""]
