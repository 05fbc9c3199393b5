"""What a client wishes of the rollout of its book: the table `rollout` of `client.toml`.

`cutover new` writes it as remarks. What it leaves out is left to the reference data; what cannot be read is an error in
words, since a plan that passes over a fixed date would be wrong without a sign.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from cutover.errors import InputError
from cutover.reading.practice.book import read_settings

FILE = "client.toml"
TEMPLATE = """
# What you wish of the rollout of your practices (notebook 10). Practices are named by their folders.

# [rollout]
# chance_percent = 90   # how sure it must be that enrollments are live on the day.
# most_a_week = 2       # practices that may move in one week.
# person_a_week = 2     # cutovers a week in which one person may take part.
# first = ""            # the proving run; without it the smallest, simplest practice.
# stays = []            # practices that stay with Office Ally.
# [rollout.fixed]       # days that people have fixed, one a practice.
# cedar-grove = 2026-09-14
"""
_NUMBERS = {"chance_percent": (50, 99), "most_a_week": (1, 5), "person_a_week": (1, 5)}
_KNOWN = {*_NUMBERS, "first", "stays", "fixed"}


@dataclass(frozen=True)
class Wishes:
    """What a client asks of its plan; None and nothing where it leaves that to the rules.

    `chance_percent` is the chance that a practice's enrollments are live on its day, `fixed` the days that people have
    fixed by practice, `stays` the practices that do not move.
    """

    chance_percent: int | None = None
    most_a_week: int | None = None
    person_a_week: int | None = None
    first: str | None = None
    stays: frozenset[str] = frozenset()
    fixed: Mapping[str, dt.date] = field(default_factory=dict)


def load_wishes(client: Path) -> Wishes:
    """Return the wishes of a client, given its folder in `data/raw`; none where the file or its table is absent.

    Raises InputError where the table holds something that is no wish.
    """
    path, where = client / FILE, f"{client.name}/{FILE}"
    said = read_settings(path, where, "").get("rollout", {}) if path.is_file() else {}
    if not isinstance(said, dict) or (strange := sorted(set(said) - _KNOWN)):
        found = f"unknown wishes in [rollout]: {', '.join(strange)}" if isinstance(said, dict) else "no table"
        raise InputError(where, found, f"Use {', '.join(sorted(_KNOWN))}.")
    numbers = {name: _number(said[name], name, where) for name in _NUMBERS if name in said}
    first = said.get("first") or None
    stays, fixed = said.get("stays", []), said.get("fixed", {})
    if not (first is None or isinstance(first, str)) or not _are_texts(stays):
        raise InputError(
            where, "a practice in [rollout] that is no text", 'Write its folder as "cedar-grove".'
        )
    if not isinstance(fixed, dict) or not all(type(day) is dt.date for day in fixed.values()):
        raise InputError(
            where, "a day in [rollout.fixed] that is none", "Write it as cedar-grove = 2026-09-14."
        )
    return Wishes(**numbers, first=first, stays=frozenset(stays), fixed=dict(fixed))


def _number(said: object, name: str, where: str) -> int:
    low, high = _NUMBERS[name]
    if type(said) is not int or not low <= said <= high:
        raise InputError(where, f"{name} is {said!r}", f"Write a whole number from {low} to {high}.")
    return said


def _are_texts(said: object) -> bool:
    return isinstance(said, list) and all(isinstance(one, str) for one in said)
