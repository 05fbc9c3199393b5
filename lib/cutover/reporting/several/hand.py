"""The process that makes a machine's reports, beside its Dask worker: what a report does to it, the worker survives.

A worker runs threads, and a report takes the surroundings of its process for itself; so each batch has one process of
its own on each worker, as a local batch has, with its imports kept and its kernels forked. What it does: `handiwork`.
"""

from __future__ import annotations

import contextlib
import dataclasses
import os
import pickle
import subprocess
import sys
from pathlib import Path

from cutover.reporting.jobs import Job
from cutover.reporting.several.notes import Answer

_PROGRAM = "cutover.reporting.several.handiwork"


@dataclasses.dataclass(frozen=True)
class Task:
    """A report that a machine is to make: the job, its number in the batch, and the notebook's text."""

    batch: str
    number: int
    job: Job
    notebook: bytes


class Hand:
    """The process as its worker sees it; `home` is where it finds data and reports.

    What it is asked raises OSError or EOFError where it ended meanwhile.
    """

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-m", _PROGRAM, str(os.getpid())],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        self.home: Path = self._answer()

    def lacking(self, batch: str, program: str) -> str:
        """Return what keeps this machine from working for a batch, in words; "" where nothing does."""
        return self._asked("lacking", batch, program)

    def make(self, task: Task) -> Answer:
        """Make a report."""
        return self._asked("made", task)

    def _asked(self, *what):
        pickle.dump(what, self._process.stdin)
        self._process.stdin.flush()
        return self._answer()

    def _answer(self):
        return pickle.load(self._process.stdout)

    def end(self) -> None:
        """End it, with its kernel: nobody waits for what it makes."""
        self._process.kill()
        self._process.wait()
        with contextlib.suppress(OSError), self._process:
            pass  # its pipes are closed
