"""Which program this is, told by its own files: light, for a command asks it before anything else is imported."""

from __future__ import annotations

import hashlib
import importlib.metadata
import json
import sys
from functools import cache
from pathlib import Path

from cutover import locations
from cutover.reading.kept import opened

_FOLDERS = (locations.PACKAGE, locations.REFERENCE)
_NO_SOURCE = "__pycache__"


@cache
def digest() -> str:
    """Return the digest of what reads: this program's files, its reference data, and the libraries' versions.

    It is of what the files say, so that two machines with the same program have the same.
    """
    trees = [_content_below(folder) for folder in _FOLDERS]
    libraries = [importlib.metadata.version(name) for name in ("pandas", "pyarrow", "python-calamine")]
    return hashlib.sha256(json.dumps([trees, libraries, sys.version]).encode()).hexdigest()[:16]


def look() -> None:
    """Read this program's files, so that processes forked from this one need not where none has changed."""
    for folder in _FOLDERS:
        _content_below(folder)


def _content_below(folder: Path) -> str:
    return _digest_of_files(folder, opened.tree(str(folder), without=_NO_SOURCE))


@cache
def _digest_of_files(folder: Path, _tree: str) -> str:
    """The digest of all files below a folder; `_tree` is that of their sizes and times."""
    whole = hashlib.sha256()
    for path in sorted(path for path in folder.rglob("*") if path.is_file() and _NO_SOURCE not in path.parts):
        whole.update(
            f"{path.relative_to(folder).as_posix()}\n".encode() + hashlib.sha256(path.read_bytes()).digest()
        )
    return whole.hexdigest()
