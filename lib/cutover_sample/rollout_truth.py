"""What enrollments of a book really took, played from a truth of its own: for tests of what a plan learns.

The days of a family of payers are spread around a middle of its own, so many times as long as is commonly assumed; the
practice has no say in them. Numbers are invented.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from random import Random

# middle of the days from filing to live, by family and transaction, as they are commonly taken to be
_MIDDLE = {
    ("commercial", "835"): 14, ("commercial", "other"): 8, ("Medicare", "835"): 34, ("Medicare", "other"): 25,
    ("Medicaid", "835"): 41, ("Medicaid", "other"): 32, ("Anthem and Elevance", "835"): 23,
    ("Anthem and Elevance", "other"): 14,
}  # fmt: skip
_SPREAD = (0.75, 1.35)  # of the middle, evenly


@dataclass(frozen=True)
class Took:
    """One enrollment: its family, `835` or `other`, and the days from filing to live."""

    family: str
    kind: str
    days: int


@dataclass(frozen=True)
class Played:
    """One practice in the order of its cutover, with the enrollments that it needed."""

    number: int
    slug: str
    filed: dt.date
    enrollments: tuple[Took, ...]


def truth(filed: dt.date, slower: float, practices: int = 8, seed: int = 2026) -> tuple[Played, ...]:
    """Return what really happened in a book whose payers take `slower` times as long as is assumed."""
    return tuple(
        Played(number, f"practice-{number}", filed, _enrollments(Random(f"{seed}:{number}"), slower))
        for number in range(practices)
    )


def _enrollments(rng: Random, slower: float) -> tuple[Took, ...]:
    families = ["commercial", "commercial", *rng.sample(["Medicare", "Medicaid", "Anthem and Elevance"], 2)]
    return tuple(
        Took(family, kind, round(_MIDDLE[family, kind] * slower * rng.uniform(*_SPREAD)))
        for family in families
        for kind in ("835", "other")
    )
