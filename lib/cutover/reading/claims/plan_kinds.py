"""The kinds of plans that claim lists name: vision, medical, dental, or as they are written."""

from __future__ import annotations

import re
from dataclasses import dataclass

import pandas as pd

from cutover import reference

OTHER, NOT_STATED = "other", "not stated"


def kinds(written: pd.Series) -> pd.Series:
    """Return the kind of each plan as a list writes it; `not stated` where it says nothing.

    A word that is not known is a kind of its own, in lower case; of many such words all are `other`.
    """
    words = reference.load("plan_kinds", _Words)
    meant = {word: entry.kind for entry in words.kind for word in entry.words}
    plain = {text: " ".join(re.findall(r"[a-z0-9]+", text.lower())) for text in written.dropna().unique()}
    known = {text: meant.get(word, word) or NOT_STATED for text, word in plain.items()}
    strange = set(known.values()) - set(meant.values()) - {NOT_STATED}
    if len(strange) > words.most_words:
        known = {text: OTHER if kind in strange else kind for text, kind in known.items()}
    return written.map(known).astype("str").fillna(NOT_STATED)


@dataclass(frozen=True)
class _Kind:
    kind: str
    words: tuple[str, ...]


@dataclass(frozen=True)
class _Words:
    most_words: int
    kind: tuple[_Kind, ...]

    def __post_init__(self) -> None:
        words = [word for entry in self.kind for word in entry.words]
        if len(set(words)) < len(words):
            raise ValueError("a word of two kinds")
