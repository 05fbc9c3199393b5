"""Names under which states run Medicaid: one list for whoever asks of which line of business a payer is."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from cutover import reference


@dataclass(frozen=True)
class Agency:
    """A state agency that pays for Medicaid: its name without the state, and the states that have one of that name."""

    name: str
    states: frozenset[str]


@dataclass(frozen=True)
class _Programs:
    programs: dict[str, str]
    agency: tuple[Agency, ...]


@cache
def programs() -> dict[str, str]:
    """Return the state of each program by its name in small letters, "" where several states have the name."""
    return reference.load("medicaid_programs", _Programs).programs


def agencies() -> tuple[Agency, ...]:
    """Return the agencies that pay for Medicaid under a name of their own."""
    return reference.load("medicaid_programs", _Programs).agency


@cache
def program_state(name: str) -> str | None:
    """Return the state of the Medicaid program whose name a payer bears, by whole words; None where it bears none."""
    text = f" {' '.join(re.findall(r'[a-z0-9]+', name.lower().replace(chr(39), '')))} "
    return next((state for program, state in programs().items() if f" {program} " in text), None)
