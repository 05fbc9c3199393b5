"""Which decisions were taken back later: a reversal (CLP02 22) with the same numbers and the amounts turned."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pandas as pd

from cutover.reference import code_list
from cutover.workstreams.remittance_items import compared

_OF = ["number", "charge_cents", "paid_cents", "nth"]


def taken_back(claims: pd.DataFrame, remittances: pd.DataFrame, feed: str, as_of: dt.date) -> np.ndarray:
    """Return of each claim whether a reversal of the same account number, charge and payment takes it back.

    Of several equal decisions as many are taken back as there are reversals. Only payments that count are looked at.
    The account number is compared as everywhere (letters and digits); the last flag stands for a line without a claim.
    """
    role = code_list("claim_status", as_of).meaning(claims["status"], "role").fillna("decided")
    turned = role.eq("reversal").to_numpy(bool)
    back = np.zeros(len(claims) + 1, bool)  # the place -1 is a claim that is not there
    if not turned.any():
        return back
    counts = _counting(claims, remittances[remittances["feed"] == feed])
    rows = pd.DataFrame({"number": compared(claims["patient_control_number"]).to_numpy(object),
                         "charge_cents": claims["charge_cents"].to_numpy("int64", na_value=0),
                         "paid_cents": claims["paid_cents"].to_numpy("int64", na_value=0)})  # fmt: skip
    reversed_ = rows[turned & counts].dropna(subset=["number"])
    reversed_ = reversed_.assign(charge_cents=-reversed_["charge_cents"], paid_cents=-reversed_["paid_cents"])
    paid = rows[~turned & counts & rows["number"].isin(set(reversed_["number"])).to_numpy(bool)]
    nth = [part.assign(nth=part.groupby(_OF[:3]).cumcount()) for part in (paid, reversed_)]
    hit = nth[0].reset_index().merge(nth[1][_OF], on=_OF)["index"].to_numpy()
    back[hit] = True
    return back


def _counting(claims: pd.DataFrame, paid: pd.DataFrame) -> np.ndarray:
    """Which claims stand in payments that count."""
    good = paid[paid["counts"].isna()]
    known = pd.MultiIndex.from_arrays([good["content"].astype(object), good["payment_id"].astype("int64")])
    mine = pd.MultiIndex.from_arrays([claims["content"].astype(object), claims["payment_id"].astype("int64")])
    return mine.isin(known)
