"""One payment in several remittances: its copies, which are the same claims, and its parts, which are others."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np
import pandas as pd

ID = ["content", "payment_id"]


def repeats(order: pd.DataFrame, lines: pd.DataFrame) -> pd.Series:
    """Tell which payments only repeat what payments of the same key before them in `order` report.

    `order` has `key`, `content` and `payment_id`; `lines` one `line` for each claim and provider adjustment of these
    payments. One with other claims than those before it is a part of the payment, not a copy; a copy that was cut
    reports some of the claims of the whole one.
    """
    said = {name: Counter(own) for name, own in lines.groupby(ID)["line"]}
    kept: dict[str, list[Counter]] = {}
    found = []
    for key, content, payment in zip(order["key"], order["content"], order["payment_id"], strict=True):
        own, before = said.get((content, payment), Counter()), kept.setdefault(key, [])
        again = any(own <= other for other in before)
        if not again:
            before.append(own)
        found.append(again)
    return pd.Series(found, order.index, dtype=bool)


def as_payments(payments: pd.DataFrame, within: Sequence[str] = ()) -> pd.Series:
    """Return 1 for each payment and 0 for a further part of one, so that their sum is the number of payments.

    Takes payments that count, with `payment_key`, `paid_cents` (each part's share) and `stated_cents` (BPR02). Every
    count of payments sums this, so that no two reports count one check differently. A payment whose parts are in
    several groups (of the columns `within`) is one in each.
    """
    key = payments["payment_key"]
    if len(within):
        key = key + "|" + payments.groupby(list(within), dropna=False).ngroup().astype("str")
    is_part = payments["paid_cents"].ne(payments["stated_cents"]).fillna(False)
    is_part = is_part.groupby(key.fillna("")).transform("any")
    return (~(is_part & key.duplicated())).astype("int64")


def as_whole(payments: pd.DataFrame) -> pd.DataFrame:
    """Return one row per payment: the first of its parts, with BPR02 in `paid_cents` and all claims in `claim_count`.

    Takes payments that count, with `payment` (`as_payments`) and `stated_cents`. What a part pays alone may be below
    zero where the payment is not.
    """
    key = payments["payment_key"].mask(~payments["payment_key"].isin(_in_parts(payments)))
    said = payments.assign(paid_cents=payments["stated_cents"].where(key.notna(), payments["paid_cents"]))
    if "claim_count" in payments:
        claims = payments["claim_count"].groupby(key).transform("sum").fillna(payments["claim_count"])
        said = said.assign(claim_count=claims.astype(payments["claim_count"].dtype))
    return said[payments["payment"] == 1]


def _in_parts(payments: pd.DataFrame) -> pd.Series:
    return payments.loc[payments["payment"] == 0, "payment_key"].dropna()


def shared(payments: pd.DataFrame) -> pd.DataFrame:
    """Return the payments with what each part of a payment pays in `paid_cents`, and BPR02 in `stated_cents`.

    Payments that count and have one key are parts of one payment where they do not all balance by themselves: each
    states the whole BPR02. A part pays its claims less its provider adjustments; what the parts leave of BPR02, or
    lack, is the difference of the first.
    """
    found = payments.assign(stated_cents=payments["paid_cents"])
    counts = found["set_aside"].isna() & found["paid_cents"].notna()
    several = counts & found["payment_key"].where(counts).duplicated(keep=False)
    for _, rows in found[several].groupby("payment_key"):
        if not rows["is_balanced"].fillna(False).all():
            _share(found, rows)
    return found


def _share(payments: pd.DataFrame, parts: pd.DataFrame) -> None:
    """Write the shares of one payment's parts into the table."""
    known = parts["difference_cents"].notna()
    shares = (parts["claims_paid_cents"] - parts["provider_adjustment_cents"]).fillna(0).astype("int64")
    first = parts.index[0]
    left = int(parts["stated_cents"].iloc[0]) - int(shares.sum())
    paid = shares + np.where(parts.index == first, left, 0)
    payments.loc[parts.index, "paid_cents"] = paid.astype("Int64")
    difference = (paid - shares).astype("Int64")
    payments.loc[parts.index, "difference_cents"] = difference.where(known.all() | (parts.index != first))
    payments.loc[parts.index, "is_balanced"] = (payments.loc[parts.index, "difference_cents"] == 0).astype(
        "boolean"
    )
