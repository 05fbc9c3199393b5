"""The numbers that a practice's remittances bear: what a column of numbers is held up to where its header is vague."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache

import pandas as pd

from cutover.identifiers import check_compared, compared
from cutover.reading.era.archive import Archive
from cutover.reading.mapping.vague_numbers import Asked, Remitted


def numbers_of(*archives: Archive) -> Remitted:
    """Return the numbers of claims (CLP01) and of payments (TRN02) in archives of remittances."""
    claims = [_each(one.part("claims", ["patient_control_number"]).iloc[:, 0]) for one in archives]
    checks = [_each(one.payments["trace_number"]) for one in archives]
    return Remitted(
        frozenset(compared(pd.concat(claims)).dropna()),
        frozenset(check_compared(pd.concat(checks)).dropna()),
        cache(lambda: amounts_of(*archives)),
    )


def amounts_of(*archives: Archive) -> dict[str, tuple[int, int]]:
    """Return the charge and the paid sum in cents of each claim that stands once in archives, by its number."""
    names = ["patient_control_number", "charge_cents", "paid_cents"]
    rows = pd.concat([one.part("claims", names).astype(object) for one in archives], ignore_index=True)
    rows = rows.assign(number=compared(rows[names[0]].astype("str"))).dropna()
    rows = rows[~rows["number"].duplicated(keep=False)]
    amounts = zip(rows["charge_cents"].astype("int64"), rows["paid_cents"].astype("int64"), strict=True)
    return dict(zip(rows["number"], amounts, strict=True))


def asked_of(archives: Callable[[], Sequence[Archive]]) -> Asked:
    """Return what tells the numbers of archives, which are read once and only where it is asked."""
    return cache(lambda: numbers_of(*archives()))


def _each(numbers: pd.Series) -> pd.Series:
    return numbers.astype("str").drop_duplicates()
