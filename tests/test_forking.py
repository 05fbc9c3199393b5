"""A kernel that is forked gives the bytes of one that is started, and nothing of one report is seen by the next."""

from __future__ import annotations

import pytest
from cutover.reporting import batch
from cutover.reporting.running import forking
from notebook_maker import AS_OF, one_notebook, one_practice

CEDAR = ("sample-billing", "cedar-grove")
CHART = 'charts.bars(one_table(MONTHS, [[pd.Timestamp(2026, 1, 1), "Moda", 1, 100]]), "month", "paid_cents", "one bar")'
LEAVES = "import cutover, os\ncutover.left = os.environ['LEFT'] = 'Quillfeather'"
LOOKS = "import cutover, os\nassert not hasattr(cutover, 'left') and 'LEFT' not in os.environ"
WHO = "from pathlib import Path\nreport.sentence(Path('/proc/self/comm').read_text().strip())"
ASKS = "from cutover.reference import load_checklist\n_ = load_checklist('day_zero')"
KNOWS = "from cutover import reference\nassert ('day_zero', 'cutover.reference', 'Checklist') in reference.asked()"
KILLS = "import os, signal\nos.kill(os.getppid(), signal.SIGKILL)\nimport time\ntime.sleep(60)"
pytestmark = pytest.mark.skipif(forking.sys.platform != "linux", reason="kernels are forked on Linux alone")


@pytest.fixture
def home(tmp_path):
    """A book of one practice."""
    one_practice(tmp_path, *CEDAR, "Cedar Grove")
    return tmp_path


def bytes_of(home, notebooks):
    """Every file of the reports, by name; no report may fail."""
    outcomes = batch.run(home, [CEDAR], notebooks, AS_OF, jobs=1, force=True)
    assert [outcome.failure for outcome in outcomes] == [""] * len(notebooks)
    there = (home / "reports" / "/".join(CEDAR)).rglob("*")
    return {path.name: path.read_bytes() for path in there if path.is_file() and path.name != ".lock"}


def test_forked_and_started_kernels_give_the_same_bytes_and_share_nothing(home, monkeypatch):
    folder = home / "notebooks"
    made = [one_notebook(folder, "01_leaves", CHART, LEAVES), one_notebook(folder, "02_looks", LOOKS)]
    forked = bytes_of(home, made)
    monkeypatch.setenv(forking.SPAWN_VARIABLE, "1")
    assert bytes_of(home, made) == forked and len(forked) == 7


def test_reference_data_that_one_kernel_asked_for_is_there_for_the_next(home):
    folder = home / "notebooks"
    made = [one_notebook(folder, "01_asks", ASKS), one_notebook(folder, "02_knows", KNOWS)]
    first = bytes_of(home, made)
    alone = batch.run(home, [CEDAR], made[1:], AS_OF, jobs=1, force=True)[0]
    assert len(first) == 7 and "AssertionError" in alone.failure  # nobody asked before it


def test_a_report_that_ends_the_warm_process_fails_and_the_next_one_is_made_without_it(home):
    folder = home / "notebooks"
    made = [one_notebook(folder, "01_forked", WHO), one_notebook(folder, "02_kills", KILLS),
            one_notebook(folder, "03_after", WHO)]  # fmt: skip
    first, second, third = batch.run(home, [CEDAR], made, AS_OF, jobs=1)
    assert "cutover-kernel" in first.page.read_text("utf-8")
    assert "the kernel died" in second.failure
    assert not third.failure and "cutover-kernel" not in third.page.read_text("utf-8")


def test_outside_of_a_worker_nothing_is_forked():
    forking.start()
    assert not forking.is_ready()
