"""Payments that the postings hold more than once and their remittances once: the surplus, by claim and day."""

from __future__ import annotations

import pandas as pd

from cutover.columns import Column, Kind, Privacy, conform, empty
from cutover.identifiers import compared
from cutover.reading.era.archive import Archive
from cutover.reading.postings.tables import CLAIM
from cutover.workstreams.columns import cents
from cutover.workstreams.remittance_items import items, posted

_OF = ["claim", "check"]
AGAIN = (
    Column("claim", Kind.TEXT, "Claim", "as it is compared", Privacy.PHI),
    Column("check", Kind.TEXT, "Check or EFT no.", "as it is compared", Privacy.DESK),
    cents("cents", "Posted again"),
    Column("posted_on", Kind.DATE, "Posted on"),
)


def posted_again(postings: pd.DataFrame, paid_items: pd.DataFrame, history: pd.DataFrame) -> pd.DataFrame:
    """Return the postings (POSTINGS) of payments that are posted already (AGAIN), one row each; the later ones.

    `paid_items` are what remittances pay (`remittance_items.items`), `history` (CLAIM_HISTORY) joins a system's numbers
    to theirs. A posting counts where claim and check have more than was paid by exactly such amounts: one that was
    taken back, and parts of one payment, are none. What no remittance tells of is not judged.
    """
    paid = paid_items[paid_items["counts"].isna() & paid_items["kind"].eq(CLAIM)].dropna(subset=_OF)
    told = posted(postings.reset_index(drop=True), paid_items, history)
    told = told[told["kind"].eq(CLAIM)].dropna(subset=_OF)
    asked = paid.groupby([*_OF, "cents"]).size().rename("wanted").reset_index()
    ups = told[told["cents"] > 0].sort_values("posted_date", kind="stable")
    both = ups.merge(asked, on=[*_OF, "cents"])
    surplus = both[both.groupby([*_OF, "cents"]).cumcount() >= both["wanted"]]
    over = told.groupby(_OF)["cents"].sum() - paid.groupby(_OF)["cents"].sum()
    fits = surplus.groupby(_OF)["cents"].sum().eq(over).rename("fits")
    found = surplus.join(fits[fits], on=_OF, how="inner")
    return conform(
        found[[*_OF, "cents", "posted_date"]]
        .rename(columns={"posted_date": "posted_on"})
        .reset_index(drop=True),
        AGAIN,
    )


def of_feeds(
    office_ally: Archive,
    medi: Archive,
    remittances: pd.DataFrame,
    postings: pd.DataFrame,
    history: pd.DataFrame,
) -> pd.DataFrame:
    """Return the postings of payments that are posted already (`posted_again`), by the remittances of both systems.

    `remittances` are `remittance_items.remittances`. Where nothing is posted their items are not made.
    """
    if postings.empty:
        return empty(AGAIN)
    return posted_again(postings, items(office_ally, medi, remittances, history), history)


def posted_by(history: pd.DataFrame, again: pd.DataFrame | None, day: pd.Timestamp) -> pd.Series:
    """Return the cents that were posted again (AGAIN) to each claim of a history by a day, zero where none were.

    A posting without a day counts. One row per row of `history` (CLAIM_HISTORY).
    """
    if again is None or again.empty:
        return pd.Series(0, history.index, dtype="Int64")
    sums = again[~(again["posted_on"] > day)].groupby("claim")["cents"].sum()
    own, other = (compared(history[name]) for name in ("patient_control_number", "claim_number"))
    first = own.where(own.isin(sums.index), other)
    once = first.where(~first.duplicated())  # of a claim in several rows the first
    return once.map(sums).fillna(0).astype("Int64")


def without_again(found: pd.DataFrame, again: pd.DataFrame, day: pd.Timestamp) -> pd.DataFrame:
    """Return claims (`legacy_claims.legacy`) with what is left of those that look settled by a payment posted twice.

    A claim whose balance is below zero, and above it without what was posted again (AGAIN) by that day, is the
    patient's to pay: its payer paid once. Any other claim is as it was.
    """
    left = found["balance_cents"] + posted_by(found, again, day)
    hidden = (
        (found["state"].eq("paid") & found["balance_cents"].lt(0) & left.gt(0)).fillna(False).astype(bool)
    )
    if not hidden.any():
        return found
    return found.assign(
        state=found["state"].mask(hidden, "patient responsibility"),
        amount_cents=found["amount_cents"].mask(hidden, left),
    )
