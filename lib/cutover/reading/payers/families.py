"""What is known of families of payers: how long enrolment takes, how they route, what the report is judged by."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, fields
from pathlib import Path

from cutover.errors import ReferenceDataError
from cutover.reading.payers.names import compared
from cutover.reference import FOLDER, entries, stated
from cutover.result import Source

ERA = "835"
CREDENTIALING = "credentialing"
_ALL = "all"


@dataclass(frozen=True)
class Duration:
    """Calendar days from filing to live: at the least, likely, at the most; `basis` says whose figures they are."""

    low: int
    likely: int
    high: int
    basis: str

    def __post_init__(self) -> None:
        if not 0 <= self.low <= self.likely <= self.high:
            raise ReferenceDataError(
                f"a duration of {self.low}, {self.likely}, {self.high} days ({self.basis}) does not rise. Correct it."
            )


@dataclass(frozen=True)
class Family:
    """A kind of payer; `words` are groups of words of which a name must hold one group whole."""

    name: str
    words: tuple[frozenset[str], ...]
    is_government: bool
    note: str
    era: Duration
    other: Duration


@dataclass(frozen=True)
class Families:
    """All families in the order in which they are tried, and the one for a payer that no words tell."""

    families: tuple[Family, ...]
    default: str
    source: Source

    def named(self, name: str) -> Family:
        """Return the family of that name; KeyError where there is none."""
        return {family.name: family for family in self.families}[name]

    @property
    def names(self) -> tuple[str, ...]:
        """The names of families that a payer can be of."""
        return tuple(family.name for family in self.families if family.name != CREDENTIALING)

    def of(self, payer: str) -> Family:
        """Return the family that a payer's name tells, the default one where it tells none."""
        words = set(compared(payer).words.split()) | set(payer.lower().split())
        found = (f for f in self.families if any(words >= group for group in f.words))
        return next(found, self.named(self.default))


@dataclass(frozen=True)
class Fact:
    """One thing that is known of how payers route or enrol."""

    code: str
    applies: tuple[str, ...]
    transactions: tuple[str, ...]
    text: str
    source: Source

    def is_of(self, family: str, transaction: str) -> bool:
        """Tell whether it is about this family and transaction in particular."""
        return family in self.applies and transaction in self.transactions


@dataclass(frozen=True)
class EnrolmentRules:
    """The figures that the enrolment report is judged by; days, months and counts as their names say."""

    top_payers: int
    waiting_days: int
    used_months: int
    first_era_days: int
    first_era_times: int
    list_days: int
    draws: int
    seed: int
    source: Source
    assumptions: tuple[str, ...]


def load_families(on: dt.date, path: Path = FOLDER / "enrollment_families.toml") -> Families:
    """Return the families as they hold on a day; ReferenceDataError where the file breaks its form or its dates."""
    said = entries(path, on)
    try:
        families = tuple(_family(entry) for entry in said["family"])
        found = Families(families, said["default"], Source(said["title"], said["source"], said["read_on"]))
        found.named(found.default)
    except (KeyError, TypeError, ValueError) as error:
        raise ReferenceDataError(f"data/reference/{path.name} cannot be used: {error!r}") from None
    return found


def _family(entry: dict) -> Family:
    basis = "default, an assumption"
    return Family(
        entry["name"],
        tuple(frozenset(group) for group in entry["words"]),
        entry["government"],
        entry["note"],
        Duration(*entry["days_835"], basis),
        Duration(*entry["days_other"], basis),
    )


def load_facts(on: dt.date, path: Path = FOLDER / "enrollment_routing.toml") -> tuple[Fact, ...]:
    """Return the routing facts as they hold on a day; ReferenceDataError as for families."""
    said = entries(path, on)
    try:
        return tuple(
            Fact(
                entry["code"],
                tuple(entry["applies"]),
                tuple(entry["transactions"]),
                entry["text"],
                Source(f"{said['title']}: {entry['code']}", entry["where"], entry["read_on"]),
            )
            for entry in said["fact"]
        )
    except (KeyError, TypeError) as error:
        raise ReferenceDataError(f"data/reference/{path.name} cannot be used: {error!r}") from None


def load_rules(on: dt.date, path: Path = FOLDER / "enrollment_rules.toml") -> EnrolmentRules:
    """Return the rules as they hold on a day; ReferenceDataError as for families."""
    names = {f.name for f in fields(EnrolmentRules)} - {"source", "assumptions"}
    said = stated(path, on, names)
    return EnrolmentRules(**said.values, source=said.source, assumptions=said.assumptions)
