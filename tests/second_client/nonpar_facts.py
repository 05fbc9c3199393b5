"""The non-par fee by the rule of its time, from the claims themselves."""

from .dune_claims import COUNTS, MONTHS, any_rule, fee_months, half_rule
from .payers import PAYERS, is_nonpar
from .profiles import DUNE
from .world import month_of, usd

FEE = 4495
DAYS = {"submitted": "submission", "dos": "service, as the listing names no submission"}


def _table(claims, day_of):
    table = {}
    for c in claims:
        cell = table.setdefault((c.provider.npi, month_of(day_of(c))), [0, 0])
        cell[is_nonpar(PAYERS[c.payer], day_of(c))] += 1
    return table


def from_history(world, practice, claims, day="submitted"):
    """State the fee of a practice whose claims come from a history."""
    table = _table(claims, lambda c: getattr(c, day))
    now = sorted([npi, m] for (npi, m), (par, non) in table.items() if m >= "2026-01" and any_rule(par, non))
    was = sorted([npi, m] for (npi, m), (par, non) in table.items() if m < "2026-01" and half_rule(par, non))
    world.state(
        practice.slug,
        f"{practice.slug}-nonpar",
        {"months_2026": now, "fee_2026_cents": FEE * len(now), "months_2025_by_half_rule": was},
        f"{len(now)} x 44.95 = {usd(FEE * len(now))}; before 2026: {len(was)} months at 50 % or more",
        words="nonpar-by-history",
        day=DAYS[day],
    )


def of_dune(world):
    """State the fee of the clearinghouse-only practice from its file summaries."""
    for place, (provider, row) in enumerate(zip(DUNE.providers, COUNTS, strict=True), 1):
        _therapist(world, place, provider, row)
    before = sum(len(fee_months(row, (2025, 6), (2025, 12), half_rule)) for row in COUNTS)
    after = sum(len(fee_months(row, (2026, 1), (2026, 8), any_rule)) for row in COUNTS)
    what_if = sum(len(fee_months(row, (2026, 1), (2026, 8), half_rule)) for row in COUNTS)
    back = sum(len(fee_months(row, (2025, 6), (2025, 12), any_rule)) for row in COUNTS)
    _fact(
        world,
        "fee-2026",
        {
            "npi_months": after,
            "cents": FEE * after,
            "by_old_rule_npi_months": what_if,
            "by_old_rule_cents": FEE * what_if,
        },
        f"{after} x 44.95 = {usd(FEE * after)}; {what_if} x 44.95 = {usd(FEE * what_if)}",
    )
    _fact(
        world,
        "fee-2025",
        {
            "npi_months": before,
            "cents_at_44_95": FEE * before,
            "cents_at_39_95": 3995 * before,
            "by_new_rule_npi_months": back,
        },
        f"{before} x 44.95 = {usd(FEE * before)}",
    )
    _edges(world)


def _therapist(world, place, provider, row):
    half = fee_months(row, (2025, 6), (2025, 12), half_rule)
    new = fee_months(row, (2026, 1), (2026, 8), any_rule)
    counts = {
        f"{y}-{m:02d}": {"par": p, "nonpar": n} for (y, m), (p, n) in zip(MONTHS, row, strict=True) if p + n
    }
    _fact(
        world,
        f"therapist-{place}",
        {
            "months_2025": [f"{y}-{m:02d}" for y, m in half],
            "months_2026": [f"{y}-{m:02d}" for y, m in new],
            "accepted_claims": counts,
        },
        f"{len(half)} months at 50 % or more, {len(new)} months with any",
        words="dune-therapist",
        npi=provider.npi,
    )


def _edges(world):
    first = DUNE.providers[0].npi
    _fact(
        world, "exactly-half", {"npi": first, "par": 4, "nonpar": 4, "due": True}, "4 of 8 = 50 %, inclusive"
    )
    _fact(world, "under-half", {"npi": first, "par": 5, "nonpar": 4, "due": False}, "4 of 9 = 44.4 %")
    _fact(
        world,
        "rejected",
        {"npi": first, "month": "2026-04", "accepted_nonpar": 0, "rejected_nonpar": 1, "cents_at_stake": FEE},
        "0 accepted + 1 rejected non-par claims; 44.95 with, 0.00 without",
    )


def _fact(world, id, expected, arithmetic, **more):
    world.state(DUNE.slug, f"dune-{id}", expected, arithmetic, **more)
