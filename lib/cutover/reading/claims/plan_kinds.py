"""The kinds of plans that claim lists name: vision, medical, dental, or as they are written."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from cutover import reference
from cutover.reading.mapping import value_shapes
from cutover.reading.mapping.header_words import speaks_of_others, words_of

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


def names_insurance(header: str) -> bool:
    """Tell whether a header speaks of insurance, and of no number: `Insurance type`, `Plan group`."""
    said, words = set(words_of(header).split()), reference.load("plan_kinds", _Words)
    return bool(said & words.insurance) and not said & words.not_names


def may_name_payers(header: str) -> bool:
    """Tell whether a header may stand above the payers of claims: it speaks of nothing else, and of no second payer."""
    said, words = set(words_of(header).split()), reference.load("plan_kinds", _Words)
    return not said & words.not_first and not speaks_of_others(" ".join(said - words.of_any))


def are_payers(texts: Sequence[str]) -> bool:
    """Tell whether texts are names of payers that come again, and none of the known kinds of plans."""
    plain = [" ".join(re.findall(r"[a-z0-9]+", text.lower())) for text in texts]
    words = reference.load("plan_kinds", _Words)
    known = {word for entry in words.kind for word in entry.words} | words.classes
    names = value_shapes.share(value_shapes.sample(texts), "payer name") or 0.0
    long = sum(len(text) for text in plain) >= words.fewest_letters * len(plain)
    again = 1 < len(set(plain)) < len(plain)
    return bool(names == 1.0 and long and again and not known.intersection(plain))


@dataclass(frozen=True)
class _Kind:
    kind: str
    words: tuple[str, ...]


@dataclass(frozen=True)
class _Words:
    most_words: int
    kind: tuple[_Kind, ...]
    insurance: frozenset[str]
    not_names: frozenset[str]
    not_first: frozenset[str]
    of_any: frozenset[str]
    fewest_letters: int
    classes: frozenset[str]

    def __post_init__(self) -> None:
        words = [word for entry in self.kind for word in entry.words]
        if len(set(words)) < len(words):
            raise ValueError("a word of two kinds")
