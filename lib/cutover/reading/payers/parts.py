"""Payers that a tracker calls by a part of their name: `Sundial` for `OH Medicaid - Sundial Care`.

One payer alone may fit. The words of the part stand in a row in the whole name, and one of them is hardly another
payer's. The plain name of an insurer that sells several kinds of plans is no part of one of them (Aetna is not Aetna
Medicare). Where two payers fit, or where the tracker calls the same payer by its whole name as well, a person is asked.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache

from cutover import reference
from cutover.reading.payers.names import EQUIPMENT, compared, lines_of, loosely, own_words
from cutover.reading.payers.spellings import agree
from cutover.reading.payers.states import codes

_TWO = 2  # words in a row that tell a payer, where the only one of its own is also a state's
Said = dict[str, set[str]]  # the names of each payer


@dataclass(frozen=True)
class Parts:
    """Names by a part: the payer that each means, and those among which nothing tells which is meant."""

    meant: dict[str, str] = field(default_factory=dict)
    doubts: dict[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True)
class _Words:
    plain: tuple[str, ...]
    ends: dict[str, str]


def by_part(names: Iterable[str], payers: Said, whole: Iterable[str] = (), home: str | None = None) -> Parts:
    """Return what names mean that are no payer's own: one payer of which each is a part, or several that it may be.

    `payers` are the practice's, with all names of each; `whole` those that the same source calls by their own name.
    `home` is the state of the practice, two letters.
    """
    found, named = Parts(), set(whole)
    fits = {name: _fits(name, payers, home) for name in sorted(set(names))}
    for name, near in fits.items():
        alike = [o for o in fits if o != name and set(fits[o]) & set(near) and not _is_plain(o)]
        if len(near) == 1 and near[0] not in named and not _is_plain(name) and not _told_apart(name, alike):
            found.meant[name] = near[0]
        elif near:
            found.doubts[name] = tuple(near)
    return found


def together(parts: Iterable[Parts]) -> Parts:
    """Return what several sources mean; a name that means two payers, or is in doubt in one of them, is in doubt."""
    every = list(parts)
    doubts = {name: others for one in every for name, others in one.doubts.items()}
    meant: dict[str, str] = {}
    for name, payer in (pair for one in every for pair in one.meant.items()):
        if meant.setdefault(name, payer) != payer:
            doubts[name] = tuple(sorted({meant[name], payer}))
    return Parts({name: payer for name, payer in meant.items() if name not in doubts}, doubts)


def _fits(name: str, payers: Said, home: str | None) -> list[str]:
    return sorted(payer for payer, own in payers.items() if any(is_part(name, one, home) for one in own))


def _told_apart(name: str, others: list[str]) -> bool:
    """Whether other short names of the same payer are not just this one in other words."""
    return any(compared(other) != compared(name) for other in others)


def is_part(name: str, whole: str, home: str | None = None) -> bool:
    """Return whether a name is a part of another by which one payer is told."""
    text = _written_out(name, home)
    if "/" in whole:  # two payers in one name
        return False
    short, long = compared(text), compared(whole)
    if short == long:
        return text != name
    states = loosely(text).states | short.states, loosely(whole).states | long.states
    if not agree(*states) or (not states[0] and states[1] and home and home not in states[1]):
        return False
    if not lines_of(text) <= lines_of(whole):
        return False
    words, others = (
        [w for w in one.words.split() if w not in lines_of(of)] for one, of in ((short, text), (long, whole))
    )
    return _tells(text, whole, words) and any(
        others[start : start + len(words)] == words for start in range(len(others))
    )


def _tells(name: str, whole: str, words: list[str]) -> bool:
    """Whether the words of a short name are hardly another payer's."""
    equipment = loosely(name).words == loosely(whole).words == EQUIPMENT
    own = own_words(name)
    return bool(words) and (equipment or bool(own - _of_states()) or (bool(own) and len(words) >= _TWO))


def _written_out(name: str, home: str | None) -> str:
    """A name with the two letters at its end written out, where they are not the practice's own state."""
    found = re.fullmatch(r"(.*\S)[\s-]+([A-Za-z]{2})", name.strip())
    if found is None:
        return name
    meant = _said().ends.get(found[2].lower())
    return f"{found[1]} {meant}" if meant and home not in (None, found[2].upper()) else name


def _is_plain(name: str) -> bool:
    return compared(name).words in _plain()


@cache
def _plain() -> frozenset[str]:
    return frozenset(compared(one).words for one in _said().plain)


@cache
def _of_states() -> frozenset[str]:
    return frozenset(word for name in codes() if len(name) > _TWO for word in name.split())


def _said() -> _Words:
    return reference.load("payer_parts", _Words)
