"""Jobs side by side in processes: one that kills its process fails alone, and none outlives the batch."""

from __future__ import annotations

import contextlib
import logging
import multiprocessing
import multiprocessing.util
import os
import signal
import sys
import tempfile
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from functools import cache
from multiprocessing.connection import wait
from pathlib import Path
from typing import Any

from tqdm import tqdm

from cutover import private
from cutover.reporting.running import garbage, orphans, run_folders
from cutover.surroundings import SPAWN_VARIABLE

_NURSERY = "cutover.reporting.running.nursery"
_PATIENCE = 10  # seconds for the next of the workers to end, once they have nothing more to do
_LONGEST_PLACE = 80  # characters: the name of a socket, with 18 of its own, has room for 107
_ENDING = frozenset(
    getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)
)


class Stopped(KeyboardInterrupt):
    """Somebody asked this process to end with a signal; it ends as after Ctrl-C, with nothing left over."""


def done(jobs: list[Any], work: Callable[[Any, Path], Any], workers: int, folder: Path) -> dict[Any, Any]:
    """Return what `work(job, folder)` gave for each job that ended; those without are the ones that killed twice.

    A process that dies breaks the pool of its time: the jobs that it never began go to a new one together, and
    those that were under way go each to one of its own. `folder` is where workers note what they begin.
    """
    outcomes: dict[Any, Any] = {}
    numbers = {job: number for number, job in enumerate(jobs)}
    bar = tqdm(total=len(jobs), desc="reports", unit="report")
    left, suspects = list(jobs), []
    with bar, ended_by_signals():
        while left:
            _round({job: numbers[job] for job in left}, work, workers, folder, outcomes, bar)
            missing = [job for job in left if job not in outcomes]
            begun = [job for job in missing if _note(folder, numbers[job]).exists()]
            suspects += begun or missing
            left = [job for job in missing if job not in begun] if begun else []
        for job in suspects:
            _round({job: numbers[job]}, work, 1, folder, outcomes, bar)
    return outcomes


def _round(jobs: dict, work: Callable, workers: int, folder: Path, outcomes: dict, bar: tqdm) -> None:
    """Give each job to one pool, and keep what those that ended gave."""
    context = _context()
    others = set(multiprocessing.active_children())
    size = min(workers, len(jobs))
    with ProcessPoolExecutor(size, context, initializer=begin, initargs=_told()) as pool:
        try:
            with _without_interrupts():
                futures = {
                    pool.submit(_noted, work, job, number, folder): job for job, number in jobs.items()
                }
            for future in as_completed(futures):
                with contextlib.suppress(BrokenProcessPool):
                    outcomes[futures[future]] = future.result()
                    bar.update()
            pool.shutdown(wait=False)
            _see_off(set(multiprocessing.active_children()) - others)
        except (BrokenProcessPool, ConnectionError, EOFError, FileNotFoundError):
            pass  # it broke before all jobs were given to it, or what forks its workers was gone
        except BaseException:
            for process in set(multiprocessing.active_children()) - others:
                process.kill()  # a journal makes that safe; the kernels end with their workers
            pool.shutdown(cancel_futures=True)
            raise


def _context() -> Any:
    """Where workers come from: a process without threads that forks them, or a new one for each.

    A fork of this process would copy the locks of its running threads.
    """
    if (
        sys.platform != "linux"
        or os.environ.get(SPAWN_VARIABLE)
        or len(_place_for_sockets()) > _LONGEST_PLACE
    ):
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([_NURSERY])
    return context


@cache
def _place_for_sockets() -> str:
    """Return where the socket by which workers are asked for lies: in a folder that the next batch sweeps."""
    place = contextlib.ExitStack()
    folder = place.enter_context(run_folders.folder())
    multiprocessing.util.Finalize(None, place.close, exitpriority=-200)  # after what lies in it is gone
    before, tempfile.tempdir = tempfile.tempdir, str(folder)
    try:
        return multiprocessing.util.get_temp_dir()
    finally:
        tempfile.tempdir = before


def _told() -> tuple[int, dict[str, str]]:
    """What a worker is told: who starts it, and the environment of now, which may be another than its parent's."""
    return os.getpid(), dict(os.environ)


def _see_off(workers: set) -> None:
    """Wait until workers that have nothing more to do have ended, and end those that do not.

    One that is killed while it waits for work takes along the lock that the others wait for.
    """
    left = {worker.sentinel: worker for worker in workers}
    while left and (ended := wait(list(left), _PATIENCE)):
        for sentinel in ended:
            del left[sentinel]
    for worker in left.values():
        worker.kill()


def begin(starter: int, surroundings: dict[str, str] | None = None) -> None:
    """What each worker does first; Ctrl-C goes to all processes of a terminal, and the batch alone answers."""
    orphans.call_this("cutover-worker")
    nursery = sys.modules.get(_NURSERY)
    orphans.die_with(nursery.parent_of(os.getpid(), starter) if nursery else starter)
    if surroundings is not None:
        os.environ.clear()
        os.environ.update(surroundings)
        tempfile.tempdir = None  # where that is may be another place now
    sys.excepthook = sys.__excepthook__
    private.by_default()
    garbage.seldom_collected()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_UNBLOCK, _ENDING)
    # a kernel that is killed leaves exceptions in the loop that nobody asks for; the report's failure tells of it
    quiet = logging.getLogger("asyncio")
    quiet.addHandler(logging.NullHandler())
    quiet.propagate = False


@contextlib.contextmanager
def _without_interrupts() -> Iterator[None]:
    """Let signals that end the batch wait while workers are started.

    Until they ignore Ctrl-C, one would end with a traceback; one that is half started, and is told nothing more by
    its parent, too.
    """
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, _ENDING)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _noted(work: Callable, job: Any, number: int, folder: Path) -> Any:
    note = _note(folder, number)
    note.touch()
    outcome = work(job, folder)
    note.unlink(missing_ok=True)
    return outcome


def _note(folder: Path, number: int) -> Path:
    return folder / f"begun-{number}"


@contextlib.contextmanager
def ended_by_signals() -> Iterator[None]:
    """Let SIGTERM and SIGHUP end the batch in order; what cannot be set outside the main thread stays."""
    before = {}
    for name in ("SIGTERM", "SIGHUP"):
        with contextlib.suppress(AttributeError, ValueError):
            number = getattr(signal, name)
            if signal.getsignal(number) == signal.SIG_DFL:
                before[number] = signal.signal(number, _stop)
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _stop(number: int, _frame: object) -> None:
    raise Stopped(signal.Signals(number).name)
