"""At the command line: what a report says at the end, the page that is opened, and what a mistyped name is answered."""

from __future__ import annotations

import json

import pytest
from cutover.cli import main
from cutover.commands import report
from cutover.commands.open import page_of
from cutover.errors import UsageError, meant
from cutover.reporting import findings, registry
from cutover.reporting.batch import Outcome
from cutover.reporting.jobs import Job
from notebook_maker import AS_OF, one_practice


@pytest.mark.parametrize(
    ("name", "todo"),
    [
        ("cedar-grov", "Did you mean 'cedar-grove'?"),
        ("Cedar-Grove", "Did you mean 'cedar-grove'?"),
        ("harbor", "Did you mean 'harbor-point'?"),  # the one that begins so
        ("c", "Check the spelling."),  # two begin so, and none is like it
        ("zebra", "Check the spelling."),
        ("", "Check the spelling."),
    ],
)
def test_a_mistyped_name_is_answered_with_the_one_that_it_resembles(name, todo):
    assert meant(name, ["cedar-grove", "cobble-hill", "harbor-point"]) == todo


def test_a_mistyped_command_is_answered_with_the_one_that_it_resembles(capsys):
    assert main(["repot", "acme"]) == 2
    assert "Did you mean 'report'?" in capsys.readouterr().err


def test_a_mistyped_notebook_is_answered_and_one_is_found_by_its_name_without_the_number():
    assert [path.stem for path in registry.chosen(["payer_enrollment"])] == ["06_payer_enrollment"]
    with pytest.raises(UsageError, match="Did you mean '03_era_archive_audit'"):
        registry.chosen(["03_er"])


@pytest.fixture
def home(tmp_path):
    """A practice with one report on disk."""
    one_practice(tmp_path, "acme", "cedar-grove", "Cedar Grove")
    folder = tmp_path / "reports/acme/cedar-grove"
    (folder / "desk").mkdir(parents=True)
    for name in ("index.html", "03_audit.html", "desk/index.html"):
        (folder / name).write_text("a page", "utf-8")
    return tmp_path


@pytest.mark.parametrize(
    ("asked", "page"),
    [({}, "index.html"), ({"desk": True}, "desk/index.html")],
)
def test_the_page_that_is_opened_is_the_practices_own(home, asked, page):
    assert page_of(home, "acme/cedar-grove", **asked) == home / "reports/acme/cedar-grove" / page


@pytest.mark.parametrize(
    ("target", "asked", "sentence"),
    [
        ("acme", {}, "no page index.html yet. Make it with: cutover report acme"),
        ("acme/cedar-grove", {"notebook": "3"}, "no page 03_era_archive_audit.html yet"),
        ("acme/cedar-grov", {}, "Did you mean 'cedar-grove'"),
        ("acne", {}, "Did you mean 'acme'"),
    ],
)
def test_a_page_that_is_not_there_is_a_sentence(home, target, asked, sentence):
    with pytest.raises(UsageError, match=sentence):
        page_of(home, target, **asked)


def outcome(home, slug: str, verdict: str) -> Outcome:
    """A report that was made, with its findings."""
    folder = home / "reports/acme" / slug
    (folder / "desk").mkdir(parents=True, exist_ok=True)
    job = Job(home, "acme", slug, home / "03_audit.ipynb", AS_OF)
    said = {"schema": findings.SCHEMA, "state": "ok", "verdict": verdict}
    (folder / "desk/03_audit.findings.json").write_text(json.dumps(said), "utf-8")
    return Outcome(job, folder / "03_audit.html")


def test_the_end_of_a_batch_says_the_first_sentence_of_each_verdict(home):
    told = report._verdicts([outcome(home, "cedar-grove", "It adds up to $1.50. Nothing is left.")])
    assert told == ["acme/cedar-grove 03  In order: It adds up to $1.50."]


def test_the_end_of_a_long_batch_counts_its_states(home, monkeypatch):
    monkeypatch.setattr(report, "MOST_VERDICTS", 1)
    told = report._verdicts([outcome(home, slug, "Fine.") for slug in ("cedar-grove", "harbor-point")])
    assert told == [f"{findings.STATES['ok']}: 2"]
