"""Logs of payments kept by check: one row per check that was keyed, without the claims that it paid.

Such a table has the check's number and amount, and nothing tells a claim, an account or a patient in it. Each check
has a row of its own, or a column counts its claims; a check that was keyed twice has two.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import pandas as pd

from cutover.identifiers import check_compared
from cutover.reading.mapping.header_fit import Fit
from cutover.reading.mapping.header_words import words_of
from cutover.reading.mapping.settle import SURE
from cutover.reading.mapping.targets import Target

TOTAL, COUNT, NUMBER, PAID = "check_total", "claims_in_check", "check_number", "paid"
_CLAIMS = ("claim_number", "account", "account_claim")
_MOST_AGAIN = 0.2  # share of the rows that may be of a check that an earlier row has
_MOST_CLAIMS = 3  # digits of a number of claims


def by_check(
    columns: Sequence[str],
    samples: Mapping[str, list[str]],
    frame: pd.DataFrame,
    target: Target,
    chosen: dict[str, Fit],
) -> dict[str, Fit]:
    """Return the choices with the amounts of a log by check as those of whole checks; in no other table are there any.

    What is called a posted amount is taken before what is called the check's: it is what was keyed.
    """
    if all(field.key != TOTAL for field in target.fields):
        return chosen
    out = _counted(samples, chosen)
    number, amount = out.get(NUMBER), _sure(out, PAID) or _sure(out, TOTAL)
    rest = {key: fit for key, fit in out.items() if key != TOTAL}
    if any(key in out for key in _CLAIMS) or number is None or number.score < SURE or amount is None:
        return rest
    if not (_sure(out, COUNT) or _each_once(frame[number.column])) or _names_people(columns, target, out):
        return rest
    return {key: fit for key, fit in rest.items() if key != PAID} | {TOTAL: replace(amount, key=TOTAL)}


def _counted(samples: Mapping[str, list[str]], chosen: dict[str, Fit]) -> dict[str, Fit]:
    """The choices with a column called by claims as their number, where its values are small and come again."""
    fit = chosen.get("claim_number")
    if fit is None or "claims" not in fit.column.lower() or not _are_counts(samples[fit.column]):
        return chosen
    rest = {key: one for key, one in chosen.items() if key != "claim_number"}
    return {COUNT: replace(fit, key=COUNT, score=max(fit.score, SURE))} | rest


def _are_counts(values: Sequence[str]) -> bool:
    small = all(value.isdigit() and len(value) <= _MOST_CLAIMS for value in values)
    return small and (len(set(values)) < len(values) or len(values) == 1)


def _sure(chosen: Mapping[str, Fit], key: str) -> Fit | None:
    fit = chosen.get(key)
    return fit if fit is not None and fit.score >= SURE else None


def _each_once(cells: pd.Series) -> bool:
    """Whether nearly each row has a check of its own: one check again, or one row in five, may be keyed twice."""
    numbers = check_compared(cells).dropna()
    again = int(numbers.duplicated().sum())
    return len(numbers) > 0 and again <= max(1, _MOST_AGAIN * len(numbers))


def _names_people(columns: Sequence[str], target: Target, chosen: Mapping[str, Fit]) -> bool:
    """Whether a column that no field has may tell whose claim a row is of."""
    taken = {fit.column for fit in chosen.values()}
    return any(set(words_of(column).split()) & target.people for column in columns if column not in taken)
