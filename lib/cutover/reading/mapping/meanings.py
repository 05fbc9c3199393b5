"""What a header means, composed of words: whose it is, words that add nothing, and the field itself."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import combinations

from cutover.reading.mapping.header_words import synonyms, words_of
from cutover.reading.mapping.targets import Field, Group, Target

_MOST_LEFT_OUT = 3  # words of a header that may add nothing to it


@dataclass(frozen=True)
class Meaning:
    """A field that a header means: the alias, its rank among the field's, and how many words were left out.

    `is_perhaps` where nothing but a word that may name the group names it (`Group.also`).
    """

    field: Field
    alias: str
    rank: int
    left_out: int = 0
    is_perhaps: bool = False

    @property
    def order(self) -> tuple[int, int]:
        """What is compared between meanings: the smaller the plainer."""
        return self.left_out, self.rank


def meanings(words: tuple[str, ...], target: Target) -> list[Meaning]:
    """Return the fields that all words of a header together mean; none where a word stays unexplained.

    The order of words does not matter (`phone home`). Of a field the plainest meaning is told; where fields of one
    group are meant with more and with fewer words left out, those with fewer.
    """
    found: dict[str, Meaning] = {}
    for group in target.groups:
        own = tuple(word for word in words if word in group.words | group.also)
        if not own and not group.is_optional:
            continue
        for meaning in _of_group(words, group, target):
            known = found.get(meaning.field.key)
            if known is None or meaning.order < known.order:
                found[meaning.field.key] = meaning
    if not found:
        return []
    fewest = min(meaning.left_out for meaning in found.values())
    return [meaning for meaning in found.values() if meaning.left_out == fewest]


def _of_group(words: tuple[str, ...], group: Group, target: Target) -> Iterator[Meaning]:
    by_words = _lexicon(target.fields, group)
    whole = tuple(sorted(words))
    bare = tuple(word for word in whole if word not in group.words | group.also)
    kin = sum(word in group.also for word in words)
    is_perhaps = bool(kin) and not any(word in group.words for word in words)
    called = tuple(sorted({group.called if word in group.words else word for word in words}))
    is_said = not group.name and whole in by_words  # `claim amount` is a name of its own, not any `amount`
    for core in {whole} if is_said else {whole, bare, called if not group.name else bare} - {()}:
        for left_out, rest in _thinned(core, _may(target.fields, group)):
            for field, alias, rank, stripped in by_words.get(rest, ()):
                if set(left_out) <= group.may | field.may:
                    of_kin = kin if core == bare else 0
                    yield Meaning(
                        field, alias, rank, len(left_out) + stripped + of_kin, is_perhaps and of_kin > 0
                    )


def _thinned(core: tuple[str, ...], may: frozenset[str]) -> Iterator[tuple[tuple[str, ...], tuple[str, ...]]]:
    """The words without some that add nothing, and those; first all words."""
    spare = [word for word in core if word in may]
    for count in range(min(len(spare), _MOST_LEFT_OUT) + 1):
        for left_out in combinations(spare, count):
            rest = list(core)
            for word in left_out:
                rest.remove(word)
            if rest:
                yield left_out, tuple(rest)


@cache
def _may(fields: tuple[Field, ...], group: Group) -> frozenset[str]:
    return group.may.union(*(f.may for f in fields if f.group == group.name))


@cache
def _lexicon(
    fields: tuple[Field, ...], group: Group
) -> dict[tuple[str, ...], list[tuple[Field, str, int, int]]]:
    """The aliases of a group by their words, in no order; also those of three words without what adds nothing."""
    found: dict[tuple[str, ...], list[tuple[Field, str, int, int]]] = {}
    for field in (f for f in fields if f.group == group.name):
        for rank, alias in enumerate(field.aliases):
            words = tuple(sorted(words_of(alias).split()))
            found.setdefault(words, []).append((field, alias, rank, 0))
            for left_out, rest in _thinned(words, group.may):
                if left_out and len(rest) >= 2:
                    found.setdefault(rest, []).append((field, alias, rank, len(left_out)))
    return found


@cache
def wanted_words(fields: tuple[Field, ...], groups: tuple[Group, ...]) -> frozenset[str]:
    """Return every word that the headers of these fields are made of: what a shortened word can stand for."""
    texts = [words_of(alias) for f in fields for alias in f.aliases]
    words = {word for text in texts for word in text.split()}.union(*(g.words for g in groups))
    words |= {word for word, meant in synonyms().items() if meant and meant <= words}
    return frozenset(word for word in words if word.isalpha())


@cache
def initials(fields: tuple[Field, ...]) -> dict[str, list[tuple[Field, str]]]:
    """Return the fields by the first letters of their aliases: `ss` is `social security`."""
    found: dict[str, list[tuple[Field, str]]] = {}
    for field in fields:
        for alias in field.aliases:
            words = words_of(alias).split()
            letters = "".join(word[0] for word in words)
            known = found.setdefault(letters, [])
            if len(words) >= 2 and field not in [f for f, _ in known]:
                known.append((field, alias))
    return found
