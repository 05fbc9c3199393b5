"""Facts of the whole book: platform, claims and migration at Medi's prices; who moves first."""

from .profiles import DUNE, LARKSPUR
from .world import usd


def write(world):
    """State what the book costs at the volumes that intake names (22 + 15 + 22 claims a month)."""
    claims = 22 + 15 + 22
    cost = 70 * claims
    world.state(
        "book",
        "book-medi-month",
        {
            "practices": 3,
            "claims": claims,
            "platform_cents": 6000,
            "claim_cents": cost,
            "total_cents": 6000 + cost,
        },
        f"3 x 20.00 + {claims} x 0.70 = {usd(6000 + cost)}",
    )
    world.state(
        "book",
        "book-migration",
        {"annual_cents": 0, "monthly_cents": 30000},
        "3 x 100.00 = 300.00, below the cap of 3,000.00",
    )
    _charges(world)
    world.state(
        DUNE.slug,
        "dune-no-demographics",
        {"absent": ["demographics", "claims", "postings", "bank", "medi_era"], "fault": False},
        "usage pattern: clearinghouse only",
    )


def _charges(world):
    world.state(
        LARKSPUR.slug,
        "invoice-wrong-npi",
        {
            "charged_npi": LARKSPUR.providers[0].npi,
            "due_npi": LARKSPUR.providers[2].npi,
            "difference_cents": 0,
        },
        "1 x 44.95 charged, 1 x 44.95 due",
    )
    world.state(
        LARKSPUR.slug,
        "discovery-overage",
        {"cents": 1450, "minimum_cents": 1000, "beyond": 6},
        "10.00 + 6 x 0.75 = 14.50",
    )
    world.state(
        LARKSPUR.slug, "ehr-is-not-nonpar", {"nonpar_lines": 0, "ehr_lines": 4}, "2 x 44.95 EHR in each month"
    )
