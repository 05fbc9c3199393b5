"""The words that patient exports write for values, as `data/reference/patient_values.toml` lists them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from cutover import reference


@dataclass(frozen=True)
class Known:
    """What exports write for values: lists of words, and words with the value that each is read as."""

    suffixes: frozenset[str]
    placeholder_names: frozenset[str]
    blank: frozenset[str]
    self_pay: frozenset[str]
    flags_yes: frozenset[str]
    flags_no: frozenset[str]
    apartment: tuple[str, ...]
    sex: dict[str, str]
    relationship: dict[str, str]
    active: dict[str, bool]
    deceased: frozenset[str]
    extension: tuple[str, ...]
    priority: dict[str, str]
    nicknames: dict[str, tuple[str, ...]]


@cache
def known() -> Known:
    """Return what exports write for values: `patient_values.toml`."""
    return reference.load("patient_values", Known)


def plain(text: str) -> str:
    """Return a text as word lists hold it: lower case, without points, single spaces."""
    return " ".join(text.lower().replace(".", "").split())


def priority_of(text: str) -> str | None:
    """Return the rank of a coverage (primary, secondary, tertiary) that a text says; None for another word."""
    return known().priority.get(plain(text))


def says_deceased(text: str) -> bool:
    """Tell whether a status says that the patient has died; such a status is not active."""
    return plain(text) in known().deceased
