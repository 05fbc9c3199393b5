"""The words that this program itself says: one of them is nobody's name by itself."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from cutover import locations

WORD = re.compile(r"[^\W_]+")


@cache
def own_words() -> frozenset[str]:
    """Return the words of reference data, notebooks, templates and code, in small letters."""
    texts = [path.read_text("utf-8") for path in _files()]
    return frozenset(word.lower() for text in texts for word in WORD.findall(text))


@cache
def own_days() -> frozenset[str]:
    """Return the days, as 2026-07-31, that stand in the reference data."""
    texts = [path.read_text("utf-8") for path in locations.REFERENCE.glob("*.toml")]
    return frozenset(day for text in texts for day in re.findall(r"\d{4}-\d\d-\d\d", text))


def _files() -> list[Path]:
    there = [(locations.REFERENCE, "*.toml"), (locations.NOTEBOOKS, "*.ipynb")]
    there += [(locations.PACKAGE, "**/*.py"), (locations.PACKAGE, "**/*.j2")]
    return [path for folder, pattern in there for path in folder.glob(pattern)]
