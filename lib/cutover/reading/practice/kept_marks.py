"""What was found out of single files of a practice, kept in `data/processed` so that a new file costs itself alone."""

from __future__ import annotations

import contextlib
import hashlib
import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd

from cutover.reading.files.zips import walk
from cutover.reading.kept import opened
from cutover.reading.practice import private_file
from cutover.reading.practice.book import Practice

_TYPES = {"mark": "uint64", "digest": "str", "proven": "bool"}
NONE = pd.DataFrame(columns=list(_TYPES)).astype(_TYPES)


class Parts:
    """The marks of single files, each by a key that says what they were made from.

    `context` is what all of them depend on; parts that were not asked for are thrown away by `tidy`.
    """

    def __init__(self, folder: Path, context: str):
        self.folder, self.context, self.asked = folder, context, set()

    def part(self, key: str, make: Callable[[], list[pd.DataFrame]]) -> pd.DataFrame:
        """Return the marks of a key (mark, digest, proven), made where they are not kept or damaged."""
        path = self.folder / f"{digest([self.context, key])[:32]}.npz"
        self.asked.add(path.name)
        if (kept := _read(path)) is not None:
            return kept
        made = pd.concat([NONE, *make()], ignore_index=True).drop_duplicates().astype(_TYPES)
        data = io.BytesIO()
        names, at = np.unique(made["digest"].fillna("").to_numpy("U64"), return_inverse=True)
        np.savez(
            data,
            mark=made["mark"].to_numpy(np.uint64),
            names=names,
            at=at.astype(np.int32),
            proven=made["proven"].to_numpy(bool),
        )
        private_file.write(path, data.getvalue())
        return made

    def tidy(self) -> None:
        """Throw away what nobody has asked for."""
        with contextlib.suppress(OSError):
            for path in self.folder.iterdir():
                if path.name not in self.asked:
                    path.unlink()


def _read(path: Path) -> pd.DataFrame | None:
    try:
        with np.load(io.BytesIO(path.read_bytes()), allow_pickle=False) as said:
            digests = said["names"][said["at"]].astype(object)
            frame = pd.DataFrame({"mark": said["mark"], "digest": digests, "proven": said["proven"]})
    except (OSError, ValueError, KeyError, IndexError, EOFError, zipfile.BadZipFile):
        return None
    return frame.astype(_TYPES)


def held(practice: Practice) -> frozenset[str]:
    """Return the sha256 of every file in a practice's folder, of those inside zips too."""
    opened.note_tree(practice.raw)
    with opened.unheard():
        return _held(practice)


def _held(practice: Practice) -> frozenset[str]:
    path = practice.processed / "marks" / "held.json"
    signature = digest(stats(practice.raw))
    said = private_file.read_json(path)
    if said.get("signature") == signature and isinstance(said.get("held"), list):
        return frozenset(said["held"])
    entries = walk(practice.raw, practice.raw, documents=True)
    found = sorted({hashlib.sha256(e.data).hexdigest() for e in entries if e.data is not None})
    private_file.write(path, json.dumps({"signature": signature, "held": found}).encode())
    return frozenset(found)


def digest(said: object) -> str:
    """Return a digest of what JSON can hold."""
    return hashlib.sha256(json.dumps(said).encode()).hexdigest()


def stats(folder: Path) -> list[tuple[str, int, int]]:
    """Return name, size and time of every file below a folder; none where it is absent or may not be read."""
    return sorted(opened.stats(str(folder)))
