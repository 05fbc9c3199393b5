"""Payments and adjustments of claims that a report writes below zero, as credits of an account beside its charges."""

from __future__ import annotations

import pandas as pd

from cutover import reference
from cutover.reading.postings.signs import Rules
from cutover.wording import several

_NAMES = {"paid": "payments", "adjusted": "adjustments"}
_FEWEST = 3  # claims with a charge above zero whose amount is told


def turned(table: pd.DataFrame) -> tuple[pd.DataFrame, list[str]]:
    """Return claims (CLAIM_HISTORY) with what was paid and adjusted above zero, and a sentence where it was turned.

    A column is turned where nearly all its amounts are below zero beside charges above zero: a payer does not take back
    what it never paid. Where balances are told, more of them must come out so than as the amounts stand.
    """
    said = []
    rows = table[table["charge_cents"].gt(0).fillna(False)]
    share = reference.load("posting_signs", Rules).least_share
    for name, label in _NAMES.items():
        cents = rows[f"{name}_cents"]
        there, below = int(cents.fillna(0).ne(0).sum()), int(cents.lt(0).fillna(False).sum())
        if below < _FEWEST or below < share * there or not _fits(rows, name):
            continue
        table = table.assign(**{f"{name}_cents": -table[f"{name}_cents"]})
        said.append(
            f"{label} stand below zero beside the charges: {several(below, 'value')} read with the other sign"
        )
    return table, said


def _fits(rows: pd.DataFrame, name: str) -> bool:
    """Whether no balance is told, or balances come out more often with the other sign than with an amount's own."""
    charged, balance = rows["charge_cents"], rows["balance_cents"]
    cents = rows[f"{name}_cents"].fillna(0)
    other = rows["adjusted_cents" if name == "paid" else "paid_cents"].fillna(0).abs()
    own = (charged - cents - other).eq(balance) | (charged - cents).eq(balance)
    turned_round = (charged + cents - other).eq(balance) | (charged + cents).eq(balance)
    told = cents.ne(0) & balance.notna()
    return not told.any() or int((turned_round & told).sum()) > int((own & told).sum())
