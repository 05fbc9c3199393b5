"""How people shorten and glue words: dropped vowels, first letters, no space, a slip of the pen."""

from __future__ import annotations

from collections.abc import Collection
from functools import cache

from rapidfuzz.distance import OSA

_VOWELS = frozenset("aeiou")
_SHORTEST_GLUED = 5  # letters
_MOST_PARTS = 9
_LEAST_KEPT = 0.5  # share of a word's consonants that a short form keeps
_WHOSE = frozenset({"pt", "hm", "wk"})  # two letters that stand before another word: `ptdob`, `hmph`
_NEVER_APART = frozenset({"in", "un", "re", "de", "an", "do", "ed"})  # `inactive` is one word


def expansions(word: str, wanted: Collection[str]) -> tuple[str, ...]:
    """Return the words that a shortened one may stand for, the likeliest first, at most four.

    `pat` are the first letters of patient, `nbr` is number without its vowels, `gndr` gender. The first letter is
    always kept. Of two letters the second is a consonant of the word.
    """
    found = [(rank, other) for other in wanted if (rank := _shortens(word, other)) is not None]
    return tuple(other for _, other in sorted(found)[:4])


def _shortens(short: str, word: str) -> float | None:
    """How far a short form is from a word, None where it is not one of its short forms; 0 is nearest."""
    if len(short) < 2 or len(short) >= len(word) or short[0] != word[0]:
        return None
    if word.startswith(short):
        return 1 - len(short) / len(word) if len(short) >= 3 else None
    place = 0
    for letter in short[1:]:
        place = word.find(letter, place + 1)
        if place < 0 or (letter in _VOWELS and len(short) < 4):
            return None
    consonants = [letter for letter in word[1:] if letter not in _VOWELS]
    kept = [letter for letter in short[1:] if letter not in _VOWELS]
    if len(kept) < _LEAST_KEPT * len(consonants):
        return None  # `prn` is not preauthorization
    return 2 - len(kept) / max(1, len(consonants))


def misspelled(word: str, wanted: Collection[str]) -> tuple[str, ...]:
    """Return the words that one wrong, missing, doubled or swapped letter away from, two in long words."""
    if len(word) < 4:
        return ()
    allowed = 1 if len(word) < 8 else 2
    found = [(OSA.distance(word, other, score_cutoff=allowed), other) for other in wanted if len(other) >= 4]
    return tuple(other for distance, other in sorted(found) if distance <= allowed)[:3]


@cache
def parted(word: str, known: frozenset[str]) -> tuple[str, ...]:
    """Return the known words that a glued one is made of, in order; empty where it is not made of such.

    The fewest words win, long ones before short ones; one has four letters, or all before the last have three. No
    letter is left over but the `s` behind a word.
    """
    if len(word) < _SHORTEST_GLUED:
        return ()
    best: list[tuple[float, tuple[str, ...]] | None] = [(0.0, ())] + [None] * len(word)
    for end in range(2, len(word) + 1):
        for start in range(max(0, end - 16), end - 1):
            before, piece = best[start], word[start:end]
            if (
                before is None
                or piece in _NEVER_APART
                or (piece not in known and not (piece[-1] == "s" and piece[:-1] in known))
            ):
                continue
            cost = before[0] + 1 + 1.5 / len(piece) ** 2 * 4
            if best[end] is None or cost < best[end][0]:
                best[end] = (cost, (*before[1], piece if piece in known else piece[:-1]))
    found = best[len(word)]
    parts = found[1] if found else ()
    lengths = [len(part) for part in parts]
    is_sure = bool(parts) and (
        max(lengths) >= 4 or min(lengths[:-1], default=0) >= 3 or (parts[0] in _WHOSE and len(parts) == 2)
    )
    return parts if len(parts) <= _MOST_PARTS and is_sure else ()
