"""What is known of families of payers: how long enrollment takes, how they route, what the report is judged by."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from cutover.errors import ReferenceDataError
from cutover.reading.payers.names import compared, loosely
from cutover.reading.payers.programs import program_state
from cutover.reference import FOLDER, limits, load
from cutover.result import Source

ERA = "835"
CREDENTIALING = "credentialing"
_ALL = "all"
_MEDICAID, _MEDICARE = "medicaid", "medicare"


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
                f"a duration of {self.low}, {self.likely}, {self.high} days ({self.basis}) does not increase. "
                "Correct it."
            )


def around(usual: Duration, likely: int) -> Duration:
    """Return a duration with other likely days; the least and the most keep their proportion to them.

    `basis` says of each part whose it is: of the three, the client knows the likely days alone.
    """
    basis = f"{likely}: the client, for this payer; least and most in proportion to it as in: {usual.basis}"
    if not usual.likely:
        return Duration(likely, likely, likely + usual.high, basis)
    low, high = likely * usual.low // usual.likely, -(-likely * usual.high // usual.likely)
    return Duration(low, likely, high, basis)


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
        words |= {_MEDICAID} if program_state(payer) is not None else set()
        words |= {_MEDICARE} & set(loosely(payer).words.split())  # a contractor's name: `NGS JK`
        found = (f for f in self.families if any(words >= group for group in f.words))
        return next(found, self.named(self.default))

    def of_names(self, payer: str, others: Iterable[str]) -> Family:
        """Return the family that a payer's name tells, else the one family that its further names tell."""
        told = self.of(payer)
        if told.name != self.default:
            return told
        more = {found.name: found for name in others if (found := self.of(name)).name != self.default}
        return next(iter(more.values())) if len(more) == 1 else told

    def told_in(self, sentence: str) -> frozenset[str]:
        """The names of all families whose words a sentence holds: none where it is about no family in particular.

        What is no government's, such as `auto`, is a word of any sentence: it counts where it is written as a name.
        """
        said = re.findall(r"[^\W\d_]+", sentence)
        words, names = {word.lower() for word in said}, {word.lower() for word in said if word[0].isupper()}
        return frozenset(
            f.name
            for f in self.families
            if any((words if f.is_government else names) >= group for group in f.words)
        )


@dataclass(frozen=True)
class Fact:
    """One thing that is known of how payers route or enroll."""

    code: str
    applies: tuple[str, ...]
    transactions: tuple[str, ...]
    text: str
    source: Source

    def is_of(self, family: str, transaction: str) -> bool:
        """Tell whether it is about this family and transaction in particular."""
        return family in self.applies and transaction in self.transactions


@dataclass(frozen=True)
class EnrollmentRules:
    """The figures that the enrollment report is judged by; days, months and counts as their names say."""

    top_payers: int
    waiting_days: int
    used_months: int
    first_era_days: int
    first_era_times: int
    list_days: int
    held_percent: int
    draws: int
    seed: int
    source: Source
    assumptions: tuple[str, ...]


@dataclass(frozen=True)
class _FamilyRow:
    name: str
    words: tuple[frozenset[str], ...]
    government: bool
    note: str
    days_835: tuple[int, int, int]
    days_other: tuple[int, int, int]

    def family(self) -> Family:
        """The family of this row; its days are assumptions."""
        era, other = (Duration(*days, "default, an assumption") for days in (self.days_835, self.days_other))
        return Family(self.name, self.words, self.government, self.note, era, other)


@dataclass(frozen=True)
class _FamilyRows:
    source: Source
    default: str
    family: tuple[_FamilyRow, ...]

    def __post_init__(self) -> None:
        if self.default not in [row.name for row in self.family]:
            raise ValueError(f"the default {self.default!r} is no family")


def load_families(on: dt.date, folder: Path = FOLDER) -> Families:
    """Return the families as they hold on a day; raises ReferenceDataError as `reference.load`."""
    said = load("enrollment_families", _FamilyRows, on, folder)
    return Families(tuple(row.family() for row in said.family), said.default, said.source)


@dataclass(frozen=True)
class _FactRow:
    code: str
    applies: tuple[str, ...]
    transactions: tuple[str, ...]
    text: str
    where: str
    read_on: dt.date


@dataclass(frozen=True)
class _FactRows:
    title: str
    fact: tuple[_FactRow, ...]


def load_facts(on: dt.date, folder: Path = FOLDER) -> tuple[Fact, ...]:
    """Return the routing facts as they hold on a day; raises ReferenceDataError as `reference.load`."""
    said = load("enrollment_routing", _FactRows, on, folder)
    return tuple(
        Fact(row.code, row.applies, row.transactions, row.text,
             Source(f"{said.title}: {row.code}", row.where, row.read_on))
        for row in said.fact
    )  # fmt: skip


def load_rules(on: dt.date, folder: Path = FOLDER) -> EnrollmentRules:
    """Return the rules as they hold on a day; raises ReferenceDataError as `reference.limits`."""
    return limits("enrollment_rules", EnrollmentRules, on, folder)


@dataclass(frozen=True)
class _Timeframe:
    word: str
    low: int
    likely: int
    high: int


@dataclass(frozen=True)
class _Timeframes:
    timeframe: tuple[_Timeframe, ...]


def timeframes() -> dict[str, Duration]:
    """Return the days that Stedi's words for a payer's timeframe are taken to mean (stedi_timeframes.toml)."""
    said = load("stedi_timeframes", _Timeframes).timeframe
    return {
        one.word: Duration(one.low, one.likely, one.high, f"Stedi's list of payers: {one.word}")
        for one in said
    }
