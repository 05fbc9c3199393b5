"""By what a claim is known in several sources: its account or number, and the day of service."""

from __future__ import annotations

import pandas as pd

from cutover.identifiers import compared


def keys(numbers: pd.Series, days: pd.Series) -> pd.Series:
    """Return one text per row from a claim or account number and a day of service, null where either is absent.

    Numbers are compared without signs, blanks and case.
    """
    return compared(numbers) + "|" + _written(days)


def account_numbers(rows: pd.DataFrame) -> pd.Series:
    """Return the account number (CLP01) of each claim as it is compared; it may stand there as `compared_number`."""
    if "compared_number" in rows:
        return rows["compared_number"]
    return compared(rows["patient_control_number"])


def own_numbers(rows: pd.DataFrame) -> pd.Series:
    """Return by what number each claim is known: its account, else the claim number; null where it has neither."""
    return rows["patient_control_number"].fillna(rows["claim_number"])


def own_keys(rows: pd.DataFrame) -> pd.Series:
    """Return the `keys` of claims by their own number and day of service."""
    return keys(own_numbers(rows), rows["service_from"])


def _written(days: pd.Series) -> pd.Series:
    """Days as texts; each day is written once, since writing takes long and days are few."""
    places, known = pd.factorize(days)
    texts = pd.Series(known, dtype=days.dtype).dt.strftime("%Y-%m-%d").astype("str")
    return texts.reindex(places).set_axis(days.index)
