"""What passes over a book found to hold, so that the next report of a batch need not look at each file of it again.

A report that stands beside the whole book rests on every practice's readings, each made of hundreds of files. Within a
batch all of them are judged as of the first look: the kernel that looked leaves word, and the process that forks the
next one takes it up. Nothing is taken up by a kernel that a person works with.
"""

from __future__ import annotations

from cutover.reading.kept.opened import Stamp

_FOUND: dict[str, Stamp] = {}  # by this process: a reading's file, and its stamp when it was found to hold
_TAKEN_UP: dict[str, Stamp] = {}  # by processes before it in the same batch
_BATCH = [""]


def found(path: str, stamp: Stamp | None) -> None:
    """Note that a kept reading holds, whose file had this stamp before it was read."""
    if stamp:
        _FOUND[path] = stamp


def holds(path: str, stamp: Stamp | None) -> bool:
    """Tell whether an earlier process of the batch found that a reading holds, and its file is still the same."""
    return stamp is not None and _TAKEN_UP.get(path) == stamp


def told() -> dict[str, Stamp]:
    """Return what this process found, as JSON can hold it."""
    return dict(_FOUND)


def begin(batch: str) -> None:
    """Forget what was taken up in another batch."""
    if batch != _BATCH[0]:
        _TAKEN_UP.clear()
        _BATCH[0] = batch


def take_up(batch: str, said: dict[str, list[int]]) -> int:
    """Take up what a process of a batch found, for those forked from this one; return how much of it is new.

    Raises TypeError or ValueError where it is not what `told` gives.
    """
    begin(batch)
    new = {path: (size, changed, said_of) for path, (size, changed, said_of) in said.items()}
    before = len(_TAKEN_UP)
    _TAKEN_UP.update(new)
    return len(_TAKEN_UP) - before
