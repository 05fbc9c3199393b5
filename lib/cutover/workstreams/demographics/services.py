"""The days on which payers say that a patient was seen, found by account number or by name and member ID."""

from __future__ import annotations

import pandas as pd

from cutover.reading.patients.other_sources import letters, plain_id
from cutover.reading.patients.tables import PRIORITIES
from cutover.workstreams.demographics.cells import DATE

_DAYS = ["first_day", "last_day"]


def service_days(people: pd.DataFrame, rows: pd.DataFrame, services: pd.DataFrame | None) -> pd.DataFrame:
    """Return `first_day` and `last_day` of service for each patient, null where no claim is found.

    `people` has account number and names, `rows` the wide rows with the same index, `services` the contract
    SERVICES. A claim is a patient's where it bears the account number and the last name begins alike, or
    where last name, first name and a member ID agree: what a claim echoes may be a number of its own.
    """
    blank = pd.DataFrame({name: pd.Series(pd.NaT, index=people.index, dtype=DATE) for name in _DAYS})
    if services is None or services.empty:
        return blank
    last, first = letters(people["last_name"]), letters(people["first_name"])
    name = last + "|" + first + "|"
    asked = [people["account_number"] + "|" + last.str[:4]]
    asked += [name + plain_id(rows[f"{place}_member_id"]) for place in PRIORITIES]
    told = [services["account"] + "|" + services["last"].str[:4]]
    told += [services["last"] + "|" + services["first"] + "|" + services["member"]] * len(PRIORITIES)
    named = people["last_name"].notna()
    found = [_of(key.where(named), other, services) for key, other in zip(asked, told, strict=True)]
    return pd.DataFrame(
        {
            "first_day": pd.concat([days["first_day"] for days in found], axis=1).min(axis=1).astype(DATE),
            "last_day": pd.concat([days["last_day"] for days in found], axis=1).max(axis=1).astype(DATE),
        }
    )


def _of(key: pd.Series, told: pd.Series, services: pd.DataFrame) -> pd.DataFrame:
    spans = services[_DAYS].groupby(told).agg({"first_day": "min", "last_day": "max"})
    return spans.reindex(key.fillna("")).set_axis(key.index, axis=0)
