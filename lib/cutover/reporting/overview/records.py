"""Where it is written down of what reports were made, and which program makes them."""

from __future__ import annotations

import hashlib
import importlib.metadata
import json
from functools import cache
from pathlib import Path

from cutover.reading.kept import program as reader

FOLDER = "_made"  # no practice can be called so

_LIBRARIES = ("papermill", "nbclient", "nbconvert", "ipykernel", "ipython", "jinja2", "markupsafe", "matplotlib",
              "xlsxwriter", "openpyxl", "numpy")  # fmt: skip


@cache
def program() -> str:
    """Return the digest of what makes reports: this program's files, its reference data, the libraries' versions."""
    versions = [importlib.metadata.version(name) for name in _LIBRARIES]
    return hashlib.sha256(json.dumps([reader.digest(), versions]).encode()).hexdigest()[:16]


def folder(home: Path, target: str) -> Path:
    """Return where it is written down of what the pages of a client, or of a client's practice, were made."""
    return home / "data" / "processed" / target / FOLDER
