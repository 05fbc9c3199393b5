"""Remittances of Office Ally that no posting on file has: what the files count beside the number that people typed."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from cutover.identifiers import check_compared
from cutover.money import dollars
from cutover.reading.era.archive import Archive
from cutover.reading.postings.tables import CLAIM, OFFICE_ALLY
from cutover.wording import several
from cutover.workstreams.remittance_items import ID, items, posted
from cutover.workstreams.run_rules import RunRules


@dataclass(frozen=True)
class Unposted:
    """What the postings on file lack: `rows` are remittances with money, one row each (`remittances`).

    `since` is the first posting on file: of what was paid before it nobody knows. `earlier` is how many remittances
    with money were.
    """

    rows: pd.DataFrame
    since: pd.Timestamp
    earlier: int

    @property
    def words(self) -> str:
        """How many the files count: `1 remittance, $24.00, has no posting since 2026-01-05`."""
        begins = f"{self.since:%Y-%m-%d}"
        if self.rows.empty:
            return f"by the files every remittance since {begins} has a posting"
        verb = "has" if len(self.rows) == 1 else "have"
        money = dollars(int(self.rows["paid_cents"].sum()))
        return (
            f"by the files {several(len(self.rows), 'remittance')}, {money}, {verb} no posting since {begins}"
        )


def unposted(
    feeds: tuple[Archive, Archive],
    remittances: pd.DataFrame,
    postings: pd.DataFrame,
    history: pd.DataFrame,
    today: pd.Timestamp,
    rules: RunRules,
) -> Unposted | None:
    """Return the remittances of Office Ally that have no posting and are late; None where no posting has a day.

    `feeds` are the archives of Office Ally and Medi, `remittances` those of both (`remittance_items.remittances`). One
    is posted where a posting names its check or, without a check, one of its claims with its amount. What was paid
    before the first posting is not judged, nor what is not late yet.
    """
    since = postings["posted_date"].min()
    if pd.isna(since) or since > today:
        return None
    rows = remittances[remittances["counts"].isna() & remittances["feed"].eq(OFFICE_ALLY)]
    rows = rows[(rows["paid_cents"] > 0).fillna(False)]
    late = today - pd.tseries.offsets.BusinessDay(rules.posting_business_days)
    open_ones = rows[(rows["paid_on"] >= since) & (rows["paid_on"] < late)]
    known = set(check_compared(postings["check_number"]).dropna())
    open_ones = open_ones[~open_ones["check"].isin(known)]
    bare = postings[postings["check_number"].isna()].reset_index(drop=True)
    if len(open_ones) and len(bare):
        open_ones = open_ones[~_by_claims(open_ones, feeds, remittances, bare, history)]
    return Unposted(open_ones.reset_index(drop=True), since, int((rows["paid_on"] < since).sum()))


def _by_claims(
    rows: pd.DataFrame,
    feeds: tuple[Archive, Archive],
    remittances: pd.DataFrame,
    bare: pd.DataFrame,
    history: pd.DataFrame,
) -> pd.Series:
    """Which remittances have a claim that a posting without a check has with its amount."""
    told = items(*feeds, remittances, history)
    there = posted(bare, told, history)
    both = told[told["kind"].eq(CLAIM) & (told["cents"] > 0)].merge(
        there[["claim", "cents"]].dropna().drop_duplicates(), on=["claim", "cents"]
    )
    return pd.Series(
        pd.MultiIndex.from_frame(rows[ID]).isin(pd.MultiIndex.from_frame(both[ID])), rows.index, dtype=bool
    )
