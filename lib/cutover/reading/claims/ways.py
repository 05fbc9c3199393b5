"""By which way a claim went out, where its claim list names one: through Office Ally, through Medi, on paper."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

import pandas as pd

from cutover import reference
from cutover.reading.postings.tables import OFFICE_ALLY

PAPER = "paper"


@dataclass(frozen=True)
class _Way:
    name: str
    words: frozenset[str]


@dataclass(frozen=True)
class _Ways:
    way: tuple[_Way, ...]


def ways(written: pd.Series) -> pd.Series:
    """Return the way that each cell names (sent_through.toml); null for a blank and for other words."""
    return written.map(_way_of, na_action="ignore").astype("str")


def on_paper(way: pd.Series) -> pd.Series:
    """Return whether claims of these ways went out on paper: null where no way is known."""
    return way.eq(PAPER).astype("boolean").mask(way.isna())


def through_office_ally(submitted: pd.DataFrame) -> pd.Series:
    """Return which submissions may have gone out through Office Ally: those of no other way by their claim list."""
    return submitted["sent_through"].isna() | submitted["sent_through"].eq(OFFICE_ALLY)


def _way_of(text: str) -> str | None:
    return _known().get(" ".join(re.findall(r"[a-z0-9]+", text.lower())))


@cache
def _known() -> dict[str, str]:
    return {words: way.name for way in reference.load("sent_through", _Ways).way for words in way.words}
