"""By which figures a rule is seen in denials, as the reference data state them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from cutover.reference import limits
from cutover.result import Source


@dataclass(frozen=True)
class ScrubRules:
    """Lines, denials, percent and units, as their names say."""

    least_lines: int
    least_denied: int
    least_patients: int
    least_percent: int
    most_elsewhere_percent: int
    false_percent: int
    further_condition: int
    blanket_lines: int
    blanket_percent: int
    contradicting_lines: int
    contradicting_percent: int
    most_units: int
    resend_days: int
    late_days: int
    source: Source
    assumptions: tuple[str, ...]

    @property
    def sentence(self) -> str:
        """The rule in words, for a reader of the report."""
        return (
            f"At least {self.least_denied} lines that the edit would stop were denied for one reason, of at least "
            f"{self.least_patients} patients. They are at least {self.least_percent} % of all that it would stop. "
            "Elsewhere it is at most half as often. Of such "
            f"rules at most {self.false_percent} % are expected to be chance."
        )


def load_rules(on: dt.date) -> ScrubRules:
    """Return the figures as they hold on a day; raises ReferenceDataError as `reference.limits`."""
    return limits("scrub_rules", ScrubRules, on)
