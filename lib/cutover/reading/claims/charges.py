"""What the lines of an Office Ally invoice are about, by their words: a kind of charge, a payment, or a total."""

from __future__ import annotations

import re
from dataclasses import dataclass

import pandas as pd

from cutover import reference
from cutover.reading.practice.file_names import base_name

NOT_A_CHARGE = "payment or balance"
OTHER = "other"


def charge_of(description: pd.Series) -> pd.Series:
    """Return the kind of charge of each description: the first kind one of whose words stands in it."""
    text = description.fillna("").str.lower()
    kind = pd.Series(OTHER, index=description.index, dtype="str")
    for name, words in reversed(charge_kinds().items()):
        if words:
            kind = kind.mask(text.str.contains("|".join(map(re.escape, words)), regex=True), name)
    return kind


def is_total(description: pd.Series) -> pd.Series:
    """Tell of each description whether it is the label of a total and nothing else: `Balance due`, `Sub-total:`."""
    plain = description.fillna("").str.lower().str.replace(r"[^a-z]+", " ", regex=True).str.strip()
    return plain.isin(_kinds().total_labels)


def is_of_medi(source_file: str) -> bool:
    """Tell by a file's own name whether the bill in it is Medi's: `medi_bill.csv`, not `Intermedia.csv`."""
    words = re.findall(r"[a-z]+", base_name(source_file).lower())
    return bool(_kinds().medi_names & set(words))


@dataclass(frozen=True)
class _Kind:
    name: str
    words: tuple[str, ...]


@dataclass(frozen=True)
class _Kinds:
    kind: tuple[_Kind, ...]
    total_labels: frozenset[str]
    medi_names: frozenset[str]


def charge_kinds() -> dict[str, tuple[str, ...]]:
    """Return the kinds of charges with their words, in the order in which they are tried."""
    return {kind.name: kind.words for kind in _kinds().kind}


def _kinds() -> _Kinds:
    return reference.load("office_ally_charges", _Kinds)
