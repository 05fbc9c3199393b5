"""The claim history by its own statuses: every claim of it once, whenever it was served and whatever became of it."""

from __future__ import annotations

import datetime as dt

import pandas as pd

from cutover.columns import Privacy, framed
from cutover.reading.claims.states import in_known_words, is_rejected
from cutover.workstreams.columns import cents, count, text
from cutover.workstreams.legacy_claims import known_sum
from cutover.workstreams.open_claims.listed import shown_states

NO_STATUS, EVERY, ANY, OTHER = "(no status)", "all of them", "any", "(other words)"
BY_HISTORY = (
    text("status", "Status", "as the claim history writes it, as far as its words are known ones"),
    text("state", "Taken for", "what it is counted as here"),
    text("written", "As written", "in the claim history", Privacy.DESK),
    count("claims", "Claims"),
    cents("charge_cents", "Charged"),
    cents("paid_cents", "Paid by insurers"),
    cents("balance_cents", "Balance", "as the history states it"),
    count("since", "Of them since the cutover", "service from the cutover on; null: no cutover date"),
    cents("since_cents", "Balance since the cutover"),
)


def by_history(
    history: pd.DataFrame, cutover: dt.date | None, denials: pd.DataFrame | None = None
) -> pd.DataFrame:
    """Return the claims of a history (CLAIM_HISTORY) by the status that it writes, and all of them (BY_HISTORY).

    Beside each status is what it is taken for: one that the payer reversed is open work again. What a status says in
    other words than those of the list may be a name, and is told at the desk alone.
    Two spellings of one status that differ in letter case alone are one; an open claim that its status calls rejected
    is told as rejected, a closed one on which nothing was paid by what lists of `denials` say (`shown_states`).
    Sums are null where no amount is known.
    """
    if history.empty:
        return framed([], BY_HISTORY)
    written = history["state_as_written"].astype("str").str.strip()
    same = written.str.upper().fillna("")
    shown = shown_states(history, history.iloc[:0] if denials is None else denials)
    state = shown.fillna("unknown").mask(is_rejected(history), "rejected")
    groups = history.assign(written=written).groupby([state, same], sort=False)
    made = [(state, *_row(part, cutover)) for (state, _), part in groups]
    made.sort(key=lambda row: (-row[2], row[0], str(row[1])))
    told = in_known_words(pd.Series([row[1] for row in made], dtype="str")).fillna(OTHER)
    rows = [
        (NO_STATUS if row[1] == NO_STATUS else status, *row) for status, row in zip(told, made, strict=True)
    ]
    whole = _row(history.assign(written=EVERY), cutover)
    return framed([*rows, (EVERY, ANY, None, *whole[1:])], BY_HISTORY)


def _row(rows: pd.DataFrame, cutover: dt.date | None) -> tuple:
    told = rows["written"].dropna()
    late = None if cutover is None else rows[(rows["service_from"] >= pd.Timestamp(cutover)).fillna(False)]
    return (
        told.iloc[0] if len(told) else NO_STATUS, len(rows),
        *(_sum(rows[name]) for name in ("charge_cents", "paid_cents", "balance_cents")),
        None if late is None else len(late), None if late is None else _sum(late["balance_cents"]),
    )  # fmt: skip


def _sum(amounts: pd.Series) -> int | None:
    return 0 if amounts.empty else known_sum(amounts)
