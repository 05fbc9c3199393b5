"""A batch that was asked for before, on folders of which no file has changed since: told at a look.

Where anything has changed, each report is judged by itself (`unchanged`): that takes milliseconds each, and the import
of all that reads. Where size and times of every file of a client are as they were when all its reports were found to
hold, each would be found to hold again.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path

from cutover import locations
from cutover.reading.kept import opened
from cutover.reading.practice import folders, private_file
from cutover.reporting.overview import records

FILE = "last_batch.json"
_LOCK = ".lock"  # how the names of lock files end: they bear the last holder, and nobody reads them
_LINK = "a link"  # what it leads to may change unseen
_DAMAGE = (OSError, ValueError, LookupError, TypeError, AttributeError)


@dataclass(frozen=True)
class Told:
    """What a batch printed: lines of standard error (`noticed`), and then of standard output (`said`)."""

    noticed: tuple[str, ...]
    said: tuple[str, ...]


@dataclass(frozen=True)
class Asked:
    """What somebody asked for: `words` is all that it depends on besides files, `clients` whose batch it is."""

    home: Path
    clients: tuple[str, ...]
    words: tuple[str, ...]

    @property
    def digest(self) -> str:
        """The digest of it, and of the program and the notebooks that are to answer."""
        notebooks = opened.tree(str(locations.NOTEBOOKS))
        return _digest([*self.clients, *self.words, notebooks, records.program()])


def asked(home: Path, names: Iterable[str], words: Iterable[object]) -> Asked:
    """Return what was asked of `client` or `client/practice` names, of every client where none is named.

    Raises UsageError for a name that can be none.
    """
    named = list(names)
    clients = [name.strip("/").partition("/")[0] for name in named] or folders.clients(home)
    whose = tuple(dict.fromkeys(folders.checked_slug(client) for client in clients))
    return Asked(home, whose, (*named, *map(repr, words)))


def state(home: Path, clients: Iterable[str]) -> str | None:
    """Return the digest of names, sizes and times of all that is held of clients; None where that is not sure.

    All folders of `data` and the reports count, lock files and the record itself do not. Not sure is what a link leads
    to.
    """
    found = []
    for client in clients:
        for place in (home / "reports", *_folders(home / "data")):
            if (place / client).is_symlink():
                return None
            found += _below(str(place / client))
            found += [f"{path.name} {opened.stamp(str(path))}" for path in sorted(place.glob(f"{client}.*"))]
    return None if _LINK in found else _digest(found)


def told(asked: Asked, now: str | None) -> Told | None:
    """Return what the batch printed when its reports were found to hold, None where that is not known to be so yet.

    `now` is the state of its clients.
    """
    said = private_file.read_json(_place(asked)) if asked.clients and now else {}
    with contextlib.suppress(*_DAMAGE):
        if (said["asked"], said["state"]) == (asked.digest, now):
            return Told(tuple(said["noticed"]), tuple(said["said"]))
    return None


def keep(asked: Asked, now: str | None, told: Told) -> None:
    """Write down that all reports of a batch hold as long as the state of its clients is `now`."""
    if asked.clients and now:
        said = {"asked": asked.digest, "state": now} | asdict(told)
        private_file.write(_place(asked), json.dumps(said).encode())


def forget(home: Path, client: str) -> None:
    """Delete what was written down of a client's last batch."""
    with contextlib.suppress(OSError):
        (records.folder(home, client) / FILE).unlink(missing_ok=True)


def _place(asked: Asked) -> Path:
    return records.folder(asked.home, asked.clients[0]) / FILE


def _folders(data: Path) -> list[Path]:
    try:
        return sorted(path for path in data.iterdir() if path.is_dir())
    except OSError:
        return []


def _below(folder: str) -> list[str]:
    """What tells each file and folder below a folder from what it was; this runs for each file of a book."""
    found = []
    for entry in opened.entries(folder):
        name = entry.name
        if name.endswith(_LOCK) or name == FILE:
            continue
        if entry.is_symlink():
            return [_LINK]
        is_ = entry.stat(follow_symlinks=False)
        times = "" if entry.is_dir() else f" {is_.st_size} {is_.st_mtime_ns} {is_.st_ctime_ns}"
        found.append(entry.path + times)
    return sorted(found)


def _digest(said: list[str]) -> str:
    return hashlib.sha256("\0".join(said).encode("utf-8", "surrogateescape")).hexdigest()
