"""IDs beside payers' names that only the client's payer list tells to be IDs: `Sundial (SUNOH)`."""

from __future__ import annotations

import pandas as pd

from cutover.reading.payers import name_ids
from cutover.reading.payers.lists import latest, lists_for
from cutover.reading.practice.book import Practice


def with_listed_ids(practice: Practice, rows: pd.DataFrame, name: str = "payer_name") -> pd.DataFrame:
    """Return rows with the names of payers (`name`) taken apart from IDs that the latest list has for them.

    `payer_id` is filled where the rows have it. The list is asked only where a name may bear such an ID.
    """
    if not any(map(name_ids.may_bear, rows[name].dropna().unique())):
        return rows
    listed = latest(lists_for(practice))
    known = name_ids.listed_names(listed["payer_name"], listed["payer_id"])
    names, ids = name_ids.parted(rows[name], rows.get("payer_id"), known)
    return rows.assign(**{name: names}, **({"payer_id": ids} if "payer_id" in rows else {}))
