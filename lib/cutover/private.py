"""Files and folders that hold patient data: for the one who works here alone, whatever the umask says."""

from __future__ import annotations

import contextlib
import os
import tempfile
from pathlib import Path

FILE, FOLDER = 0o600, 0o700
OTHERS = 0o077  # what a umask takes away so that new files and folders are private


def by_default() -> None:
    """Make every file and folder that this process and its children write private from here on."""
    os.umask(OTHERS)


def folder(path: Path) -> Path:
    """Make a folder, and those above it that are absent, private; one that is there becomes private.

    Raises OSError where it cannot be made; one that belongs to somebody else stays as it is.
    """
    absent = [above for above in (path, *path.parents) if not above.exists()]
    path.mkdir(parents=True, exist_ok=True)
    for made in {path, *absent}:
        with contextlib.suppress(PermissionError):
            made.chmod(FOLDER)
    return path


def file(path: Path) -> Path:
    """Make a file that is there private."""
    path.chmod(FILE)
    return path


def replaced(path: Path, data: bytes, mode: int = FILE, prefix: str = ".") -> Path:
    """Write a file in one step, with a mode: it is whole, or as it was; `prefix` begins its name until then.

    Raises OSError where it cannot be written; nothing is left beside it then.
    """
    handle, name = tempfile.mkstemp(prefix=prefix, suffix=".part", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as whole:
            whole.write(data)
        Path(name).chmod(mode)
        return Path(name).replace(path)
    finally:
        Path(name).unlink(missing_ok=True)
