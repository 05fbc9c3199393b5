"""Whose a bare `NPI` is: the clinician's beside whose name it changes, the group's where it is one for all of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pandas as pd

from cutover.reading.mapping.header_fit import SHARED, Fit
from cutover.reading.mapping.settle import SETTLED, SURE
from cutover.reading.mapping.targets import Target

_NPI, _NAME, _FEWEST = "_npi", "_name", 2


def by_names(found: Sequence[Fit], frame: pd.DataFrame, target: Target) -> list[Fit]:
    """Return the fits with a column settled that may be two persons' NPI, by the names in the rows of `frame`.

    Where two names at least have an NPI each, and each NPI one name, it is theirs. One NPI beside two names at least is
    nobody's own: the field without a column of names. Anything else stays open, also one name with one NPI.
    """
    out = list(found)
    for column in dict.fromkeys(fit.column for fit in found if fit.is_exact and fit.score <= SHARED):
        rivals = [fit for fit in out if fit.column == column]
        if len(rivals) < 2 or any(target.field(fit.key).shape != "npi" for fit in rivals):
            continue
        named = {fit.key: name for fit in rivals if (name := _names_of(fit.key, out)) is not None}
        left = _left(rivals, named, frame) if len(named) == 1 else None
        if left is not None:
            said = f"{left.evidence}; settled by the names beside it"
            lifted = replace(left, score=min(SETTLED, left.name_score), evidence=said)
            out = [fit for fit in out if fit.column != column] + [lifted]
    return out


def _names_of(key: str, found: Sequence[Fit]) -> str | None:
    """The column that surely holds the names of those whose NPI a field is."""
    wanted = f"{key.removesuffix(_NPI)}{_NAME}"
    return next((fit.column for fit in found if fit.key == wanted and fit.score >= SURE), None)


def _left(rivals: Sequence[Fit], named: dict[str, str], frame: pd.DataFrame) -> Fit | None:
    ((key, names),) = named.items()
    pairs = frame[[names, rivals[0].column]].dropna().drop_duplicates()
    people = pairs[names].str.lower().str.replace(r"\W+", " ", regex=True).str.strip()
    pairs = pd.DataFrame({"name": people, "npi": pairs[rivals[0].column].str.strip()}).drop_duplicates()
    several = pairs["name"].nunique() >= _FEWEST
    others = [fit for fit in rivals if fit.key != key]
    if several and len(pairs["npi"].drop_duplicates()) == 1 and len(others) == 1:
        return others[0]
    is_own = several and pairs["name"].is_unique and pairs["npi"].is_unique
    return next(fit for fit in rivals if fit.key == key) if is_own else None
