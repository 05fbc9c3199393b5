"""Amounts of reports in thousands or millions: their unit, their cents, and how far these are known."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import cache

from cutover import reference
from cutover.reading.files.values import amount_cents

THOUSAND, MILLION = 1_000, 1_000_000
_DIGITS = re.compile(r"\d[\d,]*(?:\.\d*)?|\.\d+")
_GROUPED = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d*)?")
_SUFFIX = re.compile(r"(.*\d)\s?([km])(\)?)", re.IGNORECASE)
_IN_BRACKETS = re.compile(r"[\s,]*[(\[]([^()\[\]]*)[)\]]\s*$")
_SUFFIXES = {"k": THOUSAND, "m": MILLION}


@dataclass(frozen=True)
class _Units:
    thousands: tuple[str, ...]
    millions: tuple[str, ...]


@cache
def _words() -> _Units:
    return reference.load("report_units", _Units)


def unit_of(*texts: str) -> int:
    """Return how many dollars one is worth in a report, by what its title, its notes and its headers say; 1 unsaid.

    Two different units said are no unit that anybody could take: 0.
    """
    said = {
        unit
        for unit, words in ((THOUSAND, _words().thousands), (MILLION, _words().millions))
        for text in texts
        if any(f" {word} " in _plain(text) for word in words)
    }
    return said.pop() if len(said) == 1 else 0 if said else 1


def without_unit(label: str) -> str:
    """Return a header without the unit behind it: `Total ($000)`, `0-30 (in thousands)`."""
    found = _IN_BRACKETS.search(label)
    return label[: found.start()] if found and unit_of(found[1]) != 1 else label


def _plain(text: str) -> str:
    return f" {' '.join(re.sub(r'[^a-z0-9$]+', ' ', text.lower().replace('$', ' $')).split())} "


def scaled(cells: Sequence[str], unit: int) -> tuple[list[int | None], int | None]:
    """Return the cents of amounts in a unit, and to how many cents they are rounded, null where to the cent.

    A cell may name its own: `$12.4K`. The finest amount tells the rounding: a spreadsheet leaves out zeros at the end.
    """
    parted = [_parted(cell, unit) for cell in cells]
    found = [None if part is None else _cents(*part) for part in parted]
    steps = [
        100 * own // 10 ** min(_decimals(text), 9)
        for part in parted
        if part
        for text, own in [part]
        if own > 1
    ]
    fine = [step for step in steps if step > 1]
    return found, min(fine) if fine and len(fine) == len(steps) else None


def _parted(cell: str, unit: int) -> tuple[str, int] | None:
    """The text of an amount and its unit; None where a cell names a unit below another one."""
    own = _SUFFIX.fullmatch(cell.strip())
    if own is None:
        return cell, unit
    return (own[1] + own[3], _SUFFIXES[own[2].lower()]) if unit in (1, _SUFFIXES[own[2].lower()]) else None


def _decimals(text: str) -> int:
    found = _DIGITS.search(text)
    return len(found[0].partition(".")[2]) if found else 0


def _cents(text: str, unit: int) -> int | None:
    if unit == 1:
        return amount_cents(text or None)
    found = _DIGITS.search(text)
    if found is None or ("," in found[0] and not _GROUPED.fullmatch(found[0])):
        return None
    value = Decimal(found[0].replace(",", "")) * unit
    whole = value.quantize(Decimal("0.01"), ROUND_HALF_UP)
    return amount_cents(f"{text[: found.start()]}{whole}{text[found.end() :]}")
