"""Invented patients with their policies and authorizations."""

from dataclasses import dataclass, field
from datetime import date, timedelta

from .numbers import member_id
from .payers import PAYERS

LAST = [
    "Abelard",
    "Brickhouse",
    "Corrigan-Yates",
    "D'Amico",
    "Ekström",
    "Fairweather",
    "Goldthwaite",
    "Hrabosky",
    "Iverness",
    "Jankauskas",
    "Kettleborough",
    "Lindqvist",
    "Muñoz",
    "Nakagawa-Bell",
    "O'Dell",
    "Pettibone",
    "Quarles",
    "Rasmusson",
    "St.Clair",
    "Thistlewood",
    "Urquhart",
    "Vandermolen",
    "Wainscott",
    "Xiong",
    "Yarborough",
    "Zubizarreta",
]
FIRST = [
    "Amos",
    "Beatriz",
    "Cormac",
    "Delphine",
    "Ezra",
    "Fern",
    "Gideon",
    "Hattie",
    "Ignatius",
    "José",
    "Keziah",
    "Lowell",
    "Marisol",
    "Nettie",
    "Orson",
    "Priya",
    "Quentin",
    "Rosalind",
    "Silas",
    "Tamsin",
]
STREETS = (
    "Granby St",
    "Ocean View Ave Apt 4",
    "Ghent Sq #2B",
    "Little Neck Rd",
    "Hampton Blvd",
    "Tidewater Dr",
    "Shore Dr Unit 12",
)


@dataclass
class Policy:
    """One coverage of one patient."""

    payer: str
    rank: int
    member: str
    group: str
    effective: date
    ended: date | None = None
    holder: str = "Self"


@dataclass
class Patient:
    """A patient as the practice knows the person."""

    account: str
    last: str
    first: str
    middle: str
    born: date
    sex: str
    street: str
    city: str
    state: str
    zip: str
    phone: str
    policies: list = field(default_factory=list)
    guarantor: str = ""
    auth: tuple = ()  # number, start, end, visits, used

    @property
    def primary(self):
        """The key of the payer that is billed first."""
        return self.policies[0].payer if self.policies else None


def make_patients(world, practice, payers, per_payer, first_account):
    """Return patients, per_payer for each payer key."""
    people = []
    for payer in payers:
        for _ in range(per_payer):
            people.append(_patient(world.rng, f"{first_account + len(people)}", payer))
    _secondary(world.rng, people)
    return people


def _patient(rng, account, payer):
    born = date(
        rng.randint(1934, 1955) if payer == "medicare" else rng.randint(1962, 2003),
        rng.randint(1, 12),
        rng.randint(1, 28),
    )
    person = Patient(
        account,
        rng.choice(LAST),
        rng.choice(FIRST),
        rng.choice(["", "", "J", "A", "M"]),
        born,
        rng.choice("MF"),
        f"{rng.randint(3, 9800)} {rng.choice(STREETS)}",
        rng.choice(["Norfolk", "Chesapeake", "Virginia Beach"]),
        "VA",
        rng.choice(["23508", "23510", "23320", "23451"]),
        f"757555{rng.randint(100, 9999):04d}",
    )
    start = date(rng.choice([2023, 2024, 2025]), 1, 1)
    person.policies.append(Policy(payer, 1, member_id(rng, payer), f"{rng.randint(0, 99999):05d}", start))
    return person


def _secondary(rng, people):
    for person in people[::5]:
        if person.primary == "medicare":
            person.policies.append(Policy("ridge", 2, member_id(rng, "ridge"), "00071", date(2024, 1, 1)))


def authorize(world, people, every=4):
    """Give every n-th patient an authorization around the date of the report."""
    for place, person in enumerate(people[::every]):
        start = date(2026, 1, 12) if place % 7 == 3 else date(2026, 6, 1) + timedelta(days=7 * (place % 5))
        used = 12 if place % 7 == 5 else place % 9
        person.auth = (
            f"A{world.rng.randint(10**6, 10**7 - 1):08d}",
            start,
            start + timedelta(days=180),
            12,
            used,
        )


def payer_of(policy):
    """Return the payer of a policy."""
    return PAYERS[policy.payer]
