"""Lists of enrollments that were exported on several days: the latest tells, by the day in its file's name."""

from __future__ import annotations

import pandas as pd

from cutover.reading.files.days import days_in_name
from cutover.reading.practice.file_names import base_name


def newest_lists(rows: pd.DataFrame, payer: str, today: pd.Timestamp) -> pd.DataFrame:
    """Return enrollments without those that a list of a later day, told by its file's name, tells anew.

    Their payer stands in the column `payer`. A list is of the day in its name: what an earlier one said of the same
    enrollment has passed, whatever its rows are dated. Its day of filing is kept where the later list has none.
    """
    days = {name: _day_of(name, today) for name in rows["source_file"].dropna().unique()}
    listed = rows["source_file"].map(days).astype("datetime64[ms]")
    if listed.nunique() < 2:
        return rows
    texts = [rows[payer].fillna(rows["payer_id"])]
    texts += [rows[name] for name in ("transaction", "tax_id", "billing_npi")]
    of = [told.astype("str").fillna("") for told in texts]
    newest = listed.groupby(of).transform("max")
    first = rows["filed_on"].where(listed.notna()).groupby(of).transform("min")
    filled = rows["filed_on"].fillna(first.where(listed == newest))
    return rows.assign(filed_on=filled)[~(listed < newest)].reset_index(drop=True)


def _day_of(source_file: str, today: pd.Timestamp) -> pd.Timestamp | None:
    """The one day in a file's name, none where it names several or one that is still to come."""
    days = set(days_in_name(base_name(source_file)))
    day = pd.Timestamp(days.pop()) if len(days) == 1 else None
    return day if day is not None and day <= today else None
