"""Where the program's own files lie: in its checkout, or in the package as it was installed."""

from __future__ import annotations

from pathlib import Path

PACKAGE = Path(__file__).resolve().parent
_INSTALLED = PACKAGE / "installed"  # `setup.py` puts reference data and notebooks there


def _checkout() -> Path | None:
    """The checkout that this code lies in, None where it was installed without one."""
    folder = PACKAGE.parents[1]
    return None if _INSTALLED.is_dir() or not (folder / "data" / "reference").is_dir() else folder


CHECKOUT = _checkout()
REFERENCE = _INSTALLED / "reference" if CHECKOUT is None else CHECKOUT / "data" / "reference"
NOTEBOOKS = _INSTALLED / "notebooks" if CHECKOUT is None else CHECKOUT / "notebooks"
