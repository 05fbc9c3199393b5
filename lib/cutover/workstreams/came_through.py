"""Through which system a remittance came that lies in the folders of both: a copy says nothing by where it lies.

| what tells | it came through |
|---|---|
| the sender of its envelope is that of the remittances of one system alone | that system |
| every claim of it was sent through Medi, by its lists | Medi |
| its payer sent to one system alone before that day, and to that one alone since | that system |
| none of these | not known: both are possible |
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from cutover.lookup import among
from cutover.reading.claims.submissions import keys
from cutover.reading.postings.tables import MEDI, OFFICE_ALLY

SENDER, SENT, SWITCHED = "by its envelope", "by the list of claims sent", "by its payer's switch"
NOT_TOLD = "nothing tells through which it came"
_PAYEE = ["payer", "payee_tin", "payee_npi"]


def came_through(
    copies: pd.DataFrame, others: pd.DataFrame, claims: pd.DataFrame, sent: frozenset[str]
) -> pd.DataFrame:
    """Return through which `system` the payments came that stand in both feeds, and `why`, one row per `payment_key`.

    `copies` are their rows in both feeds, `others` the remittances that are in one: `feed`, `payment_key`,
    `isa_sender`, `payer`, `payee_tin`, `payee_npi`, `paid_on`. `claims` are those of the copies, with `payment_key`,
    `patient_control_number` and `service_from`; `sent` the keys of those that went out through Medi.
    """
    index = pd.Index(copies["payment_key"].unique(), name="payment_key")
    found = pd.DataFrame({"system": None, "why": NOT_TOLD}, index=index, dtype="str")
    told = (
        (SENDER, _by_sender(copies, others)),
        (SENT, _by_claims(claims, sent)),
        (SWITCHED, _by_switch(copies, others)),
    )
    for why, systems in told:
        systems = systems.reindex(index)
        new = found["system"].isna() & systems.notna()
        found = found.assign(system=found["system"].mask(new, systems), why=found["why"].mask(new, why))
    return found


def _one(systems: pd.Series, by: pd.Series) -> pd.Series:
    """The one system of each group, without the groups that have two or none."""
    told = systems.dropna().groupby(by).agg(["nunique", "first"])
    return told.loc[told["nunique"].eq(1), "first"].astype("str")


def _by_sender(copies: pd.DataFrame, others: pd.DataFrame) -> pd.Series:
    of_sender = _one(others["feed"], others["isa_sender"])
    told = copies["isa_sender"].map(of_sender).astype("str")
    return _one(told, copies["payment_key"])


def _by_claims(claims: pd.DataFrame, sent: frozenset[str]) -> pd.Series:
    if not sent or claims.empty:
        return pd.Series(dtype="str")
    named = among(keys(claims["patient_control_number"], claims["service_from"]), sent)
    whole = pd.Series(named, claims.index, dtype=bool).groupby(claims["payment_key"]).all()
    return pd.Series(MEDI, whole.index[whole], dtype="str")


def _by_switch(copies: pd.DataFrame, others: pd.DataFrame) -> pd.Series:
    """Medi where its payer had begun to send there alone, Office Ally where it had not: an enrollment is exclusive."""
    each = copies.drop_duplicates("payment_key").set_index("payment_key")
    both = each[[*_PAYEE, "paid_on"]].reset_index().merge(others[[*_PAYEE, "paid_on", "feed"]], on=_PAYEE)
    before, medi = both["paid_on_y"] <= both["paid_on_x"], both["feed"].eq(MEDI)
    after = both["paid_on_y"] >= both["paid_on_x"]
    marks = both.assign(
        medi_before=medi & before, medi_after=medi & after, old_before=~medi & before, old_after=~medi & after
    )
    any_of = marks.groupby("payment_key")[["medi_before", "medi_after", "old_before", "old_after"]].any()
    switched = any_of["medi_before"] & ~any_of["old_after"]
    not_yet = any_of["old_after"] & ~any_of["medi_before"]
    told = np.select([switched, not_yet], [MEDI, OFFICE_ALLY], "")
    told = pd.Series(told, any_of.index, dtype="str")
    return told[told != ""]
