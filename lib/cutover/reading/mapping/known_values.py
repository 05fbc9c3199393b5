"""Columns told by their values alone: what a practice's remittances and batches name in places that a standard gives.

A header may be in any words, or in none. A payer, a patient's name and a claim's number stand in an 835 and an 837 in
known elements; a column of whose values enough stand there holds the same.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import pandas as pd

from cutover import reference
from cutover.reading.files import values as text_values
from cutover.reading.mapping.header_fit import Fit
from cutover.reading.mapping.settle import SURE
from cutover.reading.mapping.targets import Target
from cutover.reading.payers.names import compared

PAYER, NAME, NUMBER, DAY, ZIP = "payer", "name", "number", "day", "zip"  # how values are compared
_FORMS = (PAYER, NAME, NUMBER, DAY, ZIP)
_MOST = 400  # values of a column that are looked at

_ZIP = re.compile(r"(\d{5})(?:-?\d{4})?")


@dataclass(frozen=True)
class Role:
    """What values a field may be told by.

    `fields` are the keys of fields that hold it, the first that a target has is meant; `unless` those beside which none
    of them is needed; `form` how values are compared; `fewest` and `share` how many of the different values of a
    column must be known, in number and of all.
    """

    name: str
    fields: tuple[str, ...]
    form: str
    fewest: int
    share: float
    unless: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Rules:
    roles: tuple[Role, ...]
    ahead: float  # share by which a column must have more known values than any other
    shortest: int  # letters and digits of a number: a short one is known by chance

    def __post_init__(self) -> None:
        if not all(role.form in _FORMS for role in self.roles):
            raise ValueError("a role of values that are compared in no known way")


@dataclass(frozen=True)
class Knowledge:
    """What is known of a practice's columns besides themselves.

    `confirmed` is the folder of the crosswalks that people confirmed for its client, None where there is none.
    `values` gives what its 835 and 837 files name in a role, as it is written there; it is asked where it is needed.
    """

    confirmed: Path | None = None
    values: Callable[[str], Iterable[str]] = field(default=lambda _role: (), compare=False)


NOTHING = Knowledge()


@cache
def rules() -> _Rules:
    """Return the roles by which columns are told, from `known_values.toml`."""
    return reference.load("known_values", _Rules)


def by_known(
    columns: Sequence[str],
    frame: pd.DataFrame,
    target: Target,
    chosen: Mapping[str, Fit],
    knowledge: Knowledge,
) -> dict[str, Fit]:
    """Return the choices with those that known values tell, for fields that no column gives surely.

    A column that is surely another field is left alone. Where two columns have about as many known values neither is
    taken: a list may name the payer before and the one after.
    """
    out = dict(chosen)
    for role in rules().roles:
        key = next((key for key in role.fields if key in {one.key for one in target.fields}), None)
        if key is None or any(_is_sure(out.get(one)) for one in (*role.fields, *role.unless)):
            continue
        free = [
            one for one in columns if not any(fit.column == one and _is_sure(fit) for fit in out.values())
        ]
        column = _told(role, {one: _different(role, frame[one]) for one in free}, knowledge)
        if column is not None:
            out = {name: fit for name, fit in out.items() if fit.column != column}
            said = "its values are those that the practice's 835 or 837 files name"
            out[key] = Fit(key, column, columns.index(column), SURE, said, True, SURE)
    return out


def _is_sure(fit: Fit | None) -> bool:
    return fit is not None and fit.score >= SURE


def _different(role: Role, cells: pd.Series) -> set:
    """The different values of a column, as the role compares them."""
    values = cells.dropna().drop_duplicates().head(_MOST)
    return {plain for value in values if (plain := _plain(role.form, value))}


def _told(role: Role, values: dict[str, set], knowledge: Knowledge) -> str | None:
    """The column that holds a role: it has enough known values, and clearly more than any other."""
    asked = {column: own for column, own in values.items() if len(own) >= role.fewest}
    if not asked:
        return None
    known = {plain for value in knowledge.values(role.name) if (plain := _plain(role.form, value))}
    hits = {column: len(own & known) for column, own in asked.items()}
    shares = {column: hits[column] / len(own) for column, own in asked.items() if hits[column] >= role.fewest}
    first, *others = [*sorted(shares, key=lambda column: -shares[column]), ""][:2]
    ahead = shares.get(first, 0.0) - max((shares.get(one, 0.0) for one in others), default=0.0)
    return first if shares.get(first, 0.0) >= role.share and ahead >= rules().ahead else None


def _plain(form: str, value: str) -> object:
    """A value as it is compared; "" for one that tells nothing."""
    text = str(value).strip()
    if form == DAY:
        return text_values.date_of(text) or ""
    if form == ZIP:
        return found.group(1) if (found := _ZIP.fullmatch(text)) else ""
    if form == PAYER:
        return compared(text) if re.search(r"[^\W\d_]{2}", text) else ""
    if form == NUMBER:
        number = re.sub(r"[\W_]+", "", text).casefold()
        return number if len(number) >= rules().shortest else ""
    words = sorted(word for word in re.findall(r"[^\W\d_]+", text.casefold()) if len(word) > 1)
    return " ".join(words)
