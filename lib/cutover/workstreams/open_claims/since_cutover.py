"""Claims with service since the cutover that somebody must work: open in Office Ally's history, or denied by a payer.

They are in no sum of the handoff, which is of the claims from before. Their denials have limits all the same.
"""

from __future__ import annotations

import pandas as pd

from cutover.workstreams.answers import once
from cutover.workstreams.decisions import DENIED, PARTLY, REVERSED
from cutover.workstreams.open_claims.book import Book, book_of
from cutover.workstreams.open_claims.claims import ERA
from cutover.workstreams.open_claims.inputs import Inputs

_REFUSED = (DENIED, PARTLY, REVERSED)


@once
def since_cutover(inputs: Inputs) -> pd.DataFrame:
    """Return the open claims since the cutover, one row each, with the columns of `Book.open`.

    Those that the claim history has open, and those that payers denied, cut or took back in a remittance of either
    system. A practice without a cutover date has none: all its claims are in the handoff.
    """
    book = book_of(inputs.since_cutover)
    rows = book.worked
    listed = rows["in_history"].astype("boolean").fillna(False)
    refused = rows["known_from"].eq(ERA) & rows["status"].isin(_REFUSED)
    return rows[(listed | refused).fillna(False).astype(bool)]


def of_any_day(book: Book) -> pd.DataFrame:
    """Return every claim on file, also those since the cutover where there is a list of denials: it may name them."""
    parts = [book.every, book_of(book.inputs.since_cutover).every] if len(book.inputs.denials) else []
    return pd.concat([part for part in parts if len(part)] or [book.every], ignore_index=True)
