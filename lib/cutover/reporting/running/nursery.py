"""The process that workers are forked from: it has imported what they and their kernels need, and read nothing.

`multiprocessing` starts it once (its fork server) and imports this module there. Each worker begins as a copy, so it
waits for no imports, nor does the one that takes the place of a worker that was killed.
"""

from __future__ import annotations

import contextlib
import importlib
import os
import sys
from types import TracebackType

from cutover.reporting.privacy import words
from cutover.reporting.running import forking, orphans

HERE = os.getpid()  # the process that imported this: in a worker, the one that it was forked from
_MODULES = ("cutover.reporting.batch", "cutover.reporting.running.run", *forking.MODULES)


def parent_of(worker: int, starter: int) -> int:
    """Return whose end a worker must not outlive: the process it was forked from, or the one that started it."""
    return starter if worker == HERE else HERE


def _prepare() -> None:
    orphans.die_with(os.getppid())
    os.register_at_fork(after_in_child=_begin)
    for name in _MODULES:
        with contextlib.suppress(Exception):  # whoever needs it meets the same, and says so
            importlib.import_module(name)
    forking.make_ready()
    with contextlib.suppress(OSError):
        words.own_words()


def _begin() -> None:
    """What a worker does before it is told anything; its own children pass it over."""
    if os.getppid() == HERE:
        orphans.die_with(HERE)
        sys.excepthook = _unless_nobody_is_left


def _unless_nobody_is_left(
    kind: type[BaseException], error: BaseException, trace: TracebackType | None
) -> None:
    """Tell of an error, but for a batch that was killed while this worker waited for its first word."""
    if not isinstance(error, EOFError | OSError):
        sys.__excepthook__(kind, error, trace)


_prepare()
