"""The numbers that a practice's remittances bear: what a column of numbers is held up to where its header is vague."""

from __future__ import annotations

from functools import cache

import pandas as pd

from cutover.identifiers import check_compared, compared
from cutover.reading.era.archive import Archive, load_archive
from cutover.reading.mapping.vague_numbers import Asked, Remitted
from cutover.reading.practice.book import Practice

_FOLDERS = ("era", "medi_era")


def numbers_of(*archives: Archive) -> Remitted:
    """Return the numbers of claims (CLP01) and of payments (TRN02) in archives of remittances."""
    claims = [_each(one.part("claims", ["patient_control_number"]).iloc[:, 0]) for one in archives]
    checks = [_each(one.payments["trace_number"]) for one in archives]
    return Remitted(
        frozenset(compared(pd.concat(claims)).dropna()), frozenset(check_compared(pd.concat(checks)).dropna())
    )


def asked_of(practice: Practice) -> Asked:
    """Return what reads a practice's remittances for their numbers, once and only where it is asked."""
    return cache(lambda: numbers_of(*(load_archive(practice, folder=folder) for folder in _FOLDERS)))


def asked_of_archive(archive: Archive) -> Asked:
    """Return what tells the numbers of an archive that is read already."""
    return cache(lambda: numbers_of(archive))


def _each(numbers: pd.Series) -> pd.Series:
    return numbers.astype("str").drop_duplicates()
