"""Lines that the patient owes since the plan or the law does not cover them: billed right, and no edit would help."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import pandas as pd

from cutover.reference import load

OWED = "not covered, so the patient owes it"
_GROUP = "PR"  # of an adjustment that the patient owes


@dataclass(frozen=True)
class _Owed:
    """The file `owed_by_patient.toml`."""

    reasons: frozenset[str]
    remarks: frozenset[str]


def owed(lines: pd.DataFrame, on: dt.date) -> pd.Series:
    """Return which refused lines are the patient's to pay, a flag per row; of `Lines.every` or a part of it."""
    known = load("owed_by_patient", _Owed, on)
    by_plan = lines["reason"].isin(known.reasons) & lines["group"].eq(_GROUP).fillna(False)
    words = lines["remarks"].fillna("").astype("str").str.upper().str.split()
    by_law = words.map(lambda found: bool(set(found) & known.remarks)).astype(bool)
    return ((by_plan | by_law) & lines["denied"]).astype(bool)


def is_owed(rule: dict, on: dt.date) -> bool:
    """Return whether what a rule of the data denies is the patient's to pay, and nothing else was ever paid for it."""
    known = load("owed_by_patient", _Owed, on)
    group, _, reason = str(rule["reason"]).rpartition("-")
    said = (group == _GROUP and reason in known.reasons) or rule["remark"] in known.remarks
    return bool(said) and not rule["changed"]
