"""The batch: notebooks for practices in parallel processes; a report is whole in its place or not there."""

from __future__ import annotations

import contextlib
import datetime as dt
import multiprocessing
import os
import shutil
import tempfile
import time
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, replace
from pathlib import Path

from tqdm import tqdm

from cutover.reading.practice import book
from cutover.reporting import cells, index
from cutover.reporting.markup import render
from cutover.reporting.registry import NOTEBOOKS, chosen, is_about_book, notebooks, options_of
from cutover.reporting.run import Job, RunError, execute

__all__ = ["NOTEBOOKS", "Outcome", "chosen", "notebooks", "run", "targets"]
_PART = ".part"
_STALE_SECONDS = 3600


@dataclass(frozen=True)
class Outcome:
    """How one job ended: `page` is its report, or the page that tells the `failure` and `where`."""

    job: Job
    page: Path
    failure: str = ""
    where: str = ""


def targets(home: Path, names: Iterable[str]) -> list[tuple[str, str]]:
    """Return (client, practice) for `client` or `client/practice` names, all there are for no name.

    Raises UsageError for a name that is not there, with those that are.
    """
    wanted = list(names) or book.clients(home)
    found: dict[tuple[str, str], None] = {}
    for name in wanted:
        client, _, practice = name.strip("/").partition("/")
        there = [practice] if practice else book.practices(home, client)
        for slug in there:
            if practice:
                book.found_practice(home, client, slug)
            found[(client, slug)] = None
    return list(found)


def run(
    home: Path,
    targets: Iterable[tuple[str, str]],
    notebooks: Iterable[Path],
    as_of: dt.date,
    audience: str = "owner",
    jobs: int | None = None,
    timeout: int = 600,
    options: Mapping[str, str] | None = None,
) -> list[Outcome]:
    """Run every notebook for every (client, practice), write the reports and the index pages.

    A notebook about the book runs once for each client all of whose practices are among the targets; each
    notebook is given those `options` that it takes. `jobs` processes work side by side (as many as there are
    cores); each keeps its imports and renders many reports, each report has a kernel of its own. Returns one
    outcome per job, those of practices first, in the order asked for.
    """
    todo = [
        Job(home, client, practice, path, as_of, audience, timeout, _taken(path, options or {}))
        for client, practice, path in _asked(home, list(targets), list(notebooks))
    ]
    workers = min(jobs or os.cpu_count() or 1, len(todo))
    outcomes = _side_by_side(todo, workers) if todo else []
    for client in dict.fromkeys(job.client for job in todo):
        outcomes = _with_index(home, client, outcomes)
    return outcomes


def _with_index(home: Path, client: str, outcomes: list[Outcome]) -> list[Outcome]:
    """Write a client's index pages; where that fails, its reports that were made are said to lack them."""
    try:
        index.write_client(home, client)
        return outcomes
    except OSError as error:
        said = f"its index pages could not be written ({error.strerror})"
        return [replace(o, failure=said) if o.job.client == client and not o.failure else o for o in outcomes]


def _asked(
    home: Path, targets: list[tuple[str, str]], paths: list[Path]
) -> Iterator[tuple[str, str | None, Path]]:
    """Yield who is to get which notebook: the practices first, then each whole book."""
    books = [path for path in paths if is_about_book(path)]
    yield from (
        (client, practice, path) for client, practice in targets for path in paths if path not in books
    )
    for client in dict.fromkeys(client for client, _ in targets) if books else ():
        if all((client, practice) in targets for practice in book.practices(home, client)):
            yield from ((client, None, path) for path in books)


def _taken(path: Path, options: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """The options that a notebook takes, in the order in which they were set."""
    own = options_of(path) if options else set()
    return tuple((name, value) for name, value in options.items() if name in own)


def _side_by_side(todo: list[Job], workers: int) -> list[Outcome]:
    done: dict[Job, Outcome] = {}
    context = multiprocessing.get_context("spawn")  # a fork would copy the locks of running threads
    with ProcessPoolExecutor(workers, mp_context=context) as pool:
        futures = {pool.submit(report, job): job for job in todo}
        try:
            for future in tqdm(as_completed(futures), total=len(todo), desc="reports", unit="report"):
                job = futures[future]
                done[job] = _outcome(job, future)
        except KeyboardInterrupt:
            pool.shutdown(cancel_futures=True)
            raise
    return [done[job] for job in todo]


def _outcome(job: Job, future: Future[Outcome]) -> Outcome:
    try:
        return future.result()
    except BrokenProcessPool:
        return _failed(job, RunError("its process was ended from outside, perhaps for its memory"))


def report(job: Job) -> Outcome:
    """Run one job and put its report in place; a failure leaves a page that says so, and the last report."""
    try:
        job.folder.mkdir(parents=True, exist_ok=True)
        _sweep(job.folder)
        with tempfile.TemporaryDirectory(prefix="cutover-", ignore_cleanup_errors=True) as folder:
            _put_in_place(execute(job, Path(folder)), job.folder)
        failed_page(job).unlink(missing_ok=True)
    except RunError as error:
        return _failed(job, error)
    except OSError as error:
        return _failed(job, RunError(f"its files could not be written ({error.strerror})"))
    except Exception as error:  # a fault of this program in one report must not end the others
        return _failed(job, RunError(f"the reporting itself failed ({type(error).__name__})"))
    return Outcome(job, job.folder / f"{job.stem}.html")


def _put_in_place(files: list[Path], folder: Path) -> None:
    """Copy all files beside their places under hidden names, and only then move each there in one step."""
    with contextlib.ExitStack() as undo:
        staged = []
        for path in files:
            handle, name = tempfile.mkstemp(prefix=".", suffix=_PART, dir=folder)
            os.close(handle)
            undo.callback(Path(name).unlink, missing_ok=True)
            shutil.copyfile(path, name)
            Path(name).chmod(0o644)
            staged.append((Path(name), folder / path.name))
        for hidden, place in staged:
            hidden.replace(place)


def _sweep(folder: Path) -> None:
    """Remove what a run that was killed left beside the reports; a run that lasts is younger."""
    for path in folder.glob(f".*{_PART}"):
        if time.time() - path.stat().st_mtime > _STALE_SECONDS:
            path.unlink(missing_ok=True)


def failed_page(job: Job) -> Path:
    """Return where the page about a failed run lies."""
    return job.folder / f"{job.stem}.failed.html"


def _failed(job: Job, error: RunError) -> Outcome:
    kept, page = job.folder / f"{job.stem}.html", failed_page(job)
    told = {"job": job, "error": error, "as_of": cells.date(job.as_of)}
    html = render("failed.html.j2", **told, kept=kept.name if kept.is_file() else None)
    try:
        page.parent.mkdir(parents=True, exist_ok=True)
        page.write_text(html, "utf-8", newline="\n")
    except OSError as fault:
        said = f"{error.what}; the page that says so could not be written either ({fault.strerror})"
        return Outcome(job, page, said, error.where)
    return Outcome(job, page, error.what, error.where)
