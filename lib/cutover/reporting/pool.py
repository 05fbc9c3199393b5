"""Jobs side by side in processes: one that kills its process fails alone, and none outlives the batch."""

from __future__ import annotations

import contextlib
import logging
import multiprocessing
import os
import signal
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path
from typing import Any

from tqdm import tqdm

from cutover import private
from cutover.reporting import orphans

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
    context = multiprocessing.get_context("spawn")  # a fork would copy the locks of running threads
    others = set(multiprocessing.active_children())
    size = min(workers, len(jobs))
    with ProcessPoolExecutor(size, context, initializer=begin, initargs=(os.getpid(),)) as pool:
        try:
            with _without_interrupts():
                futures = {
                    pool.submit(_noted, work, job, number, folder): job for job, number in jobs.items()
                }
            for future in as_completed(futures):
                with contextlib.suppress(BrokenProcessPool):
                    outcomes[futures[future]] = future.result()
                    bar.update()
        except BrokenProcessPool:
            pass  # it broke before all jobs were given to it
        except BaseException:
            for process in set(multiprocessing.active_children()) - others:
                process.kill()  # a journal makes that safe; the kernels end with their workers
            pool.shutdown(cancel_futures=True)
            raise


def begin(parent: int) -> None:
    """What each worker does first; Ctrl-C goes to all processes of a terminal, and the batch alone answers."""
    orphans.die_with(parent)
    private.by_default()
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
