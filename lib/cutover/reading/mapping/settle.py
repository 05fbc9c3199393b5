"""What one column leaves open the other columns of the table may settle: one column to at most one field."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from cutover.reading.mapping import value_shapes
from cutover.reading.mapping.header_fit import SHARED, Fit
from cutover.reading.mapping.header_words import words_of
from cutover.reading.mapping.targets import Target

SETTLED = 0.84
SURE = 0.8
_SAME = 0.0015  # two headers that fit a field so equally are asked about
_MOSTLY = 0.9  # share of values that stand once, from which on a column numbers people
_ROWS, _LONG = (
    6,
    9,
)  # rows, and characters of each number, from which on numbers that all differ are no payers'
_AGAIN = 4  # rows of a payer named before, from which on its own number would come again too
_NAMES = frozenset({"person name", "full name"})
_CLEAR = 0.3  # a share of values of the right shape by which one of two equal columns is the better


def settled(found: Sequence[Fit], samples: Mapping[str, list[str]], target: Target) -> list[Fit]:
    """Return the fits with those lifted that the rest of the table leaves as the only ones.

    A header that means two fields is the one that no other column gives, where its values agree; a payer's number
    repeats from row to row, a member's does not; a block of columns belongs to one group. A parent's phone is the
    family's.
    """
    out = list(found)
    for column in dict.fromkeys(fit.column for fit in found if fit.is_exact and fit.score <= SHARED):
        rivals = [fit for fit in out if fit.column == column]
        if len(rivals) < 2:
            continue
        left = _left(rivals, out, samples, target)
        if left is None:
            continue
        said = f"{left.evidence}; settled by the other columns"
        lifted = replace(left, score=min(SETTLED, left.name_score), evidence=said)
        out = [fit for fit in out if fit.column != column] + [lifted]
    return _with_phones_of_kin(out, target)


def _with_phones_of_kin(found: list[Fit], target: Target) -> list[Fit]:
    """The fits with a parent's phone used where the table surely names nobody as guarantor.

    Whether the parent pays stays open: without a name nobody is made a guarantor. The phone is one of the family.
    """
    groups = {group.name: group for group in target.groups}
    named = {
        field.group for fit in found if fit.score >= SURE and (field := target.field(fit.key)).shape in _NAMES
    }

    def is_of_kin(fit: Fit) -> bool:
        field, words = target.field(fit.key), set(words_of(fit.column).split())
        group = groups[field.group]
        is_perhaps = bool(words & group.also) and not words & group.words and group.name not in named
        return is_perhaps and field.shape == "phone" and fit.is_exact and (fit.agreement or 0.0) >= _MOSTLY

    said = "no column names a guarantor"
    return [
        replace(fit, score=min(SETTLED, fit.name_score), evidence=f"{fit.evidence}; {said}")
        if is_of_kin(fit)
        else fit
        for fit in found
    ]


def _left(
    rivals: list[Fit], found: list[Fit], samples: Mapping[str, list[str]], target: Target
) -> Fit | None:
    """The only field that a column can be, None where that stays open."""
    column = rivals[0].column
    values = samples[column]
    given = {fit.key for fit in found if fit.is_exact and fit.score >= SURE and fit.column != column}
    open_still = [fit for fit in rivals if fit.key not in given]
    free = [fit for fit in open_still if fit.agreement is None or fit.agreement >= 0.9]
    if len(free) == 1 and len(open_still) < len(rivals):
        return free[0]
    return (
        _bare_amount(free, given, target)
        or _by_repetition(free, values, target)
        or _by_variety(free, open_still, found, samples, target)
        or _by_table(free, found, target)
        or _by_neighbor(free, found, target)
    )


def _bare_amount(free: list[Fit], given: set[str], target: Target) -> Fit | None:
    """What a bare amount is: in a list of claims what was billed, beside a payment nobody knows.

    A sign without a word (`$`) is no name of an amount.
    """
    bare = next((fit for fit in free if fit.key == target.bare and any(map(str.isalpha, fit.column))), None)
    if bare is None or given & target.not_bare or not target.bare_beside <= given:
        return None
    return bare if all(target.field(fit.key).shape == "money" for fit in free) else None


def _by_repetition(free: list[Fit], values: list[str], target: Target) -> Fit | None:
    """A number of payers where few numbers stand in many rows and all are short."""
    of_payers = [fit for fit in free if target.field(fit.key).shape == "payer id"]
    if len(of_payers) != 1 or len(values) < 8 or max(map(len, values)) > 6:
        return None
    return of_payers[0] if len(set(values)) <= 0.5 * len(values) else None


def _by_variety(
    free: list[Fit], asked: list[Fit], found: list[Fit], samples: Mapping[str, list[str]], target: Target
) -> Fit | None:
    """The number of a member: of few payers, hardly a number stands twice.

    That many of the numbers are too long for a payer's speaks for it, not against.
    """
    of_shape = {target.field(fit.key).shape: fit for fit in free}
    shapes = {target.field(fit.key).shape for fit in asked}
    names = [fit for fit in found if target.field(fit.key).shape == "payer name" and fit.score >= SURE]
    if shapes != {"member id", "payer id"} or "member id" not in of_shape or not names:
        return None
    numbers, payers = samples[free[0].column], samples[names[0].column]
    repeats = len(payers) >= 8 and len(payers) - len(set(payers)) >= min(_AGAIN, 0.5 * len(payers))
    if len(payers) >= _ROWS and len(set(numbers)) == len(numbers) and min(map(len, numbers)) >= _LONG:
        return of_shape["member id"]
    return of_shape["member id"] if repeats and len(set(numbers)) >= _MOSTLY * len(numbers) else None


def _by_neighbor(free: list[Fit], found: list[Fit], target: Target) -> Fit | None:
    """The field of the group to which the column on the left surely belongs, where only one rival is of it."""
    if not free:
        return None
    place = free[0].place
    left = [fit for fit in found if fit.place == place - 1 and fit.score >= SURE]
    if len(left) != 1:
        return None
    group = target.field(left[0].key).group
    same = [fit for fit in free if target.field(fit.key).group == group]
    return same[0] if group and len(same) == 1 and len(free) > 1 else None


def _by_table(free: list[Fit], found: list[Fit], target: Target) -> Fit | None:
    """The field of the only group of which the table surely has columns, two at least: a table of policies.

    A payer's name alone makes no policy: each row of a list of authorizations has one too.
    """
    fields = [target.field(fit.key) for fit in found if fit.score >= SURE]
    sure = [wanted.group for wanted in fields]
    told = {wanted.group for wanted in fields if wanted.shape != "payer name"}
    of_group = {target.field(fit.key).group: fit for fit in free}
    there = [group for group in of_group if sure.count(group) >= 2 and group in told]
    others = [group for group in of_group if group not in there and group in told]
    alone = len(of_group) == len(free) > 1 and len(there) == 1 and not others
    return of_group[there[0]] if alone and there[0] else None


def assigned(found: Sequence[Fit], samples: Mapping[str, list[str]], target: Target) -> dict[str, Fit]:
    """Return the column of each field: the best fit first, each column once.

    Where two columns fit one field equally, and hold different values, the field is unsure: a person is asked.
    """
    order = {f.key: place for place, f in enumerate(target.fields)}
    chosen: dict[str, Fit] = {}
    taken: set[str] = set()
    for fit in sorted(found, key=lambda fit: (-fit.score, order[fit.key], fit.place)):
        if fit.key not in chosen and fit.column not in taken:
            chosen[fit.key] = fit
            taken.add(fit.column)
    return {key: _asked(fit, found, taken, samples) for key, fit in chosen.items()}


def _asked(fit: Fit, found: Sequence[Fit], taken: set[str], samples: Mapping[str, list[str]]) -> Fit:
    equal = [
        other
        for other in found
        if other.key == fit.key
        and other.column not in taken
        and other.is_exact
        and fit.is_exact
        and abs(other.name_score - fit.name_score) < _SAME
        and abs((other.agreement or 0) - (fit.agreement or 0)) < _CLEAR
        and samples[other.column]
        and samples[other.column] != samples[fit.column]
    ]
    if not equal:
        return fit
    names = " and ".join(f"`{column}`" for column in [fit.column, *(other.column for other in equal)])
    return replace(fit, score=min(fit.score, SHARED), evidence=f"{fit.evidence}; {names} fit equally well")


def with_alone(chosen: dict[str, Fit], samples: Mapping[str, list[str]], target: Target) -> dict[str, Fit]:
    """Return the choices in which a column is the field that nothing else in the table gives (`Target.alone`).

    The values must have the shape of that field, and none of its group may tell it by a number: beside a payer's ID a
    plan is a plan. Of a table that names no patient the rest may be in another one, so nothing is taken there.
    """
    out = dict(chosen)
    if not any(not target.field(key).group and target.field(key).shape in _NAMES for key in chosen):
        return out
    for own in target.fields:
        other = next(
            (f for f in target.fields if f.group == own.group and f.name == target.alone.get(own.name)), None
        )
        fit = chosen.get(own.key)
        if other is None or fit is None or fit.score < SURE:
            continue
        rivals = [
            other.key,
            *(f.key for f in target.fields if f.group == own.group and f.shape == "payer id"),
        ]
        share = value_shapes.share(samples[fit.column], other.shape)
        if share is None or share < _MOSTLY or any(key in chosen for key in rivals):
            continue
        said = f"{fit.evidence}; no column gives `{other.label}`"
        out[other.key] = replace(fit, key=other.key, score=min(fit.score, SETTLED), evidence=said)
        del out[own.key]
    return out
