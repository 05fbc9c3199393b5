"""By what a report of the client counts its payments: after amounts at provider level or on claims, and whether with
what is posted of checks without a remittance. The way that most of its months agree with is that of all of them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

import pandas as pd

from cutover.reading.postings.tables import PROVIDER_LEVEL
from cutover.workstreams.remittance_items import check_compared
from cutover.workstreams.reporting_baseline.book import Book
from cutover.workstreams.reporting_baseline.months import month_of

ON_CLAIMS = "payments on claims, before amounts at provider level"
WITH_POSTED = "with what is posted of checks without a remittance"
_FEWEST = 2  # months that agree so


class Basis(NamedTuple):
    """How payments are counted: words for it, and ours of each month so counted."""

    said: str
    ours: pd.Series


def posted_alone(book: Book) -> pd.Series:
    """Return what is posted to claims of checks of which no remittance is on file, by month of payment.

    The day of payment is that of posting less the usual days between both, as the checks with a remittance tell them. A
    line without a check's number, such as a copay, may be a patient's; a posting that stands twice counts once.
    """
    rows = book.inputs.postings
    check = check_compared(rows["check_number"])
    paid = book.inputs.remittances.assign(check=check_compared(book.inputs.remittances["trace_number"]))
    paid = paid.dropna(subset=["check", "paid_on"]).drop_duplicates("check").set_index("check")["paid_on"]
    known = check_compared(book.inputs.remittances["trace_number"]).dropna()
    waits = (rows["posted_date"] - check.map(paid)).dropna()
    usual = waits[waits >= pd.Timedelta(0)].median()
    loose = rows[check.notna() & ~check.isin(known) & rows["kind"].ne(PROVIDER_LEVEL).fillna(False)]
    loose = loose.drop_duplicates(["claim_number", "account", "check_number", "paid_cents", "procedure_code"])
    days = loose["posted_date"] - (pd.Timedelta(0) if pd.isna(usual) else usual.floor("D"))
    return loose.groupby(month_of(days))["paid_cents"].sum(min_count=1)


def before_provider_level(book: Book) -> pd.Series:
    """Return what payers paid by month before amounts at provider level, of a cut remittance its whole amount too."""
    names = ["content", "payment_id", "provider_adjustment_cents"]
    taken = pd.concat([feed.payments[names] for feed in book.inputs.feeds], ignore_index=True)
    rows = book.inputs.counted.merge(taken.drop_duplicates(names[:2]), on=names[:2], how="left")
    whole = rows["paid_cents"] + rows["provider_adjustment_cents"].fillna(0)
    return whole.groupby(month_of(rows["paid_on"])).sum(min_count=1).astype("Int64")


def basis_of(book: Book, said: pd.Series, agree: Callable[[Any, Any], bool]) -> Basis | None:
    """Return by what a report counts its payments (`said`: cents by month), None where it is as 11 counts them.

    `agree` tells whether two amounts agree. Another way is taken where more of the months agree by it, half of them at
    least, and two at least.
    """
    if len(said) < _FEWEST:
        return None
    ways = _ways(book)
    hits = {way.said: _agreeing(said, way.ours, agree) for way in ways}
    plain = hits[""]
    best = max(ways, key=lambda way: len(hits[way.said]))  # of equals the first
    found = hits[best.said]
    is_sure = len(found) > len(plain) and 2 * len(found) >= len(said)
    return best if best.said and is_sure and len(found) >= _FEWEST else None


def _agreeing(said: pd.Series, ours: pd.Series, agree: Callable[[Any, Any], bool]) -> set[Any]:
    there = ours.reindex(said.index)
    return {
        month
        for month, one, mine in zip(said.index, said, there, strict=True)
        if not pd.isna(mine) and agree(one, mine)
    }


def _ways(book: Book) -> tuple[Basis, ...]:
    """The ways to count, the plain one first; those with postings where there are any."""
    plain = book.monthly["payments"]
    on_claims = before_provider_level(book).reindex(plain.index)
    ways = [Basis("", plain), Basis(ON_CLAIMS, on_claims)]
    loose = posted_alone(book)
    if len(loose):
        beside = loose.reindex(plain.index).fillna(0).astype("Int64")
        ways += [
            Basis(f"payments {WITH_POSTED}", plain + beside),
            Basis(f"{ON_CLAIMS}, {WITH_POSTED}", on_claims + beside),
        ]
    return tuple(ways)
