"""A client's plan of its rollout that is a text: a line a practice, with its place, its day and a remark."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from typing import NamedTuple

import pandas as pd

from cutover.lookup import meant
from cutover.reading.files.days import days_named
from cutover.reading.files.prose import lines_of

_PLACE = re.compile(r"\W*#?(\d{1,3})(?:[.):]|st|nd|rd|th)?\s+(?=\S)")
_HEAD = re.compile(r"[^,;:()\t|]*?(?=\s+[-\u2013\u2014>]|[,;:()\t|]|$)")  # words before whatever parts them
_AROUND = " \t,;:.-\u2013\u2014>()[]|"
_SHARE = 2 / 3  # of the lines of a list that name a practice of the client


class _Line(NamedTuple):
    slug: str | None
    place: int | None
    day: dt.date | None
    rest: str | None
    number: int  # of the line, from 1


def rows(
    data: bytes, name: str, names: Mapping[str, str]
) -> tuple[tuple[str, ...], pd.DataFrame, tuple[str, ...]]:
    """Return the lines above the list, the rows of the plan by `slug`, and what of it names no practice.

    `rows` has `slug`, `place`, `day`, `said` in place of a day, `remark`, `source_file` and `source_row`, and none
    where the text is no plan: most lines with a place or a day begin with a practice of the client.
    """
    told = [_line(text, number, names) for number, text in enumerate(lines_of(data), 1)]
    listed = [one for one in told if one.place is not None or one.day is not None]
    found = [one for one in listed if one.slug is not None]
    is_plan = len({one.slug for one in found}) >= min(2, len(names)) and len(found) >= _SHARE * len(listed)
    if not found or not is_plan:
        return (), pd.DataFrame(), ()
    above = tuple(lines_of(data)[: found[0].number - 1])
    strange = [one.number for one in listed if one.slug is None and one.number > found[0].number]
    notes = tuple(
        f"line {number} of the client's plan names no practice that is known." for number in strange
    )
    made = [
        {"slug": one.slug, "place": one.place, "day": None if one.day is None else pd.Timestamp(one.day),
         "said": one.rest if one.day is None else None, "remark": None if one.day is None else one.rest,
         "source_file": name, "source_row": one.number}
        for one in found
    ]  # fmt: skip
    return above, pd.DataFrame(made), notes


def _line(text: str, number: int, names: Mapping[str, str]) -> _Line:
    """What a line says: a place, then a practice, then a day and more; or the day before the practice."""
    found = _PLACE.match(text)
    rest = text[found.end() :] if found else text
    days = days_named(rest)
    day = days[0][0] if len({one[0] for one in days}) == 1 else None
    for _, first, last in reversed(days if day else []):
        rest = f"{rest[:first].rstrip(_AROUND)}, {rest[last:].lstrip(_AROUND)}"
    rest = rest.strip(_AROUND)
    slug, more = _practice(rest, names)
    return _Line(slug, int(found[1]) if found else None, day, more.strip(_AROUND) or None, number)


def _practice(text: str, names: Mapping[str, str]) -> tuple[str | None, str]:
    """The practice that a text begins with, and what stands behind it."""
    head = _HEAD.match(text)
    ends = [one.end() for one in re.finditer(r"\S+", head.group() if head else "")]
    for end in reversed(ends):
        if slug := meant(text[:end], names):
            return slug, text[end:]
    return None, text
