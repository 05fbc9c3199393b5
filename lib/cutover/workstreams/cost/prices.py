"""What Medi charges for a volume, to the cent, in each reading that its price list leaves open."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from cutover import reference
from cutover.errors import ReferenceDataError


class TierReading(StrEnum):
    """How a tier applies; the price list does not say."""

    GRADUATED = "graduated"  # each unit at the price of the tier it falls in
    WHOLE_VOLUME = "whole-volume"  # all units at the price of the tier that the volume reaches


class Commitment(StrEnum):
    """The two ways to contract."""

    ANNUAL = "12-month commitment"
    MONTHLY = "month to month"


@dataclass(frozen=True)
class Tier:
    """A unit price in cents that holds from `start` units upward."""

    start: int
    cents: int


@dataclass(frozen=True)
class Price:
    """The price of one item: its tiers in rising order, and where it is written."""

    item: str
    unit: str
    tiers: tuple[Tier, ...]
    source: str
    where: str
    variant: str = ""

    def __post_init__(self) -> None:
        starts = [tier.start for tier in self.tiers]
        if starts[:1] != [1] or starts != sorted(starts):
            raise ValueError(f"{self.item}: tiers must begin at 1, the lowest first")

    def total(self, units: int, reading: TierReading = TierReading.GRADUATED) -> int:
        """Return the cents that this many units cost in one month; raises ValueError below zero units."""
        if units < 0:
            raise ValueError(f"a volume cannot be negative: {units} of {self.item}")
        reached = [tier for tier in self.tiers if tier.start <= units]
        if not reached:
            return 0
        if reading is TierReading.WHOLE_VOLUME:
            return units * reached[-1].cents
        ends = [tier.start - 1 for tier in reached[1:]] + [units]
        return sum((end - tier.start + 1) * tier.cents for tier, end in zip(reached, ends, strict=True))


@dataclass(frozen=True)
class _Migration:
    annual_cents: int
    monthly_cents: int
    monthly_cap_cents: int
    commitment_months: int


@dataclass(frozen=True)
class PriceBook:
    """All prices of one dated list."""

    prices: tuple[Price, ...]
    moving: _Migration
    read_on: dt.date

    def price(self, item: str, variant: str = "") -> Price:
        """Return the price of an item; raises ReferenceDataError where the list has none."""
        for price in self.prices:
            if (price.item, price.variant) == (item, variant):
                return price
        known = ", ".join(sorted({p.item for p in self.prices}))
        raise ReferenceDataError(f"the price book has no price for {item!r} {variant}(it has: {known}).")

    def migration(self, practices: int, commitment: Commitment) -> int:
        """Return the cents that moving this many practices costs once."""
        if commitment is Commitment.ANNUAL:
            return self.moving.annual_cents * practices
        return min(practices * self.moving.monthly_cents, self.moving.monthly_cap_cents)


def load_price_book(on: dt.date) -> PriceBook:
    """Return Medi's prices as they hold on a day; raises ReferenceDataError as `reference.load`."""
    return reference.load("medi_prices", PriceBook, on)
