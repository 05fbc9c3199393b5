"""Payers' names as they are compared: abbreviations written out, the state taken out, the words in any
order.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from cutover import reference
from cutover.reading.payers.states import codes, state_code


@dataclass(frozen=True)
class PayerName:
    """A name as it is compared: its words in order of the alphabet, and the states it names."""

    words: str
    states: frozenset[str] = frozenset()


@cache
def compared(name: str) -> PayerName:
    """Return a payer's name as it is compared, with its alias written out.

    `BCBS of Texas`, `Blue Cross Blue Shield - TX` and `TX BLUE CROSS BLUE SHIELD` are one; `Medicaid - Ohio`
    and `Medicaid - Texas` are two, and so are `Aetna` and `Aetna Medicare`.
    """
    plain = _plain(name)
    return PayerName(_aliases().get(plain.words, plain.words), plain.states)


def _plain(name: str) -> PayerName:
    found = _state_letters(name)
    text = f" {' '.join(re.findall(r'[a-z0-9]+', name.lower()))} "
    said = _reference()
    for phrase, meant in _phrases():
        text = text.replace(f" {phrase} ", f" {meant} ")
    for spelled, code in _state_names():
        if f" {spelled} " in text:
            found.add(code)
            text = text.replace(f" {spelled} ", " ")
    letters = {code.lower() for code in found}
    words = {w for w in text.split() if w not in said.ignored and w not in letters}
    return PayerName(" ".join(sorted(words)), frozenset(found))


def _state_letters(name: str) -> set[str]:
    """States written as two capital letters: at the beginning or end, after a dash or comma, in brackets."""
    doubtful = _reference().doubtful_states
    set_off = {c for c in re.findall(r"(?:[-,(/]\s*)([A-Za-z]{2})\b", name) if state_code(c)}
    ends = {
        part for part in re.findall(r"^([A-Z]{2})\s|\s([A-Z]{2})$", name.strip()) for part in part if part
    }
    plain = {c for c in ends if state_code(c) and c not in doubtful}
    return {c.upper() for c in set_off | plain}


@cache
def _state_names() -> list[tuple[str, str]]:
    """Names of states, the longest first: West Virginia is not Virginia."""
    return sorted(((n, c) for n, c in codes().items() if len(n) > 2), key=lambda pair: -len(pair[0]))


@dataclass(frozen=True)
class _Alias:
    name: str
    also: tuple[str, ...]


@dataclass(frozen=True)
class _Aliases:
    ignored: frozenset[str]
    doubtful_states: frozenset[str]
    medicare_contractors: frozenset[str]
    phrases: dict[str, str]
    alias: tuple[_Alias, ...]


@cache
def _reference() -> _Aliases:
    return reference.load("payer_aliases", _Aliases)


@cache
def _phrases() -> list[tuple[str, str]]:
    return sorted(_reference().phrases.items(), key=lambda pair: -len(pair[0]))


@cache
def _aliases() -> dict[str, str]:
    return {
        _plain(other).words: _plain(entry.name).words for entry in _reference().alias for other in entry.also
    }


def telling_words(name: PayerName) -> frozenset[str]:
    """Return the words by which a name is like another: its own, and Medicare's where it is of a contractor."""
    words = frozenset(name.words.split())
    return words | {"medicare"} if words & _reference().medicare_contractors else words


def bare_id(payer_id: str) -> str:
    """Return a payer id without leading zeros, which Excel loses: `00332` and `332` are compared as `332`."""
    plain = payer_id.strip().upper()
    return plain.lstrip("0") or plain
