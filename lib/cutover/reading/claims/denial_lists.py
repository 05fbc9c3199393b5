"""Lists of denials: what they say of claims that other files have, and their rows whose claim no other file has."""

from __future__ import annotations

import numpy as np
import pandas as pd

from cutover.identifiers import compared
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


def dated(denials: pd.DataFrame, others: list[pd.DataFrame]) -> pd.DataFrame:
    """Return denials, those without a day of service with that of the claim of their number in other files.

    A number that several days of service bear says nothing: such a row stays without a day.
    """
    if denials.empty or denials["service_from"].notna().all():
        return denials
    parts = [
        pd.DataFrame({"number": compared(rows[name]), "day": rows["service_from"]})
        for rows in others
        for name in _NUMBERS
        if name in rows and len(rows)
    ]
    if not parts:
        return denials
    known = pd.concat(parts, ignore_index=True).dropna().drop_duplicates()
    known = known[~known["number"].duplicated(keep=False)].set_index("number")["day"]
    if known.empty:
        return denials
    days = pd.to_datetime(denials["service_from"]).astype("datetime64[ms]")
    for name in _NUMBERS:
        days = days.fillna(pd.to_datetime(compared(denials[name]).map(known)).astype("datetime64[ms]"))
    return denials.assign(service_from=days)


def is_met(denials: pd.DataFrame, others: list[pd.DataFrame]) -> pd.Series:
    """Return of which denials another file has the claim: by number and day of service, one truth value per row."""
    if denials.empty:  # most practices keep none: the numbers of all other files are not looked at
        return pd.Series(False, denials.index)
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


def unlisted_notes(denials: pd.DataFrame, history: pd.DataFrame) -> list[str]:
    """Return a sentence on the claims that a history calls denied and no list of denials has; none without a list."""
    denied = history[history["state"].eq("denied")]
    if denials.empty or denied.empty:
        return []
    lacks = denied[~is_met(denied, [denials])]
    if lacks.empty:
        return []
    places = (lacks["source_file"].astype("str") + " row " + lacks["source_row"].astype("str")).head(_NAMED)
    more = [f"{len(lacks) - _NAMED:,} more"] if len(lacks) > _NAMED else []
    verb = "is" if len(lacks) == 1 else "are"
    return [
        f"Of {several(len(denied), 'claim')} that the claim history calls denied, {len(lacks):,} {verb} in no list of "
        f"denials: {and_joined([*places, *more])}. Add what is still to be worked to the list."
    ]


def by_number(denials: pd.DataFrame) -> pd.DataFrame:
    """Return denials with the `key` of their claim, one row per number that names it: the account's, the claim's.

    A row that bears both numbers comes twice under its index, one with neither or without a day of service not at all.
    The rows keep the order of the list.
    """
    parts = [denials.assign(key=keys(denials[name], denials["service_from"])) for name in _NUMBERS]
    return pd.concat(parts).dropna(subset=["key"]).sort_index(kind="stable")
