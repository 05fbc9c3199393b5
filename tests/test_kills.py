"""Processes that are killed at random moments leave the old report or the new one, no process and no file.

Few of them in an ordinary run; CUTOVER_KILLS=100 and CUTOVER_RACES=20 play many.
"""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import openpyxl
import pytest
from cutover.reporting import findings, publish, run_marks
from cutover.reporting.overview import index
from notebook_maker import one_notebook, one_practice

KILLS, RACES = int(os.environ.get("CUTOVER_KILLS", "1")), int(os.environ.get("CUTOVER_RACES", "1"))
WHOM = ("main", "worker", "kernel", "warm", "nursery")
SIGNALS = {
    "main": ("SIGKILL", "SIGTERM", "SIGHUP", "SIGINT"),
    "worker": ("SIGKILL", "SIGTERM"),
    "kernel": ("SIGKILL",),
    "warm": ("SIGKILL", "SIGTERM"),
    "nursery": ("SIGKILL", "SIGTERM"),  # what the workers are forked from
}
CEDAR, HARBOR = "cedar-grove", "harbor-point"
DRIVER = """\
import signal
import sys
signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell has its background jobs ignore it
if hasattr(signal, "SIGHUP"):
    signal.signal(signal.SIGHUP, signal.SIG_DFL)  # and nohup this one: a batch below nohup goes on, as it should
from pathlib import Path
from cutover.reporting import batch
batch.chosen = lambda numbers: sorted(Path(sys.argv[1]).glob("*.ipynb"))
from cutover.cli import main
sys.exit(main(["report", "sample-billing", "--force", "--jobs", "2", "--as-of", sys.argv[2]]))
"""
pytestmark = pytest.mark.skipif(
    not Path("/proc/self/environ").exists(), reason="there is no /proc to look into"
)


@pytest.fixture
def home(tmp_path):
    """A book of two practices, and a folder for what is temporary."""
    for slug in (CEDAR, HARBOR):
        one_practice(tmp_path, "sample-billing", slug, slug.title())
    one_notebook(tmp_path / "notebooks", "03_audit", "report.findings()")
    with tempfile.TemporaryDirectory(prefix="kills-", dir="/tmp") as short:  # a socket has no long name
        (tmp_path / "temp").symlink_to(short)
        yield tmp_path


def started(home, day):
    """A batch as the command line starts it, in a session of its own."""
    surroundings = os.environ | {
        "CUTOVER_HOME": str(home),
        "TMPDIR": str((home / "temp").resolve()),
        "KILLED": str(home),
    }
    return subprocess.Popen(
        [sys.executable, "-c", DRIVER, str(home / "notebooks"), day],
        env=surroundings, start_new_session=True, text=True,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip


def ours(home):
    """The processes of the batches of this home, by what they are."""
    found = {}
    for path in Path("/proc").glob("[0-9]*"):
        try:
            if f"KILLED={home}".encode() not in (path / "environ").read_bytes():
                continue
            said = (path / "comm").read_bytes() + (path / "cmdline").read_bytes()
        except OSError:
            continue
        kinds = {
            b"cutover.reporting.running.kernel": "kernel",
            b"cutover-kernel": "kernel",
            b"cutover-warm": "warm",
            b"cutover-worker": "worker",
            b"multiprocessing.forkserver": "nursery",
            b"resource_tracker": "tracker",
        }
        found[int(path.name)] = next((kind for mark, kind in kinds.items() if mark in said), "main")
    return found


def all_gone(home, seconds=10):
    """Whether no process of this home is left after a while."""
    until = time.monotonic() + seconds
    while ours(home) and time.monotonic() < until:
        time.sleep(0.1)
    return not ours(home)


def wait_for(home, batch, whom, takes, dice):
    """Wait for a random moment at which such a process should be there: a kernel is there for a short time."""
    if whom in ("main", "worker"):
        time.sleep(dice.uniform(0.2 if whom == "main" else 0.4, 0.9) * takes)
        return
    while whom not in ours(home).values() and batch.poll() is None:
        time.sleep(0.02)
    time.sleep(dice.uniform(0, 0.1) * takes)


def told(home, practice):
    """The days that the three files of a report name, and whether page and findings are of one run."""
    folder = home / "reports/sample-billing" / practice
    publish.recover(folder)
    facts = findings.read(folder / "desk/03_audit.findings.json")
    sheet = openpyxl.load_workbook(folder / "desk/03_audit.evidence.xlsx")["Read me"]
    page = (folder / "03_audit.html").read_text("utf-8")
    days = {facts["as_of"], sheet["A2"].value.removeprefix("Evidence, as of ")}
    days |= {day for day in ("2026-07-01", "2026-07-02") if f"<dd>{day}</dd>" in page}
    return days, run_marks.run_of(folder / "03_audit.html") == facts["run"]


def left_over(home):
    """Hidden files of reports and everything in the temporary folder, the locks apart."""
    hidden = [p for p in (home / "reports").rglob(".*") if p.name not in (".lock", ".index.lock")]
    return [*hidden, *(home / "temp").iterdir()]


def test_what_is_killed_leaves_old_or_new_reports_no_process_and_after_the_next_run_no_file(home):
    first = started(home, "2026-07-01")
    begun = time.monotonic()
    said = first.communicate(timeout=300)[1]
    assert first.returncode == 0, said
    takes, dice, hit = time.monotonic() - begun, random.Random(7), 0
    for number in range(KILLS):
        whom = WHOM[number % len(WHOM)]
        batch = started(home, f"2026-07-0{1 + number % 2}")
        wait_for(home, batch, whom, takes, dice)
        victims = [pid for pid, kind in ours(home).items() if kind == whom]
        if victims and batch.poll() is None:
            hit += 1
            os.kill(dice.choice(victims), getattr(signal, dice.choice(SIGNALS[whom])))
        said = batch.communicate(timeout=300)[1]
        assert "Traceback" not in said, said
        assert all_gone(home), (number, whom, ours(home))
        for practice in (CEDAR, HARBOR):
            days, is_one = told(home, practice)
            assert len(days) == 1 and is_one, (number, whom, practice, days)
    assert hit > KILLS // 2
    last = started(home, "2026-07-01")
    last.communicate(timeout=300)
    assert last.returncode == 0
    assert [told(home, practice) for practice in (CEDAR, HARBOR)] == [({"2026-07-01"}, True)] * 2
    assert left_over(home) == []


def test_ctrl_c_ends_in_one_line(home):
    batch = started(home, "2026-07-01")
    until = time.monotonic() + 120
    while "kernel" not in ours(home).values() and time.monotonic() < until:
        time.sleep(0.05)
    os.killpg(batch.pid, signal.SIGINT)  # a terminal sends it to all
    said = batch.communicate(timeout=60)[1]
    lines = [line for line in said.split("\n") if line.strip() and "reports:" not in line]
    assert (lines, batch.returncode) == (["cutover: stopped; what was done before is kept."], 130)
    assert all_gone(home) and left_over(home) == []


def test_of_two_runs_of_one_practice_at_once_one_works_and_the_other_says_so(home):
    for _ in range(RACES):
        both = [started(home, day) for day in ("2026-07-01", "2026-07-02")]
        said = [batch.communicate(timeout=300)[1] for batch in both]
        codes = sorted(batch.returncode for batch in both)
        assert codes == [0, 2], said
        assert sum("another run writes the reports of sample-billing/" in text for text in said) == 1
        assert all(len(told(home, practice)[0]) == 1 for practice in (CEDAR, HARBOR))
        assert left_over(home) == [] and index.INDEX in [
            p.name for p in (home / "reports/sample-billing").iterdir()
        ]


@pytest.mark.parametrize("name", ["SIGKILL", "SIGTERM", "SIGHUP"])
def test_no_worker_or_kernel_outlives_the_main_process_however_long_its_report_takes(home, name):
    asleep = home / f"asleep-{name}"  # a kernel that is killed while it starts may complain of its sockets
    loading = f"import time\nfrom pathlib import Path\nPath({str(asleep)!r}).touch()\ntime.sleep(300)"
    one_notebook(home / "notebooks", "03_audit", loading=loading)
    batch = started(home, "2026-07-01")
    until = time.monotonic() + 120
    while not asleep.exists() and time.monotonic() < until:
        time.sleep(0.05)
    assert "kernel" in ours(home).values()
    os.kill(batch.pid, getattr(signal, name))
    assert "Traceback" not in batch.communicate(timeout=60)[1]
    assert all_gone(home, seconds=5), ours(home)
