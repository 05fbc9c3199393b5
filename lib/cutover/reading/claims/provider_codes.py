"""A provider by the short ways of an office: `ICALLOWAY`, `Calloway I`, `Calloway CNM` beside a namesake's."""

from __future__ import annotations

import re
from dataclasses import dataclass

from cutover.reading.practice.names_held import person

_WORD = re.compile(r"[^\W\d_]+")
_LEAST = 3  # letters of a family name that a code may be made of


@dataclass(frozen=True)
class KnownProvider:
    """A provider's name taken apart: `words` of two letters or more, `initials`, `credentials` and `codes`.

    `codes` are the runs of letters that stand for the whole name: the initial of the given name before or behind the
    family name, with or without that of a middle name.
    """

    words: frozenset[str]
    initials: frozenset[str]
    credentials: frozenset[str]
    codes: frozenset[str]

    @classmethod
    def of(cls, name: str) -> KnownProvider:
        """Return the parts of a name, written `Ines Calloway MD` or `Calloway, Ines, MD`."""
        every = _words(name)
        words = frozenset(person(name).split())
        told = [word for word in every if len(word) == 1 or word in words]
        before, comma, _ = name.partition(",")
        family = [word for word in _words(before) if word in words]
        if comma and 0 < len(family) < len(told) and len(_words(before)) == len(family) == 1:
            told = [*[word for word in told if word not in family], *family]
        return cls(words, frozenset(word[0] for word in told), frozenset(every) - set(told), _codes(told))

    def fits(self, text: str) -> bool:
        """Return whether no initial that a text states speaks against this provider."""
        return {word for word in _words(text) if len(word) == 1} <= self.initials

    def is_code(self, text: str) -> bool:
        """Return whether a text is one of this provider's codes, its credentials apart."""
        kept = set(person(text).split())
        return "".join(word for word in _words(text) if len(word) == 1 or word in kept) in self.codes


def credentials(text: str) -> frozenset[str]:
    """Return the words of a text that are no part of a person's name: `od` of `Quill, O.D.`."""
    kept = set(person(text).split())
    return frozenset(word for word in _words(text) if len(word) > 1 and word not in kept)


def _words(text: str) -> list[str]:
    return _WORD.findall(re.sub(r"[.'’]", "", text.casefold()))


def _codes(told: list[str]) -> frozenset[str]:
    """The codes of a name whose words stand in order, the family name last."""
    given, *more = told or [""]
    made = set()
    for family in {more[-1], "".join(word for word in more if len(word) > 1)} if more else ():
        middle = "".join(word[0] for word in more[:-1])
        if len(family) >= _LEAST:
            made |= {
                given[0] + family,
                family + given[0],
                given[0] + middle + family,
                family + given[0] + middle,
            }
            made |= {given + family, family + given}
    return frozenset(made)
