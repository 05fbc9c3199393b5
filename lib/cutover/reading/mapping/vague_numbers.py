"""Columns of numbers whose headers do not say of what, such as `Ref`: their values tell whether they number claims.

A claim's number stands in each row, also where nothing was paid, and is of one patient and day. A check's is blank
where nothing was paid, or pays several claims. Where remittances are known, the numbers that they have decide.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cache

import pandas as pd

from cutover import reference
from cutover.identifiers import check_compared, compared
from cutover.reading.files import values as text_values
from cutover.reading.mapping import value_shapes
from cutover.reading.mapping.header_words import speaks_of_others, words_of
from cutover.reading.mapping.said_once import is_said_once
from cutover.reading.mapping.tables_of import MappedTable

CLAIM, CHECK = "claim_number", "check_number"
_SURE = "claim"  # a claim number so called is taken at its word
_PERSON = ("patient_control_number", "account", "patient_name", "patient_last_name")
_WHOLE = 0.98  # share of rows with a number, and of numbers that are of one patient and day
_EACH = 0.9  # share of the patients' days that have numbers of their own
_MOSTLY = 0.9
_HALF = 0.5
_BLANK = (
    0.2  # share of unpaid rows without a number, from which on it is no claim's: an open claim has no check
)
_MET, _MET_SHARE = 3, 0.2  # numbers of remittances, and their share, from which on a column is of them
_CLEARLY = 2  # how many times as many as any other column
_SHORT = 7  # digits of a number that may count rows
_OPEN = "unsure"
_REMITTED = "its numbers are those of the remittances' claims"


@dataclass(frozen=True)
class Remitted:
    """What a practice's remittances bear: numbers, as compared, of its claims (CLP01) and of the payments (TRN02).

    `amounts` tells the charge (CLP03) and the paid sum (CLP04) in cents of each claim that stands there once.
    """

    claims: frozenset[str] = frozenset()
    checks: frozenset[str] = frozenset()
    amounts: Callable[[], Mapping[str, tuple[int, int]]] = dict


Asked = Callable[[], Remitted]


@dataclass(frozen=True)
class _Words:
    words: frozenset[str]
    never_alone: frozenset[str]


@cache
def _said() -> _Words:
    return reference.load("vague_numbers", _Words)


def is_vague(header: str) -> bool:
    """Return whether a header says that its column holds numbers, and not of what."""
    words, said = words_of(header).split(), _said()
    return (
        bool(words)
        and said.words.issuperset(words)
        and not (len(words) == 1 and words[0] in said.never_alone)
    )


def with_claim_number(table: MappedTable, asked: Asked = Remitted) -> MappedTable:
    """Return a table of claims with the number of its claims, where a vague header has it; any other as it is.

    `asked` tells the numbers of the remittances; it is asked only where a vague header stands. One that is taken for
    the check's number, beside no claim number, is used as that only where its values say so.
    """
    walk, frame = table.crosswalk, table.sheet.frame
    named = walk.used.get(CLAIM)
    if (
        frame.empty
        or walk.is_confirmed
        or (named is not None and (_SURE in words_of(named).split() or not is_vague(named)))
    ):
        return table
    candidates = _candidates(table)
    if not candidates:
        free = _free_numbers(table) if named is None else []
        met = _of_remittances(table, free, asked()) if free else None
        return table if met is None else _numbered(table, met, _REMITTED)
    met = _of_remittances(table, candidates, asked())
    if met is not None:
        return table if met == named else _numbered(table, met, _REMITTED)
    if named is not None:
        return table
    numbers = [
        name for name in candidates if not _is_check(table, name, asked()) and _number_claims(table, name)
    ]
    if len(numbers) == 1:
        return _numbered(table, numbers[0], "each claim has a number of its own, also where nothing was paid")
    return _doubted(table, asked())


def with_posted_number(table: MappedTable, asked: Asked = Remitted) -> MappedTable:
    """Return a table of postings with the number of its claims, where a vague header has it; any other as it is.

    A number in each row may be the posting's own. So it is the claim's where remittances have it, whatever heads it
    where no vague header stands; where none is known, where it comes again for the same account, and another column
    has the check.
    """
    walk, frame = table.crosswalk, table.sheet.frame
    if frame.empty or walk.is_confirmed or CLAIM in walk.used or "account_claim" in walk.used:
        return table
    candidates = _candidates(table)
    numbers = candidates or _free_numbers(table)
    if not numbers:
        return table
    known = asked()
    met = _of_remittances(table, numbers, known)
    if met is not None:
        return _numbered(table, met, _REMITTED)
    again = [name for name in candidates if name != walk.used.get(CHECK) and _comes_again(table, name)]
    if known.claims or CHECK not in walk.used or len(again) != 1:
        return table
    return _numbered(table, again[0], "its numbers come again, each for one account")


def _candidates(table: MappedTable) -> list[str]:
    """The vague columns that no other field surely has, with numbers in their cells."""
    taken = {name for key, name in table.crosswalk.used.items() if key not in (CLAIM, CHECK)}
    free = [name for name in table.sheet.columns if name not in taken and not is_said_once(name)]
    return [name for name in free if is_vague(name) and are_numbers(table.sheet.frame[name])]


def _free_numbers(table: MappedTable) -> list[str]:
    """The columns of numbers that no field surely has and whose headers speak of nothing else: `C#`."""
    free = [name for name in table.free_columns if not speaks_of_others(name)]
    return [name for name in free if are_numbers(table.sheet.frame[name])]


def are_numbers(cells: pd.Series) -> bool:
    """Return whether cells hold numbers by which something is known: no days, no amounts, none that count rows."""
    values = value_shapes.sample(cells.tolist())
    if not values or (value_shapes.share(values, "identifier") or 0.0) < _MOSTLY:
        return False
    digits = sum(any(map(str.isdigit, value)) for value in values) >= _MOSTLY * len(values)
    amounts = sum("." in value and (value_shapes.share([value], "money") or 0.0) == 1.0 for value in values)
    written = [value for value in values if not value.isdigit()]
    days = bool(written) and value_shapes.share(written, "date", is_named=False) == 1.0
    counts = [int(value) for value in values if value.isdigit() and len(value) < _SHORT]
    rows = len(counts) == len(values) and min(counts) <= 1
    return digits and amounts < _HALF * len(values) and not days and not rows


def _of_remittances(table: MappedTable, candidates: list[str], known: Remitted) -> str | None:
    """The column whose numbers the claims of the remittances bear, and no other does so nearly as much."""
    if not known.claims:
        return None
    accounts = table.crosswalk.used.get("patient_control_number") or table.crosswalk.used.get("account")
    names = [*candidates, *([accounts] if accounts else [])]
    met = {name: _share_of(table.sheet.frame[name], known.claims) for name in names}
    best = max(candidates, key=lambda name: met[name])
    distinct = compared(table.sheet.frame[best]).nunique()
    others = [share for name, share in met.items() if name != best]
    if (
        met[best] < _MET_SHARE
        or met[best] * distinct < _MET
        or _CLEARLY * max(others, default=0.0) > met[best]
    ):
        return None
    return best


def _share_of(cells: pd.Series, known: frozenset[str]) -> float:
    values = compared(cells).dropna().drop_duplicates()
    return float(values.isin(known).mean()) if len(values) else 0.0


def _is_check(table: MappedTable, column: str, known: Remitted) -> bool:
    """Whether the values of a column are the numbers of payments, or speak for it."""
    checks = check_compared(table.sheet.frame[column]).dropna().drop_duplicates()
    if known.checks and len(checks) and checks.isin(known.checks).mean() >= _MET_SHARE:
        return True
    values, unpaid, who = compared(table.sheet.frame[column]), _unpaid(table), _who(table)
    if unpaid is not None and unpaid.any():
        return bool(values[unpaid].isna().mean() >= _BLANK and values[~unpaid].notna().any())
    return who is not None and values.notna().any() and bool((_people(who, values) > 1).mean() >= 1 - _MOSTLY)


def _people(who: pd.Series, values: pd.Series) -> pd.Series:
    """How many patients and days, or accounts, each number has."""
    return who.groupby(values).nunique()


def _number_claims(table: MappedTable, column: str) -> bool:
    """Whether a column numbers claims: in nearly each row, also in those that were not paid, each of one claim."""
    values, unpaid, who = compared(table.sheet.frame[column]), _unpaid(table), _who(table)
    if values.notna().mean() < _WHOLE or who is None:
        return False
    if unpaid is not None and (not unpaid.any() or values[unpaid].notna().mean() < _MOSTLY):
        return False  # where all is paid a check's number would stand in each row too
    of_one = _people(who, values) == 1
    return bool(of_one.mean() >= _WHOLE and len(of_one) >= max(2, _EACH * who.nunique()))


def _comes_again(table: MappedTable, column: str) -> bool:
    """Whether numbers of postings come again, each for one account that has several of them."""
    values, accounts = compared(table.sheet.frame[column]), table.crosswalk.used.get("account")
    if accounts is None or values.notna().mean() < _WHOLE or not values.duplicated().any():
        return False
    who = compared(table.sheet.frame[accounts])
    each = _people(who, values)
    return bool((each == 1).mean() >= _WHOLE and len(each) > who.nunique())


def _who(table: MappedTable) -> pd.Series | None:
    """The patient and the day of service of each row as one text; null where the table names no patient."""
    used, frame = table.crosswalk.used, table.sheet.frame
    person = next((used[key] for key in _PERSON if key in used), None)
    if person is None:
        return None
    names = [person, *(used[key] for key in ("patient_first_name", "service_from") if key in used)]
    return frame[names].fillna("").astype("str").agg("|".join, axis=1)


def _unpaid(table: MappedTable) -> pd.Series | None:
    """Which rows tell of no payment; null where no column tells."""
    used, frame = table.crosswalk.used, table.sheet.frame
    if "paid" in used:
        return ~text_values.cents(frame[used["paid"]]).gt(0).fillna(False).astype(bool)
    if "paid_date" in used:
        return text_values.dates(frame[used["paid_date"]]).isna()
    return None


def _numbered(table: MappedTable, column: str, why: str) -> MappedTable:
    return replace(table, crosswalk=table.crosswalk.with_column(CLAIM, column, why))


def _doubted(table: MappedTable, known: Remitted) -> MappedTable:
    """The table whose vague column of checks is not used, unless its values say that it is one of checks."""
    walk = table.crosswalk
    column = walk.used.get(CHECK)
    if column is None or not is_vague(column) or _is_check(table, column, known):
        return table
    rows = walk.rows.copy()
    place = rows["key"].eq(CHECK)
    rows.loc[place, ["score", "state"]] = [_HALF, _OPEN]
    rows.loc[place, "evidence"] = rows.loc[place, "evidence"] + "; it may as well be the claim's"
    return replace(table, crosswalk=replace(walk, rows=rows))
