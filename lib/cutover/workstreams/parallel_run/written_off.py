"""Denials that were posted as a write-off: money that could still be won is given up in the books."""

from __future__ import annotations

import pandas as pd

from cutover.reading.postings.tables import MEDI, OFFICE_ALLY
from cutover.workstreams.denials import DENIED, refusals
from cutover.workstreams.parallel_run.inputs import Inputs

_OF = ["feed", "content", "claim_id"]


def written_off(run: Inputs) -> pd.Series:
    """Return by the row of an item the cents that were written off of what a payer denied; no row without any.

    A claim counts as denied by the reasons of its adjustments (`denials.refusals`). What the payer's contract takes off
    may be written off; of the postings' adjustment only what lies beyond it counts, at most what was refused. A claim
    that was paid later is no denial any more (`then_paid`).
    """
    rows = _given_up(run)
    return rows.loc[~rows.index.isin(_paid_later(run)), "amount"].astype("int64")


def then_paid(run: Inputs) -> pd.Series:
    """Return by the row of an item the cents of a denial that were written off though its claim was paid later.

    Only what stands yet counts: what other postings of the claim take back is taken off. Nor is it a case where all
    that was written off and paid comes to no more than the charge: then the books are right.
    """
    rows = _given_up(run)
    rows = rows[rows.index.isin(_paid_later(run))]
    claim = run.items["claim"].reindex(rows.index)
    booked = run.posted[run.posted["class"] != "again"]
    adjusted = booked["adjusted_cents"].groupby(booked["claim"]).sum()
    back = booked[(booked["adjusted_cents"] < 0).fillna(False) & ~booked["item"].isin(rows.index)]
    back = back["adjusted_cents"].groupby(back["claim"]).sum()
    counted = run.items[run.items["counts"].isna()]
    paid = counted["cents"].groupby(counted["claim"]).sum()
    whole = _of(adjusted, claim) + _of(paid, claim)
    standing = rows["amount"] + _of(back, claim)
    return standing[(standing > 0) & (whole > rows["charge_cents"])].astype("int64")


def _of(sums: pd.Series, claim: pd.Series) -> pd.Series:
    """The sum of each row's claim, nothing where there is none."""
    return sums.reindex(claim).set_axis(claim.index).fillna(0).astype("int64")


def _given_up(run: Inputs) -> pd.DataFrame:
    """The denials of which something was written off, by the row of their item: `amount` and `charge_cents`."""
    denied = pd.concat([_denied(OFFICE_ALLY, run.office_ally, run), _denied(MEDI, run.medi, run)])
    denied = denied.dropna(
        subset=["refused_cents"]
    )  # where contractual reasons alone refuse, nobody can tell what
    items = run.items.reset_index(names="row").merge(denied, on=_OF).set_index("row")
    adjusted = run.posted[run.posted["item"] >= 0].groupby("item")["adjusted_cents"].sum(min_count=1)
    beyond = adjusted.reindex(items.index) - (items["charge_cents"] - items["refused_cents"])
    rows = items[["charge_cents"]].assign(amount=beyond.clip(upper=items["refused_cents"]))
    return rows[(rows["amount"] > 0).fillna(False)]


def _paid_later(run: Inputs) -> set[int]:
    """The rows of items whose claim was paid on a later day, take-backs of those days taken off, in either system."""
    rows = run.items.loc[run.items["counts"].isna(), ["claim", "paid_on", "cents"]]
    rows = rows.reset_index(names="row").dropna(subset=["claim", "paid_on"])
    days = rows.groupby(["claim", "paid_on"])["cents"].sum()
    since = days[::-1].groupby(level="claim").cumsum()[::-1] - days  # of all later days
    later = since[since > 0].index
    return set(rows.loc[pd.MultiIndex.from_frame(rows[["claim", "paid_on"]]).isin(later), "row"])


def _denied(feed: str, archive, run: Inputs) -> pd.DataFrame:
    """The denied claims of a feed, with what was charged and refused."""
    found = refusals(archive.claims, archive.adjustments, run.as_of)
    charged = archive.claims["charge_cents"].reset_index(drop=True)
    found = found.assign(feed=feed, charge_cents=charged)
    return found.loc[found["zero"].eq(DENIED), [*_OF, "charge_cents", "refused_cents"]]
