"""One writer at a time: a lock that ends with the process that holds it, however that process ends."""

from __future__ import annotations

import contextlib
import datetime as dt
import os
import time
from collections.abc import Iterator
from pathlib import Path

from cutover import private
from cutover.errors import UsageError

LOCK = ".lock"
_PLACE = 1 << 20  # the byte that is locked where locks are mandatory: far behind the text that others read
_PAUSE = 0.1


@contextlib.contextmanager
def held(path: Path, what: str, wait: float = 0) -> Iterator[None]:
    """Hold the lock file at `path`; it names the process that holds it, and stays when it is let go.

    Waits at most `wait` seconds. Raises UsageError where another process holds it, with `what` it does and since
    when; a file that a process left which is gone holds nothing. Raises OSError where it cannot be written.
    """
    private.folder(path.parent)
    with path.open("a+", encoding="utf-8") as file:
        with contextlib.suppress(PermissionError):
            private.file(path)
        until = time.monotonic() + wait
        while not _taken(file):
            if time.monotonic() >= until:
                raise UsageError(f"another run {what} ({_holder(path)}). Wait until it ends, or end it.")
            time.sleep(_PAUSE)
        try:
            file.truncate(0)
            file.write(f"process {os.getpid()} since {dt.datetime.now().astimezone():%Y-%m-%d %H:%M:%S}")
            file.flush()
            yield
        finally:
            file.truncate(0)
            _released(file)


def is_held(path: Path) -> bool:
    """Tell whether a process holds the lock file at `path`; False where there is no such file.

    Raises OSError where that cannot be told, as of the file of another user.
    """
    if not path.exists():
        return False
    with path.open("a+", encoding="utf-8") as file:
        free = _taken(file)
        if free:
            _released(file)
        return not free


def _holder(path: Path) -> str:
    with contextlib.suppress(OSError):
        return path.read_text("utf-8") or "a process that just began"
    return "a process that cannot be named"


if os.name == "nt":  # pragma: no cover
    import msvcrt

    def _taken(file) -> bool:
        try:
            file.seek(_PLACE)
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

    def _released(file) -> None:
        file.seek(_PLACE)
        msvcrt.locking(file.fileno(), msvcrt.LK_UNLCK, 1)

else:
    import fcntl

    def _taken(file) -> bool:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def _released(file) -> None:
        fcntl.flock(file, fcntl.LOCK_UN)
