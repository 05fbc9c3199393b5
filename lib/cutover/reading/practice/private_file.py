"""Files below `data/processed` that hold identifiers: readable by their owner alone, whole or absent."""

from __future__ import annotations

import contextlib
import json
from pathlib import Path

from cutover import private


def write(path: Path, data: bytes) -> None:
    """Write a file with mode 0600; where the folder is not writable nothing is kept, and nothing raises."""
    with contextlib.suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        private.replaced(path, data)


def read_json(path: Path) -> dict:
    """Return what a kept file says; nothing where it is absent or damaged, so that it is made anew."""
    try:
        said = json.loads(path.read_bytes())
    except (OSError, ValueError):
        return {}
    return said if isinstance(said, dict) else {}
