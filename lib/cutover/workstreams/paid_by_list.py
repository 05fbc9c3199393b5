"""Claim payments that no posting on file has and that the claim list shows as paid: it may have been posted there.

A list of postings is often a part: of one payer, of one system, of some days. A practice's claim list that has exactly
what the payer paid as paid on a claim was told of it by somebody.
"""

from __future__ import annotations

import pandas as pd

from cutover.identifiers import compared
from cutover.money import dollars
from cutover.reading.postings.tables import CLAIM

_NUMBERS = ("claim_number", "patient_control_number")
_KEY = ["claim", "service_from"]


def is_listed(items: pd.DataFrame, history: pd.DataFrame) -> pd.Series:
    """Return of which items (`remittance_items.items`) the claim list has the claim's payments as paid, to the cent.

    A claim is known by its number and day of service, and its payments count together: with what was taken back.
    Nothing paid is no payment.
    """
    counted = items[items["counts"].isna() & items["kind"].eq(CLAIM)].dropna(subset=_KEY)
    sums = counted.groupby(_KEY)["cents"].sum()
    sums = sums[sums.gt(0)].rename("cents").reset_index()
    days, paid = history["service_from"].array, history["paid_cents"].array
    parts = [
        pd.DataFrame({"claim": compared(history[name]).array, "service_from": days, "paid": paid})
        for name in _NUMBERS
    ]
    both = sums.merge(pd.concat(parts, ignore_index=True).dropna(), on=_KEY)
    same = both.loc[both["paid"].eq(both["cents"]).fillna(False).astype(bool), _KEY]
    found = pd.MultiIndex.from_frame(items[_KEY]).isin(pd.MultiIndex.from_frame(same))
    return pd.Series(found & items["cents"].gt(0).fillna(False).to_numpy(bool), items.index, dtype=bool)


def listed_words(cents: int, whole: int) -> str:
    """Return in words how much of what is not posted the claim list has as paid, empty where it has nothing."""
    if not cents:
        return ""
    return f"the claim list has {'all' if cents == whole else dollars(cents)} of it as paid"
