"""What a column is by the columns beside it: a first name next to a last name, a number next to its payer."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

import pandas as pd

from cutover import reference
from cutover.reading.mapping import value_shapes
from cutover.reading.mapping.header_fit import Fit
from cutover.reading.mapping.header_words import is_bare_day, words_of
from cutover.reading.mapping.meanings import meanings
from cutover.reading.mapping.settle import SETTLED, SURE
from cutover.reading.mapping.targets import Field, Target

_MOSTLY = 0.9  # share of the values that must have the shape
_ONE_WORD = 0.75  # share of first names that are one word, a middle initial apart
_NUMBERS = frozenset({"id", "number"})
_BARE = _NUMBERS | {"id number"}
_LONG = 8  # characters of a member's number, as insurers give them
_NUMBER = "account_number"  # the field of the number by which a patient is known
_ACCOUNT, _CLAIM = "patient_control_number", "claim_number"  # of a list of claims
_PERSON = ("full_name", "last_name", "first_name", "birth_date")
_FIRST = "primary"  # the coverage of which a list with one number a row tells
_SAY_NOTHING = frozenset({"id", "number", "1", "ref", "reference", "record", "key", "code"})
_FAMILIES, _OF_FAMILIES = (
    2,
    0.05,
)  # numbers that several people share, and their share of all, that make them members'
_DOUBTFUL = 0.6
_LONGEST = 7  # digits of a row's number
_NAMELESS = re.compile(r"column \d+")
_NAME = re.compile(r"[^\W\d_][^\W\d_'’-]*(?: [^\W\d_]\.?)?")


@dataclass(frozen=True)
class _Words:
    """The file `person_words.toml`."""

    words: frozenset[str]


def by_neighbors(
    columns: Sequence[str], samples: Mapping[str, list[str]], target: Target, chosen: dict[str, Fit]
) -> dict[str, Fit]:
    """Return the choices with those that other columns tell: first names, and numbers of members.

    Beside a column of last names one called `Name` or `First`, or one without a name next to it, holds the first names,
    where it holds single words. `ID 2` beside `Carrier 2` is the number at that payer, and so is a bare `ID` right of
    the payer where its values are numbers of members and another column is the patient's. Only fields that nothing
    else gives are filled; the patient's own number gives way where its column looks like that of a member.
    """
    named = _first_names(columns, samples, target, _bare_days(columns, samples, target, chosen))
    named = _accounts_of_claims(columns, samples, target, named)
    return _member_numbers(columns, samples, target, _patient_numbers(columns, samples, target, named))


def _bare_days(
    columns: Sequence[str], samples: Mapping[str, list[str]], target: Target, chosen: dict[str, Fit]
) -> dict[str, Fit]:
    """The choices with a bare `When` as the day of what the column left of it asks: `Sent?` and `When` are one answer.

    The column on the left holds no days, nothing takes it, and its header alone means the one day that it asks for.
    """
    out = dict(chosen)
    for key, fit in chosen.items():
        place = columns.index(fit.column) if fit.column in columns else 0
        if place < 1 or target.field(key).shape not in value_shapes.DATES or not is_bare_day(fit.column):
            continue
        left = columns[place - 1]
        asked = {one.field.key for one in meanings(tuple(words_of(left).split()), target)} - {key}
        days = [name for name in asked if target.field(name).shape in value_shapes.DATES]
        if len(asked) != 1 or not days or days[0] in out or not _is_free(left, out, set()):
            continue
        if samples[left] and not value_shapes.share(samples[left], target.field(days[0]).shape):
            said = f"the day of `{left}`, beside it; {fit.evidence}"
            out = {name: one for name, one in out.items() if name != key}
            out[days[0]] = replace(fit, key=days[0], evidence=said)
    return out


def _patient_numbers(
    columns: Sequence[str], samples: Mapping[str, list[str]], target: Target, chosen: dict[str, Fit]
) -> dict[str, Fit]:
    """The choices with a bare `No.` as the patient's number: each row of people has its own, and it counts no rows.

    So has a number under another word for people, such as `Rider ID`, beside the number of the member.
    """
    wanted = _field(target, "", _NUMBER)
    stand_ins = target.stand_ins(_NUMBER) if wanted else []
    if (
        wanted is None
        or not wanted.required
        or any(_is_sure(chosen.get(key)) for key in (_NUMBER, *stand_ins))
    ):
        return chosen
    names = {*target.whole, *target.whole.values()}
    named = any(_is_sure(chosen.get(f.key)) for f in target.fields if f.name in names and not f.group)
    found = [c for c in columns if words_of(c) == "number" and _is_free(c, chosen, {_NUMBER, *stand_ins})
             and len(set(samples[c])) == len(samples[c]) > 1 and not _counts_rows(samples[c])]  # fmt: skip
    if not found and _is_sure(chosen.get(f"{_FIRST}_member_id")):
        found = [c for c in columns if _is_of_somebody(c) and _is_free(c, chosen, {_NUMBER, *stand_ins})
                 and _are_apart(samples[c]) and not _counts_rows(samples[c])]  # fmt: skip
    if not named or len(found) != 1:
        return chosen
    said = "a number of its own in each row of people"
    fit = Fit(_NUMBER, found[0], columns.index(found[0]), SETTLED, said, True, SETTLED, 1.0)
    return {key: one for key, one in chosen.items() if one.column != found[0]} | {_NUMBER: fit}


def _accounts_of_claims(
    columns: Sequence[str], samples: Mapping[str, list[str]], target: Target, chosen: dict[str, Fit]
) -> dict[str, Fit]:
    """The choices with the one number under another word for people as the account of a claim: `Rider ID`, `Camper No`.

    The claim has a number of its own beside it, and its patient's name.
    """
    wanted = _field(target, "", _ACCOUNT)
    if wanted is None or _is_sure(chosen.get(_ACCOUNT)) or not _is_sure(chosen.get(_CLAIM)):
        return chosen
    names = {*target.whole, *target.whole.values()}
    named = any(_is_sure(chosen.get(f.key)) for f in target.fields if f.name in names and not f.group)
    found = [
        c
        for c in columns
        if _is_of_somebody(c) and _is_free(c, chosen, {_ACCOUNT}) and _have_digits(samples[c])
    ]
    if not named or len(found) != 1 or _counts_rows(samples[found[0]]):
        return chosen
    said = "the number of a person beside that of the claim"
    fit = Fit(_ACCOUNT, found[0], columns.index(found[0]), SETTLED, said, True, SETTLED, 1.0)
    return {key: one for key, one in chosen.items() if one.column != found[0]} | {_ACCOUNT: fit}


def _is_of_somebody(header: str) -> bool:
    """Whether a header is the number of a person whom no field of the table calls so: of a rider, a camper."""
    *whose, last = words_of(header).split() or [""]
    return bool(whose) and last in _NUMBERS and set(whose) <= _people()


@cache
def _people() -> frozenset[str]:
    return reference.load("person_words", _Words).words


def _are_apart(values: Sequence[str]) -> bool:
    """Whether values are numbers of which nearly each stands once: a few people may stand in two rows."""
    return len(values) > 1 and _have_digits(values) and len(set(values)) >= _MOSTLY * len(values)


def _have_digits(values: Sequence[str]) -> bool:
    """Whether there are values, and a digit in each."""
    return len(values) > 0 and all(any(map(str.isdigit, value)) for value in values)


def _counts_rows(values: Sequence[str]) -> bool:
    """Whether values are the numbers of rows: whole ones, counted from 0 or 1 on."""
    whole = [int(value) for value in values if value.isdigit() and len(value) < _LONGEST]
    return len(whole) == len(values) and min(whole) <= 1


def _first_names(
    columns: Sequence[str], samples: Mapping[str, list[str]], target: Target, chosen: dict[str, Fit]
) -> dict[str, Fit]:
    out = dict(chosen)
    for last in [field for field in target.fields if field.name in target.whole and "last" in field.name]:
        first = _field(target, last.group, last.name.replace("last", "first"))
        told = out.get(last.key)
        if first is None or told is None or told.score < SURE or _is_sure(out.get(first.key)):
            continue
        whole = target.whole_of(last.key)
        free = [c for c in columns if _is_free(c, out, {first.key, whole or ""})]
        near = {columns[place] for place in (told.place - 1, told.place + 1) if 0 <= place < len(columns)}
        found = [c for c in free if _may_be_first(c, c in near, samples[c])]
        if len(found) == 1:
            out = {key: fit for key, fit in out.items() if fit.column != found[0]}
            said = f"single words beside `{told.column}`"
            out[first.key] = Fit(
                first.key, found[0], columns.index(found[0]), SETTLED, said, True, SETTLED, 1.0
            )
    return out


def _may_be_first(column: str, is_near: bool, values: list[str]) -> bool:
    words = words_of(column)
    if not (words in ("name", "first") or (is_near and _NAMELESS.fullmatch(column))):
        return False
    single = sum(_NAME.fullmatch(value.strip()) is not None for value in values)
    return len(values) > 0 and single >= _ONE_WORD * len(values) and not value_shapes.are_whole_names(values)


def _member_numbers(
    columns: Sequence[str], samples: Mapping[str, list[str]], target: Target, chosen: dict[str, Fit]
) -> dict[str, Fit]:
    out = dict(chosen)
    groups = {group.name: group.words for group in target.groups}
    for wanted in [field for field in target.fields if field.shape == "member id" and field.group]:
        payers = [f.key for f in target.fields if f.group == wanted.group and f.shape == "payer name"]
        if _is_sure(out.get(wanted.key)) or not any(_is_sure(out.get(key)) for key in payers):
            continue
        spare = _spare_number(
            out, target
        )  # an account number that another number of the patient can do without
        found = [c for c in columns if _is_number_of(c, groups[wanted.group])
                 and _is_free(c, out, {wanted.key, _NUMBER if _are_of_members(samples[c]) else spare})
                 and (value_shapes.share(samples[c], "member id") or 0) >= _MOSTLY]  # fmt: skip
        if not found and (spare or _is_sure(out.get(_NUMBER))):
            right = [out[key].place + 1 for key in payers if _is_sure(out.get(key))]
            near = [columns[place] for place in right if place < len(columns)]
            found = [c for c in near if words_of(c) in _BARE and _is_free(c, out, {wanted.key, spare})
                     and _are_of_members(samples[c])]  # fmt: skip
        if not found:
            names = [words_of(out[key].column) for key in payers if _is_sure(out.get(key))]
            found = [c for c in columns if any(_is_headed_as(c, name) for name in names)
                     and _is_free_but_unsure(c, out) and _are_of_members(samples[c])]  # fmt: skip
        if len(found) == 1:
            out = {key: fit for key, fit in out.items() if fit.column != found[0]}
            said = "a number beside the payer of the same rank"
            place = columns.index(found[0])
            out[wanted.key] = Fit(wanted.key, found[0], place, SETTLED, said, True, SETTLED, 1.0)
    return out


def _spare_number(chosen: Mapping[str, Fit], target: Target) -> str:
    """The key of the patient's number, where a chart's number stands beside it; "" where the table has no other."""
    keys = target.stand_ins(_NUMBER) if _field(target, "", _NUMBER) else []
    return _NUMBER if any(_is_sure(chosen.get(key)) for key in keys) else ""


def without_families_numbers(frame: pd.DataFrame, target: Target, chosen: dict[str, Fit]) -> dict[str, Fit]:
    """Return the choices in which a bare number that several people share is no patient's: a family has one policy.

    It is the member's where nothing else gives that and the payer is known; else it is doubtful.
    """
    fit, names = chosen.get(_NUMBER), [chosen[key].column for key in _PERSON if _is_sure(chosen.get(key))]
    if (
        fit is None
        or not _is_sure(fit)
        or not set(words_of(fit.column).split()) <= _SAY_NOTHING
        or len(names) < 2
    ):
        return chosen
    if _field(target, "", _NUMBER) is None or fit.column not in frame or not set(names) <= set(frame):
        return chosen
    people = frame[names].fillna("").astype("str").agg("|".join, axis=1).str.casefold()
    each = people.groupby(frame[fit.column]).nunique()
    shared = int(each.gt(1).sum())
    if shared < _FAMILIES or shared < _OF_FAMILIES * len(each):
        return chosen
    said = f"{fit.evidence}; but several people share one"
    member, payer = f"{_FIRST}_member_id", f"{_FIRST}_payer_name"
    rest = {key: one for key, one in chosen.items() if key != _NUMBER}
    if member not in chosen and _is_sure(chosen.get(payer)):
        return rest | {member: replace(fit, key=member, score=SETTLED, evidence=said)}
    return rest | {_NUMBER: replace(fit, score=_DOUBTFUL, evidence=said)}


def _are_of_members(values: Sequence[str]) -> bool:
    """Whether values are numbers of members: long, each its own, half of them with letters. No row's number is so."""
    long = [value for value in values if len(value) >= _LONG]
    lettered = sum(any(c.isalpha() for c in value) for value in long)
    return (
        (value_shapes.share(values, "member id") or 0) >= _MOSTLY
        and len(long) >= _MOSTLY * len(values)
        and len(set(values)) >= _MOSTLY * len(values)
        and 2 * lettered >= len(values)
    )


def _is_number_of(column: str, group: frozenset[str]) -> bool:
    words = set(words_of(column).split())
    return bool(words & group) and bool(words - group) and words - group <= _NUMBERS


def _is_headed_as(column: str, name: str) -> bool:
    """Whether a column is headed as another one and a number: `Plan no.` beside `Plan`."""
    words = words_of(column).split()
    rest = [word for word in words if word not in _NUMBERS]
    return bool(name) and rest == name.split() and len(rest) < len(words)


def _is_free_but_unsure(column: str, chosen: Mapping[str, Fit]) -> bool:
    """Whether no field surely takes a column."""
    return all(fit.column != column or not _is_sure(fit) for fit in chosen.values())


def _is_free(column: str, chosen: Mapping[str, Fit], but: set[str]) -> bool:
    """Whether no field but these takes a column."""
    return all(fit.column != column for key, fit in chosen.items() if key not in but)


def _is_sure(fit: Fit | None) -> bool:
    return fit is not None and fit.score >= SURE


def _field(target: Target, group: str, name: str) -> Field | None:
    return next((field for field in target.fields if field.group == group and field.name == name), None)
