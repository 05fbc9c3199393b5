"""A report is one unit: a process that ends in the middle leaves the old one or, once the next has looked, the new."""

from __future__ import annotations

import itertools
import multiprocessing
import os
import signal
import stat
import sys
import time
from multiprocessing.util import Finalize

import pytest
from cutover import locks, private
from cutover.errors import UsageError
from cutover.reporting import places, publish
from cutover.reporting.running import pool, run_folders

PLACES = ("03.html", "desk/03.findings.json", "desk/03.evidence.xlsx")


class Killed(BaseException):
    """Stands in for a SIGKILL: nothing of this project catches it."""


def report(folder, said):
    """Files of a report that each say the same word, by place."""
    folder.mkdir(exist_ok=True)
    files = {place: folder / place.replace("/", "-") for place in PLACES}
    for path in files.values():
        path.write_text(said, "utf-8")
    return files


def words(folder):
    """What stands in the places of the report."""
    return [(folder / place).read_text("utf-8") for place in PLACES]


def names(folder):
    """All that lies in a report folder."""
    return sorted(p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file())


@pytest.mark.parametrize("step", range(8))
def test_whatever_step_is_the_last_one_the_next_finds_the_old_report_or_the_new_one_whole(
    tmp_path, monkeypatch, step
):
    folder = tmp_path / "reports"
    publish.publish(folder, "03", report(tmp_path / "a", "old"))
    (folder / "desk/03.failed.html").write_text("failed", "utf-8")
    count, real = itertools.count(), {name: getattr(publish.Path, name) for name in ("replace", "unlink")}

    def stepwise(name):
        def once(self, *rest, **more):
            if next(count) == step:
                raise Killed
            return real[name](self, *rest, **more)

        return once

    for name in real:
        monkeypatch.setattr(publish.Path, name, stepwise(name))
    monkeypatch.setattr(
        publish.contextlib.ExitStack, "__exit__", lambda *_: None
    )  # a killed process tidies nothing
    try:
        publish.publish(folder, "03", report(tmp_path / "b", "new"), ["desk/03.failed.html"])
        ended = True
    except Killed:
        ended = False
    monkeypatch.undo()
    publish.recover(folder)
    assert ended == (step >= 6)  # the journal, three files, what is gone, the journal's end: 6 steps
    assert words(folder) == ["old" if step == 0 else "new"] * 3
    assert names(folder) == sorted([*PLACES, *(["desk/03.failed.html"] if step == 0 else [])])


def test_pages_may_be_read_where_they_go_and_the_desk_is_private_whatever_the_umask(tmp_path):
    before = os.umask(0)
    try:
        publish.publish(tmp_path / "r", "03", report(tmp_path / "a", "x"))
    finally:
        os.umask(before)
    modes = {p.name: stat.S_IMODE(p.stat().st_mode) for p in (tmp_path / "r").rglob("*")}
    assert modes == {"03.html": 0o644, "desk": 0o700, "03.findings.json": 0o600, "03.evidence.xlsx": 0o600}


def test_what_an_earlier_version_left_among_the_pages_goes_to_the_desk_and_becomes_private(tmp_path):
    for name in ("03.html", "03.evidence.xlsx", "03.findings.json", "03.consultant.html", "03.failed.html"):
        (tmp_path / name).write_text("x", "utf-8")
    places.parted(tmp_path)
    assert [p.name for p in tmp_path.iterdir() if p.is_file()] == ["03.html"]
    assert {stat.S_IMODE(p.stat().st_mode) for p in (tmp_path / "desk").iterdir()} == {0o600}


def test_folders_are_made_private_and_those_that_are_there_become_so(tmp_path):
    there = tmp_path / "there"
    there.mkdir(mode=0o755)
    private.folder(there / "a" / "b")
    private.folder(there)
    assert {stat.S_IMODE(p.stat().st_mode) for p in (there, there / "a", there / "a" / "b")} == {0o700}


def hold(path, ready):
    """Hold a lock until this process is killed."""
    with locks.held(path, "works"):
        ready.set()
        time.sleep(600)


def test_a_lock_names_who_holds_it_and_ends_with_its_process(tmp_path):
    context = multiprocessing.get_context("spawn")
    ready = context.Event()
    other = context.Process(target=hold, args=(tmp_path / "desk/.lock", ready))
    other.start()
    assert ready.wait(60)
    said = rf"another run writes the reports of a/b \(process {other.pid} since 20.*\)\. Wait until it ends"
    with (
        pytest.raises(UsageError, match=said),
        locks.held(tmp_path / "desk/.lock", "writes the reports of a/b"),
    ):
        pass
    assert locks.is_held(tmp_path / "desk/.lock")
    other.kill()
    other.join()
    with locks.held(tmp_path / "desk/.lock", "writes"):  # what the dead one left is no lock
        assert str(os.getpid()) in (tmp_path / "desk/.lock").read_text("utf-8")
    assert not locks.is_held(tmp_path / "desk/.lock")


def test_the_temporary_folder_of_a_dead_batch_is_swept_and_that_of_a_living_one_stays(tmp_path, monkeypatch):
    monkeypatch.setattr(run_folders.tempfile, "tempdir", str(tmp_path))
    dead, young, locking = (tmp_path / f"{run_folders.PREFIX}{name}" for name in ("dead", "young", "locking"))
    for folder in (dead, young, locking, tmp_path / "other"):
        folder.mkdir()
    (dead / ".lock").write_text("process 1", "utf-8")
    (locking / ".lock").touch()  # opened a moment ago, and not yet taken
    with run_folders.folder() as mine:
        run_folders.sweep()
        assert sorted(tmp_path.iterdir()) == sorted([mine, young, locking, tmp_path / "other"])
        for folder in (young, locking):
            os.utime(folder, (0, 0))
        run_folders.sweep()
        assert not {young, locking} & set(tmp_path.iterdir())
    assert [p.name for p in tmp_path.iterdir()] == ["other"]


def work(job, folder):
    """Return the job's name; `always` kills its process each time, `once` the first time."""
    mark = folder / "once"
    if job == "always" or (job == "once" and not mark.exists()):
        mark.touch()
        time.sleep(0.5)  # so that others are under way
        os.kill(os.getpid(), signal.SIGKILL)
    return job.upper()


def test_a_report_that_kills_its_worker_fails_after_two_tries_and_not_its_neighbors(tmp_path):
    jobs = ["a", "always", "b", "once", "c", "d"]
    assert pool.done(jobs, work, 2, tmp_path) == {j: j.upper() for j in jobs if j != "always"}


def stays(job, folder):
    """Return the job's name; its process does not end when there is nothing more to do."""
    Finalize(None, time.sleep, (600,), exitpriority=100)
    return job


def test_a_worker_that_does_not_end_when_there_is_no_more_work_is_ended(tmp_path, monkeypatch):
    monkeypatch.setattr(pool, "_PATIENCE", 1)
    assert pool.done(["a", "b"], stays, 2, tmp_path) == {"a": "a", "b": "b"}
    until = time.monotonic() + 60  # what is killed takes a moment to be gone
    while multiprocessing.active_children() and time.monotonic() < until:
        time.sleep(0.05)
    assert not multiprocessing.active_children()


def test_where_the_name_of_a_socket_would_be_too_long_workers_are_started_anew(tmp_path, monkeypatch):
    assert pool._context().get_start_method() == ("forkserver" if sys.platform == "linux" else "spawn")
    monkeypatch.setattr(pool, "_LONGEST_PLACE", len(pool._place_for_sockets()) - 1)
    assert pool._context().get_start_method() == "spawn"
    assert pool.done(["a"], work, 1, tmp_path) == {"a": "A"}


def test_a_run_s_folder_is_gone_although_a_kernel_that_ends_wrote_into_it_once_more(tmp_path, monkeypatch):
    removed, real = [], run_folders.shutil.rmtree

    def late(path, **told):
        real(path, **told)
        removed.append(path)
        if len(removed) == 1:  # what was about to end writes its last file now
            path.mkdir()
            (path / "asked.json").write_text("[]")

    monkeypatch.setattr(run_folders.shutil, "rmtree", late)
    with run_folders.folder(tmp_path) as made:
        pass
    assert not made.exists() and len(removed) == 2
