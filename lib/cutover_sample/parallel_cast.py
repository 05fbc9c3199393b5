"""Who is in a parallel run of the sample, and what goes wrong there, by payer and remittance.

Two practices are in the middle of a run and share a Tax ID although they moved in different waves; one is at its
end. People and numbers are invented.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from cutover_sample.book import npi

CLIENT, CLIENT_NAME = "sample-run", "Sample Billing Services, parallel runs"
AS_OF = dt.date(2026, 7, 31)
WEEKS_BEFORE = 8  # weeks of remittances before the cutover
SHARED_TIN = "990009001"


@dataclass(frozen=True)
class RunPayer:
    """A payer that pays weekly on a weekday (0 is Monday) and sends to Medi from a day on (None: never).

    `stops` is the day of its last remittance, null where it goes on.
    """

    name: str
    payer_id: str
    weekday: int
    switch: dt.date | None
    stops: dt.date | None = None


@dataclass(frozen=True)
class RunPractice:
    """A practice in a run; `faults` maps (payer, number of its remittance from 0) to what happens to it."""

    slug: str
    name: str
    usage: str
    npi: str
    tin: str
    cutover: dt.date
    payers: tuple[RunPayer, ...]
    faults: dict[tuple[int, int], str] = field(default_factory=dict)
    open_claims: int = 0


def practices() -> tuple[RunPractice, ...]:
    """Return the three practices; remittance 8 of a payer is its first on or after the cutover."""
    day = dt.date
    linden = RunPractice(
        "linden-row", "LINDEN ROW FAMILY MEDICINE", "Practice Mate", npi(171_000_000), SHARED_TIN, day(2026, 6, 29),
        (
            RunPayer("AETNA", "60054", 1, day(2026, 7, 7)),
            RunPayer("MEDICARE OHIO", "15202", 2, day(2026, 7, 1)),
            RunPayer("CEDAR MUTUAL HEALTH", "CM412", 3, day(2026, 7, 2), stops=day(2026, 7, 9)),  # then silent
            RunPayer("UNITEDHEALTHCARE", "87726", 0, None),  # goes on sending to Office Ally
        ),
        {
            (0, 7): "at cutover", (0, 9): "both", (0, 10): "swapped", (0, 11): "copy across", (1, 8): "twice",
            (1, 9): "lost", (1, 10): "wrong claim", (1, 11): "recoupment", (1, 6): "unpaid", (2, 8): "zero of two",
            (3, 9): "amount", (3, 10): "reversal",
        },
        open_claims=6,
    )  # fmt: skip
    willow = RunPractice(
        "willow-bend", "WILLOW BEND THERAPY", "clearinghouse-only", npi(171_000_100), SHARED_TIN, day(2026, 7, 6),
        (
            RunPayer("AETNA", "60054", 2, day(2026, 7, 8)),
            RunPayer("MEDICARE OHIO", "15202", 2, day(2026, 7, 15)),
            RunPayer("OHIO MEDICAID", "MMISODJFS", 2, day(2026, 7, 8)),
        ),
        {
            (0, 7): "at cutover", (0, 9): "recoupment lost", (0, 8): "deposit of three", (1, 8): "deposit of three",
            (2, 8): "deposit of three", (1, 9): "reversal lost", (2, 9): "no remittance", (2, 10): "elsewhere",
            (1, 10): "stray deposit",
        },
        open_claims=3,
    )  # fmt: skip
    aspen = RunPractice(
        "aspen-court", "ASPEN COURT PEDIATRICS", "Practice Mate", npi(171_000_200), "990009002", day(2026, 5, 18),
        (
            RunPayer("AETNA", "60054", 1, day(2026, 5, 26)),
            RunPayer("OHIO MEDICAID", "MMISODJFS", 3, day(2026, 5, 21)),
        ),
        {(0, 12): "recoupment", (1, 11): "reversal"},
    )  # fmt: skip
    return linden, willow, aspen
