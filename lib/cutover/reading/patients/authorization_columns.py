"""Columns of a list of authorizations told by their shapes and by the patients' numbers, whatever their headers say.

Such a list names nobody. Each row has a patient's number, a number of its own, a first and a last day, and mostly the
visits or units allowed beside those used. Its bare `from` and `until` are the authorization's days, not a coverage's.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import combinations

import pandas as pd

from cutover import reference
from cutover.lookup import among
from cutover.reading.files import values
from cutover.reading.mapping.header_words import words_of
from cutover.reading.mapping.said_once import is_said_once
from cutover.reading.mapping.settle import SETTLED
from cutover.reading.mapping.suggest import Crosswalk
from cutover.reading.patients.table import KEYS, PRIOR, PatientTable, names_people
from cutover.reading.patients.tables import PRIORITIES

_GROUP = "authorization_"
_NUMBER, _PAYER = f"{_GROUP}number", f"{_GROUP}payer"
_FROM, _THROUGH, _SPAN = f"{_GROUP}valid_from", f"{_GROUP}valid_through", f"{_GROUP}valid_span"
_ALLOWED, _USED, _LEFT = f"{_GROUP}visits_authorized", f"{_GROUP}visits_used", f"{_GROUP}visits_left"
_PAYERS = ("payer_name", "plan_name")
_MOSTLY = 0.9  # share of the rows that must be as said
_FEWEST = 2  # rows from which on a shape tells something
_COUNT = r"\d{1,3}(?:\.0+)?"
WHY = "by the shapes of the columns, the table lists authorizations"


@dataclass(frozen=True)
class _Words:
    """The file `authorization_lists.toml`."""

    used: frozenset[str]
    left: frozenset[str]


@dataclass(frozen=True)
class _Found:
    """What the columns of a list hold by their shapes; "" for what none holds surely."""

    account: str
    number: str
    days: tuple[str, str] | None
    counts: dict[str, str]


def with_authorization_columns(table: PatientTable, numbers: frozenset[str]) -> PatientTable:
    """Return a table that lists authorizations alone with its columns as theirs; any other table as it is.

    `numbers` are those of the patients of the export. What a person confirmed stays, and so does a table that names
    people or their member IDs. A count is the visits used or left where its header says so.
    """
    walk = table.crosswalk
    is_policy = any(key.endswith(("_member_id", "_payer_and_member")) for key in walk.used)
    if walk.is_confirmed or names_people(walk) or is_policy or len(table.sheet.frame) < _FEWEST:
        return table
    found = _found(table, numbers)
    if found is None:
        return table
    told = {key: column for key, column in found.counts.items() if walk.used.get(key) != column}
    if not any(key in walk.used for key in (*KEYS, PRIOR)):
        told[KEYS[0]] = found.account
    if found.number and _NUMBER not in walk.used:
        told[_NUMBER] = found.number
    if found.days is not None and not {_FROM, _THROUGH, _SPAN} & set(walk.used):
        told |= dict(zip((_FROM, _THROUGH), found.days, strict=True))
    payers = [
        walk.used[key] for one in PRIORITIES for part in _PAYERS if (key := f"{one}_{part}") in walk.used
    ]
    if len(payers) == 1 and _PAYER not in walk.used:
        told[_PAYER] = payers[0]
    for key, column in told.items():
        walk = walk.with_column(key, column, WHY, SETTLED)
    return replace(table, crosswalk=walk)


def _found(table: PatientTable, numbers: frozenset[str]) -> _Found | None:
    """The columns of a list of authorizations by their shapes, None where the table is none."""
    walk, sheet = table.crosswalk, table.sheet
    columns = [one for one in sheet.columns if not is_said_once(one)]
    account = _account(walk, sheet.frame[columns], numbers)
    if account is None:
        return None
    rest = sheet.frame[[one for one in columns if one != account]]
    days = [one for one in rest if _mostly(values.dates(rest[one]).notna(), rest[one])]
    counts = [one for one in rest if one not in days and _mostly(rest[one].str.fullmatch(_COUNT), rest[one])]
    others = [one for one in rest if one not in (*days, *counts) and _is_number(rest[one])]
    named = walk.used.get(_NUMBER)
    number = named or (others[0] if len(others) == 1 else "")
    counts = [one for one in counts if one != named]
    pair, told = _in_order(rest[days]) if len(days) == 2 else None, _counts(walk, rest, counts)
    says_so = any(key.startswith(_GROUP) and key not in (_FROM, _THROUGH, _SPAN, _PAYER) for key in walk.used)
    by_shape = bool(number and pair and _ALLOWED in told and (_USED in told or _LEFT in told))
    if not (says_so and number) and not by_shape:
        return None
    return _Found(account, number, pair, told)


def _account(walk: Crosswalk, frame: pd.DataFrame, numbers: frozenset[str]) -> str | None:
    """The one column of the patients' numbers, None where none is or two may be."""
    named = next((walk.used[key] for key in (*KEYS, PRIOR) if key in walk.used), None)
    if named is not None:
        known = frame[named].dropna() if named in frame else pd.Series(dtype="str")
        return named if not numbers or (len(known) and among(known, numbers).mean() >= _MOSTLY) else None
    theirs = [
        one for one in frame
        if frame[one].nunique() >= _FEWEST and float(among(frame[one].dropna(), numbers).mean()) >= _MOSTLY
    ]  # fmt: skip
    return theirs[0] if len(theirs) == 1 else None


def _mostly(hits: pd.Series, cells: pd.Series) -> bool:
    """Whether a column is filled for the most part, and its cells are as said."""
    filled = cells.notna()
    return bool(filled.sum() >= max(_FEWEST, len(cells) / 2) and hits[filled].mean() >= _MOSTLY)


def _is_number(cells: pd.Series) -> bool:
    """Whether a column holds numbers that each stand once, as those of authorizations do."""
    filled = cells.dropna()
    has_digits = filled.str.contains(r"\d") & filled.str.fullmatch(r"[\w./# -]{3,30}")
    return _mostly(has_digits.reindex(cells.index, fill_value=False), cells) and (
        filled.nunique() >= _MOSTLY * len(filled)
    )


def _in_order(days: pd.DataFrame) -> tuple[str, str] | None:
    """The columns of the first and of the last day, by which of them is the earlier one; None where none always is."""
    one, other = (values.dates(days[name]) for name in days)
    apart = (other - one).dt.days.dropna()
    apart = apart[apart.ne(0)]
    if len(apart) < _FEWEST:
        return None
    first, last = days.columns
    if apart.gt(0).mean() >= _MOSTLY:
        return first, last
    return (last, first) if apart.lt(0).mean() >= _MOSTLY else None


def _counts(walk: Crosswalk, frame: pd.DataFrame, columns: Sequence[str]) -> dict[str, str]:
    """The field of each column of counts: used or left by its header, and allowed where one alone is left over.

    What is allowed is hardly ever less than what is used or left.
    """
    told = {key: walk.used[key] for key in (_ALLOWED, _USED, _LEFT) if key in walk.used}
    told |= _balancing(frame, columns, told)
    for key, words in ((_USED, _said().used), (_LEFT, _said().left)):
        named = [one for one in columns if set(words_of(one).split()) & words and one not in told.values()]
        if key not in told and len(named) == 1:
            told[key] = named[0]
    rest = [one for one in columns if one not in told.values()]
    if _ALLOWED in told or len(rest) != 1 or len(told) == 0:
        return told
    allowed = pd.to_numeric(frame[rest[0]], errors="coerce")
    parts = [pd.to_numeric(frame[column], errors="coerce") for column in told.values() if column in frame]
    if all(allowed.ge(part)[allowed.notna() & part.notna()].mean() >= _MOSTLY for part in parts):
        told[_ALLOWED] = rest[0]
    return told


def _balancing(frame: pd.DataFrame, columns: Sequence[str], told: dict[str, str]) -> dict[str, str]:
    """The fields of three columns of which one is the sum of the others in nearly all rows: allowed, used and left.

    Which of the two others is left their headers tell, else their order: what is left stands last.
    """
    amounts = {one: pd.to_numeric(frame[one], errors="coerce") for one in columns}
    for allowed in columns:
        for one, other in combinations([name for name in columns if name != allowed], 2):
            whole = amounts[allowed], amounts[one] + amounts[other]
            known = whole[0].notna() & whole[1].notna()
            varied = amounts[one].gt(0).any() and amounts[other].gt(0).any()
            if known.sum() < _FEWEST or not varied or whole[0].eq(whole[1])[known].mean() < _MOSTLY:
                continue
            is_turned = told.get(_LEFT) == one or told.get(_USED) == other or _has(one, _said().left)
            used, left = (other, one) if is_turned or _has(other, _said().used) else (one, other)
            found = {_ALLOWED: allowed, _USED: used, _LEFT: left}
            return found if all(found[key] == column for key, column in told.items()) else {}
    return {}


def _has(header: str, words: frozenset[str]) -> bool:
    return bool(set(words_of(header).split()) & words)


@cache
def _said() -> _Words:
    return reference.load("authorization_lists", _Words)
