"""The first page of a client: a row a practice, a column a report, first what needs a person."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from markupsafe import Markup

from cutover.reporting.markup import TEMPLATES
from cutover.reporting.overview.index_entries import NO_REPORT, Entry, cutover_of, day_of
from cutover.result import State

_NEEDS = (State.BLOCKED.value, State.ATTENTION.value)
_LAST = "9999"  # sorts after every day
_NUMBER = re.compile(r"[−-]?\$?\d[\d,]*(?:\.\d+)?")


@dataclass(frozen=True)
class Row:
    """One practice: `link` leads to its own index; `cells` has its report of each column, None where there is none."""

    name: str
    link: str | None
    cutover: str | None
    away: str
    cells: tuple[Entry | None, ...]

    @property
    def states(self) -> list[str]:
        """The states of its reports."""
        return [cell.state for cell in self.cells if cell]

    @property
    def worst(self) -> str:
        """The gravest state among its reports; `none` without any."""
        return next((state.value for state in State if state.value in self.states), NO_REPORT)

    def rank(self) -> tuple:
        """What puts rows in order: the most that is blocked, then the most that needs attention, then the date."""
        blocked, waiting = (-self.states.count(state) for state in _NEEDS)
        return blocked, waiting, self.cutover or _LAST, self.name.casefold()


@dataclass(frozen=True)
class Heading:
    """A column: the report's short name, and what the number in it is."""

    stem: str
    name: str
    unit: str


def headings(of: Iterable[Sequence[Entry]]) -> list[Heading]:
    """Return the columns of all reports that any practice has, in the order of their names."""
    found: dict[str, Heading] = {}
    for entry in (entry for entries in of for entry in entries):
        if entry.stem not in found or (entry.facts and not found[entry.stem].unit):
            found[entry.stem] = Heading(entry.stem, entry.column, entry.unit)
    return [found[stem] for stem in sorted(found)]


def row(name: str, link: str | None, entries: Sequence[Entry], columns: Sequence[Heading]) -> Row:
    """Return the row of a practice."""
    by_stem, planned = {entry.stem: entry for entry in entries}, cutover_of(list(entries))
    latest = max((entry.as_of for entry in entries if entry.as_of), default=None)
    return Row(name, link, planned, _away(planned, latest), tuple(by_stem.get(c.stem) for c in columns))


def sort_key(value: str | None) -> str:
    """Return the first number in a value as the page's script sorts by it; empty where it has none."""
    found = _NUMBER.search(value or "")
    return found[0].replace("−", "-").replace("$", "").replace(",", "") if found else ""


def _away(planned: str | None, as_of: str | None) -> str:
    """How far a planned day is from the newest report; nothing where either is not known as a day."""
    day, today = day_of(planned), day_of(as_of)
    if not day or not today:
        return ""
    days = (day - today).days
    if not days:
        return "today"
    many = f"{abs(days):,} day{'' if abs(days) == 1 else 's'}"
    return f"in {many}" if days > 0 else f"{many} ago"


@cache
def script() -> Markup:
    """Return the page's one script, which sorts and filters its table."""
    return Markup((TEMPLATES / "first_page.js").read_text("utf-8"))


@cache
def script_digest() -> str:
    """Return the digest by which the page's policy lets this script run, and no other."""
    return base64.b64encode(hashlib.sha256(str(script()).encode()).digest()).decode()
