"""Cells that hold several things of a patient, parted: a whole address, a payer with the member ID."""

from __future__ import annotations

import re
from typing import NamedTuple

from cutover.reading.patients.words import known, plain
from cutover.reading.payers.names import is_a_payers
from cutover.reading.payers.states import state_code, zip_prefixes

_ZIP = re.compile(r"(?P<before>.*\S)[\s,;]+(?P<zip>\d{5}(?:-?\d{4})?)\s*", re.DOTALL)
_LINES = re.compile(r"\s*[,;\n]\s*")
_BETWEEN = " \t\n,;:/#()|-."
_NUMBER = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?")
_DIGITS, _SIGNS = 4, 6  # that a member ID has at least
_LETTERS = 4  # of a word that can be a payer's name where no list knows it


class Address(NamedTuple):
    """A whole address in its parts; null where the text does not hold one."""

    street: str | None
    city: str | None
    state: str | None
    zip: str | None


def address_parts(text: str) -> Address | None:
    """Return the parts of `12 Elm St, Reno, NV 89501`; None for a text that does not end in a ZIP behind words.

    The state may be absent: it is not taken from the ZIP. Where nothing parts street and city, both stay the street.
    """
    found = _ZIP.fullmatch(text)
    if found is None or not re.search(r"[^\W\d_]{2}", found["before"]):
        return None
    lines = [line for line in _LINES.split(found["before"].strip(" ,;\n")) if line]
    state = None
    if len(lines) > 1 and state_code(lines[-1]):
        state = lines.pop()
    else:
        lines[-1], state = _without_state(lines[-1], found["zip"])
    city = lines.pop() if len(lines) > 1 and not any(sign.isdigit() for sign in lines[-1]) else None
    return Address(", ".join(lines) or None, city, state, found["zip"])


def _without_state(line: str, zip_code: str) -> tuple[str, str | None]:
    """A line and the state behind it, which must be one of the ZIP: `Port Washington 11050` names no state."""
    words = line.split()
    there = zip_prefixes().get(zip_code[:3], frozenset())
    for count in (1, 2, 3):
        said = " ".join(words[-count:])
        if len(words) > count and state_code(said) in there:
            return " ".join(words[:-count]), said
    return line, None


def payer_parts(text: str) -> tuple[str, str] | None:
    """Return payer and member ID of `Aetna W123456789` or `W123456789 / Aetna`; None where it does not hold both.

    A member ID is one word of six signs or more with four digits or more; what is written as several words is none.
    """
    words = text.split()
    for number, rest in ((words[-1:], words[:-1]), (words[:1], words[1:])):
        bare = number[0].strip(_BETWEEN) if number else ""
        payer = _without_labels(rest)
        enough = len(bare) >= _SIGNS and sum(sign.isdigit() for sign in bare) >= _DIGITS
        if enough and _NUMBER.fullmatch(bare) and re.search(r"[^\W\d_]{2}", payer):
            return payer, bare
    return None


def _without_labels(words: list[str]) -> str:
    """A payer's words without what names the number beside them: `Aetna, ID #`."""
    while words and (plain(words[-1].strip(_BETWEEN)) in {"", *known().member_labels}):
        words = words[:-1]
    return " ".join(words).strip(_BETWEEN)


def is_address(text: str) -> bool:
    """Tell whether a text is street, city and ZIP in one: with a number or a box in front, or three lines of it."""
    parts = address_parts(text)
    return parts is not None and parts.street is not None and any(sign.isdigit() for sign in parts.street)


def is_payer_with_id(text: str) -> bool:
    """Tell whether a text is surely a payer with a member ID: the payer is a known one or has a longer word."""
    parts = payer_parts(text)
    if parts is None:
        return False
    return is_a_payers(parts[0]) or re.search(rf"[^\W\d_]{{{_LETTERS}}}", parts[0]) is not None
