"""Deposits of a card's processor that are remittances less its fee: payers who pay by virtual card.

A payer that pays by card reports the whole amount, and the bank receives it less a percentage. One such pair tells
nothing, since some fee fits any two amounts. One fee that fits several deposits of the same words does.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd

_WHOLE = 10_000  # a fee is counted in hundredths of a percent
_CENT = 1  # how far a fee may be off, since it is rounded


@dataclass(frozen=True)
class CardRules:
    """Which fees are looked for: `least` and `most` in hundredths of a percent, over at least so many `payments` and
    `percent` of the deposits of one wording, within so many business `days` after the remittance."""

    least: int
    most: int
    payments: int
    percent: int
    days: int


def less_a_fee(
    deposits: pd.DataFrame, remittances: pd.DataFrame, rules: CardRules
) -> Iterator[tuple[int, int]]:
    """Yield the label of each deposit that is a remittance less a fee, and that of the remittance.

    `deposits` (those of card processors) have `text`, `cents` and `day`, `remittances` `cents` and `day`: cents above
    zero, and business days as numbers. Each remittance is taken once, the earliest that fits.
    """
    left = remittances.sort_values("day", kind="stable")
    words = deposits["text"].str.lower().str.replace(r"[^a-z]+", " ", regex=True).str.strip()
    for _, rows in deposits.sort_values("day", kind="stable").groupby(words, sort=True):
        found = _of_one_fee(rows, left, rules)
        if len(found) >= rules.payments and 100 * len(found) >= rules.percent * len(rows):
            yield from found
            left = left.drop(index=[payment for _, payment in found])


def _of_one_fee(rows: pd.DataFrame, left: pd.DataFrame, rules: CardRules) -> list[tuple[int, int]]:
    """The deposits and remittances that fit at one fee, each once; of all fees the one at which most do."""
    if len(rows) < rules.payments:
        return []
    pairs = _pairs(rows, left, rules)
    fees = range(rules.least, rules.most + 1)
    at = {fee: pairs[(pairs["low"] <= fee) & (pairs["high"] >= fee)] for fee in fees}
    most = {fee: fits["deposit"].nunique() for fee, fits in at.items()}
    best: list[tuple[int, int]] = []
    for fee in sorted(fees, key=lambda one: -most[one]):
        if most[fee] <= len(best):
            break
        found = _each_once(at[fee])
        best = found if len(found) > len(best) else best
    return best


def _pairs(rows: pd.DataFrame, left: pd.DataFrame, rules: CardRules) -> pd.DataFrame:
    """Each deposit with each remittance before it, and the fees from `low` to `high` that lie between the two."""
    days, cents = left["day"].to_numpy(np.int64), left["cents"].to_numpy(np.int64)
    theirs, arrived = rows["day"].to_numpy(np.int64), rows["cents"].to_numpy(np.int64)
    begin, end = np.searchsorted(days, theirs - rules.days), np.searchsorted(days, theirs, side="right")
    deposit = np.repeat(np.arange(len(rows)), end - begin)
    payment = np.concatenate([np.arange(a, b) for a, b in zip(begin, end, strict=True)]).astype(np.int64)
    whole, kept = cents[payment], cents[payment] - arrived[deposit]
    pairs = pd.DataFrame({
        "deposit": rows.index.to_numpy()[deposit], "payment": left.index.to_numpy()[payment],
        "low": np.ceil(_WHOLE * (kept - _CENT) / whole), "high": np.floor(_WHOLE * (kept + _CENT) / whole),
    })  # fmt: skip
    return pairs[(pairs["low"] <= rules.most) & (pairs["high"] >= rules.least)]


def _each_once(pairs: pd.DataFrame) -> list[tuple[int, int]]:
    """Of these pairs, in order of time, those whose deposit and remittance are in none before."""
    found: dict[int, int] = {}
    taken: set[int] = set()
    for deposit, payment in zip(pairs["deposit"], pairs["payment"], strict=True):
        if deposit not in found and payment not in taken:
            found[int(deposit)] = int(payment)
            taken.add(payment)
    return list(found.items())
