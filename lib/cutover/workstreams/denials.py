"""Why claims were refused: the adjustments of a claim payment, read by the role of their reasons.

CLP02 alone never decides: a zero-paid denial usually has status 1, and 4 says that the patient was not recognized.
"""

from __future__ import annotations

import datetime as dt

import numpy as np
import pandas as pd

from cutover.reference import code_list

DENIED, PATIENT, PRIOR, NO_REASON = "denied", "patient's share", "prior payer", "no reason"
_OF = ["content", "claim_id"]
_PATIENT_SHARE, _CONTRACTUAL, _DENIAL, _PRIOR = _ROLES = (
    "patient share",
    "contractual",
    "denial",
    "prior payer",
)


def refusals(claims: pd.DataFrame, adjustments: pd.DataFrame, as_of: dt.date) -> pd.DataFrame:
    """Return what refuses the claims of remittances, one row per claim (`content`, `claim_id`).

    `refused_cents` is the sum of the adjustments whose reason is a denial, and `reason` group and code of the largest
    (`CO-197`). Of a claim with a charge and without payment, `zero` says how it is read: denied (a denial, or nothing
    but contractual adjustments, which are then the reason), the patient's share (what is not contractual is PR),
    prior payer, or no reason (no adjustment at all); null for a paid one. An unlisted reason is a denial.
    """
    told = claims[_OF].reset_index(drop=True)
    rows = _with_roles(told, adjustments, as_of)
    nothing = (claims["paid_cents"].eq(0) & claims["charge_cents"].gt(0)).fillna(False).to_numpy(bool)
    has = {role: told.index.isin(rows.loc[rows["role"] == role, "row"]) for role in _ROLES}
    some = told.index.isin(rows["row"])
    alone = has[_CONTRACTUAL] & ~(has[_DENIAL] | has[_PATIENT_SHARE] | has[_PRIOR])
    zero = pd.Series(PRIOR, told.index, dtype="str").mask(has[_PATIENT_SHARE], PATIENT)
    zero = zero.mask(has[_DENIAL] | alone, DENIED).mask(~some, NO_REASON).where(nothing)
    refusing = rows[rows["role"] == _DENIAL]
    main = pd.concat([refusing, rows[rows["row"].isin(np.flatnonzero(alone & nothing))]])
    main = (
        main.sort_values("amount_cents", ascending=False, kind="stable")
        .drop_duplicates("row")
        .set_index("row")
    )
    named = main["group_code"].fillna("") + "-" + main["reason_code"].fillna("")
    taken = refusing[refusing["amount_cents"] > 0].groupby("row")["amount_cents"].sum()
    return told.assign(
        zero=zero, refused_cents=taken.reindex(told.index), reason=named.reindex(told.index).astype("str")
    )


def _with_roles(claims: pd.DataFrame, adjustments: pd.DataFrame, as_of: dt.date) -> pd.DataFrame:
    """The adjustments of these claims that move money; the patient's share counts as such under PR alone."""
    wanted = adjustments[[*_OF, "group_code", "reason_code", "amount_cents"]]
    moving = wanted[(wanted["amount_cents"] != 0).fillna(True).astype(bool)]
    found = moving.merge(claims.assign(row=claims.index), on=_OF)
    role = code_list("adjustment_reasons", as_of).meaning(found["reason_code"], "role").fillna(_DENIAL)
    astray = role.eq(_PATIENT_SHARE) & ~found["group_code"].eq("PR").fillna(False)
    return found.assign(role=role.mask(astray, _DENIAL).astype("str"))
