"""A batch as seen by who waits for it: all reports go to a scheduler, the longest first, and each is taken once."""

from __future__ import annotations

import contextlib
import logging
import sys
import time
from collections.abc import Iterator
from concurrent.futures import CancelledError
from pathlib import Path

from distributed import Client, Future, wait
from distributed.scheduler import KilledWorker
from tqdm import tqdm

from cutover.errors import CutoverError, UsageError
from cutover.reporting.jobs import Job
from cutover.reporting.overview import records
from cutover.reporting.running import pool
from cutover.reporting.several import addresses, cost, notes, worker
from cutover.reporting.several.hand import Task
from cutover.reporting.several.notes import Answer

CONNECT = 10  # seconds in which a scheduler must answer, and have a worker
PATIENCE = 120  # seconds that reports wait for a worker where none is left
_LOOK = 5  # seconds between two looks whether a worker is left


class GoneError(CutoverError):
    """The scheduler, or the last of its workers, is gone before all reports were made."""


def done(jobs: list[Job], address: str) -> dict[Job, Answer]:
    """Return how each report ended that did; those without an answer are the ones that ended their process twice.

    Raises UsageError where nobody can work for the batch, GoneError where nobody is left who does.
    """
    home = jobs[0].home
    logging.getLogger("distributed").setLevel(logging.CRITICAL)  # what it has to say is said below
    with notes.folder(home) as batch, _connected(address) as client, pool.ended_by_signals():
        plugin = worker.Ready(batch, records.program())
        _told(_checked(client, plugin))
        client.register_plugin(plugin)
        try:
            return _Round(client, address, plugin, jobs).answers()
        finally:
            with contextlib.suppress(Exception):  # where nobody is there, nothing is to be ended
                client.unregister_worker_plugin(plugin.name)


@contextlib.contextmanager
def _connected(address: str) -> Iterator[Client]:
    security = addresses.security(address)
    try:
        client = Client(address, security=security, timeout=CONNECT, set_as_default=False)
    except (OSError, RuntimeError) as error:
        raise UsageError(
            f"no scheduler answers at {address} ({type(error).__name__}). {addresses.GUIDE}"
        ) from None
    try:
        own = client.scheduler_info()["address"]
        if not addresses.is_safe(own):
            raise UsageError(
                f"the scheduler listens at {own}, for other machines without TLS. {addresses.GUIDE}"
            )
        with client.as_current():
            yield client
    finally:
        with contextlib.suppress(Exception):
            client.close(timeout=2)


def _checked(client: Client, plugin: worker.Ready) -> dict[str, str]:
    """What keeps each worker from working, in words, for those that something does; UsageError where no one is left."""
    try:
        client.wait_for_workers(1, timeout=CONNECT)
    except TimeoutError:
        raise UsageError(f"the scheduler has no worker. {addresses.GUIDE}") from None
    found = client.run(worker.lacking, plugin.batch, plugin.program, on_error="return")
    said = {who: why if isinstance(why, str) else _unanswered(why) for who, why in found.items()}
    if all(said.values()):
        each = "; ".join(f"{who}: {why}" for who, why in said.items())
        raise UsageError(f"no worker can work for this batch ({each}). {addresses.GUIDE}")
    return {who: why for who, why in said.items() if why}


def _unanswered(error: Exception) -> str:
    return f"it does not know this program ({type(error).__name__})"


def _told(lacking: dict[str, str]) -> None:
    for who, why in lacking.items():
        print(f"left out: the worker {who}: {why}", file=sys.stderr)


class _Round:
    """The reports of a batch that are with the scheduler, and what has come back."""

    def __init__(self, client: Client, address: str, plugin: worker.Ready, jobs: list[Job]):
        self._client, self._address, self._plugin = client, address, plugin
        self._answers: dict[Job, Answer] = {}
        self._failed_to_write: set[Job] = set()
        self._aside: set[str] = set()
        self._numbers = {job: number for number, job in enumerate(jobs)}
        self._rank = {job: rank for rank, job in enumerate(cost.longest_first(jobs))}
        self._waiting = {self._given(job): job for job in self._rank}

    def answers(self) -> dict[Job, Answer]:
        """Wait for all reports."""
        with tqdm(total=len(self._numbers), desc="reports", unit="report") as bar:
            seen = time.monotonic()
            while self._waiting:
                ended = self._ended()
                seen = time.monotonic() if ended or self._has_workers() else seen
                if time.monotonic() - seen > PATIENCE:
                    raise self._gone("no worker is left")
                for future in ended:
                    bar.update(self._taken(future))
        return self._answers

    def _given(self, job: Job) -> Future:
        """Give a report to the scheduler."""
        task = Task(self._plugin.batch, self._numbers[job], job, Path(job.notebook).read_bytes())
        return self._client.submit(
            worker.make,
            task,
            pure=False,
            priority=-self._rank[job],
            resources={self._plugin.name: 1},
        )

    def _ended(self) -> list[Future]:
        try:
            return list(wait(list(self._waiting), timeout=_LOOK, return_when="FIRST_COMPLETED").done)
        except TimeoutError:
            return []
        except CancelledError:
            raise self._gone("the scheduler is gone") from None

    def _has_workers(self) -> bool:
        try:
            known = self._client.scheduler_info()["workers"].values()
        except (OSError, RuntimeError, ValueError):
            raise self._gone("the scheduler is gone") from None
        return any(one["resources"].get(self._plugin.name) for one in known)

    def _taken(self, future: Future) -> bool:
        """Take what came back; False where the report goes to another worker."""
        job = self._waiting.pop(future)
        try:
            answer, who = future.result()
        except KilledWorker:
            return True
        except CancelledError:
            raise self._gone("the scheduler is gone") from None
        except Exception as error:
            answer, who = Answer(f"the reporting itself failed ({type(error).__name__})"), ""
        if answer and answer.is_unwritten and self._goes_to_another(job, who, answer.failure):
            return False
        if answer:
            self._answers[job] = answer
        return True

    def _goes_to_another(self, job: Job, who: str, failure: str) -> bool:
        """Give a report whose files one worker could not write to another, once, and that worker no more reports."""
        if job in self._failed_to_write or not self._has_others(who):
            return False
        self._failed_to_write.add(job)
        if who not in self._aside:
            self._aside.add(who)
            self._client.run(worker.set_aside, self._plugin.batch, workers=[who])
            _told({who: failure.replace("its files", "files of reports")})
        self._waiting[self._given(job)] = job
        return True

    def _has_others(self, who: str) -> bool:
        known = self._client.scheduler_info()["workers"].items()
        return any(one["resources"].get(self._plugin.name) for address, one in known if address != who)

    def _gone(self, what: str) -> GoneError:
        return GoneError(
            f"{what} ({self._address}). {len(self._answers)} of {len(self._numbers)} reports had ended, and what was "
            f"made stays. Start it again and give the same command: what would come out the same is not made again."
        )
