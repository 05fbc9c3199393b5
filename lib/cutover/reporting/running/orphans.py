"""A worker or a kernel never outlives the process that started it."""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import signal
import sys
import threading
from pathlib import Path

_PR_SET_PDEATHSIG = 1  # <linux/prctl.h>


def die_with(parent: int) -> None:
    """End this process, without a further word, as soon as the process with the number `parent` ends.

    On Linux the kernel of the operating system sees to it; elsewhere a thread waits for a worker's parent, and
    ipykernel itself for a kernel's.
    """
    if sys.platform == "linux":
        with contextlib.suppress(OSError, AttributeError):
            _ask_linux()
    elif multiprocessing.parent_process() is not None:
        threading.Thread(target=_wait, daemon=True).start()
    if os.name == "posix" and os.getppid() != parent:  # it ended before it could be watched
        os._exit(1)


def call_this(name: str) -> None:
    """Give this process a name in lists of processes, where the system can; its command line is that of its parent."""
    with contextlib.suppress(OSError):
        Path("/proc/self/comm").write_text(name, "utf-8")


def _ask_linux() -> None:
    import ctypes

    ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)


def _wait() -> None:
    if (parent := multiprocessing.parent_process()) is not None:
        parent.join()
    os._exit(1)
