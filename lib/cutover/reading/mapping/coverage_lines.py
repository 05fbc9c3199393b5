"""Coverages that headers name by their line of business: `Vision Plan` as the plan of the next free rank."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from cutover import reference
from cutover.reading.mapping.header_words import words_of
from cutover.reading.mapping.lent import COVERAGES
from cutover.reading.mapping.meanings import meanings
from cutover.reading.mapping.targets import Target

_PAYERS = frozenset(
    {"payer_name", "plan_name", "payer_and_member"}
)  # what makes a line of business a coverage
_TAKES_RANK = _PAYERS - {
    "plan_name"
}  # a plan beside lines of business may be the kind of plan of any of them
_BARE = (
    "insurance"  # what a line alone is read as, beside a number of the same line: `Vision` and `Vision ID`
)


@dataclass(frozen=True)
class _Line:
    """A line of business; `is_payer` where its words alone head a column of payers."""

    name: str
    words: tuple[str, ...]
    is_payer: bool = False


@dataclass(frozen=True)
class _Lines:
    """The file `coverage_lines.toml`."""

    never: frozenset[str]
    line: tuple[_Line, ...]


@dataclass(frozen=True)
class _Named:
    """A header that names a line: the place of the line in the list, the other words, and whether a rank is there."""

    line: int
    rest: tuple[str, ...]
    is_ranked: bool


def as_ranked(columns: Sequence[str], target: Target) -> dict[str, str]:
    """Return the headers that name a coverage by its line of business, each as the header of a rank.

    `Medical Plan` and `Vision ID` are `Primary Plan` and `Secondary Id`: the lines stand in the order of the list, each
    at the next rank that no other header gives. A line counts where a header of it names a payer or a plan. A header
    that means a field as it is stays as it is, and so do lines for which no rank is left.
    """
    ranks = [group for group in target.groups if group.name in COVERAGES]
    if not ranks:
        return {}
    words = {column: tuple(words_of(column).split()) for column in columns}
    named = {column: one for column in columns if (one := _named(words[column], target)) is not None}
    if not named:
        return {}
    lines = sorted({one.line for one in named.values()})
    out = {c: " ".join(one.rest) for c, one in named.items() if one.is_ranked and one.line == lines[0]}
    ranked = {c: tuple(text.split()) for c, text in out.items()}
    others = [ranked.get(c, words[c]) for c in columns if c in ranked or c not in named]
    taken = [(m.field, _PAYERS if _has_rank(own, target) else _TAKES_RANK)
             for own in others for m in meanings(own, target)]  # fmt: skip
    given = {field.group for field, names in taken if field.name in names}
    free = [group.name for group in ranks if group.name not in given]
    for line in lines:
        rests = {c: o.rest for c, o in named.items() if o.line == line and not o.is_ranked}
        own = _of_line(rests, target, _said().line[line].is_payer)
        if own and free:
            rank = free.pop(0)
            out |= {column: f"{rank} {rest}" for column, rest in own.items()}
    made = Counter(out.values())
    return {column: text.title() for column, text in out.items() if made[text] == 1}


def line_of(header: str) -> str | None:
    """Return the line of business by which a header names a coverage, None where it names a rank or no line."""
    found = _line_in(tuple(words_of(header).split()))
    if found is None or set(found[1]) & {"primary", "secondary", "tertiary", "1", "2", "3"}:
        return None
    return _said().line[found[0]].name


def _named(words: tuple[str, ...], target: Target) -> _Named | None:
    found = _line_in(words)
    if found is None or " ".join(words) in _never() or meanings(words, target):
        return None
    return _Named(*found, _has_rank(found[1], target))


def _has_rank(words: tuple[str, ...], target: Target) -> bool:
    ranks = frozenset().union(*(group.words for group in target.groups if group.name in COVERAGES))
    return not ranks.isdisjoint(words)


def _of_line(rests: dict[str, tuple[str, ...]], target: Target, is_payer: bool) -> dict[str, str]:
    """The headers of a line that mean a field of a coverage, without the line; none where no payer is named."""
    fields = {column: _fields(rest, target) for column, rest in rests.items()}
    has_number = any("member_id" in names for names in fields.values())
    bare = {c: _BARE for c, rest in rests.items() if not rest and (has_number or is_payer)}
    known = {c: " ".join(rests[c]) for c, names in fields.items() if names} | bare
    has_payer = bool(bare) or any(names & _PAYERS for names in fields.values())
    return known if has_payer else {}


def _fields(rest: tuple[str, ...], target: Target) -> frozenset[str]:
    """The fields of a coverage that the words behind a line mean."""
    found = meanings((COVERAGES[0], *rest), target) if rest else []
    return frozenset(one.field.name for one in found if one.field.group == COVERAGES[0])


@cache
def _line_in(words: tuple[str, ...]) -> tuple[int, tuple[str, ...]] | None:
    """The line that words name, by its place in the list, and the other words; the longest phrase counts."""
    for phrase, line in _phrases():
        for start in range(len(words) - len(phrase) + 1):
            if words[start : start + len(phrase)] == phrase:
                return line, words[:start] + words[start + len(phrase) :]
    return None


@cache
def _phrases() -> list[tuple[tuple[str, ...], int]]:
    said = [
        (tuple(words_of(text).split()), place)
        for place, line in enumerate(_said().line)
        for text in line.words
    ]
    return sorted(said, key=lambda one: -len(one[0]))


@cache
def _never() -> frozenset[str]:
    return frozenset(map(words_of, _said().never))


@cache
def _said() -> _Lines:
    return reference.load("coverage_lines", _Lines)
