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
    that was paid later is no denial any more.
    """
    denied = pd.concat([_denied(OFFICE_ALLY, run.office_ally, run), _denied(MEDI, run.medi, run)])
    items = run.items.reset_index(names="row").merge(denied, on=_OF)
    adjusted = run.posted[run.posted["item"] >= 0].groupby("item")["adjusted_cents"].sum(min_count=1)
    beyond = items["row"].map(adjusted) - (items["charge_cents"] - items["refused_cents"])
    amounts = beyond.clip(upper=items["refused_cents"]).set_axis(items["row"])
    amounts = amounts[~items["row"].isin(_paid_later(run)).to_numpy()]
    return amounts[(amounts > 0).fillna(False)].astype("int64")


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
