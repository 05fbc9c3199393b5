"""Files below `data/processed` that hold identifiers: readable by their owner alone, whole or absent."""

from __future__ import annotations

import contextlib
import json
import os
import tempfile
from pathlib import Path


def write(path: Path, data: bytes) -> None:
    """Write a file with mode 0600; where the folder is not writable nothing is kept, and nothing raises."""
    with contextlib.suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=".", suffix=".part", dir=path.parent)  # 0600 by itself
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(data)
            Path(name).replace(path)
        finally:
            Path(name).unlink(missing_ok=True)


def read_json(path: Path) -> dict:
    """Return what a kept file says; nothing where it is absent or damaged, so that it is made anew."""
    try:
        said = json.loads(path.read_bytes())
    except (OSError, ValueError):
        return {}
    return said if isinstance(said, dict) else {}
