"""What one rate of a contract is for, as a column beside it says: a unit of the line, or a visit whatever its units."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from cutover import reference

UNIT, VISIT = "one unit", "one visit"
NOT_KNOWN = 'the rate is for "{text}": how many of them a line has is not known'


@dataclass(frozen=True)
class _Words:
    """The file `rate_units.toml`."""

    beside: frozenset[str]
    unit: frozenset[str]
    visit: frozenset[str]


def per_of(text: str) -> str | None:
    """Return UNIT or VISIT, whichever a cell means; None where it means another measure: an hour, a day, a month."""
    said = _said()
    words = re.findall(r"[a-z]+|\d+", text.lower().replace("re-eval", "reeval"))
    own = " ".join(word for word in words if word not in said.beside)
    if own in said.unit or (not own and words):
        return UNIT
    return VISIT if own in said.visit else None


@cache
def _said() -> _Words:
    return reference.load("rate_units", _Words)
