"""Referrals as authorizations: `Referral` over numbers and `Referral End` over days, where nothing gives those.

A referral may be the doctor who sent the patient. So its values must be numbers.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from cutover.reading.mapping import value_shapes
from cutover.reading.mapping.header_fit import Fit
from cutover.reading.mapping.header_words import words_of
from cutover.reading.mapping.meanings import meanings
from cutover.reading.mapping.settle import SETTLED
from cutover.reading.mapping.targets import Target

_GROUP, _NUMBER = "authorization", "authorization_number"
_SAID, _MEANT = "referral", "authorization"
_NEARLY = 0.9  # share of the values that must have the shape
_DIGITS = 3  # digits of a number: the code of a doctor has fewer


def with_referrals(
    columns: Sequence[str], samples: Mapping[str, list[str]], target: Target, chosen: dict[str, Fit]
) -> dict[str, Fit]:
    """Return the choices with the columns of referrals as those of authorizations, where one holds their numbers."""
    if all(field.group != _GROUP for field in target.fields) or _NUMBER in chosen:
        return chosen
    out, taken = dict(chosen), {fit.column for fit in chosen.values()}
    for place, column in enumerate(columns):
        words = words_of(column).split()
        if _SAID not in words or column in taken:
            continue
        told = meanings(tuple(_MEANT if word == _SAID else word for word in words), target)
        keys = [one.field.key for one in told if one.field.group == _GROUP]
        if len(keys) == 1 and keys[0] not in out and _has(samples[column], target, keys[0]):
            said = "a referral is an authorization, and its values are such"
            out[keys[0]] = Fit(keys[0], column, place, SETTLED, said, True, SETTLED, 1.0)
    return out if _NUMBER in out else chosen


def _has(values: list[str], target: Target, key: str) -> bool:
    share = value_shapes.share(values, target.field(key).shape)
    if key == _NUMBER:
        numbers = sum(sum(map(str.isdigit, value)) >= _DIGITS for value in values)
        return bool(values) and (share or 0.0) >= _NEARLY and numbers >= _NEARLY * len(values)
    return share is not None and share >= _NEARLY
