"""The world of the sample client: who there is. What happens to them is in `claims`.

Everything that a file of the sample says is derived from these objects, so that a demographics export, a
claim history and a remittance of one practice speak of the same people.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from random import Random

from cutover_sample import cast
from cutover_sample.cast import Payer

CLIENT, CLIENT_NAME = "sample-billing", "Sample Billing Services"
AS_OF = dt.date(2026, 7, 31)


@dataclass(frozen=True)
class Provider:
    """A rendering provider: the NPI is the individual one."""

    last: str
    first: str
    npi: str
    taxonomy: str


@dataclass(frozen=True)
class Coverage:
    """A patient's coverage with one payer; the patient is the subscriber where `relationship` is self."""

    payer: Payer
    member_id: str
    group: str
    relationship: str


@dataclass(frozen=True)
class Patient:
    """A patient: coverages in the order in which they pay."""

    account: str
    last: str
    first: str
    middle: str
    birth: dt.date
    sex: str
    street: str
    city: str
    state: str
    postal: str
    phone: str
    coverages: tuple[Coverage, ...]


@dataclass(frozen=True)
class Practice:
    """A practice: payee of its remittances, with its people and the span of its history.

    `first` and `last` are the first and last day of its archive; `claims_a_month` what it submits.
    """

    slug: str
    name: str
    usage: str
    specialty: str
    npi: str
    tin: str
    street: str
    town: tuple[str, str, str]
    providers: tuple[Provider, ...]
    patients: tuple[Patient, ...]
    payers: tuple[Payer, ...]
    first: dt.date
    last: dt.date
    claims_a_month: int
    takes_back: bool
    plot: str = ""


def book(practices: int, months: int, claims: int, seed: int) -> tuple[Practice, ...]:
    """Return the practices of the sample client: the named ones, then as many more as asked for."""
    blueprints = [_blueprint(number) for number in range(practices)]
    return tuple(
        _practice(blueprint, number, months, claims, Random(f"{seed}:{blueprint.slug}:people"))
        for number, blueprint in enumerate(blueprints)
    )


def npi(base: int) -> str:
    """Return an NPI with its check digit: Luhn over 80840 and nine digits (CMS)."""
    digits = f"80840{base:09d}"
    doubled = [int(d) * 2 if place % 2 == 0 else int(d) for place, d in enumerate(reversed(digits))]
    total = sum(d - 9 if d > 9 else d for d in doubled)
    return f"{base:09d}{-total % 10}"


def month_start(date: dt.date, months_back: int = 0) -> dt.date:
    """Return the first day of the month that lies so many months before a date's own."""
    count = date.year * 12 + date.month - 1 - months_back
    return dt.date(count // 12, count % 12 + 1, 1)


def _blueprint(number: int) -> cast.Blueprint:
    named = cast.BLUEPRINTS
    if number < len(named):
        return named[number]
    turn, place = divmod(number - len(named), len(cast.MORE_PRACTICES))
    slug = cast.MORE_PRACTICES[place] + (f"-{turn + 1}" if turn else "")
    like = named[number % 3]
    name = slug.replace("-", " ").upper() + " CLINIC"
    return cast.Blueprint(slug, name, like.usage, like.specialty, like.provider_count, like.share, 999,
                          like.takes_back, like.payers)  # fmt: skip


def _practice(blueprint: cast.Blueprint, number: int, months: int, claims: int, rng: Random) -> Practice:
    base = 170_000_000 + number * 1_000
    volume = max(1, claims * blueprint.share // 100)
    payers = tuple(cast.PAYERS[key] for key in blueprint.payers)
    taxonomy = cast.SPECIALTIES[blueprint.specialty][3]
    providers = tuple(
        Provider(rng.choice(cast.LAST_NAMES), rng.choice(cast.FIRST_NAMES), npi(base + place), taxonomy)
        for place in range(1, blueprint.provider_count + 1)
    )
    weights = tuple(blueprint.payers.values())
    patients = tuple(_patient(place, payers, weights, rng) for place in range(max(12, volume * 6 // 5)))
    return Practice(
        slug=blueprint.slug,
        name=blueprint.name,
        usage=blueprint.usage,
        specialty=blueprint.specialty,
        npi=npi(base),
        tin=f"{990_000_000 + 137 * (number + 1):09d}",
        street=f"{100 + number} {cast.STREETS[number % len(cast.STREETS)]}",
        town=cast.TOWNS[number % len(cast.TOWNS)],
        providers=providers,
        patients=patients,
        payers=payers,
        first=month_start(AS_OF, min(months, blueprint.most_months) - 1),
        last=AS_OF,
        claims_a_month=volume,
        takes_back=blueprint.takes_back,
        plot=blueprint.plot,
    )


def _patient(number: int, payers: tuple[Payer, ...], weights: tuple[int, ...], rng: Random) -> Patient:
    first_payer = rng.choices(payers, weights)[0]
    coverages = [_coverage(first_payer, rng)]
    supplement = next((p for p in payers if p.kind == "supplement"), None)
    if first_payer.kind == "medicare" and supplement and rng.random() < 0.45:
        coverages.append(_coverage(supplement, rng))
    city, state, postal = rng.choice(cast.TOWNS)
    old = first_payer.kind == "medicare"
    birth = dt.date(rng.randrange(1932, 1961) if old else rng.randrange(1962, 2018), 1, 1)
    coverages = [replace(c, relationship=_relationship(c, birth.year)) for c in coverages]
    return Patient(
        account=f"{10_001 + number}",
        last=rng.choice(cast.LAST_NAMES),
        first=rng.choice(cast.FIRST_NAMES),
        middle=rng.choice(("", "", "A", "J", "M")),
        birth=birth + dt.timedelta(rng.randrange(365)),
        sex=rng.choice("FM"),
        street=f"{rng.randrange(1, 990)} {rng.choice(cast.STREETS)}",
        city=city,
        state=state,
        postal=postal,
        phone=f"555-01{rng.randrange(100):02d}",
        coverages=tuple(coverages),
    )


def _relationship(coverage: Coverage, born: int) -> str:
    """A policy of one's own, or a parent's for the young; nobody of thirty is insured as a child."""
    if coverage.payer.kind in ("medicare", "medicaid", "supplement"):
        return "self"
    if born >= 2006:
        return "child"
    return "spouse" if coverage.relationship == "child" and born < 1998 else coverage.relationship


_MBI_LETTERS = "ACDEFGHJKMNPQRTUVWXY"  # CMS leaves out S, L, O, I, B and Z


def _coverage(payer: Payer, rng: Random) -> Coverage:
    if payer.kind == "medicare":
        one = rng.choice
        letters = _MBI_LETTERS
        member = "".join(
            (one("123456789"), one(letters), one("0123456789"), one("0123456789"), one(letters), one(letters),
             one("0123456789"), one(letters), one(letters), one("0123456789"), one("0123456789"))
        )  # fmt: skip
        return Coverage(payer, member, "", "self")
    member = f"{rng.choice('WXZ')}{rng.randrange(10**9):09d}"
    return Coverage(payer, member, f"G{rng.randrange(10**5):05d}", rng.choice(("self", "self", "child")))
