"""Services that went out through both systems, each under a number of its own, by the lists of both.

A service is the same of one patient, on one day, with the same procedures and the same charge. Where a list does not
tell one of them, nothing is said to be the same.
"""

from __future__ import annotations

import re

import pandas as pd

from cutover.identifiers import compared
from cutover.reading.claims.claim_keys import keys, own_numbers
from cutover.reading.claims.coded import codes_of
from cutover.reading.claims.sent import is_taken_back


def sent_twice(listed: pd.DataFrame, sent: pd.DataFrame) -> frozenset[str]:
    """Return the `keys` of the claims of Office Ally's lists whose service Medi's lists have too (both SENT_CLAIMS).

    As many of Office Ally's are the same as there are of Medi's. Claims of one number are told by that, and not here.
    """
    ours, theirs = (_with_service(rows) for rows in (listed, sent[~is_taken_back(sent)]))
    if ours.empty or theirs.empty:
        return frozenset()
    number = compared(ours["number"])
    ours = ours[~number.isin(compared(theirs["number"]))]
    have = pd.to_numeric(ours["service"].map(theirs["service"].value_counts())).fillna(0)
    same = ours[ours.groupby("service").cumcount() < have]
    return frozenset(keys(same["number"], same["service_from"]).dropna())


def _with_service(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows that tell all of a service, with its `service` and the claim's `number`."""
    told = rows.assign(service=services(rows), number=own_numbers(rows))
    return told.dropna(subset=["service", "number"])


def services(rows: pd.DataFrame) -> pd.Series:
    """Return one text per row (SENT_CLAIMS) for patient, day, procedures and charge; null where one is not told."""
    names = rows["patient_last_name"].fillna("") + " " + rows["patient_first_name"].fillna("")
    named = names.map(lambda name: " ".join(sorted(re.findall(r"[^\W\d_]{2,}", name.casefold()))))
    patient = compared(rows["patient_number"]).fillna(named.mask(named.eq("")).astype("str"))
    codes = rows["procedures"].map(codes_of, na_action="ignore").astype("str")
    cents = rows["charge_cents"].astype("Int64").astype("str")
    return keys(patient, rows["service_from"]) + "|" + codes + "|" + cents
