"""A report is put in place as one unit: a journal tells what is to be moved, and whoever comes next ends it."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import signal
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from cutover import private
from cutover.reporting import places

PART, JOURNAL = ".part", ".journal"
PAGE = 0o644  # a page may leave: a copy of it is readable wherever it goes
_SIGNALS = tuple(getattr(signal, name) for name in ("SIGTERM", "SIGINT", "SIGHUP") if hasattr(signal, name))


def publish(folder: Path, stem: str, files: Mapping[str, Path], gone: Iterable[str] = ()) -> None:
    """Put files into a report folder, all or none: `files` maps a place below it to a file, `gone` are removed.

    The files are copied beside their places under hidden names; then a journal is moved into place, which from
    there on counts, the files are renamed, and the journal is removed. A process that is killed in between
    leaves the journal, and `complete` ends what it tells. Raises OSError, before anything changed, where a file
    cannot be written.
    """
    desk = private.folder(places.desk_of(folder))
    with contextlib.ExitStack() as undo:
        moves = []
        for place, source in files.items():
            hidden = _staged(source, folder / place, stem)
            undo.callback(hidden.unlink, missing_ok=True)
            moves.append([str(hidden.relative_to(folder)), place])
        said = json.dumps({"moves": moves, "gone": list(gone)})
        written = _hidden(desk, stem)
        undo.callback(written.unlink, missing_ok=True)
        _write(written, said)
        with _undisturbed():
            journal = written.with_suffix(JOURNAL)
            written.replace(journal)
            undo.pop_all()
            _end(journal, folder)


def complete(folder: Path) -> None:
    """End what a process that was killed had begun to put into a report folder; nothing where there is nothing.

    Two processes may end the same journal at once. Raises OSError where a file cannot be moved.
    """
    journals = places.desk_of(folder).glob(f".*{JOURNAL}")
    for journal in sorted(journals, key=lambda path: path.stat().st_mtime_ns):
        _end(journal, folder)


def recover(folder: Path) -> None:
    """Make a report folder as whole as the last run left it: for one who holds its lock, before anything is read."""
    complete(folder)
    places.parted(folder)
    for path in (*folder.glob(f".*{PART}"), *places.desk_of(folder).glob(f".*{PART}")):
        if not path.name.startswith(".index-"):  # another run may be writing an index page
            path.unlink(missing_ok=True)


def _staged(source: Path, place: Path, stem: str) -> Path:
    hidden = _hidden(place.parent, stem)
    try:
        shutil.copyfile(source, hidden)
        hidden.chmod(private.FILE if place.parent.name == places.DESK else PAGE)
    except OSError:
        hidden.unlink(missing_ok=True)
        raise
    return hidden


def _hidden(folder: Path, stem: str) -> Path:
    handle, name = tempfile.mkstemp(prefix=f".{stem}.", suffix=PART, dir=folder)
    os.close(handle)
    return Path(name)


def _write(path: Path, text: str) -> None:
    with path.open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())


def _end(journal: Path, folder: Path) -> None:
    """Do what a journal tells and is not done yet, then remove it."""
    with contextlib.suppress(FileNotFoundError):
        said = json.loads(journal.read_text("utf-8"))
        for hidden, place in said["moves"]:
            with contextlib.suppress(FileNotFoundError):  # moved before
                (folder / hidden).replace(folder / place)
        for place in said["gone"]:
            (folder / place).unlink(missing_ok=True)
        journal.unlink(missing_ok=True)


@contextlib.contextmanager
def _undisturbed() -> Iterator[None]:
    """Let signals that ask this process to end wait."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, _SIGNALS)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
