"""A batch whose reports all hold is answered at a look, and only as long as nothing of its clients has changed."""

from __future__ import annotations

import datetime as dt
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from cutover import locks
from cutover.commands import purge
from cutover.commands import report as command
from cutover.errors import UsageError
from cutover.reporting import batch
from cutover.reporting.jobs import Job
from cutover.reporting.overview import records, standing, unchanged
from notebook_maker import AS_OF, one_notebook, one_practice

CLIENT, PRACTICES = "sample-billing", ("cedar-grove", "harbor-point")
READS = "seen = (practice.raw / 'claims/a.csv').read_text()"


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """A home with the reports of two practices."""
    home = tmp_path_factory.mktemp("standing") / "home"
    for slug in PRACTICES:
        one_practice(home, CLIENT, slug, slug.title())
        (home / "data/raw" / CLIENT / slug / "claims").mkdir()
        (home / "data/raw" / CLIENT / slug / "claims/a.csv").write_text("a,b\n1,2\n", "utf-8")
    notebook = one_notebook(home / "notebooks", "03_audit", READS)
    outcomes = batch.run(home, [(CLIENT, slug) for slug in PRACTICES], [notebook], AS_OF, jobs=1)
    assert not any(outcome.failure for outcome in outcomes)
    with pytest.MonkeyPatch.context() as patch:
        commanded(home, patch)
        assert ran(CLIENT) == 0  # every report is found to hold
    return home


def commanded(home, patch):
    """Let commands run the one notebook in a home."""
    patch.setenv("CUTOVER_HOME", str(home))
    patch.setattr(batch, "chosen", lambda _: [home / "notebooks/03_audit.ipynb"])


@pytest.fixture
def home(made, tmp_path, monkeypatch):
    """A copy of that home, in which commands run the one notebook and every report was found to hold.

    What was written down of that names the home and the times of its files: it is written down anew for the copy.
    """
    home = Path(shutil.copytree(made, tmp_path / "home"))
    commanded(home, monkeypatch)
    record = home / "data/processed" / CLIENT / "_made" / standing.FILE
    said = json.loads(record.read_text("utf-8").replace(str(made), str(home)))
    record.write_text(json.dumps(said | {"state": standing.state(home, [CLIENT])}), "utf-8")
    with monkeypatch.context() as patch:
        patch.setattr(command, "_batch", None)  # it is answered at a look
        assert ran(CLIENT) == 0
    return home


def ran(*arguments, as_of="2026-07-31"):
    parser = command.argparse.ArgumentParser()
    command.configure(parser)
    return command.run(parser.parse_args([*arguments, "--as-of", as_of]))


def at_length(monkeypatch):
    """Count how often a batch is asked for at length from here on; none is run."""
    found = []
    monkeypatch.setattr(command, "_batch", lambda *told: found.append(1) or (1, [], [], []))
    return found


def test_the_second_run_prints_what_a_run_at_length_would_and_judges_no_report(home, monkeypatch, capsys):
    capsys.readouterr()
    with monkeypatch.context() as patch:
        patch.setattr(command, "_batch", None)  # nothing may be run or judged
        assert ran(CLIENT) == 0
    at_a_look = capsys.readouterr()
    standing.forget(home, CLIENT)
    assert ran(CLIENT) == 0
    assert at_a_look == capsys.readouterr()
    count, *verdicts, page = at_a_look.out.splitlines()
    assert count == "0 of 2 reports made, 2 left as they are: nothing that they rest on has changed"
    assert len(verdicts) == 2 and page.endswith("reports/sample-billing/index.html")


def test_after_a_batch_that_made_reports_the_next_is_answered_at_a_look(home, monkeypatch):
    path = home / "data/raw" / CLIENT / "cedar-grove/claims/a.csv"
    path.write_text("a,b\n1,3\n", "utf-8")
    assert ran(CLIENT) == 0  # one of two is made
    runs = at_length(monkeypatch)
    assert ran(CLIENT) == 0 and runs == []


@pytest.mark.parametrize(
    "change",
    [
        "data/raw/sample-billing/cedar-grove/claims/a.csv",
        "data/raw/sample-billing/client.toml",
        "data/raw/sample-billing/cedar-grove/era/new.835",
        "data/desk/sample-billing/cedar-grove/notes.json",
        "data/shares/sample-billing.csv",
        "data/processed/sample-billing/cedar-grove/_made/03_audit.json",
        "reports/sample-billing/index.html",
        "reports/sample-billing/cedar-grove/03_audit.html",
        "reports/sample-billing/cedar-grove/desk/03_audit.failed.html",
    ],
)
def test_a_file_that_is_new_or_another_has_every_report_judged(home, monkeypatch, change):
    path = home / change
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes((path.read_bytes() if path.is_file() else b"") + b" ")
    runs = at_length(monkeypatch)
    assert ran(CLIENT) == 1 and runs == [1]


def test_a_file_that_is_gone_and_an_empty_folder_have_every_report_judged(home):
    before = standing.state(home, [CLIENT])
    (home / "data/raw" / CLIENT / "cedar-grove/bank").mkdir()
    assert standing.state(home, [CLIENT]) != before
    (home / "data/raw" / CLIENT / "cedar-grove/bank").rmdir()
    assert standing.state(home, [CLIENT]) == before
    (home / "data/raw" / CLIENT / "cedar-grove/claims/a.csv").unlink()
    assert standing.state(home, [CLIENT]) != before


def test_other_bytes_of_the_same_length_and_time_are_another_file(home):
    before, path = standing.state(home, [CLIENT]), home / "data/raw" / CLIENT / "cedar-grove/claims/a.csv"
    times = path.stat().st_atime_ns, path.stat().st_mtime_ns
    path.write_bytes(path.read_bytes()[::-1])
    os.utime(path, ns=times)
    assert standing.state(home, [CLIENT]) != before  # the system notes when what is said of a file changed


def test_a_lock_that_was_held_meanwhile_and_another_clients_files_change_nothing(home):
    before = standing.state(home, [CLIENT])
    with locks.held(home / "reports" / CLIENT / "cedar-grove/desk" / locks.LOCK, "writes"):
        pass
    (home / "data/raw/other-billing").mkdir()
    (home / "data/raw/other-billing/a.csv").write_text("x", "utf-8")
    assert standing.state(home, [CLIENT]) == before != standing.state(home, [CLIENT, "other-billing"])


def test_what_a_link_leads_to_may_change_unseen_so_each_report_is_judged(home, tmp_path, monkeypatch):
    (tmp_path / "elsewhere.csv").write_text("a", "utf-8")
    (home / "data/raw" / CLIENT / "cedar-grove/claims/b.csv").symlink_to(tmp_path / "elsewhere.csv")
    assert standing.state(home, [CLIENT]) is None
    assert ran(CLIENT) == 0
    runs = at_length(monkeypatch)
    assert ran(CLIENT) == 1 and runs == [1]


@pytest.mark.parametrize(
    "other",
    [
        {"as_of": "2026-08-01"},
        {"options": ["--notebook", "03"]},
        {"options": ["--audience", "consultant"]},
        {"options": ["--force"]},
        {"options": ["--explain"]},
        {"target": f"{CLIENT}/cedar-grove"},
    ],
    ids=str,
)
def test_who_asks_for_something_else_is_not_answered_with_it(home, monkeypatch, other):
    runs = at_length(monkeypatch)
    told = [other.get("target", CLIENT), *other.get("options", [])]
    assert ran(*told, as_of=other.get("as_of", "2026-07-31")) == 1 and runs == [1]


def test_another_program_day_or_notebook_is_another_question(home, monkeypatch):
    asked = standing.asked(home, [CLIENT], ("03", dt.date(2026, 7, 31)))
    assert asked.digest == standing.asked(home, [CLIENT], ("03", dt.date(2026, 7, 31))).digest
    assert asked.digest != standing.asked(home, [CLIENT], ("03", dt.date(2026, 8, 1))).digest
    assert (
        asked.digest != standing.asked(home, [f"{CLIENT}/cedar-grove"], ("03", dt.date(2026, 7, 31))).digest
    )
    before = asked.digest
    monkeypatch.setattr(records, "program", lambda: "another")
    assert asked.digest != before
    with pytest.raises(UsageError):
        standing.asked(home, ["../elsewhere"], ())


def test_a_report_that_failed_leaves_nothing_to_answer_with(home, monkeypatch):
    (home / "data/raw" / CLIENT / "cedar-grove/claims/a.csv").unlink()
    assert ran(CLIENT) == 1
    runs = at_length(monkeypatch)
    assert ran(CLIENT) == 1 and runs == [1]


def test_a_report_whose_input_changed_while_it_was_made_is_not_taken_to_hold(home, monkeypatch):
    real, path = standing.state, home / "data/raw" / CLIENT / "cedar-grove/claims/a.csv"
    path.write_text("a,b\n1,2,4\n", "utf-8")

    def changed_first(home, clients):
        found = real(home, clients)
        path.write_text(path.read_text("utf-8") + "1,2\n", "utf-8")
        return found  # the change comes after the look at the state, before that at each report

    monkeypatch.setattr(standing, "state", changed_first)
    assert ran(CLIENT) == 0
    monkeypatch.setattr(standing, "state", real)
    runs = at_length(monkeypatch)
    assert ran(CLIENT) == 1 and runs == [1]


def test_a_report_of_which_it_is_not_known_what_it_was_made_of_is_not_taken_to_hold(home, monkeypatch):
    """As one is whose input changed while it was read."""
    (home / "data/raw" / CLIENT / "cedar-grove/claims/a.csv").write_text("a,b\n1,2,4\n", "utf-8")
    real, record = batch.run, home / "data/processed" / CLIENT / "cedar-grove/_made/03_audit.json"

    def unknown(*told, **named):
        outcomes = real(*told, **named)
        record.unlink()
        return outcomes

    monkeypatch.setattr(batch, "run", unknown)
    assert ran(CLIENT) == 0
    runs = at_length(monkeypatch)
    assert ran(CLIENT) == 1 and runs == [1]


def test_a_batch_that_made_few_of_many_reports_looks_at_none_again(home, monkeypatch):
    standing.forget(home, CLIENT)
    jobs = [Job(home, CLIENT, slug, home / "notebooks/03_audit.ipynb", AS_OF) for slug in PRACTICES]
    asked = standing.asked(home, [CLIENT], ())
    monkeypatch.setattr(unchanged.Check, "why", lambda *_: pytest.fail("a report was looked at"))
    one_of_eleven = [batch.Outcome(jobs[0], jobs[0].page)] + [
        batch.Outcome(jobs[1], jobs[1].page, is_old=True)
    ] * 10
    now = standing.state(home, [CLIENT])
    command._keep(asked, now, one_of_eleven, [], [])
    assert standing.told(asked, now) is None
    command._keep(asked, now, one_of_eleven[1:], [], [])  # none was made: each was looked at already
    assert standing.told(asked, now) is not None


@pytest.mark.parametrize("text", ["", "[]", '{"asked": 1}', "\xff"])
def test_a_damaged_record_is_none(home, text):
    asked = standing.asked(home, [CLIENT], ())
    standing.keep(asked, "now", standing.Told((), ("said",)))
    assert standing.told(asked, "now").said == ("said",) and standing.told(asked, "later") is None
    (home / "data/processed" / CLIENT / "_made" / standing.FILE).write_text(text, "latin-1")
    assert standing.told(asked, "now") is None


def test_nothing_that_a_batch_printed_outlives_a_purge(home):
    record = home / "data/processed" / CLIENT / "_made" / standing.FILE
    assert "cedar-grove" in record.read_text("utf-8")
    parser = command.argparse.ArgumentParser()
    purge.configure(parser)
    assert purge.run(parser.parse_args([f"{CLIENT}/cedar-grove", "--yes"])) == 0
    assert not record.exists()


def test_to_answer_at_a_look_nothing_that_reads_tables_is_imported(home):
    code = (
        "import sys; from cutover.commands import report; parser = report.argparse.ArgumentParser()\n"
        "report._batch = None; report.configure(parser)\n"
        f"assert report.run(parser.parse_args(['{CLIENT}', '--as-of', '{AS_OF}'])) == 0\n"
        "print(sorted(set(sys.modules) & {'pandas', 'numpy', 'pyarrow', 'nbformat', 'openpyxl'}))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.stdout.splitlines()[-1:] == ["[]"], done.stderr
