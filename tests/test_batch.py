"""The batch: whole reports or pages that say why not, one practice at a time."""

from __future__ import annotations

import argparse
import dataclasses
import datetime as dt
import errno
import json
import os
import subprocess
import sys

import nbformat
import pytest
from cutover.commands import report as command
from cutover.errors import UsageError
from cutover.reporting import batch, publish, registry
from cutover.reporting.jobs import RunError
from cutover.reporting.running import one_report
from cutover.surroundings import HOME_VARIABLE
from notebook_maker import AS_OF, PARAMETERS, one_notebook, one_practice

CEDAR, HARBOR = ("sample-billing", "cedar-grove"), ("sample-billing", "harbor-point")
HOSTILE = "</style><script>alert(1)</script> {{ 7*7 }} {% raw %} $5 and $6 $$x$$"


@pytest.fixture
def home(tmp_path):
    """A book of two practices, one with a name that would break a careless page."""
    one_practice(tmp_path, *CEDAR, "Cedar <b>Grove</b> {{ 7*7 }}")
    one_practice(tmp_path, *HARBOR, "Harbor Point Clinic")
    return tmp_path


def files(home, target=CEDAR, below=""):
    """The names of what lies in a practice's report folder, the lock of the desk apart."""
    folder = home / "reports" / target[0] / target[1] / below
    return sorted(p.name for p in folder.iterdir() if p.name != ".lock")


def desk(home):
    """The names of what lies in the first practice's folder for the desk."""
    return files(home, below="desk")


def failures(outcomes):
    """What each notebook's run says went wrong, by the notebook's name."""
    return {o.job.notebook.stem: f"{o.where}: {o.failure}" for o in outcomes}


def test_a_whole_report_is_put_beside_its_findings_and_its_evidence(home):
    notebook = one_notebook(
        home / "notebooks",
        "03_audit",
        "## Is $5 more than $6?",
        f"report.sentence({HOSTILE!r})",
    )
    one, other = batch.run(home, [CEDAR, HARBOR], [notebook], AS_OF, jobs=2)
    assert not one.failure and not other.failure
    assert files(home) == ["03_audit.html", "desk", "index.html"]
    assert desk(home) == ["03_audit.evidence.xlsx", "03_audit.findings.json"]
    page = one.page.read_text("utf-8")
    assert "Cedar &lt;b&gt;Grove&lt;/b&gt; {{ 7*7 }}" in page
    assert "<script" not in page and "&lt;script&gt;alert(1)" in page
    assert "{{ 7*7 }} {% raw %} $5 and $6 $$x$$" in page
    assert "Is $5 more than $6?" in page and "What does it ask?" not in page
    assert "import datetime" not in page and "one_finding" not in page
    assert "Harbor Point" not in page and "Cedar" not in other.page.read_text("utf-8")
    facts = json.loads((one.page.parent / "desk/03_audit.findings.json").read_text("utf-8"))
    assert (facts["client"], facts["practice"], facts["as_of"]) == (*CEDAR, "2026-07-31")


def test_two_runs_of_equal_data_and_date_give_equal_bytes(home):
    months = 'one_table(MONTHS, [[pd.Timestamp(2026, 1, 1), "Moda", 1, 100]])'
    chart = f'charts.bars({months}, "month", "paid_cents", "one bar")'
    notebook = one_notebook(home / "notebooks", "03_audit", chart, "report.findings()", "report.figures()")
    once, again = {}, {}
    for bytes_of in (once, again):
        (outcome,) = batch.run(home, [CEDAR], [notebook], AS_OF, jobs=1, force=True)
        assert not outcome.failure
        there = (p for p in outcome.page.parent.rglob("*") if p.is_file() and p.name != ".lock")
        bytes_of.update({p.name: p.read_bytes() for p in there})
    assert len(once) == 4 and once == again


def test_each_way_to_fail_leaves_a_page_that_says_what_and_where_and_the_others_finish(home):
    def make(name, *cells, **more):
        return one_notebook(home / "notebooks", name, *cells, **more)

    notebooks = [
        make("01_good"),
        make("02_value", "## Who paid?", 'raise KeyError("Quillfeather, Anna")'),
        make("03_exit", "import sys\nsys.exit(0)"),
        make("04_dead", "import os\nos._exit(3)"),
        make("06_print", 'print("Quillfeather, Anna")'),
        make("07_frame", 'pd.DataFrame({"name": ["Quillfeather"]})'),
        make("08_warning", 'import warnings\nwarnings.warn("Quillfeather", UserWarning)'),
        make("09_ours", "load_practice(project_home(), client, 'no-such')"),
        make("10_misspelled", parameters=PARAMETERS.replace("practice", "practise")),
        make("11_widget", 'raise SystemExit("only at the desk")', tags=("interactive",)),
        make("12_computed", parameters=PARAMETERS + '\nfolder = client + "/x"'),
    ]
    outcomes = batch.run(home, [CEDAR], notebooks, AS_OF, jobs=2)
    said = failures(outcomes)
    assert said["01_good"] == said["11_widget"] == ": "
    assert said["02_value"].startswith("code cell 5, under “Who paid?”: KeyError")
    assert "before the last cell" in said["03_exit"]
    assert "kernel died" in said["04_dead"]
    assert "text on stdout" in said["06_print"]
    assert "not a piece of the report" in said["07_frame"] and "text/html" in said["07_frame"]
    assert "UserWarning" in said["08_warning"]
    assert "UsageError: no practice 'no-such'" in said["09_ours"]
    assert "lacks practice and has practise" in said["10_misspelled"]
    assert "more than names with literals" in said["12_computed"]
    for outcome in outcomes:
        assert outcome.page.name.endswith(".failed.html") == bool(outcome.failure)
        assert "Quillfeather" not in outcome.page.read_text("utf-8")
    assert files(home) == ["01_good.html", "11_widget.html", "desk", "index.html"]
    assert not [name for name in desk(home) if name.startswith(".")]


def test_a_cell_that_takes_too_long_is_stopped_and_said(home):
    notebook = one_notebook(home / "notebooks", "05_slow", loading="import time\ntime.sleep(600)")
    (outcome,) = batch.run(home, [CEDAR], [notebook], AS_OF, jobs=1, timeout=3)
    assert outcome.failure == "a cell took longer than 3 seconds and was stopped"


def test_a_failure_keeps_the_last_good_report_and_a_success_removes_the_page_about_it(home):
    folder = home / "notebooks"
    good = one_notebook(folder, "03_audit")
    (first,) = batch.run(home, [CEDAR], [good], AS_OF, jobs=1)
    before = first.page.read_bytes()
    bad = one_notebook(folder, "03_audit", "raise ValueError")
    (second,) = batch.run(home, [CEDAR], [bad], AS_OF + dt.timedelta(1), jobs=1)
    assert second.failure and first.page.read_bytes() == before
    assert "03_audit.failed.html" in desk(home)
    assert 'href="../03_audit.html"' in second.page.read_text("utf-8")
    own = (first.page.parent / "index.html").read_text("utf-8")
    assert "older, from 2026-07-31" in own and "failed.html" not in own
    book_page = (home / "reports" / "sample-billing" / "index.html").read_text("utf-8")
    assert "last run failed" in book_page and "failed.html" not in book_page
    desk_page = (home / "reports" / "sample-billing" / "desk" / "index.html").read_text("utf-8")
    assert (
        'href="../cedar-grove/desk/03_audit.failed.html"' in desk_page and "Harbor Point Clinic" in book_page
    )
    assert (
        'href="../cedar-grove/03_audit.html"' in desk_page and 'href="cedar-grove/03_audit.html"' in book_page
    )
    batch.run(home, [CEDAR], [one_notebook(folder, "03_audit")], AS_OF, jobs=1)
    assert "03_audit.failed.html" not in desk(home)
    assert "older, from" not in (first.page.parent / "index.html").read_text("utf-8")


def test_a_consultants_report_never_replaces_the_owners_nor_reaches_an_index(home):
    notebook = one_notebook(home / "notebooks", "03_audit", 'report.table("era-text-only")')
    batch.run(home, [CEDAR], [notebook], AS_OF, jobs=1)
    (outcome,) = batch.run(home, [CEDAR], [notebook], AS_OF, audience="consultant", jobs=1)
    desk = outcome.page.read_text("utf-8")
    assert outcome.page.name == "03_audit.consultant.html"
    assert "Quillfeather" in desk and "Never share this report" in desk
    assert outcome.page.parent.name == "desk"
    owner = (outcome.job.folder / "03_audit.html").read_text("utf-8")
    assert "Quillfeather" not in owner and "Never share" not in owner
    for index in (home / "reports").rglob("index.html"):
        assert "consultant" not in index.read_text("utf-8")


def test_a_report_of_another_practice_than_asked_for_is_refused(home):
    notebook = one_notebook(home / "notebooks", "03_audit")
    text = notebook.read_text("utf-8").replace(
        "(project_home(), client, practice)", "(project_home(), client, 'harbor-point')"
    )
    notebook.write_text(text, "utf-8")
    (outcome,) = batch.run(home, [CEDAR], [notebook], AS_OF, jobs=1)
    assert "its findings are of sample-billing/harbor-point" in outcome.failure
    assert files(home) == ["desk", "index.html"] and desk(home) == ["03_audit.failed.html"]


def test_a_client_practice_or_notebook_that_is_not_there_is_refused_with_those_that_are(home):
    one_notebook(home / "notebooks", "03_audit")
    with pytest.raises(UsageError, match=r"no client 'other' in data/raw \(there: sample-billing\)"):
        batch.targets(home, ["other"])
    with pytest.raises(UsageError, match=r"no practice 'ceder' .*cedar-grove, harbor-point"):
        batch.targets(home, ["sample-billing/ceder"])
    with pytest.raises(UsageError, match=r"no notebook '4' .*03_audit"):
        registry.chosen(["4"], home / "notebooks")
    with pytest.raises(UsageError, match="cannot name a client"):
        batch.targets(home, ["../raw"])


def test_a_client_stands_for_all_its_practices_and_no_name_for_all_clients(home):
    one_practice(home, "other-billing", "elm", "Elm")
    assert batch.targets(home, ["sample-billing"]) == [CEDAR, HARBOR]
    assert batch.targets(home, ["sample-billing/harbor-point", "sample-billing"]) == [HARBOR, CEDAR]
    assert batch.targets(home, []) == [("other-billing", "elm"), CEDAR, HARBOR]


@pytest.mark.parametrize("name", ["03", "3", "03_audit", "03_audit.ipynb"])
def test_a_notebook_goes_by_its_number_or_its_name(home, name):
    path = one_notebook(home / "notebooks", "03_audit")
    assert registry.chosen([name], home / "notebooks") == registry.chosen([], home / "notebooks") == [path]


def test_what_a_notebook_imports_of_this_library_is_known_before_it_runs():
    cells = [
        "import pandas\nfrom cutover.workstreams import cost, nonpar",
        "%matplotlib inline\nno python at all",
        "import cutover.desk.table_desk",
    ]
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(text) for text in cells])
    assert registry.imports(notebook) == {
        "cutover.workstreams": ["cost", "nonpar"],
        "cutover.desk.table_desk": [],
    }


def test_notebooks_named_several_times_are_each_run_once(home):
    audit, fees = (one_notebook(home / "notebooks", name) for name in ("03_audit", "04_fees"))
    one_notebook(home / "notebooks", "05_costs")
    assert registry.chosen(["04", "3", "04_fees"], home / "notebooks") == [fees, audit]


def test_help_and_usage_errors_do_without_what_runs_notebooks():
    asked = (
        "import sys; from cutover.cli import main\ntry: main(['report', '--help'])\nexcept SystemExit: pass\n"
    )
    told = "print([m for m in ('pandas', 'papermill', 'nbformat', 'matplotlib') if m in sys.modules])"
    run = subprocess.run([sys.executable, "-c", asked + told], capture_output=True, text=True, check=True)
    assert run.stdout.splitlines()[-1] == "[]"


def test_the_command_says_what_failed_where_the_index_is_and_by_its_status_that_something_failed(
    home, monkeypatch, capsys
):
    notebook = one_notebook(home / "notebooks", "03_audit", parameters="client = 'x'")
    monkeypatch.setenv(HOME_VARIABLE, str(home))
    monkeypatch.setattr(batch, "chosen", lambda number: [notebook])
    parser = argparse.ArgumentParser()
    command.configure(parser)
    status = command.run(parser.parse_args(["sample-billing/cedar-grove", "--as-of", "2026-07-31"]))
    printed = capsys.readouterr()
    assert status == 1
    assert "cedar-grove 03_audit: 03_audit.ipynb: its parameters cell lacks" in printed.err
    assert printed.out.splitlines() == [
        "0 of 1 reports made",
        str(home / "reports" / "sample-billing" / "index.html"),
        f"for the consultant alone: {home / 'reports' / 'sample-billing' / 'desk' / 'index.html'}",
    ]


def job_of(home):
    """A job of the first practice."""
    return batch.Job(home, *CEDAR, home / "notebooks" / "03_audit.ipynb", AS_OF)


def three_files(job, folder):
    """The files of a report, without running a notebook."""
    named = [f"{job.stem}{ending}" for ending in (".findings.json", ".evidence.xlsx", ".html")]
    paths = {name if name.endswith(".html") else f"desk/{name}": folder / name for name in named}
    for path in paths.values():
        path.write_text("new", "utf-8")
    return paths


def test_a_disk_that_is_full_leaves_the_last_report_whole_and_nothing_half_written(home, monkeypatch):
    job = job_of(home)
    job.folder.mkdir(parents=True)
    (job.folder / "03_audit.html").write_text("old", "utf-8")
    copied = []

    def full_after_one(source, target):
        copied.append(target)
        if len(copied) > 1:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(one_report, "execute", three_files)
    monkeypatch.setattr(publish.shutil, "copyfile", full_after_one)
    assert one_report.report(job).failure == "its files could not be written (No space left on device)"
    assert files(home) == ["03_audit.html", "desk"] and desk(home) == ["03_audit.failed.html"]
    assert (job.folder / "03_audit.html").read_text("utf-8") == "old"


def test_a_report_folder_that_cannot_be_written_fails_that_report_in_words(home, monkeypatch):
    monkeypatch.setattr(one_report, "execute", three_files)
    (home / "reports").write_text("a file in the place of the folder", "utf-8")
    outcome = one_report.report(job_of(home))
    assert outcome.failure.startswith("its files could not be written (")
    assert "the page that says so could not be written either" in outcome.failure


def test_index_pages_that_cannot_be_written_are_said_with_each_report_that_was_made(home, monkeypatch):
    paths = [home / "notebooks" / "03_audit.ipynb", home / "notebooks" / "04_other.ipynb"]
    both = [dataclasses.replace(job_of(home), notebook=path) for path in paths]
    made = [one_report.Outcome(both[0], home / "a.html"), one_report.Outcome(both[1], home / "b.html", "bad")]

    def refuse(home, client):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))

    monkeypatch.setattr(batch, "_side_by_side", lambda todo, workers, folder: made)
    monkeypatch.setattr(batch.index, "write_client", refuse)
    said = [o.failure for o in batch.run(home, [CEDAR], paths, AS_OF)]
    assert said == ["its index pages could not be written (Permission denied)", "bad"]


def test_a_report_about_the_whole_book_begins_halfway_and_is_told_last(home, monkeypatch):
    """Each practice is read by then: one that read them all by itself took longer than a cell of it may."""
    jobs = [
        dataclasses.replace(job_of(home), practice=practice, notebook=home / "notebooks" / f"{number}.ipynb")
        for practice in ("cedar-grove", "elm", None)
        for number in ("03", "05", "07")
    ]
    begun = []

    def done(jobs, *_):
        begun.extend((job.notebook.stem, job.practice) for job in jobs)
        return {job: one_report.Outcome(job, job.page) for job in jobs}

    monkeypatch.setattr(batch.pool, "done", done)
    told = [outcome.job for outcome in batch._side_by_side(jobs, 2, home)]
    book = [(number, None) for number in ("03", "05", "07")]
    cedar, elm = ([(number, who) for number in ("05", "07")] for who in ("cedar-grove", "elm"))
    assert begun == [("03", "cedar-grove"), ("03", "elm"), cedar[0], *book, cedar[1], *elm]
    assert told == jobs


def test_a_practice_with_faulty_settings_that_is_named_does_not_keep_the_others_from_running(home):
    (home / "data/raw/sample-billing/cedar-grove/practice.toml").write_text("name = 5", "utf-8")
    named = ["sample-billing/cedar-grove", "sample-billing/harbor-point"]
    assert batch.targets(home, named) == [CEDAR, HARBOR]


@pytest.mark.parametrize(
    ("day", "fits"),
    [
        ("0001-01-01", False),
        ("1999-12-31", False),
        ("2000-01-01", True),
        ("2099-12-31", True),
        ("9999-12-31", False),
    ],
)
def test_a_day_on_which_no_report_can_be_is_a_usage_error(day, fits, capsys):
    parser = argparse.ArgumentParser()
    command.configure(parser)
    if fits:
        assert parser.parse_args(["--as-of", day]).as_of.isoformat() == day
    else:
        with pytest.raises(SystemExit):
            parser.parse_args(["--as-of", day])
        assert "is no day of a report: 2000-01-01 through 2099-12-31" in capsys.readouterr().err


def test_what_went_wrong_is_told_without_a_patient_of_the_inputs(home, monkeypatch):
    folder = home / "data/raw/sample-billing/cedar-grove/demographics"
    folder.mkdir()
    rows = "Patient ID,Last Name,First Name,Date of Birth\n10096,Quillfeather,Anna,1969-04-30\n"
    (folder / "patients.csv").write_text(rows, "utf-8")

    def fail(job, folder):
        raise RunError("Quillfeather, Anna: not a file that can be read", "code cell 3")

    monkeypatch.setattr(one_report, "execute", fail)
    outcome = one_report.report(job_of(home))
    assert outcome.failure == "[withheld]: not a file that can be read"
    assert "Quillfeather" not in outcome.page.read_text("utf-8")
