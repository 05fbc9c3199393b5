"""Which way money went: a column of letters beside an unsigned amount, or one of signed amounts headed by both ways."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from cutover import reference
from cutover.reading.mapping import value_shapes
from cutover.reading.mapping.header_fit import SHARED, Fit
from cutover.reading.mapping.targets import Field, Target

SHAPE = "debit or credit"
SURE = 0.85  # the score of a column that cannot be anything else, or over which no amount may be taken as it stands
_ACCEPT = 0.8
_BELOW = re.compile(
    r"^\s*[$]?\s*[-(]|-\s*$|\d\s*(dr|d|db)\.?$", re.IGNORECASE
)  # an amount below zero as written
_TWO = 2  # different letters that an unknown column of signs has: one for each way


@dataclass(frozen=True)
class SignWords:
    """Headers of columns of signs, values that say that money went, and letters that are no sign."""

    headers: frozenset[str]
    gone: frozenset[str]
    answers: frozenset[str]


def sign_column(
    columns: Sequence[str], samples: dict[str, list[str]], target: Target, chosen: dict[str, Fit]
) -> dict[str, Fit]:
    """Return the column of signs by the key of its field, where a table has one that its header did not give.

    It is told by a header that means nothing else, by values that are all words for debit and credit, or by two
    single letters. Letters that nobody knows are taken too: the reader of the amounts then sets their rows aside.
    Nothing is returned where amounts have a column for each way, and where another field has the column.
    """
    field = next((f for f in target.fields if f.shape == SHAPE), None)
    known = chosen.get(field.key) if field else None
    if field is None or "drawn" in chosen or (known is not None and known.score >= _ACCEPT):
        return {}
    taken = {fit.column for fit in chosen.values() if fit.key != field.key}
    free = [c for c in columns if c not in taken and samples[c]]
    for tells, said in _TELLS:
        for column in free:
            if tells(column, samples[column]):
                return {field.key: _fit(field, columns, column, said)}
    return {}


def both_ways(
    columns: Sequence[str], samples: dict[str, list[str]], target: Target, chosen: dict[str, Fit]
) -> dict[str, Fit]:
    """Return the choices with the column of amounts whose header, such as `In/Out`, names both ways.

    Its values are amounts, some of them below zero: one signed column. Where none is below zero, nothing tells what
    left the account, so the column is proposed and not used. It is never the column of one way alone.
    """
    field = next((f for f in target.fields if f.shape == "money" and f.required), None)
    if field is None or not any(f.shape == SHAPE for f in target.fields):
        return chosen
    headed = [c for c in columns if _names_both(c) and _are_amounts(samples[c])]
    rest = {key: fit for key, fit in chosen.items() if fit.column not in headed}
    if len(headed) != 1 or (field.key in rest and rest[field.key].score >= _ACCEPT):
        return rest
    signed = any(_BELOW.search(value) for value in samples[headed[0]])
    said = (
        "its header names both ways, and "
        + ("some amounts are" if signed else "no amount is")
        + " below zero"
    )
    return rest | {
        field.key: Fit(field.key, headed[0], columns.index(headed[0]), SURE if signed else SHARED, said)
    }


def _fit(field: Field, columns: Sequence[str], column: str, said: str) -> Fit:
    return Fit(field.key, column, columns.index(column), SURE, said)


def _is_headed(column: str, values: list[str]) -> bool:
    return _names_both(column) and not _are_amounts(values)


def _names_both(column: str) -> bool:
    return "".join(c for c in column.lower() if c not in " ._") in words().headers


def _are_amounts(values: list[str]) -> bool:
    """Whether all values are amounts; one that is a sign alone is none."""
    return value_shapes.share(values, "money") == 1.0 and any(any(map(str.isdigit, v)) for v in values)


def _is_known(_column: str, values: list[str]) -> bool:
    """Whether all values are words for debit and credit, and one of them says that money went."""
    return value_shapes.share(values, SHAPE) == 1.0 and _says_gone(values)


def _has_debits(column: str, values: list[str]) -> bool:
    """Whether a header that speaks of the kind of a line stands over debits and other words."""
    return bool({"type", "kind", "code"} & set(column.lower().split())) and _says_gone(values)


def _are_letters(_column: str, values: list[str]) -> bool:
    letters = {value.strip().lower() for value in values}
    return len(letters) == _TWO and all(len(x) == 1 and x.isalpha() for x in letters - {"+", "-"}) and not (
        letters & words().answers
    )  # fmt: skip


def _says_gone(values: list[str]) -> bool:
    return any(value.strip().lower() in words().gone for value in values)


_TELLS = (
    (_is_headed, "its header says which way the money went"),
    (_is_known, "its values are words for debit and credit"),
    (_has_debits, "some of its values say that money went"),
    (_are_letters, "its values are two single letters"),
)


@cache
def words() -> SignWords:
    """Return the words of columns of signs by what they say."""
    return reference.load("sign_columns", SignWords)
