"""Headers in words that can be compared: abbreviations written out, words that say nothing left out."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from cutover import reference

# between `Ins` and `Name` of InsName, `ID` and `Number` of IDNumber, `Ins` and `1` of Ins1Name; not in 1st
_SEAMS = re.compile(
    r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])|(?<=[A-Za-z])(?=\d)|(?<=\d)(?=(?!st|nd|rd|th)[A-Za-z])"
)


@cache
def words_of(header: str) -> str:
    """Return a header or an alias as it is compared: `Pt. DOB` is `patient birth date`."""
    pieces = re.sub(r"#", " # ", _SEAMS.sub(" ", header))
    found_words = re.findall(r"[^\W_]+|#", pieces)
    text = f" {' '.join(found_words).lower()} "
    ignored, phrases = _reference()
    for found, meant in phrases:
        if found in text:
            text = text.replace(found, meant)
    kept: list[str] = []
    for word in text.split():
        if word not in ignored and (not kept or kept[-1] != word):
            kept.append(word)
    return " ".join(kept)


@dataclass(frozen=True)
class _Words:
    ignored: frozenset[str]
    phrases: dict[str, str]


@cache
def _reference() -> tuple[frozenset[str], list[tuple[str, str]]]:
    said = reference.load("header_words", _Words)
    phrases = sorted(said.phrases.items(), key=lambda pair: -len(pair[0]))
    return said.ignored, [(f" {found} ", f" {meant} ") for found, meant in phrases]
