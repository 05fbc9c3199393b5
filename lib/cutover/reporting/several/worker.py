"""What runs inside a Dask worker: it says whether it may work for a batch, and has its reports made, one at a time."""

from __future__ import annotations

import asyncio
import contextlib

from distributed import Worker, WorkerPlugin, get_worker
from distributed.core import Status

from cutover.reporting.several import addresses
from cutover.reporting.several.hand import Hand, Task
from cutover.reporting.several.notes import Answer, Notes

_HANDS: dict[str, Hand] = {}  # by batch


class Ready(WorkerPlugin):
    """Gives each worker that may work for a batch one place for its reports; also to those that come later."""

    def __init__(self, batch: str, program: str):
        self.name, self.batch, self.program = f"cutover-{batch}", batch, program

    async def setup(self, worker: Worker) -> None:
        """Give the worker its place, if nothing keeps it from working."""
        if not await lacking(self.batch, self.program, worker):
            await worker.set_resources(**{self.name: 1})
            # a scheduler gives out what has no worker when one begins to run, and not when one gets a place
            worker.status = Status.paused
            worker.status = Status.running

    def teardown(self, worker: Worker) -> None:
        """End the batch on this worker, with what it is making."""
        _end(self.batch)


async def lacking(batch: str, program: str, dask_worker: Worker) -> str:
    """Return what keeps a worker from working for a batch, in words; "" where nothing does."""
    if not addresses.is_safe(dask_worker.address):
        return "it is beyond its machine without TLS"
    try:
        return await asyncio.to_thread(lambda: _hand(batch).lacking(batch, program))
    except (OSError, EOFError):
        _end(batch)
        return "the program does not start there"


async def set_aside(batch: str, dask_worker: Worker) -> None:
    """Give a worker no more reports of a batch."""
    await dask_worker.set_resources(**{f"cutover-{batch}": 0})


def make(task: Task) -> tuple[Answer | None, str]:
    """Have a report made; return how it ended, None where that ended its process twice, and the worker's address."""
    address = get_worker().address
    while True:
        hand = _hand(task.batch)
        notes = Notes(hand.home, task.batch, task.number)
        if ended := notes.ended():
            return ended, address
        if not notes.begin():
            return None, address
        with contextlib.suppress(OSError, EOFError):
            answer = hand.make(task)
            notes.end(answer)
            return answer, address
        _end(task.batch)


def _hand(batch: str) -> Hand:
    if batch not in _HANDS:
        _HANDS[batch] = Hand()
    return _HANDS[batch]


def _end(batch: str) -> None:
    if hand := _HANDS.pop(batch, None):
        hand.end()
