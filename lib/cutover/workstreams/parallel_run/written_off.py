"""Denials that were posted as a write-off: money that could still be won is given up in the books."""

from __future__ import annotations

import pandas as pd

from cutover.reading.payers.deadlines import APPEAL
from cutover.reading.postings.tables import MEDI, OFFICE_ALLY
from cutover.workstreams import own_lists
from cutover.workstreams.denials import DENIED, refusals
from cutover.workstreams.parallel_run.inputs import Inputs
from cutover.workstreams.remittance_items import compared

UNDER_APPEAL, PASSED = "it is under appeal", "its last day to appeal has passed"
DECIDED, NO_RIGHT = (
    "the claim list has it written off",
    "its remark leaves no appeal: it is corrected and sent again",
)
_OF = ["feed", "content", "claim_id"]


def written_off(run: Inputs) -> pd.Series:
    """Return by the row of an item the cents that were written off of what a payer denied; no row without any.

    A claim counts as denied by the reasons of its adjustments (`denials.refusals`). What the payer's contract takes off
    may be written off; of the postings' adjustment only what lies beyond it counts, at most what was refused. A claim
    that was paid later is no denial any more (`then_paid`).
    """
    rows = _given_up(run)
    return rows.loc[~rows.index.isin(_paid_later(run)), "amount"].astype("int64")


def without_appeal(run: Inputs, rows: pd.Series) -> pd.Series:
    """Return why the last day to appeal no longer runs for these denials (rows of items), null where it may run.

    That day is the payer's by its rule, else the one that the client's own list of denials prints.
    """
    items = run.items.loc[rows.index]
    names = ("claim_number", "patient_control_number")
    listed = pd.concat([run.denials.assign(claim=compared(run.denials[name])) for name in names])
    listed = listed.groupby("claim")[["appeal_by", "listed_remarks"]].last()
    printed = items["claim"].map(listed["appeal_by"].to_dict()).astype("datetime64[ms]")
    said = items["claim"].map(listed["listed_remarks"].to_dict()).astype("str").fillna("")
    marks = _remarks(run, items) + " " + said
    ends, barred = printed, pd.Series(False, items.index)
    if run.deadlines is not None:
        ends = run.deadlines.last_days(items["payer"], APPEAL, items["paid_on"]).fillna(printed)
        barred = run.deadlines.bars_appeal(items["payer"], marks)
    history = run.history
    appealed = own_lists.as_appeals(run.own_lists)
    filed = appealed[appealed["submitted_on"].astype("datetime64[ms]") <= run.today]["claim_number"]
    why = pd.Series(None, items.index, dtype="str")
    for words, hit in (
        (PASSED, ends < run.today),
        (NO_RIGHT, barred),
        (DECIDED, items["claim"].isin(_claims(run, history["claim_number"][history["state"].eq("written off")]))),
        (UNDER_APPEAL, items["claim"].isin(
            _claims(run, pd.concat([filed, history["claim_number"][history["state"].eq("appealed")]])))),
    ):  # fmt: skip
        why = why.mask(hit.fillna(False).astype(bool), words)
    return why


def _claims(run: Inputs, numbers: pd.Series) -> set[str]:
    """The claims of items that these numbers name: by them, or by an account that is of one claim of the history."""
    told = set(compared(numbers).dropna())
    names = {name: compared(run.history[name]) for name in ("claim_number", "patient_control_number")}
    accounts = names["patient_control_number"]
    own = names["claim_number"].isin(told) & ~accounts.duplicated(keep=False)
    return told | set(accounts[own].dropna())


def _remarks(run: Inputs, items: pd.DataFrame) -> pd.Series:
    """The remark codes of each item's claim and its lines."""
    parts = [feed_rows[[*_OF[1:], "remark_codes"]].assign(feed=feed)
             for feed, archive in ((OFFICE_ALLY, run.office_ally), (MEDI, run.medi))
             for feed_rows in (archive.claims, archive.services)]  # fmt: skip
    said = pd.concat(parts, ignore_index=True).dropna(subset=["remark_codes"])
    words = said.groupby(_OF)["remark_codes"].agg(" ".join).rename("marks").reset_index()
    return items[_OF].merge(words, on=_OF, how="left")["marks"].astype("str").fillna("").set_axis(items.index)


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
