"""What a practice management system knows of each patient: the cells of a demographics export, by concept.

A chart is derived from the patient that the remittances speak of, so that names, account numbers and member
IDs agree. What is wrong with a chart is done to it in `chart_dirt`; how it is written, in `chart_files`.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field, replace
from random import Random

from cutover_sample import cast
from cutover_sample.book import AS_OF, Coverage, Patient, Practice
from cutover_sample.claims import Claim

RANKS = ("1", "2", "3")  # primary, secondary, tertiary
# the areas of the towns' states; with 555-01xx, the numbers kept free for fiction, for one patient each
_AREAS = {"OH": ("614", "740", "937", "513", "419", "330", "216", "440", "234", "567"), "ME": ("207",)}
_SERVICES = {
    "family": ("Specialist referral", "MRI lumbar spine"),
    "behavioral": ("90837 psychotherapy", "90834 psychotherapy"),
    "orthopedic": ("97110 physical therapy", "97530 physical therapy", "Knee arthroscopy"),
}


@dataclass
class Chart:
    """One row of an export: its cells by concept, and what was done to it.

    `marks` are pairs of a kind of defect (`codes.PATIENT_CODES`) and the concept whose cell shows it.
    """

    patient: Patient
    cells: dict[str, object]
    marks: list[tuple[str, str]] = field(default_factory=list)


@dataclass
class Charts:
    """What one practice's export holds: charts in no order, the day it was taken, the planned cutover."""

    practice: Practice
    rows: list[Chart]
    taken_on: dt.date
    cutover: dt.date
    left_out: int  # patients first seen after the export was taken


def charts(practice: Practice, claims: list[Claim], taken_on: dt.date, seed: int) -> Charts:
    """Return the charts of the patients that a practice knew on a day; the same for the same seed."""
    rng = Random(f"{seed}:{practice.slug}:charts")
    visits: dict[str, list[dt.date]] = {}
    for claim in claims:
        visits.setdefault(claim.patient.account, []).append(claim.visit)
    known = [p for p in practice.patients if min(visits.get(p.account, [taken_on])) <= taken_on]
    cutover = CUTOVERS.get(practice.slug, dt.date(2026, 10, 1))
    rows = []
    for number, patient in enumerate(known):
        seen = [day for day in visits.get(patient.account, ()) if day <= taken_on]
        rows.append(chart(practice, patient, number, seen, cutover, rng))
    return Charts(practice, rows, taken_on, cutover, len(practice.patients) - len(known))


CUTOVERS = {
    "cedar-grove": dt.date(2026, 9, 1),
    "harbor-point": dt.date(2026, 10, 1),
    "juniper-hill": dt.date(2026, 11, 2),
}


def chart(
    practice: Practice, patient: Patient, number: int, seen: list[dt.date], cutover: dt.date, rng: Random
) -> Chart:
    """Return one patient's chart, with nothing wrong in it."""
    areas = _AREAS[patient.state]
    area = areas[number // 100 % len(areas)]
    first = min(seen) if seen else practice.first
    cells: dict[str, object] = {
        "account": patient.account,
        "last": patient.last,
        "first": patient.first,
        "middle": patient.middle,
        "birth": patient.birth,
        "sex": patient.sex,
        "street": patient.street,
        "city": patient.city,
        "state": patient.state,
        "zip": patient.postal,
        "home": f"({area}) 555-01{number % 100:02d}",
        "status": "Active",
        "created": max(first - dt.timedelta(rng.randrange(2_000)), patient.birth),
        "last_seen": max(seen) if seen else None,
        "npi": rng.choice(practice.providers).npi,
    }
    if rng.random() < 0.3:
        cells["email"] = _email(patient)
    parent = _parent(patient, rng)
    for rank, coverage in zip(RANKS, patient.coverages, strict=False):
        cells |= insured(rank, coverage, patient, parent, first, rng)
    cells |= _guarantor(patient, parent)
    if rng.random() < (0.25 if practice.specialty == "orthopedic" else 0.04):
        cells |= _authorization(practice, patient, number, cutover, rng)
    return Chart(patient, cells)


def insured(rank: str, coverage: Coverage, patient: Patient, parent: Patient, first: dt.date, rng: Random):
    """Return the cells of one coverage: who holds the policy, from when, for which copay."""
    holder = {"self": patient, "child": parent, "spouse": _spouse(patient)}[coverage.relationship]
    cells = {
        "payer": coverage.payer.name,
        "payer_id": coverage.payer.payer_id,
        "member": coverage.member_id,
        "group": coverage.group,
        "relation": coverage.relationship.title(),
        "holder": f"{holder.last}, {holder.first}",
        "holder_birth": holder.birth,
        "from": max(dt.date(first.year - rng.randrange(3), 1, 1), patient.birth),
        "through": None,
        "copay": rng.choice((2000, 3000, 4000)) if coverage.payer.kind == "commercial" else None,
    }
    return {f"ins{rank}_{name}": value for name, value in cells.items()}


def _email(patient: Patient) -> str:
    name = f"{patient.first}.{patient.last}".lower()
    return "".join(c for c in name if c.isascii() and (c.isalnum() or c == ".")) + "@example.com"


def _parent(patient: Patient, rng: Random) -> Patient:
    birth = patient.birth - dt.timedelta(rng.randrange(8_400, 13_500))
    return replace(patient, first=rng.choice(cast.FIRST_NAMES), birth=birth)


def _spouse(patient: Patient) -> Patient:
    place = (cast.FIRST_NAMES.index(patient.first) + 7) % len(cast.FIRST_NAMES)
    return replace(patient, first=cast.FIRST_NAMES[place], birth=patient.birth + dt.timedelta(401))


def _guarantor(patient: Patient, parent: Patient) -> dict[str, object]:
    is_minor = patient.birth > AS_OF.replace(year=AS_OF.year - 18)
    who, relation = (parent, "Child") if is_minor else (patient, "Self")
    return {
        "guarantor": f"{who.last}, {who.first}",
        "guarantor_relation": relation,
        "guarantor_birth": who.birth,
        "guarantor_street": who.street,
        "guarantor_city": who.city,
        "guarantor_state": who.state,
        "guarantor_zip": who.postal,
    }


def _authorization(practice: Practice, patient: Patient, number: int, cutover: dt.date, rng: Random) -> dict:
    """One authorization that holds beyond the cutover; every third has no visit left."""
    visits = rng.choice((6, 8, 12))
    return {
        "auth_number": f"A{rng.randrange(10**7):07d}",
        "auth_payer": patient.coverages[0].payer.name,
        "auth_service": rng.choice(_SERVICES[practice.specialty]),
        "auth_from": dt.date(2026, 1, 5) + dt.timedelta(rng.randrange(60)),
        "auth_through": cutover + dt.timedelta(rng.randrange(20, 90)),
        "auth_visits": visits,
        "auth_left": rng.randrange(1, visits) if number % 3 else 0,
    }
