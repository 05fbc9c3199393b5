"""What a worker's process of its own does: it looks whether it may work for a batch, and makes its reports."""

from __future__ import annotations

import contextlib
import dataclasses
import os
import pickle
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from cutover.reading.practice.book import project_home
from cutover.reporting.overview import records
from cutover.reporting.running import forking, one_report, pool, run_folders
from cutover.reporting.several.hand import Task
from cutover.reporting.several.notes import Answer, Notes, standing


def main() -> None:
    """Say where its home is, then answer one request after the other, until the worker is gone."""
    requests, answers = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    os.dup2(2, 1)  # what is printed must not be taken for an answer
    pool.begin(int(sys.argv[1]))
    forking.start(is_worker=True)
    does: dict[str, Callable] = {"lacking": lacking, "made": made}
    answer = project_home()
    with contextlib.suppress(EOFError, BrokenPipeError):
        while True:
            pickle.dump(answer, answers)
            answers.flush()
            what, *given = pickle.load(requests)
            answer = does[what](*given)


def lacking(name: str, program: str) -> str:
    """Return what keeps this machine from working for a batch, in words; "" where nothing does."""
    if records.program() != program:
        return "its program, reference data, Python or a library is another one"
    return standing(project_home(), name)


def made(task: Task) -> Answer:
    """Make a report, in a temporary folder of this machine, and put it in place in the shared home."""
    home = project_home()
    try:
        with run_folders.folder() as folder, tempfile.TemporaryDirectory(dir=folder) as own:
            notebook = Path(own) / task.job.notebook.name
            notebook.write_bytes(task.notebook)
            job = dataclasses.replace(task.job, home=home, notebook=notebook)
            outcome = one_report.report(job, folder, Notes(home, task.batch, task.number).is_wanted)
    except OSError as error:
        return Answer(f"its files could not be written ({error.strerror})", is_unwritten=True)
    return Answer(outcome.failure, outcome.where, outcome.is_unwritten)


if __name__ == "__main__":
    main()
