"""What Medi charges for a volume, to the cent, in each reading that its price list leaves open."""

from __future__ import annotations

import datetime as dt
import tomllib
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

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
class PriceBook:
    """All prices of one dated list."""

    prices: tuple[Price, ...]
    effective_from: dt.date
    reviewed: dt.date
    migration_monthly_cents: int
    migration_cap_cents: int
    migration_annual_cents: int
    commitment_months: int
    source: str
    where: str

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
            return self.migration_annual_cents * practices
        return min(practices * self.migration_monthly_cents, self.migration_cap_cents)


def load_price_book(path: Path) -> PriceBook:
    """Return the price book of a TOML file; raises ReferenceDataError naming what is missing in it."""
    said = tomllib.loads(path.read_text("utf-8"))
    try:
        prices = tuple(_price(entry, said) for entry in said["price"])
        moving = said["migration"]
        return PriceBook(
            prices=prices,
            effective_from=said["effective_from"],
            reviewed=said["reviewed"],
            migration_monthly_cents=moving["monthly_cents"],
            migration_cap_cents=moving["monthly_cap_cents"],
            migration_annual_cents=moving["annual_cents"],
            commitment_months=moving["commitment_months"],
            source=said["source"],
            where=said["where"],
        )
    except KeyError as error:
        raise ReferenceDataError(f"{path.name}: {error} is missing. Write it, with its source.") from None


def _price(entry: dict, book: dict) -> Price:
    tiers = tuple(Tier(tier["from"], tier["cents"]) for tier in entry["tiers"])
    if not tiers or tiers[0].start != 1 or list(tiers) != sorted(tiers, key=lambda tier: tier.start):
        raise ReferenceDataError(f"medi prices, {entry['item']}: tiers must begin at 1 and rise.")
    source, where = entry.get("source", book["source"]), entry.get("where", book["where"])
    return Price(entry["item"], entry["unit"], tiers, source, where, entry.get("variant", ""))
