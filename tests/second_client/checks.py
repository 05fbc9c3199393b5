"""The checks of facts: by the form of a fact's id, what the reports say, in the words of the fact.

A check returns what it found under the keys of `expected`; a key that is not there was not found, and keys that it does
not look for are no part of the comparison.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from .told import Told

Check = Callable[[Told, str, dict], dict]
ALL: list[tuple[re.Pattern, Check]] = []


def of(pattern: str) -> Callable[[Check], Check]:
    """Register a check for the facts whose id has this form."""

    def register(check: Check) -> Check:
        ALL.append((re.compile(pattern), check))
        return check

    return register


def check_of(fact_id: str) -> Check | None:
    """Return the check of a fact, None where nobody has written one."""
    return next((check for pattern, check in ALL if pattern.fullmatch(fact_id)), None)


def found(**said: object) -> dict:
    """Return what was found, without what is not known."""
    return {name: value for name, value in said.items() if value is not None}


def at(row, name: str) -> int:
    """Return an amount of a row as a whole number, 0 where there is none."""
    value = row[name]
    return 0 if value != value or value is None else int(value)


def total(frame, name: str) -> int | None:
    """Return the sum of a column, None where there is no row."""
    return int(frame[name].fillna(0).sum()) if len(frame) else None


def words(frame):
    """Return each row of a table as one text."""
    return frame.apply(lambda row: " ".join(map(str, row)), axis=1) if len(frame) else frame
