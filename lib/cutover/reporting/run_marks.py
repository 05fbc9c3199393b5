"""Which run a page is of: a digest in its head, the same as in the findings of that run."""

from __future__ import annotations

import re
from pathlib import Path

_MARKED = re.compile(r'<meta name="cutover-run" content="(\w+)">')
_HEAD = 4_000  # characters of a page in which its head is


def run_of(path: Path) -> str | None:
    """Return the digest of the run that made a page; None where there is no page, or it tells none."""
    try:
        with path.open(encoding="utf-8") as page:
            found = _MARKED.search(page.read(_HEAD))
    except (OSError, UnicodeDecodeError):
        return None
    return found[1] if found else None
