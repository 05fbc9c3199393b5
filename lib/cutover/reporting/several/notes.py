"""What all machines know of a batch: a folder in the shared home, held by whoever waits for its reports.

Each start of a report and each end is noted there, so that a report that ends its machine is tried twice and no more,
and one that is done is not made again, whatever the scheduler has heard of it.
"""

from __future__ import annotations

import contextlib
import dataclasses
import json
from collections.abc import Iterator
from pathlib import Path

from cutover import locks, private
from cutover.reporting.running import run_folders

FOLDER = "_batches"  # no client can be called so
TRIES = 2


@dataclasses.dataclass(frozen=True)
class Answer:
    """How a report ended: `failure` in words and `where` in its notebook, both empty for one that was made.

    `is_unwritten` is one whose files the machine could not write; another machine may.
    """

    failure: str = ""
    where: str = ""
    is_unwritten: bool = False


@contextlib.contextmanager
def folder(home: Path) -> Iterator[str]:
    """Return the name of a new batch, whose folder this process holds until the end; those of dead ones are swept."""
    with run_folders.folder(private.folder(_root(home))) as made:
        yield made.name


def standing(home: Path, batch: str) -> str:
    """Return what keeps a machine from working for a batch, in words; "" where it sees that the batch is held."""
    folder = _root(home) / batch
    if not folder.is_dir():
        return f"its home {home} is not the one of the batch"
    with contextlib.suppress(OSError):
        if locks.is_held(folder / locks.LOCK):
            return ""
    return f"its home {home} does not show the locks of other machines"


class Notes:
    """The notes on one report of a batch, by its number."""

    def __init__(self, home: Path, batch: str, number: int):
        self._home, self._batch, self._number = home, batch, number
        self._folder = _root(home) / batch

    def is_wanted(self) -> bool:
        """Tell whether somebody still waits for the report."""
        return not standing(self._home, self._batch)

    def begin(self) -> bool:
        """Note a start; False, and no note, where it was begun as often as it may be."""
        for attempt in range(TRIES):
            with contextlib.suppress(FileExistsError):
                (self._folder / f"begun-{self._number}-{attempt}").touch(exist_ok=False)
                return True
        return False

    def end(self, answer: Answer) -> None:
        """Note how it ended; one that another machine may yet write has not, and may begin anew."""
        if answer.is_unwritten:
            for attempt in range(TRIES):
                (self._folder / f"begun-{self._number}-{attempt}").unlink(missing_ok=True)
            return
        private.replaced(self._path, json.dumps(dataclasses.asdict(answer)).encode())

    def ended(self) -> Answer | None:
        """Return how it ended, None where it has not."""
        try:
            return Answer(**json.loads(self._path.read_text("utf-8")))
        except FileNotFoundError:
            return None

    @property
    def _path(self) -> Path:
        return self._folder / f"ended-{self._number}.json"


def _root(home: Path) -> Path:
    return home / "data" / "processed" / FOLDER
