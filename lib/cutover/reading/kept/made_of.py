"""What something was made of, written down so that it can be told later whether it would be made the same again."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

from cutover.reading.kept import opened, values
from cutover.reading.kept.opened import Opened, Stamp
from cutover.reading.practice import places

_SPLIT = frozenset("\t\n")  # between the parts of what is written down
_DAMAGE = (OSError, ValueError, LookupError, TypeError, AttributeError)


def written_down(rests_on: Opened) -> dict | None:
    """Return what something rests on as JSON, None where one of the files is no more what it was when it was opened."""
    files = []
    for name, stamp in rests_on.files.items():
        path = rests_on.data + name
        digest = _content(path) if stamp else ""
        if opened.stamp(path) != stamp or digest is None or _SPLIT & set(name):
            return None
        files.append(f"{name}\t{_text(stamp)}\t{digest}")
    for name, digest in rests_on.folders.items():
        if opened.names(rests_on.data + name) != digest:
            return None
    # one text: of a practice with a thousand files it is read ten times as fast as a thousand lists
    told = {"folders": rests_on.folders, "trees": rests_on.trees, "kept": rests_on.kept}
    told |= {"places": rests_on.places}
    return {"files": "\n".join(files)} | told


def _text(stamp: Stamp | None) -> str:
    return "{} {} {}".format(*stamp) if stamp else ""


def _content(path: str) -> str | None:
    try:
        with open(path, "rb") as file:  # noqa: PTH123
            return hashlib.file_digest(file, "sha256").hexdigest()
    except IsADirectoryError:
        return ""
    except OSError:
        return None


class Check:
    """Tells of what was written down in a home whether it still holds; it looks at each file once."""

    def __init__(self, home: Path):
        self._home = home
        self._data = os.path.join(home, "data", "")  # noqa: PTH118
        self._stamps: dict[str, str] = {}
        self._names: dict[str, str] = {}
        self._trees: dict[str, str] = {}
        self._places: dict[str, str] = {}
        self._kept: dict[str, str | None] = {}

    def stale(self, made_of: dict) -> str | None:
        """Return the first thing that is not what it was, by its place below the home; None where all are.

        A file whose times alone are others is what it was where its content is.
        """
        for line in made_of["files"].split("\n") if made_of["files"] else ():
            name, was, digest = line.split("\t")
            if not self._is_same(name, was, digest):
                return f"data/{name}"
        for name, digest in made_of["folders"].items():
            if self._seen(self._names, opened.names, name) != digest:
                return f"data/{name}"
        for name, digest in made_of["trees"].items():
            if self._seen(self._trees, opened.tree, name) != digest:
                return f"data/{name}"
        for name, digest in made_of["places"].items():
            if self._seen(self._places, lambda path: places.digest_of(places.look(path)), name) != digest:
                return f"data/{name}"
        return next(
            (self._why(name) for name, was in made_of["kept"].items() if self._digest_of(name) != was), None
        )

    def _seen(self, known: dict[str, str], look, name: str) -> str:
        if name not in known:
            known[name] = look(self._data + name)
        return known[name]

    def _is_same(self, name: str, was: str, digest: str) -> bool:
        now = self._seen(self._stamps, lambda path: _text(opened.stamp(path)), name)
        if now == was or not now or not was:
            return now == was
        if now.split(" ", 1)[0] != was.split(" ", 1)[0] or _content(self._data + name) != digest:
            return False
        self._stamps[name] = was  # its content was looked at: that needs not be done again
        return True

    def _digest_of(self, name: str) -> str | None:
        """The digest of a kept reading that still holds, None where it does not."""
        if name not in self._kept:
            self._kept[name] = None
            try:
                head = values.head(self._home / name)
                if self.stale(head["about"]["made_of"]) is None:
                    self._kept[name] = head["digest"]
            except _DAMAGE:
                pass
        return self._kept[name]

    def _why(self, name: str) -> str:
        try:
            return self.stale(values.head(self._home / name)["about"]["made_of"]) or name
        except _DAMAGE:
            return name
