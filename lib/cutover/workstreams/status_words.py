"""What reports that rest on the states of claims say of them: words that nobody can place, claims that are no charge.

A claim of an unknown state that its amounts settle is not open; all others of an unknown state count as open work.
"""

from __future__ import annotations

import pandas as pd

from cutover.columns import Column
from cutover.money import dollars
from cutover.reading.claims.states import UNKNOWN, WITHDRAWN, balance, is_settled, is_untold
from cutover.reading.claims.submissions import is_self_pay
from cutover.reading.claims.tables import CLAIM_HISTORY
from cutover.result import Finding
from cutover.wording import several
from cutover.workstreams.columns import cents
from cutover.workstreams.findings import finding, placed
from cutover.workstreams.left_open import is_answered

_SAID = ("state_as_written", "payer_name", "charge_cents", "claim_number", "source_file", "source_sheet",
         "source_row")  # fmt: skip
_COLUMNS: tuple[Column, ...] = (
    *(c for c in CLAIM_HISTORY if c.name in _SAID),
    cents("open_cents", "Open", "nothing where its amounts settle the claim"),
)


def not_understood(history: pd.DataFrame) -> pd.DataFrame:
    """Return the claims whose status is none of the known words, one row each: CLAIM_HISTORY and `open_cents`.

    `open_cents` is the balance in whole cents, 0 where the amounts settle the claim, null where no amount is known.
    """
    rows = history[history["state"].eq(UNKNOWN) & history["state_as_written"].notna()]
    return rows.assign(open_cents=balance(rows).mask(is_settled(rows), 0), is_settled=is_settled(rows))


def findings(history: pd.DataFrame) -> tuple[Finding, ...]:
    """Return the finding about status words that nobody can place; graver where money of such claims is open."""
    rows = not_understood(history)
    return finding(
        "claims-status-unknown", placed(rows), _COLUMNS, ["source_file", "place"], "charge_cents",
        otherwise=bool(_open(rows)), words=several(rows["state_as_written"].nunique(), "word"),
        settled=several(int(rows["is_settled"].sum()), "claim"), money=dollars(_open(rows)),
    )  # fmt: skip


def told(verdict: str, history: pd.DataFrame, decided: pd.DataFrame | None = None) -> str:
    """Return a verdict together with how many claims have a status that is not understood, and their open money."""
    return " ".join([verdict, *_sentence(not_understood(history)), *untold(history, decided)])


def limits(history: pd.DataFrame, decided: pd.DataFrame | None = None) -> tuple[str, ...]:
    """Return what a report says of statuses that are not understood, and of claims that are no charge."""
    return (
        *_sentence(not_understood(history)), *untold(history, decided), *_settled(history), *_withdrawn(history),
    )  # fmt: skip


def untold(history: pd.DataFrame, decided: pd.DataFrame | None = None) -> tuple[str, ...]:
    """Return what a report says of claims of lists without any word on what became of them; nothing without one.

    Those that a claim payment of `decided` names are told by it.
    """
    rows = history[is_untold(history) & ~is_self_pay(history)]
    if rows.empty:
        return ()
    answered = pd.Series(False, rows.index) if decided is None else is_answered(rows, decided)
    if not answered.any():
        return (f"No list tells whether {_are_open(rows)}: {_charged(rows)} charged.",)
    silent, spoken = rows[~answered], rows[answered]
    both = f"Neither a list nor a remittance tells whether {_are_open(silent)}: {_charged(silent)} charged."
    alone = (
        f"Remittances alone tell what became of {several(len(spoken), 'claim')}: {_charged(spoken)} charged."
    )
    return (both, alone) if len(silent) else (alone,)


def _are_open(rows: pd.DataFrame) -> str:
    return f"{several(len(rows), 'claim')} {'is' if len(rows) == 1 else 'are'} open"


def submitted_once(history: pd.DataFrame) -> tuple[str, ...]:
    """Return what a report on submissions says of claims that were sent, and voided or replaced later."""
    rows = history[history["state"].isin(WITHDRAWN) & history["submission_date"].notna()]
    if rows.empty:
        return ()
    return (
        f"Void or replaced by the history, and counted here as submitted: {several(len(rows), 'claim')}. "
        "Office Ally counts what was submitted, and no rule that takes it back is published.",
    )


def _sentence(rows: pd.DataFrame) -> tuple[str, ...]:
    if rows.empty:
        return ()
    number, words = several(len(rows), "claim"), several(rows["state_as_written"].nunique(), "word")
    return (f"The status of {number} ({words}) is not understood; {dollars(_open(rows))} of it is open.",)


def _settled(history: pd.DataFrame) -> tuple[str, ...]:
    rows = history[is_settled(history)]
    unknown = rows[rows["state"].eq(UNKNOWN).fillna(False)]
    said = (
        f"Of unknown status and settled by their amounts, so not open: {several(len(unknown), 'claim')}, "
        f"{_charged(unknown)} charged.",
    )
    nothing = len(rows) - len(unknown)
    free = f"Without a charge and without a balance, so not open: {several(nothing, 'claim')}."
    return (said if len(unknown) else ()) + ((free,) if nothing else ())


def _withdrawn(history: pd.DataFrame) -> tuple[str, ...]:
    parts = [(word, history[history["state"] == word]) for word in WITHDRAWN]
    return tuple(
        f"Claims that the history calls {word}, set aside: in no sum of charges and not open: {len(rows):,}, "
        f"{_charged(rows)}."
        for word, rows in parts
        if len(rows)
    )


def _charged(rows: pd.DataFrame) -> str:
    known = rows["charge_cents"].dropna()
    return dollars(int(known.sum())) if len(known) else "of unknown charge"


def _open(rows: pd.DataFrame) -> int:
    return int(rows["open_cents"].fillna(0).sum())
