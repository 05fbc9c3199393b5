"""Green, amber or red: how a report answers its own question, by the rules of `data/reference/signals.toml`."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from cutover.reference import load
from cutover.result import State


@dataclass(frozen=True)
class Rules:
    """The rules of one report's sign: `name` is its column on the first page, the others a sentence each.

    An empty sentence is a state that this report never has. `figures` are the labels of those that an owner sees first.
    """

    code: str
    name: str
    attention: str
    ok: str
    blocked: str = ""
    figures: tuple[str, ...] = ()

    def sentence(self, state: State) -> str:
        """Return when the sign is in a state, with its figures; empty where it never is."""
        said = {State.BLOCKED: self.blocked, State.ATTENTION: self.attention, State.OK: self.ok}[state]
        return said.format_map(vars(signals()))


@dataclass(frozen=True)
class Signals:
    """The whole file: its limits in percent, months and chances, and the rules of each report."""

    always: str
    missing_percent: int
    least_months: int
    poor_chance_percent: int
    good_chance_percent: int
    uncounted_percent: int
    signal: tuple[Rules, ...]


@cache
def signals() -> Signals:
    """Return the rules of all signs; raises ReferenceDataError as `load`."""
    return load("signals", Signals)


@cache
def rules() -> dict[str, Rules]:
    """Return the rules of the signs by the code of their report, in the order of the file."""
    return {one.code: one for one in signals().signal}
