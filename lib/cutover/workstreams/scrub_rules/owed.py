"""Lines that the patient owes since the plan or the law does not cover them: billed right, and no edit would help."""

from __future__ import annotations

import datetime as dt

import pandas as pd

from cutover.workstreams.denial_steps import GROUP, of_patients

OWED = "not covered, so the patient owes it"


def owed(lines: pd.DataFrame, on: dt.date) -> pd.Series:
    """Return which refused lines are the patient's to pay, a flag per row; of `Lines.every` or a part of it."""
    reasons, remarks = of_patients(on)
    by_plan = lines["reason"].isin(reasons) & lines["group"].eq(GROUP).fillna(False)
    words = lines["remarks"].fillna("").astype("str").str.upper().str.split()
    by_law = words.map(lambda found: bool(set(found) & remarks)).astype(bool)
    return ((by_plan | by_law) & lines["denied"]).astype(bool)


def is_owed(rule: dict, on: dt.date) -> bool:
    """Return whether what a rule of the data denies is the patient's to pay, and nothing else was ever paid for it."""
    reasons, remarks = of_patients(on)
    group, _, reason = str(rule["reason"]).rpartition("-")
    said = (group == GROUP and reason in reasons) or rule["remark"] in remarks
    return bool(said) and not rule["changed"]
