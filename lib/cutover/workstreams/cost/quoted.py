"""What Medi quotes a practice beside its published prices: the prices, the past months at them, where they differ."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from functools import cache

import pandas as pd

from cutover import reference
from cutover.money import dollars
from cutover.reading.claims.medi_bills import item_of
from cutover.wording import and_joined, several
from cutover.workstreams.cost.facts import Facts
from cutover.workstreams.cost.model import CLAIM, ITEMS, RHYTHM
from cutover.workstreams.cost.prices import PriceBook
from cutover.workstreams.cost.volumes import BILLED

PLATFORM = "platform"
QUOTED, LESS = "quote_cents", "quote_less_cents"  # the columns of the past months
_WORD = re.compile(r"[a-z]+")


@dataclass(frozen=True)
class _Words:
    other_terms: frozenset[str]
    platform: frozenset[str]


@cache
def _words() -> _Words:
    return reference.load("quote_words", _Words)


def prices_of(quoted: pd.DataFrame) -> dict[str, int]:
    """Return the price in cents of each item that quotes (QUOTED) name one price of; two prices of one are none."""
    found: dict[str, set[int]] = {}
    for row in quoted[quoted["price_cents"].notna()].itertuples():
        item = _item(str(row.words))
        if item in (PLATFORM, *ITEMS):
            found.setdefault(str(item), set()).add(int(row.price_cents))
    return {item: cents.pop() for item, cents in found.items() if len(cents) == 1}


def _item(words: str) -> str | None:
    said = set(_WORD.findall(words.lower()))
    if said & _words().other_terms:
        return None
    return PLATFORM if said and said <= _words().platform else item_of(words)


def months_at(of: Facts, rows: pd.DataFrame, book: PriceBook) -> pd.DataFrame:
    """Return the past months (`looking_back.months_of`) with what their counts cost at the quote; as they are without.

    An item that the quote has no price of costs the most that the list asks. Null where a count is not known.
    """
    prices = prices_of(of.quoted)
    if not prices or "claims_count" not in rows:
        return rows
    parts = {PLATFORM: pd.Series(prices.get(PLATFORM, book.price(PLATFORM).tiers[0].cents), rows.index)}
    for item in ITEMS:
        name = "claims_count" if item == CLAIM else f"{item}_count"
        if name in rows:
            parts[item] = rows[name] * prices.get(item, _listed(book, item))
    made = rows.assign(**{f"quote {item}_cents": part.astype("Int64") for item, part in parts.items()})
    whole = sum(part.astype("Int64") for part in parts.values())
    return made.assign(**{QUOTED: whole, LESS: rows["charged_cents"] - whole})


def said(of: Facts, back: pd.DataFrame, book: PriceBook, as_of: dt.date) -> tuple[str, ...]:
    """Return what the quote says beside the list, in sentences; none without a quote of which a price can be read.

    `back` are the past months at the quote (`months_at`).
    """
    if of.quoted.empty:
        return ()
    prices = prices_of(of.quoted)
    if not prices:
        return (
            "A quote of Medi is on file, and no price of it could be read for sure. Compare it with the list.",
        )
    until = of.quoted["until"].dropna().unique()
    days = [f"{pd.Timestamp(day):%Y-%m-%d}" for day in until]
    term = f", valid through {and_joined(days)}" if days else ""
    term += ", which is past" if any(pd.Timestamp(day).date() < as_of for day in until) else ""
    each = and_joined([f"{item} {dollars(cents)}" for item, cents in prices.items()])
    return (
        f"Medi quotes this practice{term}: {each}.",
        *_beside_list(of, prices, book),
        *_paid_back(of, back),
    )


def _beside_list(of: Facts, prices: dict[str, int], book: PriceBook) -> tuple[str, ...]:
    """Where the quote differs from the list, with the year ahead at both; or that it does not."""
    differ = [
        f"{item} {dollars(cents)}, the list {dollars(_listed(book, item))}"
        for item, cents in prices.items()
        if cents not in {p.tiers[0].cents for p in book.prices if p.item == item}
    ]
    if not differ:
        return ("Each of these prices is one of the published list, at its first tier.",)
    words = (
        f"It differs from the published list ({'; '.join(differ)}). All other figures here are by the list."
    )
    if not of.has_claims:
        return (words,)
    year = {item: (of.flows[item].a_year or 0) for item in ITEMS if item != CLAIM}
    year |= {CLAIM: sum(of.flows[name].a_year or 0 for name in BILLED), PLATFORM: RHYTHM}
    sums = [
        sum(
            units * (prices.get(item, _listed(book, item)) if by else _listed(book, item))
            for item, units in year.items()
        )
        for by in (True, False)
    ]
    return (
        words,
        f"The year ahead comes to {dollars(sums[0])} at the quote and {dollars(sums[1])} at the list's first tiers, "
        "for this practice alone.",
    )


def _paid_back(of: Facts, back: pd.DataFrame) -> tuple[str, ...]:
    """What the months with both sides come to at the quote, and when their saving pays back the move's own work."""
    both = back[back[LESS].notna()] if LESS in back else back.iloc[:0]
    if both.empty:
        return ()
    number, less = len(both), int(both[LESS].sum())
    way = "less" if less >= 0 else "more"
    words = (
        f"In {several(number, 'month')} with an invoice and counts, Medi at the quote is "
        f"{dollars(int(both[QUOTED].sum()))} for what is counted, {dollars(abs(less))} {way} than Office Ally charged."
    )
    work = of.work.value
    if not work:
        return (words,)
    if less <= 0:
        return (words, f"At that pace the {dollars(work)} of the move's own work is never paid back.")
    months = -(-work * number // less)
    return (
        words,
        f"At that pace, and if all that Office Ally charges ends, the {dollars(work)} of the move's own work is paid "
        f"back after {several(months, 'month')}.",
    )


def _listed(book: PriceBook, item: str) -> int:
    """The most that the list asks for one, at its first tier."""
    return max(price.tiers[0].cents for price in book.prices if price.item == item)
