"""Why claims were refused: the adjustments of a claim payment, read by the role of their reasons.

CLP02 alone never decides: a zero-paid denial usually has status 1, and 4 says that the patient was not recognized.
"""

from __future__ import annotations

import datetime as dt

import numpy as np
import pandas as pd

from cutover.reading.claims.claim_keys import account_numbers
from cutover.reference import code_list

DENIED, PATIENT, TO_PATIENT, CAPITATION, PRIOR, NO_REASON = (
    "denied", "patient's share", "paid to the patient", "capitation", "prior payer", "no reason",
)  # fmt: skip
LATER_PAYERS = ("2", "3", "20", "21")  # CLP02 of a payer that is not the first
_OF = ["content", "claim_id"]
_SHARE, _SENT, _CONTRACTUAL, _DENIAL, _CAPITATION, _PRIOR = _ROLES = (
    "patient share", "paid to patient", "contractual", "denial", "capitation", "prior payer",
)  # fmt: skip


def refusals(claims: pd.DataFrame, adjustments: pd.DataFrame, as_of: dt.date) -> pd.DataFrame:
    """Return what refuses the claims of remittances, one row per claim (`content`, `claim_id`) in their order.

    `refused_cents` is the sum of the adjustments whose reason is a denial; `group_code` and `reason_code` are of the
    largest of them, `reason` is both (`CO-197`). Of a claim with a charge and without payment, `zero` says how it is
    read: denied (a denial, or nothing but contractual adjustments, which are then the reason; a later payer's contract
    alone is no denial but prior payer: what the first one paid meets what this one allows), the patient's share
    (what is not contractual is PR), paid to the patient (the payer sent the money to the patient or the insured),
    capitation (a fixed monthly payment covers it), prior payer, or no reason (no adjustment at all); null for any other
    claim. An unlisted reason is a denial. `to_patient_cents` is what went to the patient, and `beside_share_cents` what
    of it stands under another group than PR, so that CLP05 does not hold it; 0 where nothing did.
    """
    told = claims[_OF].reset_index(drop=True)
    rows = _with_roles(told, adjustments, as_of)
    nothing = (claims["paid_cents"].eq(0) & claims["charge_cents"].gt(0)).fillna(False).to_numpy(bool)
    has = {role: told.index.isin(rows.loc[rows["role"] == role, "row"]) for role in _ROLES}
    later = claims["status"].isin(LATER_PAYERS).to_numpy(bool)
    alone = (
        ~later
        & has[_CONTRACTUAL]
        & ~np.logical_or.reduce([has[role] for role in _ROLES if role != _CONTRACTUAL])
    )
    main = _main(rows, np.flatnonzero(alone & nothing)).reindex(told.index)
    taken = rows[(rows["role"] == _DENIAL) & (rows["amount_cents"] > 0)].groupby("row")["amount_cents"].sum()
    sent = rows[rows["role"] == _SENT]
    beside = sent[~sent["group_code"].eq("PR").fillna(False).astype(bool)]
    reason = (main["group_code"].fillna("") + "-" + main["reason_code"].fillna("")).where(
        main["role"].notna()
    )
    return told.assign(
        zero=_zero(has, alone, told.index.isin(rows["row"])).where(nothing),
        refused_cents=taken.reindex(told.index),
        group_code=main["group_code"],
        reason_code=main["reason_code"],
        reason=reason.astype("str"),
        to_patient_cents=_summed(sent, told.index),
        beside_share_cents=_summed(beside, told.index),
    )


def claims_once(decisions: pd.DataFrame) -> pd.DataFrame:
    """Return decisions of payers with one row for each claim: its last one, by the day of its payment.

    A claim that is decided, taken back and decided again is one: payer, account number, first day and charge agree.
    One without a number or a first day is none that is decided again, as far as anybody can see.
    """
    same = ["payer", "number", "statement_from", "charge_cents"]
    who = decisions.assign(number=account_numbers(decisions))[[*same, "paid_on"]]
    who = who.sort_values("paid_on", kind="stable")
    again = who.duplicated(same, keep="last") & who[same].notna().all(axis=1)
    return decisions.loc[who.index[~again].sort_values()]


def _zero(has: dict[str, np.ndarray], alone: np.ndarray, some: np.ndarray) -> pd.Series:
    """How a claim without payment is read: the first of these that its adjustments hold."""
    zero = pd.Series(PRIOR, range(len(alone)), dtype="str").mask(has[_CAPITATION], CAPITATION)
    zero = zero.mask(has[_SHARE], PATIENT).mask(has[_SENT], TO_PATIENT).mask(has[_DENIAL] | alone, DENIED)
    return zero.mask(~some, NO_REASON)


def _summed(rows: pd.DataFrame, claims: pd.Index) -> pd.Series:
    """The cents of adjustments by the row of their claim, 0 where a claim has none of them."""
    return rows.groupby("row")["amount_cents"].sum().reindex(claims).fillna(0).astype("int64")


def _main(rows: pd.DataFrame, alone: np.ndarray) -> pd.DataFrame:
    """The largest refusing adjustment of each claim, by its row; of the contractual ones where those are all."""
    refusing = pd.concat([rows[rows["role"] == _DENIAL], rows[rows["row"].isin(alone)]])
    ordered = refusing.sort_values("amount_cents", ascending=False, kind="stable")
    return ordered.drop_duplicates("row").set_index("row")


def _with_roles(claims: pd.DataFrame, adjustments: pd.DataFrame, as_of: dt.date) -> pd.DataFrame:
    """The adjustments of these claims that move money; the patient's share counts as such under PR alone."""
    wanted = adjustments[[*_OF, "group_code", "reason_code", "amount_cents"]]
    moving = wanted[(wanted["amount_cents"] != 0).fillna(True).astype(bool)]
    found = moving.merge(claims.assign(row=claims.index), on=_OF)
    role = code_list("adjustment_reasons", as_of).meaning(found["reason_code"], "role").fillna(_DENIAL)
    astray = role.eq(_SHARE) & ~found["group_code"].eq("PR").fillna(False)
    return found.assign(role=role.mask(astray, _DENIAL).astype("str"))
