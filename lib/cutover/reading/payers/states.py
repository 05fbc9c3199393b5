"""States and territories: their two letters, their names, and the ZIP prefixes that lie in them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from cutover import reference


@cache
def codes() -> dict[str, str]:
    """Return the two letters of each state by what it may be called: its letters or its name, lower case."""
    states = _states()
    return {s.code.lower(): s.code for s in states} | {s.name.lower(): s.code for s in states}


@cache
def zip_prefixes() -> dict[str, frozenset[str]]:
    """Return the states in which each three-digit ZIP prefix lies; a prefix that is not in use is absent."""
    found: dict[str, set[str]] = {}
    for state in _states():
        for part in state.zip_prefixes:
            first, _, last = part.partition("-")
            for number in range(int(first), int(last or first) + 1):
                found.setdefault(f"{number:03d}", set()).add(state.code)
    return {prefix: frozenset(states) for prefix, states in found.items()}


def state_code(text: str) -> str | None:
    """Return the two letters of a state written as letters or in full, with points or without; else None."""
    return codes().get(re.sub(r"\s+", " ", text.replace(".", "")).strip().lower())


@dataclass(frozen=True)
class _State:
    code: str
    name: str
    zip_prefixes: tuple[str, ...]


@dataclass(frozen=True)
class _States:
    state: tuple[_State, ...]


def _states() -> tuple[_State, ...]:
    return reference.load("states", _States).state
