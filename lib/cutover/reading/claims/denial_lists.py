"""Lists of denials: what they say of claims that other files have, and their rows whose claim no other file has."""

from __future__ import annotations

import numpy as np
import pandas as pd

from cutover.reading.claims.submissions import keys
from cutover.wording import and_joined, several

KNOWN = "a denial in a list of denials: other files have its claim"
UNMET = "a denial in a list of denials: no other file has its claim"
_OPEN = (
    "denied",
    "appealed",
    "open",
    "unknown",
)  # of a claim that was paid since, the denial is no reason any more
_NUMBERS = ("patient_control_number", "claim_number")
_NAMED = 5  # rows that a note names


def with_reasons(history: pd.DataFrame, denials: pd.DataFrame) -> pd.DataFrame:
    """Return a history (CLAIM_HISTORY) with the reasons of denials, where its claims are not settled and state none.

    Claim or account number and day of service say which claim a denial is of; of several the last row counts.
    """
    if denials.empty:
        return history
    reasons = by_number(denials).drop_duplicates("key", keep="last").set_index("key")["denial_reason"]
    found = pd.Series(None, history.index, dtype="str")
    for name in _NUMBERS:
        found = found.fillna(keys(history[name], history["service_from"]).map(reasons).astype("str"))
    lacks = history["denial_reason"].isna() & history["state"].isin(_OPEN)
    return history.assign(denial_reason=history["denial_reason"].mask(lacks, found))


def is_met(denials: pd.DataFrame, others: list[pd.DataFrame]) -> pd.Series:
    """Return of which denials another file has the claim: by number and day of service, one truth value per row."""
    parts = [keys(rows[name], rows["service_from"]) for rows in others for name in _NUMBERS if name in rows]
    known = set(pd.concat(parts).dropna()) if parts else set()
    rows = by_number(denials.reset_index(drop=True))
    return pd.Series(np.isin(np.arange(len(denials)), rows.index[rows["key"].isin(known)]), denials.index)


def unmet_notes(denials: pd.DataFrame) -> list[str]:
    """Return one sentence per file on the denials whose claim no other file has, with their rows."""
    said = []
    for file, rows in denials.groupby("source_file", sort=False):
        named = [f"{row}" for row in rows["source_row"].head(_NAMED)]
        more = [f"{len(rows) - _NAMED:,} more"] if len(rows) > _NAMED else []
        said.append(
            f"{file}: {several(len(rows), 'denial')} of claims that no other file has "
            f"({'row' if len(rows) == 1 else 'rows'} {and_joined([*named, *more])}). See whether they are still open."
        )
    return said


def by_number(denials: pd.DataFrame) -> pd.DataFrame:
    """Return denials with the `key` of their claim, one row per number that names it: the account's, the claim's.

    A row that bears both numbers comes twice under its index, one with neither or without a day of service not at all.
    The rows keep the order of the list.
    """
    parts = [denials.assign(key=keys(denials[name], denials["service_from"])) for name in _NUMBERS]
    return pd.concat(parts).dropna(subset=["key"]).sort_index(kind="stable")
