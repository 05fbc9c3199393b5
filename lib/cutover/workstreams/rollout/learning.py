"""What practices that have moved teach: measured days take the place of assumed ones, weighed by their number.

The days of a family of payers are scaled by one factor, the weighted mean of what was measured and what was assumed, on
a logarithmic scale: twice as long and half as long weigh alike, and an assumption that is right stays as it is. The
assumption weighs as much as a stated number of cases. Only enrollments that were planned with assumptions teach, and
only those take what was learned: what a client or a payer's list says goes before it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import exp, log

import numpy as np
import pandas as pd

from cutover.columns import framed
from cutover.reading.payers.families import ERA, Duration, Families
from cutover.workstreams.columns import count, number, text
from cutover.workstreams.enrollment import dates

Key = tuple[str, str]  # family, `835` or `other`
LEARNED = (
    text("family", "Family of payers"),
    text("kind", "For"),
    count("cases", "Measured", "enrollments of practices that have moved, filed to live"),
    count("practices", "In practices"),
    number("measured_days", "Measured, median days"),
    number("first_era_days", "Live to first ERA, median days"),
    count("was_low", "Assumed, at the least"),
    count("was_likely", "Assumed, likely"),
    count("was_high", "Assumed, at the most"),
    count("low", "Now, at the least"),
    count("likely", "Now, likely"),
    count("high", "Now, at the most"),
)


@dataclass(frozen=True)
class Learned:
    """The days by family and transaction after what was measured, and a row about each (LEARNED)."""

    days: Mapping[Key, Duration]
    table: pd.DataFrame

    def of(self, family: str, kind: str, used: Duration, assumed: Duration) -> Duration:
        """Return the days to plan with: what was learned where `used` is the assumption, else `used` itself."""
        return self.days.get((family, kind), used) if used.basis == assumed.basis else used


def learned(live: pd.DataFrame, families: Families, prior_cases: int) -> Learned:
    """Return what the live enrollments of moved practices teach; one row per `practice` and enrollment (LIVE_CASES)."""
    days, rows = {}, []
    waited = (live["live_on"] - live["filed_on"]).dt.days
    usable = live.assign(days=waited)[(waited >= 0).fillna(False)]
    for family in families.families:
        for kind, assumed in ((ERA, family.era), ("other", family.other)):
            own = usable[(usable["family"] == family.name) & (usable["kind"] == kind)]
            own = own[own["days_from"] == assumed.basis]
            if own.empty:
                continue
            now = scaled(assumed, [int(n) for n in own["days"]], prior_cases)
            days[family.name, kind] = now
            rows.append(_row(family.name, kind, own, assumed, now))
    return Learned(days, framed(rows, LEARNED))


def scaled(assumed: Duration, measured: list[int], prior_cases: int) -> Duration:
    """Return an assumption after so many measured days: scaled by the weighted mean of its ratio to them."""
    chance = dates.whole(assumed)
    expected = float(chance @ np.log(np.maximum(np.arange(len(chance)), 0.5)))
    off = sum(log(max(one, 0.5)) - expected for one in measured)
    factor = exp(off / (prior_cases + len(measured)))
    low, likely, high = (round(factor * part) for part in (assumed.low, assumed.likely, assumed.high))
    cases = f"{len(measured)} measured enrollment{'' if len(measured) == 1 else 's'}"
    return Duration(low, max(low, likely), max(likely, high, 1), f"{cases} and the default")


def _row(family: str, kind: str, own: pd.DataFrame, was: Duration, now: Duration) -> dict:
    wait = (own["first_era"] - own["live_on"]).dt.days
    return {
        "family": family, "kind": "ERA" if kind == ERA else "claims", "cases": len(own),
        "practices": own["practice"].nunique(), "measured_days": float(own["days"].median()),
        "first_era_days": None if wait.dropna().empty else float(wait.median()),
        "was_low": was.low, "was_likely": was.likely, "was_high": was.high,
        "low": now.low, "likely": now.likely, "high": now.high,
    }  # fmt: skip
