"""Claims arranged for a purpose: a provider at exactly half, institutional claims with each NPI."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from cutover_sample.book import Practice
from cutover_sample.claims import Claim

# month of submission -> par claims of the first provider, less its non-par claims: above, at and below half
HALVES = {dt.date(2025, 8, 1): -1, dt.date(2025, 9, 1): 0, dt.date(2025, 10, 1): 1}
# by turns: whose NPIs stand on a claim, and its form
_FORMS = (
    ("professional", ("rendering", "billing")),
    ("institutional", ("rendering", "attending", "billing")),
    ("institutional", ("attending", "billing")),
    ("professional", ("billing",)),
    ("institutional", ("billing",)),
)


def arranged(practice: Practice, claims: list[Claim]) -> list[Claim]:
    """Return a practice's claims as its plot wants them; the same ones where it has none."""
    if practice.plot == "half":
        return [one for month in _by_month(claims) for one in _halved(practice, *month)]
    if practice.plot == "institutional":
        turns = (_FORMS[number % len(_FORMS)] for number in range(len(claims)))
        return [
            replace(one, form=form, named=named) for one, (form, named) in zip(claims, turns, strict=True)
        ]
    return claims


def kept_out(practice: Practice, one: Claim) -> Claim:
    """Return a claim that was added later; where a provider's share was arranged, it is the other's."""
    return replace(one, provider=practice.providers[-1]) if practice.plot == "half" else one


def _by_month(claims: list[Claim]):
    months: dict[dt.date, list[Claim]] = {}
    for one in claims:
        months.setdefault(one.submitted.replace(day=1), []).append(one)
    return sorted(months.items())


def _halved(practice: Practice, month: dt.date, claims: list[Claim]):
    """In the months of `HALVES` the first provider has every non-par claim and as many par ones as asked."""
    if month not in HALVES:
        return claims
    first, other = practice.providers[0], practice.providers[-1]
    nonpar = [one for one in claims if one.coverage.payer.par == "non-par"]
    left = len(nonpar) + HALVES[month]
    done = []
    for one in claims:
        is_nonpar = one.coverage.payer.par == "non-par"
        takes = is_nonpar or left > 0
        left -= takes and not is_nonpar
        done.append(replace(one, provider=first if takes else other))
    return done
