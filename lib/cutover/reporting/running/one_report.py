"""One report of a batch: it is made in a folder of its own and whole in its place, or a page says why not."""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from cutover import private
from cutover.audience import OWNER
from cutover.reading.kept import opened
from cutover.reporting import cells, places, publish
from cutover.reporting.jobs import Job, RunError
from cutover.reporting.markup import render
from cutover.reporting.overview import unchanged
from cutover.reporting.privacy import gated

_OPTIONAL = (*places.MORE, places.FAILED, places.WITHHELD)  # those that a report has only at times


@dataclass(frozen=True)
class Outcome:
    """How one job ended: `page` is its report, or the page that tells the `failure` and `where`.

    `is_old` is a report that was not made again, because it would have come out the same, `is_unwritten` one whose
    files could not be written.
    """

    job: Job
    page: Path
    failure: str = ""
    where: str = ""
    is_old: bool = False
    is_unwritten: bool = False


def execute(job: Job, folder: Path) -> dict[str, Path]:
    """Run a job (`run.execute`); what runs notebooks is imported when one is to be run."""
    from cutover.reporting.running import run

    return run.execute(job, folder)


def report(job: Job, folder: Path | None = None, is_wanted: Callable[[], bool] = lambda: True) -> Outcome:
    """Run one job and put its report in place; a failure leaves a page that says so, and the last report.

    `folder` is that of the batch, below which it works. What is no more wanted when it is made is not put in place.
    """
    begun = time.monotonic()
    try:
        _warm_up()
        private.folder(job.desk)
        publish.complete(job.folder)
        with tempfile.TemporaryDirectory(prefix="report-", dir=folder, ignore_cleanup_errors=True) as own:
            with opened.watched(job.home) as seen:
                made = execute(job, Path(own))
            if not is_wanted():
                return Outcome(job, job.page, "nobody waits for it any more")
            gone = {places.DESK + "/" + job.stem + ending for ending in _OPTIONAL} - made.keys()
            publish.publish(job.folder, job.stem, made, sorted(gone))
            unchanged.keep(job, seen, Path(own), sorted(made), time.monotonic() - begun)
    except RunError as error:
        return failed(job, error)
    except OSError as error:
        unwritten = failed(job, RunError(f"its files could not be written ({error.strerror})"))
        return replace(unwritten, is_unwritten=True)
    except Exception as error:  # a fault of this program in one report must not end the others
        return failed(job, RunError(f"the reporting itself failed ({type(error).__name__})"))
    return Outcome(job, job.page)


def _warm_up() -> None:
    """Let this worker fork its kernels, where it can: before its first report, while it runs no thread."""
    from cutover.reporting.running import forking

    forking.start()


def failed_page(job: Job) -> Path:
    """Return where the page about a failed run lies."""
    return job.desk / f"{job.stem}{places.FAILED}"


def _without_known(job: Job, error: RunError) -> RunError:
    """Return an error without what the inputs call patients and the like, as far as these can be read."""
    if job.audience != OWNER:
        return error
    try:
        from cutover.reporting.running.run import gate_of

        doors = gate_of(job)
    except Exception:  # what keeps the inputs from being read may be what the error is about: that is said
        return error
    return RunError(*(gated.text(said, doors, "failed", gated.Taken()) for said in (error.what, error.where)))


def failed(job: Job, error: RunError) -> Outcome:
    error = _without_known(job, error)
    kept, page = job.page, failed_page(job)
    link = os.path.relpath(kept, page.parent).replace(os.sep, "/") if kept.is_file() else None
    told = {"job": job, "error": error, "as_of": cells.date(job.as_of)}
    html = render("failed.html.j2", **told, kept=link)
    try:
        private.folder(page.parent)
        page.write_text(html, "utf-8", newline="\n")
        private.file(page)
    except OSError as fault:
        said = f"{error.what}; the page that says so could not be written either ({fault.strerror})"
        return Outcome(job, page, said, error.where)
    return Outcome(job, page, error.what, error.where)
