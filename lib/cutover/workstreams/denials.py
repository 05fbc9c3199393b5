"""Why claims were refused: the adjustments of a claim payment, read by the role of their reasons.

CLP02 alone never decides: a zero-paid denial usually has status 1, and 4 says that the patient was not recognized.
"""

from __future__ import annotations

import datetime as dt

import pandas as pd

from cutover.reference import code_list

DENIED, PATIENT, PRIOR, NO_REASON = "denied", "patient's share", "prior payer", "no reason"
_OF = ["content", "claim_id"]
_PATIENT_SHARE, _CONTRACTUAL, _DENIAL = "patient share", "contractual", "denial"


def refusals(claims: pd.DataFrame, adjustments: pd.DataFrame, as_of: dt.date) -> pd.DataFrame:
    """Return what refuses the claims of remittances, one row per claim (`content`, `claim_id`).

    `refused_cents` is the sum of the adjustments whose reason is a denial, and `reason` group and code of the largest
    (`CO-197`). Of a claim with a charge and without payment, `zero` says how it is read: denied (a denial, or nothing
    but contractual adjustments, which are then the reason), the patient's share (what is not contractual is PR),
    prior payer, or no reason (no adjustment at all); null for a paid one. An unlisted reason is a denial.
    """
    rows = _with_roles(claims, adjustments, as_of)
    roles = rows.groupby(_OF)["role"].agg(set)
    told = claims[_OF].merge(roles.rename("roles").reset_index(), on=_OF, how="left")
    nothing = (claims["paid_cents"].eq(0) & claims["charge_cents"].gt(0)).fillna(False).to_numpy(bool)
    zero = told["roles"].map(_read, na_action=None).astype("str").where(nothing)
    alone = told["roles"].map(lambda found: found == {_CONTRACTUAL}).astype(bool) & nothing
    refusing = rows[rows["role"] == _DENIAL]
    bare = rows.merge(told.loc[alone, _OF], on=_OF)
    main = (
        pd.concat([refusing, bare])
        .sort_values("amount_cents", ascending=False, kind="stable")
        .drop_duplicates(_OF)
    )
    named = main[_OF].assign(reason=main["group_code"].fillna("") + "-" + main["reason_code"].fillna(""))
    taken = refusing[refusing["amount_cents"] > 0].groupby(_OF)["amount_cents"].sum()
    sums = taken.rename("refused_cents").reset_index()
    return told[_OF].assign(zero=zero).merge(sums, on=_OF, how="left").merge(named, on=_OF, how="left")


def _with_roles(claims: pd.DataFrame, adjustments: pd.DataFrame, as_of: dt.date) -> pd.DataFrame:
    """The adjustments of these claims that move money; the patient's share counts as such under PR alone."""
    wanted = adjustments[[*_OF, "group_code", "reason_code", "amount_cents"]]
    moving = wanted[(wanted["amount_cents"] != 0).fillna(True).astype(bool)]
    found = moving.merge(claims[_OF], on=_OF)
    role = code_list("adjustment_reasons", as_of).meaning(found["reason_code"], "role").fillna(_DENIAL)
    astray = role.eq(_PATIENT_SHARE) & ~found["group_code"].eq("PR").fillna(False)
    return found.assign(role=role.mask(astray, _DENIAL).astype("str"))


def _read(roles: object) -> str:
    if not isinstance(roles, set):
        return NO_REASON
    if _DENIAL in roles or roles == {_CONTRACTUAL}:
        return DENIED
    return PATIENT if _PATIENT_SHARE in roles else PRIOR
