"""Which items of the checklist hold a cutover, and what is to be done how long before it (reference data)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from cutover.reference import load, load_checklist
from cutover.result import Source

MUST, CONDITION, LATER = "must", "condition", "later"


@dataclass(frozen=True)
class Gate:
    """One item of the checklist: its short name, whether it holds the cutover, and its usual days until it is shown."""

    code: str
    name: str
    hold: str
    days: int


@dataclass(frozen=True)
class Step:
    """One thing to be done so many days before the cutover, and the gate that it delays."""

    code: str
    text: str
    days_before: int
    delays: str


@dataclass(frozen=True)
class ReadyRules:
    """The whole file: days of the first ERA, the age at which a test claim proves little, gates and steps."""

    source: Source
    era_days: int
    test_days: int
    gate: tuple[Gate, ...]
    step: tuple[Step, ...]


def load_rules(on: dt.date) -> ReadyRules:
    """Return the rules as they hold on a day; raises ReferenceDataError as `reference.load`."""
    return load("readiness", ReadyRules, on)


def texts() -> dict[str, str]:
    """Return what each item of the checklist says, by its code."""
    return {item.code: item.text for item in load_checklist("day_zero").items}
