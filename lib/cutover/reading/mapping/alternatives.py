"""Headers of several names for one thing: `Plan/Payer Name`, `Check or EFT #`, `Claim payment (835)`."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache

from cutover.reading.mapping.header_words import Reading, plainer, speaks_of_others, vocabulary, words_of
from cutover.reading.mapping.meanings import Meaning, meanings
from cutover.reading.mapping.targets import Target

_SIDES = re.compile(r"\s*[/|&]\s*|\s+or\s+", re.IGNORECASE)
_BEHIND = re.compile(r"(.*[^\s(])\s*\(([^()]+)\)\s*")
_MOST_SIDES = 4
STRANGE = "strange"  # how a header is read one side of which nobody knows
DOUBTFUL = "doubtful"  # and one where words stand before the brackets that mean nothing together


def by_sides(header: str, target: Target) -> tuple[list[Meaning], Reading]:
    """Return what all sides of a header mean alike, none where two sides mean different things.

    A side of unknown words leaves it to the others, and the reading is `STRANGE`: the values must agree. A side of
    known words that mean nothing here speaks of something else; before brackets it is `DOUBTFUL`. `Payer`
    in `Plan/Payer Name` may go without its `Name`.
    """
    sides = _sides(header)
    if not sides:
        return [], Reading(())
    common: dict[str, Meaning] | None = None
    doubt = ""
    for variants in sides:
        meant = next(filter(None, (_meant(text, target) for text in variants)), {})
        if meant:
            shared = meant if common is None else {key: one for key, one in common.items() if key in meant}
            common = shared
        elif set(words_of(variants[-1]).split()) & vocabulary():
            if not _BEHIND.fullmatch(header) or speaks_of_others(header):
                return [], Reading(())
            doubt = DOUBTFUL
        else:
            is_strange = any(word.isalpha() for word in words_of(variants[-1]).split())
            doubt = doubt or (STRANGE if is_strange else "")
    found = [replace(one, left_out=one.left_out + 1) for one in (common or {}).values()]
    return found, Reading((), doubt)


def without_empty(header: str, target: Target) -> list[Meaning]:
    """Return what a header means without the words that add nothing, such as the name of the tool that wrote it."""
    words = tuple(words_of(header).split())
    for rest in plainer(words):
        found = meanings(rest, target)
        if found:
            return [replace(one, left_out=one.left_out + 1) for one in found]
    return []


def _meant(text: str, target: Target) -> dict[str, Meaning]:
    found = meanings(tuple(words_of(text).split()), target) or without_empty(text, target)
    return {meaning.field.key: meaning for meaning in found}


@cache
def _sides(header: str) -> tuple[tuple[str, ...], ...]:
    """The sides of a header, each with the ways to read it, the fullest first and what is written of it last."""
    behind = _BEHIND.fullmatch(header)
    parts = (behind[1], behind[2]) if behind else (header,)
    sides = tuple(side for part in parts for side in _of_part(part))
    return sides if 2 <= len(sides) <= _MOST_SIDES else ()


def _of_part(part: str) -> tuple[tuple[str, ...], ...]:
    texts = [text for text in _SIDES.split(part) if text.strip()]
    if len(texts) < 2:
        return ((part,),)
    first, last = texts[0].split(), texts[-1].split()
    tails = [" ".join(last[start:]) for start in range(1, len(last))]
    head = " ".join(first[:-1])
    sides = []
    for place, text in enumerate(texts):
        with_tail = [f"{text} {tail}" for tail in tails if place < len(texts) - 1]
        with_head = [f"{head} {text}"] if head and place else []
        sides.append((*with_tail, *with_head, text))
    return tuple(sides)
