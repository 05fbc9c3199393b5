"""What to do next over all reports of a practice: the same matter in several reports is one step, and loses nothing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any

from cutover.money import dollars
from cutover.reporting import places
from cutover.reporting.overview.index_entries import Entry, day_of
from cutover.result import Severity
from cutover.wording import due_by, load_words

MOST = 10  # steps that are shown at once; the others are folded
_ORDER = [severity.value for severity in Severity]


@dataclass(frozen=True)
class Told:
    """A finding as one report tells it: `facts` as in its `findings.json`."""

    entry: Entry
    facts: dict[str, Any]

    @property
    def href(self) -> str | None:
        """The finding on the page of its report."""
        return f"{self.entry.href}#{places.of_finding(self.facts['code'])}" if self.entry.href else None


@dataclass(frozen=True)
class Step:
    """One matter that somebody must see to: every finding that tells of it, the gravest first."""

    told: tuple[Told, ...]

    @property
    def first(self) -> dict[str, Any]:
        """The finding that speaks for the matter."""
        return self.told[0].facts

    @property
    def severity(self) -> str:
        """The gravest severity."""
        return self.first["severity"]

    @property
    def due(self) -> str | None:
        """The earliest day, None where no report names one."""
        return min((one.facts["due"] for one in self.told if day_of(one.facts["due"])), default=None)

    @property
    def as_of(self) -> str | None:
        """The latest day of the reports that tell of it."""
        return max((one.entry.as_of for one in self.told if one.entry.as_of), default=None)

    @property
    def cents(self) -> int | None:
        """The largest amount: reports that tell of one matter tell of the same money."""
        known = [one.facts["amount_cents"] for one in self.told if one.facts["amount_cents"] is not None]
        return max(known, key=abs, default=None)

    @property
    def when_and_worth(self) -> str:
        """By when, and the amount, as far as they are known."""
        day, today = day_of(self.due), day_of(self.as_of)
        by = day and today and due_by(day, today)
        told = (f"by {by or self.due}" if self.due else "", "" if self.cents is None else dollars(self.cents))
        return " · ".join(filter(None, told))

    @property
    def actions(self) -> list[tuple[str, str, list[Told]]]:
        """Each thing to do once, with who does it and the reports that ask for it."""
        asked: dict[tuple[str, str], list[Told]] = {}
        for one in self.told:
            asked.setdefault((one.facts["action"], one.facts["owner"]), []).append(one)
        return [(action, owner[:1].upper() + owner[1:], by) for (action, owner), by in asked.items()]

    def rank(self) -> tuple:
        """What puts steps in order: severity, then the earliest day, then the most money."""
        return _ORDER.index(self.severity), self.due or "9", -abs(self.cents or 0)


def steps(of: Iterable[Entry]) -> list[Step]:
    """Return what is to be done by all reports of a practice, one step a matter, the most urgent first.

    Findings are of one matter where they have the same code, or where `findings.toml` gives both the same matter.
    """
    matters: dict[str, list[Told]] = {}
    for entry in of:
        for facts in entry.facts["findings"] if entry.facts else ():
            matters.setdefault(_matter(facts["code"]), []).append(Told(entry, facts))
    made = [Step(tuple(sorted(told, key=_gravest))) for told in matters.values()]
    return sorted(made, key=Step.rank)


def _gravest(told: Told) -> tuple:
    return _ORDER.index(told.facts["severity"]), -abs(told.facts["amount_cents"] or 0)


@cache
def _matter(code: str) -> str:
    known = load_words().findings.get(code)
    return (known.matter if known else "") or code
