"""Reversals that acknowledge a refund of the practice: the money went back before, and no new decision is due."""

from __future__ import annotations

from collections import Counter

import pandas as pd

RETURN = (
    "72"  # PLB03-1: authorized return; below zero the payer acknowledges money that the practice returned
)
_OF = ["content", "payment_id"]


def acknowledged(reversals: pd.DataFrame, adjustments: pd.DataFrame) -> pd.Series:
    """Return which reversals an authorized return (PLB 72 below zero) of their own payment acknowledges, a flag a row.

    `reversals` has `content`, `payment_id` and `paid_cents`, `adjustments` the provider-level amounts of all payments.
    A return acknowledges one reversal of its amount; else all returns of a payment together all of its reversals.
    """
    back = adjustments[
        adjustments["reason_code"].eq(RETURN) & (adjustments["amount_cents"] < 0).fillna(False)
    ]
    returned: dict[tuple, list[int]] = {
        key: [-int(cents) for cents in part] for key, part in back.groupby(_OF)["amount_cents"]
    }
    told = pd.Series(False, reversals.index)
    if not returned:
        return told
    theirs = reversals[pd.MultiIndex.from_frame(reversals[_OF]).isin(list(returned))]
    for key, part in theirs.groupby(_OF)["paid_cents"]:
        taken = part.abs().dropna().astype("int64")
        left = Counter(returned[key])
        if int(taken.sum()) == sum(left.elements()):
            told.loc[taken.index] = True
            continue
        hits = []
        for cents in taken:
            hits.append(left[cents] > 0)
            left[cents] -= hits[-1]
        told = told | told.index.isin(taken.index[hits])
    return told
