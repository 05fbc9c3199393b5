"""What the cost comparison takes where a practice's data does not say: dated data, never a literal."""

from __future__ import annotations

import datetime as dt
import tomllib
from dataclasses import dataclass
from pathlib import Path

from cutover import reference
from cutover.errors import ReferenceDataError

FILE = reference.FOLDER / "cost_assumptions.toml"


@dataclass(frozen=True)
class Span:
    """A value that is taken, how low and how high it may be, and why."""

    low: int
    default: int
    high: int
    why: str


@dataclass(frozen=True)
class Assumptions:
    """All assumptions: `per_100` original claims by transaction, weeks of the parallel run by usage."""

    per_100: dict[str, Span]
    parallel: dict[str, Span]
    volume_low: int
    volume_high: int
    stale_after_days: int
    reviewed: dt.date

    def weeks(self, usage: str | None) -> Span:
        """Return the weeks of parallel run for a usage pattern; null and others have a span of their own."""
        return self.parallel.get(usage or "", self.parallel[""])


def load_assumptions(path: Path = FILE) -> Assumptions:
    """Return the assumptions of a TOML file; raises ReferenceDataError naming what is missing in it."""
    said = tomllib.loads(path.read_text("utf-8"))
    try:
        return Assumptions(
            {one["item"]: _span(one, one["why"]) for one in said["transaction"]},
            {one["usage"]: _span(one, one["where"]) for one in said["parallel"]},
            said["volume"]["low"],
            said["volume"]["high"],
            said["prices"]["stale_after_days"],
            said["reviewed"],
        )
    except KeyError as error:
        raise ReferenceDataError(f"{path.name}: {error} is missing. Write it, with its source.") from None


def _span(said: dict, why: str) -> Span:
    if not 0 <= said["low"] <= said["default"] <= said["high"]:
        raise ReferenceDataError(f"cost assumptions, {said}: low, default and high must rise.")
    return Span(said["low"], said["default"], said["high"], why)
