"""Writes the sample's client of parallel runs: a folder of its own below `data/raw`, whole or not at all."""

from __future__ import annotations

import datetime as dt
import os
import shutil
from pathlib import Path

from cutover.errors import UsageError

from cutover_sample.parallel_cast import AS_OF, CLIENT
from cutover_sample.parallel_files import Written, client

MARKER = ".written-by-cutover-sample"
_SAYS = b"Written by `cutover sample`, which may replace this folder: keep nothing here.\n"


def write_runs(home: Path, until: dt.date = AS_OF, seed: int = 2026) -> Written:
    """Write the client below `home`, played through a day, and return its files; the same bytes for the same seed.

    Raises UsageError where a folder of that name was not written here.
    """
    made = client(until, seed)
    put(home, CLIENT, made.files)
    return made


def put(home: Path, name: str, files: dict[str, bytes]) -> None:
    """Write a client's files below `home`, all or none, in the place of those that were written here before.

    Raises UsageError where a folder of that name was not written here.
    """
    folder = home / "data" / "raw" / name
    if folder.is_symlink() or (folder.exists() and not (folder / MARKER).is_file()):
        raise UsageError(
            f"data/raw/{folder.name} is there and was not written by this command. Move it away or give another --home."
        )
    fresh = folder.with_name(f".{name}.{os.getpid()}")
    shutil.rmtree(fresh, ignore_errors=True)
    try:
        for path, data in (files | {MARKER: _SAYS}).items():
            (fresh / path).parent.mkdir(parents=True, exist_ok=True)
            (fresh / path).write_bytes(data)
        _replace(folder, fresh)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)


def _replace(folder: Path, fresh: Path) -> None:
    old = fresh.with_name(f"{fresh.name}.old")
    if folder.exists():
        folder.rename(old)
    fresh.rename(folder)
    shutil.rmtree(old, ignore_errors=True)
