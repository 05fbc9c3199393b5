"""The words and limits by which rows of a claim report are taken for service lines."""

from __future__ import annotations

from dataclasses import dataclass

from cutover import reference
from cutover.reading.claims.tables import CLAIM_STATES


@dataclass(frozen=True)
class LineRules:
    """Words of headers, limits, and the order of states of claims whose lines differ; shares are in percent."""

    of_claim: frozenset[str]
    of_line: frozenset[str]
    most_percent: int
    few_claims: int
    most_days: int
    account_percent: int
    order: tuple[str, ...]

    def __post_init__(self) -> None:
        if sorted(self.order) != sorted(CLAIM_STATES):
            raise ValueError("the order must name each state of a claim once")


def line_rules() -> LineRules:
    """Return the rules of data/reference/service_lines.toml; raises ReferenceDataError as `reference.load`."""
    return reference.load("service_lines", LineRules)
