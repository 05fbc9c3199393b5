"""What the cost comparison takes where a practice's data does not say: dated data, never a literal."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from cutover import reference


@dataclass(frozen=True)
class Span:
    """A value that is taken, how low and how high it may be, and why."""

    low: int
    default: int
    high: int
    why: str
    source: str = ""

    def __post_init__(self) -> None:
        if not 0 <= self.low <= self.default <= self.high:
            raise ValueError(
                f"{self.low}, {self.default}, {self.high}: low, default and high must be in order, the lowest first"
            )


@dataclass(frozen=True)
class _Volume:
    low: int
    high: int
    source: str


@dataclass(frozen=True)
class Assumptions:
    """All assumptions: `per_100` original claims by transaction, weeks of the parallel run by usage."""

    per_100: dict[str, Span]
    parallel: dict[str, Span]
    volume: _Volume
    stale_after_days: int
    read_on: dt.date

    def weeks(self, usage: str | None) -> Span:
        """Return the weeks of parallel run for a usage pattern; null and others have a span of their own."""
        return self.parallel.get(usage or "", self.parallel[""])


def load_assumptions(on: dt.date) -> Assumptions:
    """Return the assumptions as they hold on a day; raises ReferenceDataError as `reference.load`."""
    return reference.load("cost_assumptions", Assumptions, on)
