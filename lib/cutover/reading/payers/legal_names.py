"""Insurers' legal names as they are compared, and the names under which they trade."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from cutover import reference

A_NAME = 3  # letters of a word that can be a payer's name


@dataclass(frozen=True)
class _Company:
    legal: tuple[str, ...]
    brand: str
    states: tuple[str, ...]
    known_from: str


@dataclass(frozen=True)
class _Companies:
    kinds: frozenset[str]
    trades_as: tuple[str, ...]
    shortened: dict[str, str]
    company: tuple[_Company, ...]


@cache
def law() -> _Companies:
    """Return the companies and the words of their names."""
    return reference.load("payer_legal_names", _Companies)


def by_law(name: str) -> str:
    """Return a name as legal names are compared: its words in their order, without what kind of company it is."""
    words = re.findall(r"[a-z0-9]+", name.lower().replace("'", ""))
    known = law()
    return " ".join(known.shortened.get(word, word) for word in words if word not in known.kinds)


@cache
def trade_name(name: str) -> tuple[str, str]:
    """Return the legal name and the one under which a company trades, of a name that has both; else the name and ""."""
    said = "|".join(r"\W*".join(map(re.escape, words.split())) for words in law().trades_as)
    legal, *trade = re.split(rf"(?<=\w)\W+(?:{said})\b[\s:.]*(?=\w)", name, maxsplit=1, flags=re.IGNORECASE)
    is_name = bool(trade) and any(len(word) >= A_NAME for word in re.findall(r"[a-z]+", trade[0].lower()))
    return (legal, trade[0].strip()) if is_name else (name, "")
