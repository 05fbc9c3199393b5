"""Claims that the first payer sent on to a later one by itself, and that the later one does not answer."""

from __future__ import annotations

import pandas as pd

from cutover.lookup import among
from cutover.reading.claims.crossovers import FORWARDED, stems
from cutover.workstreams.decisions import PAID, SHARE
from cutover.workstreams.open_claims.book import Book
from cutover.workstreams.remittance_items import compared

_LATER = ("2", "3", "20", "21")


def silent(book: Book) -> pd.DataFrame:
    """Return the claims that were sent on more than `crossover_days` ago and not answered since, one row per claim.

    They are the open rows of the history that a first payer's remittance sent on, and claims that no history has whose
    first payer left something to others. Of the latter `worth_cents` is what was left; they are told where later payers
    answer other claims of the practice, since else their remittances may go elsewhere.
    """
    of_history = book.open[book.open["sent_on_by_first"].notna()]
    rest = _of_remittances(book)
    rows = pd.concat([of_history, rest]) if len(rest) else of_history
    waited = (book.inputs.today - rows["sent_on_by_first"]).dt.days
    return rows[(waited > book.inputs.rules.crossover_days).fillna(False)]


def _of_remittances(book: Book) -> pd.DataFrame:
    """Claims of remittances alone whose last word is the first payer's, which sent them on with a rest."""
    decided, every = book.decided, book.every
    answers = decided.loc[decided["status"].isin(_LATER), "patient_control_number"]
    last = decided.groupby("claim").tail(1).set_index("claim")
    status, on = (last[name].reindex(every.index) for name in ("status", "paid_on"))
    left = every["outcome"].isin([PAID, SHARE]) & (every["patient_cents"] > 0).fillna(False)
    waits = ~every["in_history"].fillna(False).astype(bool) & status.isin(FORWARDED) & left
    if answers.isna().all():
        waits &= False
    waits &= ~among(compared(every["patient_control_number"]), stems(answers))
    rows = every[waits]
    return rows.assign(worth_cents=rows["patient_cents"].astype("Int64"), sent_on_by_first=on[waits])
