"""Columns whose values tell what they are: procedure codes, transactions, statuses, whether a payer takes one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from cutover.reading.mapping import value_shapes
from cutover.reading.mapping.header_fit import Fit
from cutover.reading.mapping.header_words import is_of_a_person, speaks_of_others, words_of
from cutover.reading.mapping.settle import SETTLED, SURE
from cutover.reading.mapping.targets import Target

_NEARLY_ALL = 0.95  # share of the values that must have the shape
_FEWEST = 3  # values of a column that nothing but its values names
_LIKE = 0.6  # from this score on a header that is like the field's speaks for it
_NAMES = "transactions"
_PEOPLE, _EACH = "whole name", 0.8  # names of people, each of a row of its own: a doctor's come again
_ALONE = frozenset({_NAMES, "enrollment statuses", _PEOPLE})  # shapes that tell a column of any name
# shapes that a column has by chance the least, beside the codes of a target
_RARE = frozenset({"npi", "email", "tin", "ssn", "phone", "sex", "relationship"})


def by_telling(
    columns: Sequence[str], samples: Mapping[str, list[str]], target: Target, chosen: dict[str, Fit]
) -> dict[str, Fit]:
    """Return the choices with those that values tell, where no other column that is left has such values.

    A doubtful column is sure where its values have the shape that `Target.tell` names for its field, or a shape that
    hardly anything else has. A column of any other name is that of transactions where it alone names any, and that of
    the statuses of enrollments where it alone has such; one that is called `What` is what its values are.
    """
    out = {key: _lifted(fit, columns, samples, target, chosen) for key, fit in chosen.items()}
    for key, shape in [(k, shape) for k, shape in target.tell.items() if k not in out]:
        free = columns if shape in _ALONE else [c for c in columns if words_of(c) in target.told_under]
        found = [c for c in free if len(samples[c]) >= _FEWEST and _has(samples[c], shape)]
        found = [c for c in found if not _is_of_another(c, target)]
        if shape == _PEOPLE and (
            _has_parts(key, target, out) or not all(_are_each(samples[c]) for c in found)
        ):
            continue
        taken = {fit.column for fit in out.values()}
        if len(found) != 1 or found[0] in taken or not _may_name(found[0]):
            continue
        said = f"only its values are {shape}, such as {value_shapes.examples(samples[found[0]])}"
        out[key] = Fit(key, found[0], columns.index(found[0]), SETTLED, said, False, SETTLED, 1.0)
    return out


def _has_parts(whole: str, target: Target, chosen: Mapping[str, Fit]) -> bool:
    """Whether a table gives the parts of a name, or a column may be one."""
    return any(key in chosen and target.whole_of(key) == whole for key in (f.key for f in target.fields))


def _are_each(values: Sequence[str]) -> bool:
    return len(set(values)) >= _EACH * len(values)


def _is_of_another(header: str, target: Target) -> bool:
    """Whether a header speaks of another system, or of another time: `OA` over what was active there."""
    return not target.not_told.isdisjoint(words_of(header).split())


def _may_name(header: str) -> bool:
    """Whether a header speaks of nothing else, or is itself of such words: `Claim/ERA/Eligibility`."""
    return _has([header], _NAMES) or not speaks_of_others(header)


def _lifted(
    fit: Fit, columns: Sequence[str], samples: Mapping[str, list[str]], target: Target, chosen: Mapping[str, Fit]
) -> Fit:  # fmt: skip
    if fit.score >= SURE or fit.score < _LIKE or fit.is_exact or _is_of_another(fit.column, target):
        return fit
    told, own = target.tell.get(fit.key), target.field(fit.key).shape
    shape = told or (own if own in _RARE else None)
    if shape is None or not _has(samples[fit.column], shape):
        return fit
    if told is None:
        if speaks_of_others(fit.column) or _is_somebody_elses(fit, target):
            return fit
        taken = {one.column for one in chosen.values()}
        rest = [c for c in columns if c != fit.column and c not in taken and _has(samples[c], shape)]
        if rest:
            return fit
    return replace(fit, score=SETTLED, evidence=f"{fit.evidence}; its values are {shape}")


def _is_somebody_elses(fit: Fit, target: Target) -> bool:
    """Whether a header names a person who is none of its field's group, such as the subscriber beside the patient."""
    group = target.field(fit.key).group
    own = next(one.words for one in target.groups if one.name == group)
    return is_of_a_person(" ".join(set(words_of(fit.column).split()) - own))


def _has(values: Sequence[str], shape: str) -> bool:
    return bool(values) and (value_shapes.share(values, shape, is_named=False) or 0.0) >= _NEARLY_ALL
