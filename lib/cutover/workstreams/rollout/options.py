"""What a person may set for a plan instead of the client's wishes: each is text, and empty where the wishes hold."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from cutover.errors import UsageError
from cutover.reading.practice.wishes import Wishes


def _number(name: str, low: int, high: int) -> Callable[[str], dict[str, object]]:
    def read(text: str) -> dict[str, object]:
        if not re.fullmatch(r"[0-9]{1,3}", text) or not low <= int(text) <= high:
            raise ValueError(f"a whole number from {low} to {high}")
        return {name: int(text)}

    return read


def _fixed(text: str) -> dict[str, object]:
    """Days of practices, as `elm 2026-09-14, fir 2026-09-21`; the word none lets all of them go."""
    if text.strip() == "none":
        return {"fixed": {}}
    found = {}
    for part in text.split(","):
        slug, _, day = part.strip().partition(" ")
        try:
            found[slug] = dt.datetime.strptime(day.strip(), "%Y-%m-%d").date()  # noqa: DTZ007
        except ValueError:
            raise ValueError("practices with their days such as elm 2026-09-14, or the word none") from None
    return {"fixed": found}


# name -> from text to the wish that it sets; the notebook takes those that its parameters cell names
OPTIONS: dict[str, Callable[[str], dict[str, object]]] = {
    "chance_percent": _number("chance_percent", 50, 99),
    "most_a_week": _number("most_a_week", 1, 5),
    "fixed_days": _fixed,
}


def options(**texts: str) -> dict[str, object]:
    """Return the wishes that these texts set; an empty text sets none. Raises UsageError for one that is no value."""
    found: dict[str, object] = {}
    for name, text in texts.items():
        if text == "":
            continue
        try:
            found |= OPTIONS[name](text)
        except ValueError as wanted:
            raise UsageError(f"{name} is {text!r}, wanted {wanted}.") from None
    return found


def chosen(variables: Mapping[str, object]) -> dict[str, object]:
    """Return the options among a notebook's variables, of its parameters cell; others are passed over."""
    return options(**{name: str(variables[name]) for name in OPTIONS if name in variables})


def wished(wishes: Wishes, given: Mapping[str, Any]) -> Wishes:
    """Return a client's wishes with those that were set for this report in their place."""
    return replace(wishes, **given)
