"""What the words of a contract say of anesthesia: base units of codes, minutes of a unit, shares, rounding.

Nothing is supposed: what the words do not say is unknown (`data/reference/anesthesia.toml`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal
from functools import cache

from cutover.reference import load

EXACT, UNKNOWN = "exact", "unknown"
_TENTHS = {
    "tenth": (Decimal("0.1"), ROUND_HALF_UP),
    "up": (Decimal(1), ROUND_CEILING),
    "down": (Decimal(1), ROUND_FLOOR),
}
_WORD = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True)
class _Rounding:
    how: str
    pattern: str


@dataclass(frozen=True)
class _Words:
    """The file `anesthesia.toml`."""

    first_code: str
    last_code: str
    untimed: frozenset[str]
    directing: frozenset[str]
    full: frozenset[str]
    about: frozenset[str]
    base: tuple[str, ...]
    minutes: tuple[str, ...]
    shares: tuple[str, ...]
    rounding: tuple[_Rounding, ...]


@dataclass(frozen=True)
class Terms:
    """How a contract pays time: minutes of a unit (null: not said), percent by modifier, how parts of a unit count."""

    minutes: int | None
    shares: dict[str, Decimal]
    rounding: str

    def units(self, minutes: int) -> Decimal:
        """Return the time units of so many minutes."""
        units = Decimal(minutes) / Decimal(self.minutes or 1)
        if self.rounding == EXACT:
            return units
        step, way = _TENTHS[self.rounding]
        return (units / step).quantize(Decimal(1), way) * step

    def share(self, marks: frozenset[str]) -> Decimal | None:
        """Return the percent that a line with these modifiers is paid; null where the words do not say it."""
        known = words()
        directing = marks & known.directing
        if len(directing) > 1:
            return None
        if not directing:
            return Decimal(100)
        mark = next(iter(directing))
        return self.shares.get(mark, Decimal(100) if mark in known.full else None)


@cache
def terms_in(text: str) -> Terms:
    """Return what a text says of how time is paid; of two different numbers for one thing neither is taken."""
    known = words()
    minutes = {
        int(hit["minutes"]) for pattern in known.minutes for hit in re.finditer(pattern, text, re.IGNORECASE)
    }
    shares: dict[str, set[Decimal]] = {}
    for pattern in known.shares:
        for hit in re.finditer(pattern, text, re.IGNORECASE):
            for mark in re.findall(r"\b[AQ][ADKXYZ]\b", hit["marks"].upper()):
                shares.setdefault(mark, set()).add(Decimal(hit["percent"]))
        if shares:
            break
    how = next((one.how for one in known.rounding if re.search(one.pattern, text, re.IGNORECASE)), EXACT)
    return Terms(
        minutes.pop() if len(minutes) == 1 else None,
        {mark: told.pop() for mark, told in shares.items() if len(told) == 1},
        how,
    )


def bases_in(text: str) -> dict[str, int]:
    """Return the base units by code that a text names; none of a code for which it names two numbers."""
    if not re.search(r"\bbase\b", text, re.IGNORECASE):
        return {}
    found: dict[str, set[int]] = {}
    for pattern in words().base:
        for hit in re.finditer(pattern, text, re.IGNORECASE):
            if is_anesthesia(hit["code"]):
                found.setdefault(hit["code"], set()).add(int(hit["units"]))
        if found:
            break
    return {code: units.pop() for code, units in found.items() if len(units) == 1}


def is_anesthesia(code: object) -> bool:
    """Tell whether a procedure is one of anesthesia."""
    known = words()
    return (
        isinstance(code, str)
        and bool(re.fullmatch(r"\d{5}", code))
        and known.first_code <= code <= known.last_code
    )


def is_timed(code: object) -> bool:
    """Tell whether a procedure is paid by its time: one of anesthesia, but for those whose time counts elsewhere."""
    return is_anesthesia(code) and code not in words().untimed


def is_about(*texts: object) -> bool:
    """Tell whether one of these texts speaks of anesthesia."""
    said = {word for text in texts if isinstance(text, str) for word in _WORD.findall(text.casefold())}
    return bool(said & words().about)


def words() -> _Words:
    """Return the words and codes of anesthesia."""
    return load("anesthesia", _Words)
