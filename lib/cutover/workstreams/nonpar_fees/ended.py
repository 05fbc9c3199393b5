"""Who goes on billing: submissions of the past year under the Tax IDs and NPIs of the year ahead."""

from __future__ import annotations

import datetime as dt

import pandas as pd

from cutover.lookup import among


def going_on(counted: pd.DataFrame, providers: pd.DataFrame, as_of: dt.date) -> pd.DataFrame:
    """Return submissions as they would be sent by those who go on billing, one row per submission that does.

    `counted` has `month`, `tax_id` and `npi`; `providers` is the intake's sheet, whose `Until` tells who has ended.
    What an NPI sent that has ended is left out. What went out under a Tax ID that has ended stands under the one that
    the same NPI used last of those that go on, else under the only one that goes on; where there are several, nobody
    knows which follows, and it stays. Where every provider has ended, what follows is not in the intake: nothing
    changes.
    """
    over = (providers["ends_on"] < pd.Timestamp(as_of)).fillna(False).astype(bool)
    if counted.empty or over.all() or not over.any():
        return counted
    rows = counted[~among(counted["npi"], _ended(providers["npi"], over))]
    gone = _ended(providers["tin"], over)
    last = among(rows["tax_id"], gone)
    used = rows[~last].sort_values("month", kind="stable").drop_duplicates("npi", keep="last")
    follows = rows["npi"].map(used.set_index("npi")["tax_id"].to_dict()).astype("str")
    living = set(providers["tin"].dropna()) - gone
    if len(living) == 1:
        follows = follows.fillna(next(iter(living)))
    return rows.assign(tax_id=rows["tax_id"].mask(last & follows.notna(), follows))


def last_days(providers: pd.DataFrame, as_of: dt.date) -> dict[str, pd.Timestamp]:
    """Return the last day of each NPI that has ended before a day: the latest `Until` of its rows, all of them over."""
    over = (providers["ends_on"] < pd.Timestamp(as_of)).fillna(False).astype(bool)
    rows = providers[providers["npi"].isin(_ended(providers["npi"], over))]
    return rows.groupby(rows["npi"].astype("str"))["ends_on"].max().to_dict()


def _ended(numbers: pd.Series, over: pd.Series) -> set[str]:
    """The numbers of which every row of the intake has ended."""
    all_over = over.groupby(numbers.astype("str")).all()
    return set(all_over.index[all_over.astype(bool)])
