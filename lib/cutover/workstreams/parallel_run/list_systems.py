"""Of which system a list of postings is that names none: by the system through which its checks came."""

from __future__ import annotations

import pandas as pd

from cutover.reading.postings.postings import BY_ANOTHER
from cutover.reading.postings.tables import MEDI, OFFICE_ALLY
from cutover.workstreams.remittance_items import ACROSS
from cutover.workstreams.run_rules import RunRules

BY_REMITTANCES = "remittances"
_LIST = ["source_file", "source_sheet"]


def with_systems(postings: pd.DataFrame, remittances: pd.DataFrame, rules: RunRules) -> pd.DataFrame:
    """Return the postings with the system of each list that names none, where its remittances tell it.

    `postings` has `check` as it is compared. A list is a sheet of a file. Enough remittances of one system must be met,
    and nearly all rows that meet any must meet that one's (`list_remittances`, `list_percent`). A check that came
    through both systems tells nothing. What lies in a list that names another PM or EHR stays unknown.
    """
    lacks = postings["system"].isna() & postings["source_of_system"].ne(BY_ANOTHER).fillna(True)
    if not lacks.any():
        return postings
    came = _systems(remittances)
    lists = postings[_LIST].astype("str").fillna("").agg("|".join, axis=1)
    met = pd.DataFrame({"list": lists, "check": postings["check"], "system": postings["check"].map(came)})
    told = _of_lists(met[lists.isin(lists[lacks])].dropna(), rules)
    found = lists.map(told).astype("str").where(lacks)
    return postings.assign(
        system=postings["system"].fillna(found),
        source_of_system=postings["source_of_system"].mask(found.notna(), BY_REMITTANCES),
    )


def _systems(remittances: pd.DataFrame) -> pd.Series:
    """The one system through which each check came, by the check as it is compared."""
    both = remittances.loc[remittances["counts"].eq(ACROSS).fillna(False), "check"]
    rows = remittances[remittances["counts"].isna() & remittances["side"].isin((OFFICE_ALLY, MEDI))]
    rows = rows[~rows["check"].isin(both.dropna())].dropna(subset="check")
    sides = rows.groupby("check")["side"].agg(["nunique", "first"])
    return sides["first"].where(sides["nunique"].eq(1)).dropna()


def _of_lists(met: pd.DataFrame, rules: RunRules) -> dict[str, str]:
    """The system of each list by its rows that meet a check (`list`, `check`, `system`), where enough of them agree."""
    sums = met.groupby(["list", "system"])["check"].agg(["size", "nunique"]).reset_index()
    of_all = sums["size"] * 100 >= sums.groupby("list")["size"].transform("sum") * rules.list_percent
    known = sums[of_all & (sums["nunique"] >= rules.list_remittances)]
    return dict(zip(known["list"], known["system"], strict=True))
