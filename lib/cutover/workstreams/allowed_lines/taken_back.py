"""Which decisions were taken back later: a reversal (CLP02 22) with the same numbers and the amounts turned."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import numpy as np
import pandas as pd

from cutover.reference import code_list
from cutover.workstreams.remittance_items import compared

_OF = ["number", "charge_cents", "paid_cents", "nth"]


def taken_back(
    feeds: Sequence[tuple[str, pd.DataFrame]], remittances: pd.DataFrame, as_of: dt.date
) -> list[np.ndarray]:
    """Return of each claim whether a reversal of the same account number, charge and payment takes it back.

    `feeds` are the names of the systems with their claims, and the flags come in their order: a claim that was decided
    in Office Ally is often reversed in Medi. Of several equal decisions as many are taken back as there are reversals.
    Only payments that count are looked at. The account number is compared as everywhere (letters and digits); the last
    flag of each stands for a line without a claim.
    """
    role = code_list("claim_status", as_of)
    turned = [
        role.meaning(c["status"], "role").fillna("decided").eq("reversal").to_numpy(bool) for _, c in feeds
    ]
    sizes = [len(claims) for _, claims in feeds]
    back = np.zeros(sum(sizes), bool)
    if any(part.any() for part in turned):
        back[_hit(feeds, remittances, turned)] = True
    ends = np.cumsum(sizes)
    # the place -1 is a claim that is not there
    return [np.append(back[end - size : end], False) for end, size in zip(ends, sizes, strict=True)]


def _hit(feeds, remittances: pd.DataFrame, turned: list[np.ndarray]) -> np.ndarray:
    """The places of the claims that are taken back, over all feeds in order."""
    parts = [
        _told(claims, remittances[remittances["feed"] == feed]).assign(turned=flags)
        for (feed, claims), flags in zip(feeds, turned, strict=True)
    ]
    rows = pd.concat(parts, ignore_index=True)
    good = rows[rows.pop("counts")]
    reversed_ = good[good["turned"]].dropna(subset=["number"])
    reversed_ = reversed_.assign(charge_cents=-reversed_["charge_cents"], paid_cents=-reversed_["paid_cents"])
    paid = good[~good["turned"] & good["number"].isin(set(reversed_["number"])).to_numpy(bool)]
    nth = [part.assign(nth=part.groupby(_OF[:3]).cumcount()) for part in (paid, reversed_)]
    return nth[0].reset_index().merge(nth[1][_OF], on=_OF)["index"].to_numpy("int64")


def _told(claims: pd.DataFrame, paid: pd.DataFrame) -> pd.DataFrame:
    """What is compared of each claim, and whether its payment counts."""
    return pd.DataFrame({"number": compared(claims["patient_control_number"]).to_numpy(object),
                         "charge_cents": claims["charge_cents"].to_numpy("int64", na_value=0),
                         "paid_cents": claims["paid_cents"].to_numpy("int64", na_value=0),
                         "counts": _counting(claims, paid)})  # fmt: skip


def _counting(claims: pd.DataFrame, paid: pd.DataFrame) -> np.ndarray:
    """Which claims stand in payments that count."""
    good = paid[paid["counts"].isna()]
    known = pd.MultiIndex.from_arrays([good["content"].astype(object), good["payment_id"].astype("int64")])
    mine = pd.MultiIndex.from_arrays([claims["content"].astype(object), claims["payment_id"].astype("int64")])
    return mine.isin(known)
