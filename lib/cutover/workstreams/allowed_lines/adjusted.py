"""What the adjustments of a remittance say of prices: one sum of cents per part and line, and per part and claim."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pandas as pd

from cutover.reference import code_list

PATIENT, COPAY, CUT, MULTIPLE, BUNDLED, CAPITATED, PRIOR, REFUSED, PRICE = PARTS = (
    "patient share", "copayment", "payment cut", "multiple procedures", "bundled", "capitation", "prior payer",
    "denial", "price",
)  # fmt: skip
_SENT = "paid to patient"
_ROLES = {"patient share": PATIENT, _SENT: PATIENT, "capitation": CAPITATED, "prior payer": PRIOR, "denial": REFUSED,
          "contractual": PRICE}  # fmt: skip


def part_of(groups: pd.Series, reasons: pd.Series, as_of: dt.date) -> np.ndarray:
    """Return the number of the part (PARTS) of each adjustment.

    Group and reason decide: the reason's entry in `fee_adjustments`, else its role in `adjustment_reasons`; a patient's
    share counts as one under PR alone, what the payer sent to the patient under any group, and a reason that no list
    has refuses, as in the audit of denials.
    """
    roles = code_list("adjustment_reasons", as_of).frame.set_index("code")["role"]
    own = code_list("fee_adjustments", as_of).frame.set_index("code")["part"]
    codes, names = pd.factorize(reasons)
    told = [own.get(name, _ROLES.get(roles.get(name, ""), REFUSED)) for name in names]
    table = np.array([*map(PARTS.index, told), PARTS.index(REFUSED)])  # the last one: no reason is stated
    part = table[codes]
    sent = np.array([*(roles.get(name, "") == _SENT for name in names), False])[codes]
    share = np.isin(part, [PARTS.index(PATIENT), PARTS.index(COPAY)])
    astray = share & ~sent & ~groups.eq("PR").fillna(False).to_numpy(bool)
    return np.where(astray, PARTS.index(REFUSED), part)


def sums(owner: np.ndarray, part: np.ndarray, cents: np.ndarray, rows: int) -> np.ndarray:
    """Return the cents of each part (column) of each owner (row); adjustments of nobody (-1) are left out.

    Whole cents stay exact: a sum of doubles is exact below 2^53.
    """
    mine = owner >= 0
    flat = owner[mine] * len(PARTS) + part[mine]
    summed = np.bincount(flat, weights=cents[mine].astype("float64"), minlength=rows * len(PARTS))
    return summed.astype("int64").reshape(rows, len(PARTS))
