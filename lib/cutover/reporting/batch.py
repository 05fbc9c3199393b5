"""The batch: notebooks for practices in parallel processes; a report is whole in its place or not there."""

from __future__ import annotations

import contextlib
import datetime as dt
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from cutover import locks
from cutover.reading.practice import book
from cutover.reporting import places, publish
from cutover.reporting.jobs import Job, RunError
from cutover.reporting.overview import index, unchanged
from cutover.reporting.registry import NOTEBOOKS, chosen, is_about_book, notebooks, options_of
from cutover.reporting.running import pool, run_folders
from cutover.reporting.running.one_report import Outcome, failed, failed_page, report

__all__ = ["NOTEBOOKS", "Outcome", "chosen", "notebooks", "run", "targets"]


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
    *,
    force: bool = False,
    explain: Callable[[Job, str | None], None] | None = None,
    scheduler: str | None = None,
) -> list[Outcome]:
    """Run every notebook for every (client, practice), write the reports and the index pages.

    A notebook about the book runs once for each client all of whose practices are among the targets; each
    notebook is given those `options` that it takes. `jobs` processes work side by side (as many as there are
    cores); each keeps its imports and renders many reports, each report has a kernel of its own. A report that would
    come out the same is not made again, unless by `force`; `explain` is told of each why it is made, None where it is
    not. With the address of a Dask `scheduler` its workers make the reports, on whatever machines. Returns one outcome
    per job, those of practices first, in the order asked for.
    """
    todo = [
        Job(home, client, practice, path, as_of, audience, timeout, _taken(path, options or {}))
        for client, practice, path in _asked(home, list(targets), list(notebooks))
    ]
    if not todo:
        return []
    with contextlib.ExitStack() as held:
        for folder in dict.fromkeys(job.folder for job in todo):
            _claimed(held, folder, home)
        left = _to_make(home, todo, force, explain)
        made = (_made_by_others(left, scheduler) if scheduler else _made(left, jobs, held)) if left else {}
    outcomes = [made.get(job) or Outcome(job, job.page, is_old=True) for job in todo]
    for client in dict.fromkeys(job.client for job in todo):
        outcomes = _with_index(home, client, outcomes)
    return outcomes


def _to_make(
    home: Path, todo: list[Job], force: bool, explain: Callable[[Job, str | None], None] | None
) -> list[Job]:
    """The jobs whose reports would come out otherwise than they lie there, all where they are forced."""
    check, left = unchanged.Check(home), []
    for job in todo:
        why = "all are made, as was asked" if force else check.why(job)
        if explain:
            explain(job, why)
        left += [job] if why else []
    return left


def _made(todo: list[Job], jobs: int | None, held: contextlib.ExitStack) -> dict[Job, Outcome]:
    """The outcomes of jobs that are run side by side, in a temporary folder of the batch."""
    workers = min(jobs or os.cpu_count() or 1, len(todo))
    outcomes = _side_by_side(todo, workers, held.enter_context(run_folders.folder()))
    return {outcome.job: outcome for outcome in outcomes}


def _made_by_others(todo: list[Job], scheduler: str) -> dict[Job, Outcome]:
    """The outcomes of jobs that the workers of a scheduler run."""
    from cutover.reporting.several import client

    answers = client.done(todo, scheduler)
    done = {
        job: Outcome(job, failed_page(job) if said.failure else job.page, said.failure, said.where)
        for job, said in answers.items()
    }
    return {outcome.job: outcome for outcome in _with_the_dead(todo, done)}


def _claimed(held: contextlib.ExitStack, folder: Path, home: Path) -> None:
    """Hold a report folder for this run and end what the last one left; one that cannot be written fails later."""
    whose = folder.relative_to(home / "reports").as_posix()
    with contextlib.suppress(OSError):
        lock = places.desk_of(folder) / locks.LOCK
        held.enter_context(locks.held(lock, f"writes the reports of {whose}"))
        publish.recover(folder)


def _with_index(home: Path, client: str, outcomes: list[Outcome]) -> list[Outcome]:
    """Write a client's index pages; where that fails, its reports that were made are said to lack them."""
    try:
        index.write_client(home, client)
        return outcomes
    except Exception as error:  # whatever it is, another client's pages and all reports made so far stand
        why = getattr(error, "strerror", None) or type(error).__name__  # its text may name a patient
        said = f"its index pages could not be written ({why})"
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


def _side_by_side(todo: list[Job], workers: int, folder: Path) -> list[Outcome]:
    return _with_the_dead(todo, pool.done(_in_order(todo), report, workers, folder))


def _in_order(todo: list[Job]) -> list[Job]:
    """The jobs as they are to begin: the first notebook of every practice, the others practice by practice.

    One that looks at every practice would else read them all by itself, longer than a cell may take. Those about a
    whole book begin halfway: at the end each would run alone. A worker keeps what the gate of a practice knows, so the
    reports of one follow each other.
    """
    books = [job for job in todo if job.practice is None]
    others = [job for job in todo if job.practice is not None]
    first = min((job.notebook.name for job in others), default="")
    others.sort(key=lambda job: job.notebook.name != first)
    half = len(others) // 2
    return others[:half] + books + others[half:]


def _with_the_dead(todo: list[Job], done: dict[Job, Outcome]) -> list[Outcome]:
    """The outcome of each job; those that have none ended their process twice."""
    for job in todo:
        if job not in done:
            publish.complete(job.folder)
    died = RunError("its process was ended from outside twice, perhaps for its memory")
    return [done[job] if job in done else failed(job, died) for job in todo]
