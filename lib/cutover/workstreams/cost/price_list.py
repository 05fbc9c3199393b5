"""Medi's published prices as they are used here, so that any other volume can be priced by hand."""

from __future__ import annotations

import pandas as pd

from cutover.columns import framed
from cutover.money import dollars
from cutover.result import Table
from cutover.workstreams.columns import cents, count, date, text
from cutover.workstreams.cost.prices import Commitment, PriceBook
from cutover.workstreams.findings import table

PRICES = (
    text("item", "Item"),
    text("unit", "Charged for each"),
    count("start", "From number", "the price holds from this number upward"),
    cents("price_cents", "Price of one"),
    text("source", "Source"),
    date("read_on", "Read on"),
)
_NOTE = (
    "To price a month by hand, multiply the number by the price of its tier. The list does not say whether a later "
    "tier holds for all units or for those above its start alone. The migration of a book costs at most"
)


def price_table(prices: PriceBook) -> Table:
    """Return the price list, one row per tier of an item, and what moving one practice costs once."""
    read = pd.Timestamp(prices.read_on)
    rows = [
        (price.item, price.unit, tier.start, tier.cents, f"{price.source}; {price.where}", read)
        for price in prices.prices
        for tier in price.tiers
    ]
    first = prices.prices[0]
    rows += [
        (
            "migration",
            f"practice, once, {how}",
            1,
            prices.migration(1, how),
            f"{first.source}; {first.where}",
            read,
        )
        for how in Commitment
    ]
    most = dollars(prices.moving.monthly_cap_cents)
    return table("Medi's price list", framed(rows, PRICES), PRICES, f"{_NOTE} {most} from month to month.")
