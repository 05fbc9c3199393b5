"""Brackets behind a header that tell how the sign of its amounts is written: `Amount (debits in brackets)`.

They add nothing to the header where they tell what every reader takes for granted: what is drawn stands below zero. One
that tells the other way round (`deposits in brackets`) stays, so that the column is not read as if it did not.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from cutover import reference

_BEHIND = re.compile(r"(?P<head>.*[^\s(])\s*\((?P<said>[^()]*(?:\(\))?[^()]*)\)\s*")
_PARTS = re.compile(r"[,;/&|]|\band\b|\bor\b")
_PIECES = re.compile(r"\(\)|[^\W\d_]+|[-+=\u2212]")
_IN = re.compile(r"\b(?:money|paid)\s+in\b")


@dataclass(frozen=True)
class _Words:
    drawn: frozenset[str]
    credited: frozenset[str]
    minus: frozenset[str]
    plus: frozenset[str]
    spare: frozenset[str]


@cache
def without_sign(header: str) -> str:
    """Return a header without brackets that say that money drawn stands below zero; any other as it is."""
    found = _BEHIND.fullmatch(header)
    return found["head"] if found and all(map(_is_usual, _parts(found["said"]))) else header


@cache
def is_reversed(header: str) -> bool:
    """Return whether brackets behind a header say that money drawn stands above zero, or money that came in below."""
    found, said = _BEHIND.fullmatch(header), _said()
    parts = [set(words) for words in _parts(found["said"])] if found else []
    return any(
        (said.drawn & words and said.plus & words) or (said.credited & words and said.minus & words)
        for words in parts
    )


def _parts(text: str) -> list[list[str]]:
    """The words and signs of what stands in brackets, by its parts."""
    plain = _IN.sub("credits", text.casefold())
    return [_PIECES.findall(part) for part in _PARTS.split(plain)]


def _is_usual(words: list[str]) -> bool:
    """Whether one part names one side and the sign that it has by custom, and nothing else."""
    said, there = _said(), set(words)
    sides = (said.drawn & there, said.minus & there), (said.credited & there, said.plus & there)
    named = [bool(side) and bool(sign) for side, sign in sides]
    other = [bool(side) or bool(sign) for side, sign in sides]
    known = said.drawn | said.credited | said.minus | said.plus | said.spare
    return sum(named) == 1 and sum(other) == 1 and there <= known


@cache
def _said() -> _Words:
    return reference.load("sign_remarks", _Words)
