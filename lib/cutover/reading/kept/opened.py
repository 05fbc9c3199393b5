"""What a piece of work really opened: files and folders below `data`, seen by the interpreter's own audit events.

What a reading or a report depends on is what it opened, and not what somebody wrote down that it opens. What lies in
`data/processed` is left out: it is made of other files, and whoever takes it from there says of which.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

Stamp = tuple[int, int, int]  # bytes, time of change and time of change of what is said of it, in nanoseconds
TOLD = "opened.json"
_ACTIVE: list[Opened] = []  # the innermost piece of work last
_BEGUN: list[tuple] = []
_EVENTS = frozenset({"open", "os.listdir", "os.scandir", "os.rename"})
_PARTS = ("files", "folders", "trees", "kept", "written", "places")
_WRITES = frozenset("wax+")
_state = {"is_set": False, "is_noting": False}


@dataclass
class Opened:
    """What was opened below a home's `data`: files with their stamp (None: absent), folders with their names.

    `trees` are folders all of whose files count, with the digest of their stamps; `kept` are readings that were taken
    from the store, by their path, with the digest of what they say; `written` are files that it wrote itself. `places`
    are folders of practices, with what tells which of their files lie elsewhere than in the folder of their kind.
    """

    data: str
    files: dict[str, Stamp | None] = field(default_factory=dict)
    folders: dict[str, str] = field(default_factory=dict)
    trees: dict[str, str] = field(default_factory=dict)
    written: dict[str, bool] = field(default_factory=dict)
    kept: dict[str, str] = field(default_factory=dict)
    places: dict[str, str] = field(default_factory=dict)

    def note(self, event: str, path: str) -> None:
        """Note a file or a folder that is opened now; the first state that was seen of it counts."""
        if not path.startswith(self.data) or path.startswith(self.data + "processed" + os.sep):
            return
        name = path[len(self.data) :]
        if event == "write":
            self.written[name] = True
        elif event == "open":
            self.files.setdefault(name, stamp(path))
        elif name not in self.folders:
            self.folders[name] = names(path)

    def add(self, other: Opened) -> None:
        """Note what another piece of work opened."""
        for mine, theirs in zip(self._parts(), other._parts(), strict=True):
            for name, seen in theirs.items():
                mine.setdefault(name, seen)

    def _parts(self) -> tuple[dict, ...]:
        return self.files, self.folders, self.trees, self.kept, self.written, self.places

    def end(self) -> Opened:
        """Take what it wrote itself as it is now, and return it: only what others write makes it another."""
        for name in self.written:
            above = name.rpartition(os.sep)[0]
            if name in self.files:
                self.files[name] = stamp(self.data + name)
            if above in self.folders:
                self.folders[above] = names(self.data + above)
        self.written.clear()
        return self

    def as_text(self) -> str:
        """Return it as JSON."""
        parts = dict(zip(_PARTS, self._parts(), strict=True))
        return json.dumps({"data": self.data} | parts)


def from_text(text: str) -> Opened:
    """Return what `as_text` wrote; raises ValueError or LookupError where it is damaged."""
    said = json.loads(text)
    files = {name: tuple(seen) if seen else None for name, seen in said["files"].items()}
    return Opened(said["data"], files, **{name: said[name] for name in _PARTS if name != "files"})


def stamp(path: str) -> Stamp | None:
    """Return size and times of a file, None where it is absent."""
    try:
        found = os.stat(path)  # noqa: PTH116 (this runs for each file of a book)
    except OSError:
        return None
    return found.st_size, found.st_mtime_ns, found.st_ctime_ns


def names(path: str) -> str:
    """Return the digest of the names in a folder, "" where it is absent."""
    try:
        return _digest(sorted(os.listdir(path)))  # noqa: PTH208
    except OSError:
        return ""


def tree(path: str, without: str = "") -> str:
    """Return the digest of names, sizes and times of all files below a folder, but those in folders of a name."""
    return _digest(sorted(stats(path, without)))


def stats(folder: str, without: str = "") -> Iterator[tuple[str, int, int]]:
    """Yield name, size and time of every file below a folder, but those in folders called `without`."""
    for entry in entries(folder, without):
        if not entry.is_dir(follow_symlinks=False):
            with contextlib.suppress(OSError):  # gone meanwhile
                status = entry.stat(follow_symlinks=False)
                yield entry.path[len(folder) :], status.st_size, status.st_mtime_ns


def entries(folder: str, without: str = "") -> Iterator[os.DirEntry[str]]:
    """Yield each file and folder below a folder, links not followed; none where it is absent or may not be read.

    This runs for each file of a book.
    """
    try:
        with os.scandir(folder) as inside:
            for entry in inside:
                is_folder = entry.is_dir(follow_symlinks=False)
                if is_folder and entry.name == without:
                    continue
                yield entry
                if is_folder:
                    yield from entries(entry.path, without)
    except OSError:
        return


def _digest(said: object) -> str:
    return hashlib.sha256(json.dumps(said).encode("utf-8", "surrogatepass")).hexdigest()[:32]


@contextlib.contextmanager
def watched(home: Path) -> Iterator[Opened]:
    """Note everything that is opened below a home's `data` until the end; an inner watch keeps it to itself."""
    if not _state["is_set"]:
        sys.addaudithook(_hear)
        _state["is_set"] = True
    found = Opened(os.path.join(home, "data", ""))  # noqa: PTH118
    before, _state["is_noting"] = _state["is_noting"], False
    _ACTIVE.append(found)
    try:
        yield found
    finally:
        _ACTIVE[:] = [one for one in _ACTIVE if one is not found]  # two that opened the same are equal
        _state["is_noting"] = before


def begin(home: Path, folder: Path) -> None:
    """Note everything that this process opens from here on, to be told in a folder (`tell`)."""
    watch = watched(home)
    _BEGUN.append((watch, watch.__enter__(), folder))


def tell() -> None:
    """Write what this process opened since it began into the folder, where it was asked to note that."""
    for _, found, folder in _BEGUN:
        with unheard():
            (folder / TOLD).write_text(found.end().as_text(), "utf-8")


def noted(other: Opened) -> None:
    """Tell the piece of work under way what it rests on besides what it opens itself."""
    if _ACTIVE and not _state["is_noting"]:
        _ACTIVE[-1].add(other)


def note_folder(path: Path) -> None:
    """Tell the piece of work under way that the names in a folder count."""
    if _ACTIVE:
        _hear("os.listdir", (str(path),))


def note_tree(path: Path) -> None:
    """Tell the piece of work under way that all files below a folder count."""
    text = str(path)
    if _ACTIVE and not _state["is_noting"] and text.startswith(_ACTIVE[-1].data):
        with unheard():
            _ACTIVE[-1].trees.setdefault(text[len(_ACTIVE[-1].data) :], tree(text))


def note_places(raw: Path, digest: str) -> None:
    """Tell the piece of work under way where the files of a practice lie, also where nobody hears what is opened."""
    text = str(raw)
    if _ACTIVE and text.startswith(_ACTIVE[-1].data):
        _ACTIVE[-1].places.setdefault(text[len(_ACTIVE[-1].data) :], digest)


@contextlib.contextmanager
def unheard() -> Iterator[None]:
    """Let what is opened until the end count for nobody; a watch that begins meanwhile hears all the same."""
    before, _state["is_noting"] = _state["is_noting"], True
    try:
        yield
    finally:
        _state["is_noting"] = before


def _hear(event: str, args: tuple) -> None:
    """The audit hook: it must be quick, and must never raise."""
    if event not in _EVENTS or not _ACTIVE or _state["is_noting"]:
        return
    path = args[1 if event == "os.rename" else 0]
    if isinstance(path, os.PathLike):
        path = os.fspath(path)
    if not isinstance(path, str):
        return
    if event == "os.rename" or (event == "open" and isinstance(args[1], str) and _WRITES & set(args[1])):
        event = "write"
    _state["is_noting"] = True
    try:
        _ACTIVE[-1].note(event, path)
    finally:
        _state["is_noting"] = False
