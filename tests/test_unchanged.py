"""A report that would come out the same is left as it is, and one that rests on anything that changed is made again."""

from __future__ import annotations

import dataclasses
import datetime as dt
import os
import shutil
from pathlib import Path

import pytest
from cutover.commands import report as command
from cutover.reading.kept import opened
from cutover.reporting import batch
from cutover.reporting.jobs import Job
from cutover.reporting.overview import history, records, unchanged
from cutover.reporting.privacy import known_state
from cutover.reporting.running import pool
from notebook_maker import AS_OF, one_notebook, one_practice

CEDAR, HARBOR = ("sample-billing", "cedar-grove"), ("sample-billing", "harbor-point")
OPENS = """
import os, zipfile
raw = practice.raw
by_path = (raw / "claims/a.csv").read_bytes()
with open(raw / "claims/b.csv") as file:
    by_open = file.read()
with zipfile.ZipFile(raw / "claims/c.zip") as archive:
    inside = archive.namelist()
os.close(os.open(raw / "claims/d.csv", os.O_RDONLY))
frame = pd.read_csv(raw / "claims/e.csv")
"""
READ = ("a.csv", "b.csv", "c.zip", "d.csv", "e.csv")


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """A home in which one report was made, by a notebook that opens five files of a practice by five ways."""
    home = tmp_path_factory.mktemp("made") / "home"
    one_practice(home, *CEDAR, "Cedar Grove")
    one_practice(home, *HARBOR, "Harbor Point")
    claims = home / "data/raw" / "/".join(CEDAR) / "claims"
    claims.mkdir()
    for name in (*READ, "unread.csv"):
        (claims / name).write_text("a,b\n1,2\n", "utf-8")
    shutil.make_archive(str(claims / "c"), "zip", claims, "a.csv")
    notebook = one_notebook(home / "notebooks", "03_audit", OPENS)
    (outcome,) = batch.run(home, [CEDAR], [notebook], AS_OF, jobs=1)
    assert not outcome.failure and not outcome.is_old
    return home


@pytest.fixture
def home(made, tmp_path):
    """A copy of that home."""
    return Path(shutil.copytree(made, tmp_path / "home"))


def job(home, **other):
    return dataclasses.replace(Job(home, *CEDAR, home / "notebooks/03_audit.ipynb", AS_OF), **other)


def why(home, **other):
    return unchanged.Check(home).why(job(home, **other))


def raw(home, name=""):
    return home / "data/raw" / "/".join(CEDAR) / name


def report_files(home):
    there = (home / "reports" / "/".join(CEDAR)).rglob("*")
    return {path.name: path.read_bytes() for path in there if path.is_file() and path.name != ".lock"}


def test_where_nothing_changed_no_process_is_started_and_all_bytes_stay(home, monkeypatch):
    before = report_files(home)
    said = history.path_of(home, *CEDAR).read_bytes()
    monkeypatch.setattr(pool, "done", None)  # nothing may be run
    (outcome,) = batch.run(home, [CEDAR], [job(home).notebook], AS_OF, jobs=1)
    assert outcome.is_old and not outcome.failure and outcome.page.is_file()
    assert report_files(home) == before and len(before) == 4
    assert history.path_of(home, *CEDAR).read_bytes() == said and said.count(b"\n") == 1


@pytest.mark.parametrize("name", [*(f"claims/{name}" for name in READ), "intake.xlsx"])
def test_whatever_the_notebook_opened_makes_it_again_when_it_changes(home, name):
    path = raw(home, name)
    path.write_bytes(path.read_bytes() + b" ")
    assert why(home) == f"data/raw/sample-billing/cedar-grove/{name} has changed"


def test_a_file_that_goes_is_a_change_and_one_whose_times_alone_are_others_is_none(home):
    os.utime(raw(home, "claims/a.csv"))
    assert why(home) is None
    raw(home, "claims/a.csv").unlink()
    assert why(home) == "data/raw/sample-billing/cedar-grove/claims/a.csv has changed"


def test_a_file_that_the_notebook_did_not_open_is_none_of_its_business(home):
    raw(home, "claims/unread.csv").write_text("something else", "utf-8")
    (home / "data/raw" / "/".join(HARBOR) / "more.csv").write_text("something else", "utf-8")
    assert why(home) is None


def test_another_date_audience_or_option_is_another_report(home):
    assert why(home, as_of=AS_OF + dt.timedelta(1)) == "its date or its options are others"
    assert why(home, options=(("parallel_weeks", "4"),)) == "its date or its options are others"
    assert why(home, audience="consultant") == "it was not made before, or what it was made of is not known"
    assert why(home, timeout=5) is None


def test_another_notebook_program_or_library_makes_all_again(home, monkeypatch):
    with monkeypatch.context() as patch:
        patch.setattr(records, "program", lambda: "another")
        assert why(home) == "the program, its reference data or a library is another one"
    one_notebook(home / "notebooks", "03_audit", OPENS, "report.figures()")
    assert why(home) == "the notebook is another one"


def test_the_digest_of_the_program_moves_with_each_of_its_files(tmp_path):
    (tmp_path / "a.py").write_text("a = 1", "utf-8")
    (tmp_path / "__pycache__").mkdir()
    before = opened.tree(str(tmp_path), without="__pycache__")
    (tmp_path / "__pycache__/a.pyc").write_text("compiled", "utf-8")
    assert opened.tree(str(tmp_path), without="__pycache__") == before
    (tmp_path / "a.py").write_text("a = 22", "utf-8")
    assert opened.tree(str(tmp_path), without="__pycache__") != before


@pytest.mark.parametrize(
    "name", ["03_audit.html", "desk/03_audit.findings.json", "desk/03_audit.evidence.xlsx"]
)
def test_a_report_that_somebody_wrote_to_or_took_away_is_made_again(home, name):
    path = home / "reports" / "/".join(CEDAR) / name
    path.write_bytes(path.read_bytes() + b" ")
    assert why(home) == f"{name} is not as it was written"
    path.unlink()
    assert why(home) == f"{name} is not as it was written"


def test_after_a_run_that_failed_the_next_one_runs(home):
    (home / "reports" / "/".join(CEDAR) / "desk/03_audit.failed.html").write_text("x", "utf-8")
    assert why(home) == "the last run failed"


def test_what_the_gate_would_take_out_of_a_page_makes_it_again(home, monkeypatch):
    monkeypatch.setattr(known_state, "digest_of", lambda *_: "another")
    assert why(home) == "what its inputs call patients has changed"


@pytest.mark.parametrize("text", ["", "{}", "[1]", '{"form": 1}', "not json"])
def test_without_a_record_or_with_a_damaged_one_it_is_made_again(home, text):
    (home / "data/processed" / "/".join(CEDAR) / "_made/03_audit.json").write_text(text, "utf-8")
    assert "not known" in why(home)


def test_the_command_says_what_it_leaves_and_why(home, monkeypatch, capsys):
    monkeypatch.setenv("CUTOVER_HOME", str(home))
    monkeypatch.setattr(batch, "chosen", lambda _: [job(home).notebook])
    monkeypatch.setattr(
        batch, "_side_by_side", lambda todo, *_: [batch.Outcome(one, one.page) for one in todo]
    )
    assert ran("sample-billing", "--explain") == 0
    said = capsys.readouterr().out
    assert "sample-billing/cedar-grove 03_audit: left as it is" in said
    assert "sample-billing/harbor-point 03_audit: made, for it was not made before" in said
    assert "1 of 2 reports made, 1 left as they are: nothing that they rest on has changed" in said
    assert ran("sample-billing", "--force") == 0
    assert "2 of 2 reports made\n" in capsys.readouterr().out


def ran(*arguments):
    parser = command.argparse.ArgumentParser()
    command.configure(parser)
    return command.run(parser.parse_args([*arguments, "--as-of", "2026-07-31"]))
