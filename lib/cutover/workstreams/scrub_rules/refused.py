"""What the adjustments of a remittance refuse: of each line, and of each claim as a whole."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import numpy as np
import pandas as pd

from cutover.reading.era.archive import Archive
from cutover.reading.era.row_ids import Places, positions
from cutover.reference import code_list

DENIAL, SHARE, CAPITATION, PRIOR, PRICE = range(5)
_SENT = PRICE + 1  # what the payer sent to the patient: the patient's share, whatever its group
_ROLES = {"denial": DENIAL, "patient share": SHARE, "capitation": CAPITATION, "prior payer": PRIOR,
          "contractual": PRICE, "paid to patient": _SENT}  # fmt: skip


@dataclass(frozen=True)
class Refused:
    """Cents by role (column) of each line or claim (row), and its gravest refusal.

    `reason` and `group` are those of the largest refusing amount (CARC and group code), null where nothing is refused.
    """

    cents: np.ndarray
    reason: pd.Series
    group: pd.Series


def refused(
    archive: Archive, places: Places, claim_ids: np.ndarray, service_ids: np.ndarray, as_of: dt.date
) -> tuple[Refused, Refused]:
    """Return what is refused of each line, and of each claim by adjustments of the claim as a whole.

    An adjustment of nothing says nothing; a reason that no list has refuses, and so does a patient's share that is not
    under PR (as in `workstreams.denials`).
    """
    rows = archive.adjustments
    rows = rows[rows["amount_cents"].fillna(0).ne(0).to_numpy(bool)]
    line = positions(service_ids, places.ids(rows, "service_id"))
    whole = rows["service_id"].isna().to_numpy(bool)
    claim = np.where(whole, positions(claim_ids, places.ids(rows, "claim_id")), -1)
    role = _roles(rows["group_code"], rows["reason_code"], as_of)
    return _of(rows, line, role, len(service_ids)), _of(rows, claim, role, len(claim_ids))


def _roles(groups: pd.Series, reasons: pd.Series, as_of: dt.date) -> np.ndarray:
    """The role of each adjustment as a number."""
    known = code_list("adjustment_reasons", as_of).frame.set_index("code")["role"]
    codes, names = pd.factorize(reasons)
    table = np.array([*(_ROLES[known.get(name, "denial")] for name in names), DENIAL])  # last: no reason
    role = table[codes]
    astray = (role == SHARE) & ~groups.eq("PR").fillna(False).to_numpy(bool)
    return np.where(astray, DENIAL, np.where(role == _SENT, SHARE, role))


def _of(rows: pd.DataFrame, owner: np.ndarray, role: np.ndarray, number: int) -> Refused:
    cents = rows["amount_cents"].to_numpy("int64", na_value=0)
    mine = np.flatnonzero(owner >= 0)
    flat = owner[mine] * len(_ROLES) + role[mine]
    summed = np.bincount(flat, weights=cents[mine].astype("float64"), minlength=number * len(_ROLES))
    refusing = mine[(role[mine] == DENIAL) & (cents[mine] > 0)]
    ordered = refusing[np.lexsort((-cents[refusing], owner[refusing]))]
    owners, first = np.unique(owner[ordered], return_index=True)
    at = np.full(number, -1)
    at[owners] = ordered[first]
    reason, group = (_taken(rows[name], at) for name in ("reason_code", "group_code"))
    return Refused(summed.astype("int64").reshape(number, len(_ROLES)), reason, group)


def _taken(values: pd.Series, at: np.ndarray) -> pd.Series:
    return pd.Series(values.array.take(at, allow_fill=True), dtype="str")
