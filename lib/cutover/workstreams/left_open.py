"""What remittances say of claims that a history has open: which are answered, and what the first payer left to others.

A list that has nothing but the charge of a claim keeps it open in full, even where the first payer paid its part and
sent the claim on. Then what waits is what that payer left to others.
"""

from __future__ import annotations

import pandas as pd

from cutover.lookup import among, days_of
from cutover.reading.claims.crossovers import FORWARDED, stems
from cutover.reading.claims.states import is_resolved, is_with_next_payer
from cutover.reading.claims.submissions import keys
from cutover.workstreams.denials import LATER_PAYERS
from cutover.workstreams.remittance_items import compared

_NAMES = ("patient_control_number", "claim_number")


def has_charges_alone(history: pd.DataFrame) -> pd.Series:
    """Return which claims are of a list that has no payment, adjustment or balance of any claim: none is posted in it.

    One truth value per row of `history` (CLAIM_HISTORY).
    """
    bare = history[["paid_cents", "adjusted_cents", "balance_cents"]].isna().all(axis=1)
    return bare.groupby(history["source_file"].astype("str").fillna("")).transform("all").astype(bool)


def left_to_next(history: pd.DataFrame, decided: pd.DataFrame) -> pd.Series:
    """Return the cents that the first payer left to others of claims that wait for the next one, null for all others.

    They are open rows of a list of charges alone (`has_charges_alone`) that the last remittance of each sent on, or
    that the list calls billed to the next payer, and that no later payer has answered. `decided` are claim payments
    with `patient_control_number`, `service_from`, `status`, `paid_on` and `patient_responsibility_cents`.
    """
    none = pd.Series(pd.NA, history.index, dtype="Int64")
    if history.empty or decided.empty:
        return none
    asked = has_charges_alone(history) & ~is_resolved(history)
    if not asked.any():
        return none
    last = last_of_each(decided).set_index("key")
    status, share = pd.Series(None, history.index, dtype="str"), none
    for name in _NAMES:
        key = keys(history[name], history["service_from"])
        status = status.fillna(key.map(last["status"].astype("str")).astype("str"))
        share = share.fillna(key.map(last["patient_responsibility_cents"].astype("Int64")).astype("Int64"))
    number = compared(history["patient_control_number"]).fillna(compared(history["claim_number"]))
    later = decided.loc[decided["status"].isin(LATER_PAYERS), "patient_control_number"]
    sent_on = status.isin(FORWARDED) & ~among(number, stems(later))
    waits = asked & (sent_on | is_with_next_payer(history)) & share.gt(0).fillna(False)
    return share.where(waits.astype(bool))


def last_of_each(decided: pd.DataFrame) -> pd.DataFrame:
    """Return the last claim payment of each number and day of service, with that `key`."""
    told = decided.assign(key=keys(decided["patient_control_number"], decided["service_from"]))
    return told.dropna(subset="key").sort_values("paid_on", kind="stable").groupby("key").tail(1)


def is_answered(history: pd.DataFrame, decided: pd.DataFrame) -> pd.Series:
    """Return which claims a remittance of either system names, by number and day; one truth value per row."""
    days = decided["paid_on"].groupby(keys(decided["patient_control_number"], decided["service_from"])).max()
    found = pd.Series(False, history.index)
    for name in _NAMES:
        found |= days_of(keys(history[name], history["service_from"]), days).notna()
    return found
