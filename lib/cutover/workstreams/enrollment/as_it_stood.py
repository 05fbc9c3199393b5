"""Enrollments as they stood on a day: of records with dated steps the last one up to it."""

from __future__ import annotations

import pandas as pd

from cutover.intake.sheets import AWAY

# what a record of a source is told by: its steps are rows that agree in all of these
_RECORD = [
    "source",
    "source_file",
    "source_sheet",
    "source_row",
    "payer_name",
    "payer_id",
    "tax_id",
    "billing_npi",
    "transaction",
]


def as_it_stood(rows: pd.DataFrame, today: pd.Timestamp) -> pd.DataFrame:
    """Return the enrollments as they stood on a day, one row per record of a source.

    Of a record with dated steps the last one up to that day holds. One whose only status is of a later day was filed
    by then or not yet there; one without any day is taken as it stands. What was filed with another clearinghouse was
    not filed here: its day of filing is the day since which it is there.
    """
    away = rows["status"].isin(AWAY)
    rows = rows.assign(
        status_on=rows["status_on"].mask(away, rows["status_on"].fillna(rows["filed_on"])),
        filed_on=rows["filed_on"].mask(away),
    )
    day = rows["status_on"].fillna(rows["live_on"]).fillna(rows["filed_on"])
    later = (day > today).fillna(False).astype(bool)
    filed = later & (rows["filed_on"] <= today).fillna(False).astype(bool)
    was = rows[filed]
    was = was.assign(status="SUBMITTED", status_on=was["filed_on"], waiting_on=None, reason=None)
    was = was.assign(live_on=pd.NaT, first_era_on=pd.NaT, last_era_on=pd.NaT)
    parts = [rows[~later], was.astype(rows.dtypes)]
    whole = pd.concat([part for part in parts if len(part)] or parts[:1]).sort_index(kind="stable")
    order = whole.assign(day=whole["status_on"].fillna(whole["live_on"]).fillna(whole["filed_on"]))
    order = order.sort_values("day", kind="stable", na_position="first")
    kept = order.index[~order.duplicated(_RECORD, keep="last")]
    whole = whole.loc[kept].sort_index(kind="stable").reset_index(drop=True)
    known = {name: whole[name].where(~(whole[name] > today)) for name in ("first_era_on", "last_era_on")}
    return whole.assign(**known)
