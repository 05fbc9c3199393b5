"""Where a batch works: one temporary folder, gone at its end, and swept at the next start where it was killed."""

from __future__ import annotations

import contextlib
import shutil
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from cutover import locks

PREFIX = "cutover-run-"
_ENDING = 5  # seconds in which the processes of a batch that was stopped have ended
_YOUNG = 60  # seconds in which a folder whose lock nobody took may be one that was just made


@contextlib.contextmanager
def folder(root: Path | None = None) -> Iterator[Path]:
    """Return a temporary folder of this process, for the time that it is wanted; sweep those of dead processes.

    It lies in `root`, or where the system has what is temporary.
    """
    sweep(root)
    made = Path(tempfile.mkdtemp(prefix=PREFIX, dir=root))
    try:
        with locks.held(made / locks.LOCK, "works here"):
            yield made
    finally:
        _remove(made)


def _remove(made: Path) -> None:
    """Remove a folder in which a kernel that is about to end may still write a file."""
    until = time.monotonic() + _ENDING
    while True:
        shutil.rmtree(made, ignore_errors=True)
        if not made.exists() or time.monotonic() > until:
            return
        time.sleep(0.05)


def sweep(root: Path | None = None) -> None:
    """Remove the folders of batches that were killed; those of others and of batches that run stay."""
    for path in Path(root or tempfile.gettempdir()).glob(f"{PREFIX}*"):
        with contextlib.suppress(OSError):
            if _is_left(path):
                shutil.rmtree(path, ignore_errors=True)


def _is_left(path: Path) -> bool:
    lock = path / locks.LOCK
    if (
        lock.exists() and lock.stat().st_size
    ):  # who holds it has written so: an empty one is about to be taken
        return not locks.is_held(lock)
    return time.time() - path.stat().st_mtime > _YOUNG
