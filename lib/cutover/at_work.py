"""At the desk, a cell that takes longer than a second says what it does, and in the end how long it took."""

from __future__ import annotations

import contextvars
import os
import re
import sys
import threading
import time
from collections.abc import Callable
from typing import Any

from cutover.surroundings import RUN_FOLDER_VARIABLE

PATIENCE = 1.0  # seconds before a cell says anything, and between two times that it does
# what stands in a cell -> what it does, the first that fits
_DOES = (
    (r"\bload\(", "Reading what is on file, and working the answer out"),
    (r"\bsave\(|\bwrite_\w+\(", "Writing the files of the report"),
    (r"\bStart\(", "Looking at what is on file"),
    (r"\w+(Desk|_desk)\(|\bexplore\(", "Making the desk ready"),
)
_under_way: list[tuple[threading.Event, threading.Thread]] = []


def watch() -> None:
    """From the cell that runs now on, let long cells say what they do; nothing happens outside a notebook's kernel.

    A batch is never watched: what it shows is the report alone.
    """
    kernel = shell()
    if kernel is None or getattr(kernel, "cutover_is_watched", False):
        return
    kernel.cutover_is_watched = True
    kernel.events.register("pre_run_cell", lambda info: _begin(info.raw_cell or ""))
    kernel.events.register("post_run_cell", lambda _result: _end())
    _begin(str(kernel.user_ns.get("In", [""])[-1]))


def shell() -> Any:
    """Return the shell of the kernel that runs this; None elsewhere, and in a batch."""
    if RUN_FOLDER_VARIABLE in os.environ or "ipykernel" not in sys.modules:
        return None
    from IPython.core.getipython import get_ipython

    found = get_ipython()
    return found if hasattr(found, "kernel") else None


def _begin(source: str) -> None:
    _end()
    ended, context = threading.Event(), contextvars.copy_context()  # the context says whose output it is
    work = (what_it_does(source), ended.wait, _shown(), time.monotonic)
    thread = threading.Thread(target=context.run, args=(tell, *work), daemon=True)
    _under_way.append((ended, thread))
    thread.start()


def _end() -> None:
    while _under_way:
        ended, thread = _under_way.pop()
        ended.set()
        thread.join(PATIENCE)


def what_it_does(source: str) -> str:
    """Return what a cell does, in words."""
    return next((words for mark, words in _DOES if re.search(mark, source)), "At work")


def tell(
    does: str, ended: Callable[[float], bool], show: Callable[[str], None], clock: Callable[[], float]
) -> None:
    """Show what a cell does until it ended; of one that ends at once, show nothing.

    `ended(seconds)` waits so long at most and tells whether the cell ended, `clock` tells the seconds.
    """
    begun = clock()
    if ended(PATIENCE):
        return
    is_over = False
    while not is_over:
        show(f"{does}: {clock() - begun:.0f} s so far.")
        is_over = ended(PATIENCE)
    show(f"{does}: it took {clock() - begun:.0f} s.")


def _shown() -> Callable[[str], None]:
    """What puts a sentence below the cell, in the place of the one before."""
    from IPython.display import display

    handle: list[Any] = []

    def show(text: str) -> None:
        said = {"text/plain": text}
        if handle:
            handle[0].update(said, raw=True)
        else:
            handle.append(display(said, raw=True, display_id=True))

    return show
