"""What a practice did: visits become claims. All amounts are whole cents."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from cutover_sample.book import Coverage, Patient, Practice, Provider
from cutover_sample.cast import SPECIALTIES, Procedure


@dataclass(frozen=True)
class Line:
    """One service line as it was billed; `charge_cents` is for all units."""

    procedure: Procedure
    units: int
    charge_cents: int


@dataclass(frozen=True)
class Claim:
    """One claim as it was submitted: `number` is the patient control number (CLP01)."""

    number: str
    patient: Patient
    coverage: Coverage
    provider: Provider
    visit: dt.date
    submitted: dt.date
    lines: tuple[Line, ...]
    diagnosis: str
    form: str = "professional"
    named: tuple[str, ...] = ("rendering", "billing")  # whose NPIs stand on the claim


def claims(practice: Practice, rng: Random) -> Iterator[Claim]:
    """Yield the claims of a practice from two months before its archive to its end, by date of visit."""
    start = practice.first - dt.timedelta(60)
    days = [start + dt.timedelta(n) for n in range((practice.last - start).days + 1)]
    workdays = [day for day in days if day.weekday() < 5]
    count = practice.claims_a_month * len(days) * 2 // 61  # a month has 30.5 days
    visits = sorted(rng.choices(workdays, k=count))
    for number, visit in enumerate(visits):
        yield claim(
            practice, f"{_prefix(practice)}{100_001 + number}", visit, rng.choice(practice.patients), rng
        )


def claim(practice: Practice, number: str, visit: dt.date, patient: Patient, rng: Random) -> Claim:
    """Return the claim of one visit of a patient."""
    visits, extras, diagnoses, _ = SPECIALTIES[practice.specialty]
    chosen = rng.choices(visits, [p.weight for p in visits])
    chosen += {
        p.code: p for p in rng.choices(extras, [p.weight for p in extras], k=rng.choice((0, 0, 1, 2)))
    }.values()
    lines = []
    for procedure in chosen:
        units = rng.randrange(1, procedure.most_units + 1)
        lines.append(Line(procedure, units, procedure.fee_cents * units))
    return Claim(
        number=number,
        patient=patient,
        coverage=patient.coverages[0],
        provider=rng.choice(practice.providers),
        visit=visit,
        submitted=visit + dt.timedelta(rng.randrange(1, 5)),
        lines=tuple(lines),
        diagnosis=rng.choice(diagnoses),
    )


def _prefix(practice: Practice) -> str:
    return "".join(word[0] for word in practice.slug.upper().split("-")[:2])
