"""How well each column fits each field: by its header, by an alias, by the shape of its values."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from rapidfuzz import fuzz, process

from cutover.reading.mapping import value_shapes
from cutover.reading.mapping.header_words import words_of
from cutover.reading.mapping.targets import Field, Group, Target

SHARED = 0.70  # the most for a header that means two fields
TYPO = 0.82  # a header one letter from an alias over values of the right shape
LIKE = 0.75  # from this likeness on a header counts at all
LIKELY_TYPO = 0.93
BY_VALUES = 0.45  # values alone: a proposal, never an answer
EMPTY = 0.87  # a header that means the field over no value: nothing speaks against it, nothing can be mapped wrongly
_AGREES, _CONTRADICTS = 0.5, 0.25  # share of values of the field's shape


@dataclass(frozen=True)
class Fit:
    """One column held against one field: score 0..1 and the evidence in words, values masked."""

    key: str
    column: str
    place: int
    score: float
    evidence: str
    is_exact: bool = False


def fits(columns: Sequence[str], samples: dict[str, list[str]], target: Target) -> list[Fit]:
    """Return every fit worth naming, `samples` being some values of each column.

    A header that is an alias of two fields is at most `SHARED` for either of them.
    """
    groups = {group.name: group for group in target.groups}
    named = frozenset().union(*(g.words for g in target.groups if not g.is_optional))
    found = []
    for place, column in enumerate(columns):
        one = [_fit(place, column, samples[column], f, groups[f.group], named) for f in target.fields]
        found += _shared([fit for fit in one if fit is not None], target)
    return found


def _shared(found: list[Fit], target: Target) -> list[Fit]:
    exact = [fit for fit in found if fit.is_exact]
    if exact:
        found = exact
    labels = [target.field(fit.key).label for fit in found]
    rivals = [fit for fit in found if fit.score >= TYPO]
    if len(exact) < 2 and len(rivals) < 2:
        return found
    said = "; it may mean " + " or ".join(dict.fromkeys(labels))
    return [replace(f, score=min(f.score, SHARED), evidence=f.evidence + said) for f in found]


def _fit(
    place: int, column: str, values: list[str], field: Field, group: Group, named: frozenset[str]
) -> Fit | None:
    words = words_of(column)
    likeness, alias, rank = _likeness(words, field, group)
    if likeness < 1.0 and named.intersection(words.split()) - group.words:
        return None  # it speaks of another group
    agreement = value_shapes.share(values, field.shape)
    if likeness == 1.0:
        score, said = _exact(1.0 - 0.003 * rank, values, agreement), f"header means `{alias}`"
        return Fit(field.key, column, place, score, said + _evidence(field, values, agreement), True)
    if likeness >= LIKE and (agreement is None or agreement >= _CONTRADICTS):
        typo = likeness >= LIKELY_TYPO and len(alias) >= 8 and agreement is not None and agreement >= 0.8
        score = TYPO if typo else 0.35 + 0.35 * likeness
        said = f"header is like `{alias}` ({likeness:.0%})"
        return Fit(field.key, column, place, score, said + _evidence(field, values, agreement))
    telling = field.shape in value_shapes.TELLING and field.required and not field.group
    if telling and agreement is not None and agreement >= 0.9:
        said = "only its values"
        return Fit(field.key, column, place, BY_VALUES, said + _evidence(field, values, agreement))
    return None


def _likeness(words: str, field: Field, group: Group) -> tuple[float, str, int]:
    """The likeness of a header to the field's best alias, that alias, and its rank among them."""
    own = [word for word in words.split() if word in group.words]
    if not own and not group.is_optional:
        return 0.0, "", 0
    cores = {words, " ".join(word for word in words.split() if word not in group.words)} - {""}
    aliases = [words_of(alias) for alias in field.aliases]
    joined = [alias.replace(" ", "") for alias in aliases]
    for core in sorted(cores, key=len, reverse=True):
        if core in aliases or core.replace(" ", "") in joined:
            rank = aliases.index(core) if core in aliases else joined.index(core.replace(" ", ""))
            return 1.0, aliases[rank], rank
    best = [process.extractOne(core, aliases, scorer=fuzz.token_sort_ratio) for core in cores]
    alias, score, rank = max((b for b in best if b), key=lambda b: b[1], default=("", 0.0, 0))
    return min(score / 100, 0.999), alias, rank


def _exact(header: float, values: list[str], agreement: float | None) -> float:
    """The score of a header that means the field, by what the values say of it."""
    if not values:
        return EMPTY * header
    if agreement is None:
        return 0.92 * header
    if agreement >= _AGREES:
        return header * (0.85 + 0.15 * agreement)
    return 0.65 if agreement >= _CONTRADICTS else 0.4


def _evidence(field: Field, values: list[str], agreement: float | None) -> str:
    if not values:
        return "; the column is empty"
    seen = f"such as {value_shapes.examples(values)}"
    if agreement is None:
        return f"; values {seen}"
    return f"; {agreement:.0%} of the values look like a {field.shape}, {seen}"
