"""Claims that the first payer sent on to a later one by itself, and that the later one does not answer."""

from __future__ import annotations

import pandas as pd

from cutover.lookup import among
from cutover.reading.claims.crossovers import FORWARDED, stems
from cutover.workstreams.decisions import LATER_PAYERS, PAID, SHARE
from cutover.workstreams.open_claims.book import Book
from cutover.workstreams.open_claims.claims import RESOLVED, numbered


def silent(book: Book) -> pd.DataFrame:
    """Return the claims that were sent on more than `crossover_days` ago and not answered since, one row per claim.

    They are the open rows of the history that a first payer's remittance sent on (one of the later payer, or the first
    payer's own with no more open than that one left to others), and claims whose first payer left
    something to others and that no history has, or that the history calls resolved with a balance and with no more paid
    than the first payer did. Of the latter `worth_cents` is what was left; they are told where later payers answer
    other claims of the practice, since else their remittances may go elsewhere.
    """
    of_history = book.open[book.open["sent_on_by_first"].notna()]
    rest = _closed_or_unknown(book)
    rows = pd.concat([of_history, rest]) if len(rest) else of_history
    waited = (book.inputs.today - rows["sent_on_by_first"]).dt.days
    return rows[(waited > book.inputs.rules.crossover_days).fillna(False)]


def _closed_or_unknown(book: Book) -> pd.DataFrame:
    """Claims whose last word is the first payer's, which sent them on with a rest, and which no row waits for."""
    decided, every = book.decided, book.every
    answers = decided.loc[decided["status"].isin(LATER_PAYERS), "patient_control_number"]
    last = decided.groupby("claim").tail(1).set_index("claim")
    status, on = (last[name].reindex(every.index) for name in ("status", "paid_on"))
    left = every["outcome"].isin([PAID, SHARE]) & (every["patient_cents"] > 0).fillna(False)
    waits = status.isin(FORWARDED) & left & (~_is(every["in_history"]) | _closed(every))
    if answers.isna().all():
        waits &= False
    known = pd.concat(
        [answers, book.inputs.history.loc[_later(book.inputs.history), "patient_control_number"]]
    )
    waits &= ~among(numbered(every), stems(known))
    rows = every[waits]
    return rows.assign(
        worth_cents=rows["patient_cents"].astype("Int64"), sent_on_by_first=on[waits], sent_on_by=rows["era_payer"],
        payer=rows["next_payer"].fillna(rows["payer"]),
    )  # fmt: skip


def _closed(every: pd.DataFrame) -> pd.Series:
    """Claims that the history calls resolved though it leaves a balance and no later payer's money is in it."""
    more = every["history_paid_cents"] > every["era_paid_cents"]
    owed = (every["history_cents"] > 0) & ~more & every["history_paid_cents"].notna()
    resolved = every["status"].eq(RESOLVED) & ~_is(every["is_withdrawn"])
    return _is(every["in_history"]) & resolved & _is(owed)


def _later(history: pd.DataFrame) -> pd.Series:
    """Rows of the history for the later payer: they tell by themselves whether it has answered."""
    return history["forwarded_on"].notna()


def _is(flags: pd.Series) -> pd.Series:
    return flags.astype("boolean").fillna(False).astype(bool)
