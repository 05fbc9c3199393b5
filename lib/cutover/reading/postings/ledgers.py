"""Ledgers of practice systems, in which charges, adjustments and what patients paid stand among the payments.

The kind of each line is told by a column of its own. Charges stand above zero and payments below it, or all unsigned;
the words are data/reference/ledger_words.toml.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import pandas as pd

from cutover import reference

CHARGE, PAYMENT, PATIENT, ADJUSTMENT, VOID = "charge", "payment", "patient", "adjustment", "void"
BACK = "back"
NO_PAYMENT = {
    CHARGE: "a charge of a ledger, not a payment",
    PATIENT: "paid by the patient: no payer's remittance stands behind it",
    ADJUSTMENT: "an adjustment of a ledger, not a payment",
    VOID: "a charge that the ledger takes back, not a payment",
}


@dataclass(frozen=True)
class _Words:
    charge: tuple[str, ...]
    payment: tuple[str, ...]
    patient: tuple[str, ...]
    adjustment: tuple[str, ...]
    void: tuple[str, ...]
    back: tuple[str, ...]


@cache
def _kind_of() -> dict[str, str]:
    words = reference.load("ledger_words", _Words)
    return {
        _plain(word): kind
        for kind in (CHARGE, PAYMENT, PATIENT, ADJUSTMENT, VOID, BACK)
        for word in getattr(words, kind)
    }


def _plain(text: str) -> str:
    return "".join(sign for sign in text.lower() if sign.isalnum())


def kinds(cells: pd.Series) -> pd.Series:
    """Return the kind of each line of a ledger by its cell, null where no word is known."""
    known = _kind_of()
    return cells.map(lambda cell: known.get(_plain(str(cell))), na_action="ignore").astype("str")


def payments(cents: pd.Series, kind: pd.Series) -> tuple[pd.Series, pd.Series]:
    """Return the amounts of a list as what was paid, and why a line is no payment; null where it may be one.

    Where most payments of the list stand below zero, and most charges or take-backs above it, all amounts of payers and
    patients are turned: what stands above zero among them was taken back. Where no amount is below zero the list is
    unsigned, and what its word says was taken back is below zero.
    """
    paid, back, charged = (
        kind.isin([PAYMENT, PATIENT]),
        kind.eq(BACK).fillna(False),
        kind.eq(CHARGE).fillna(False),
    )
    below = _lie_above(-cents[paid])
    if below and (_lie_above(cents[charged]) or _lie_above(cents[back])):
        turned = cents.mask(paid | back, -cents)
    else:
        is_unsigned = not (cents < 0).fillna(False).any() and bool(paid.any())
        turned = cents.mask(back & is_unsigned, -cents)
    return turned, kind.map(NO_PAYMENT).astype("str")


def _lie_above(cents: pd.Series) -> bool:
    """Whether more amounts stand above zero than below it."""
    return int((cents > 0).sum()) > int((cents < 0).sum())
