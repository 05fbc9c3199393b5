"""How reports of open money by age call their columns, rows and days: bands, totals, the day that ages count from."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import pandas as pd

from cutover import reference
from cutover.reading.files.values import days_in_name
from cutover.reading.mapping.said_once import days_in
from cutover.reading.practice.file_names import base_name

SERVICE, OTHER_DAY = "service", "another day"
TOTAL, SUBTOTAL = "total", "subtotal"  # roles of rows: of the report itself, and of a part of its rows
ALL = "all ages"  # the band of a column of totals
FEWEST_BANDS = 3
_RANGE = re.compile(r"(\d{1,3}) ?(?:-|to|thru|through) ?(\d{1,3})(?: days?)?")
_OVER = re.compile(r"(?:over|above|>|more than|older than) ?(\d{1,3})(?: days?)?")
_FROM = re.compile(r"(\d{1,3}) ?(?:\+|plus|and (?:over|up|older|above)|or more)(?: days?)?(?: ?\+)?")
_AGED_BY = re.compile(r"(?:aged (?:by|from|on)|\bdays (?:from|since)) (?:the )?([a-z ]+)")
_AGING_BY = re.compile(r"\bag(?:ed|ing)(?: report)? (?:by|from|on) (?:the )?([a-z ]+)")
_DOTS = re.compile(r"(?<=\d)[._](?=\d)")

Band = tuple[int, int | None]


@dataclass(frozen=True)
class Words:
    """The words of such reports, in lower case."""

    payer: frozenset[str]
    total: frozenset[str]
    patient: frozenset[str]
    current: frozenset[str]
    by_service: frozenset[str]
    by_other: frozenset[str]
    days: frozenset[str]
    bare_ages: frozenset[str]
    spare: frozenset[str]
    open: frozenset[str]
    of_payers: frozenset[str]
    named: frozenset[str]
    not_named: frozenset[str]
    credit: frozenset[str]
    amount: frozenset[str]
    counts: frozenset[str]
    open_named: frozenset[str]
    not_open: frozenset[str]
    without_denied: frozenset[str]
    sums: frozenset[str]
    of_sums: frozenset[str]
    outdated: frozenset[str]
    corrected: frozenset[str]


@cache
def words() -> Words:
    """Return the words of aging reports (`data/reference/aging_reports.toml`)."""
    return reference.load("aging_reports", Words)


def plain(text: str) -> str:
    """Return a cell as it is compared: lower case, single blanks, plain dashes, no colon at its end."""
    apart = re.sub(r"[\u2010-\u2015]", "-", text.replace("\xa0", " ")).lower()
    return re.sub(r" ?- ?", "-", " ".join(apart.split())).strip(" :.")


def bands_of(labels: Sequence[str]) -> list[Band] | None:
    """Return the first and last age of each band by the labels of its columns, None where they are no bands in a row.

    `0 - 30`, `31 to 60 days`, `Over 60`, `61+`: each begins a day after the one before. `Current` is what lies before
    the next; the last may have no end.
    """
    found: list[Band] = []
    for place, label in enumerate(labels):
        text, after = plain(label), found[-1][1] + 1 if found and found[-1][1] is not None else None
        if text in words().current and place == 0 and len(labels) > 1:
            following = _RANGE.fullmatch(plain(labels[1]))
            found.append((0, int(following[1]) - 1) if following else (0, 30))
        elif hit := _RANGE.fullmatch(text):
            found.append((int(hit[1]), int(hit[2])))
        elif hit := _OVER.fullmatch(text):
            found.append((int(hit[1]) + 1, None))
        elif hit := _FROM.fullmatch(text):
            found.append((after if after == int(hit[1]) + 1 else int(hit[1]), None))
        else:
            return None
    starts = [first for first, _ in found]
    in_a_row = all(
        last is not None and last + 1 == first for (_, last), first in zip(found, starts[1:], strict=False)
    )
    ordered = all(last is None or first <= last for first, last in found)
    if len(found) < FEWEST_BANDS or not in_a_row or not ordered or starts[0] not in (0, 1):
        return None
    return [(0, found[0][1]), *found[1:]]


def is_band(label: str) -> bool:
    """Tell whether a header names a band of ages."""
    text = plain(label)
    return text in words().current or any(shape.fullmatch(text) for shape in (_RANGE, _OVER, _FROM))


def band_name(band: Band) -> str:
    """Return how a band is called here: `0-30`, `over 120`."""
    first, last = band
    return f"over {first - 1}" if last is None else f"{first}-{last}"


def aged_by(title: str) -> str | None:
    """Return by which day a report ages, as its title tells: `aged by date of service`; None where it does not."""
    found = _AGED_BY.search(plain(title))
    if found is None:
        return None
    return SERVICE if any(found[1].strip().startswith(word) for word in words().by_service) else OTHER_DAY


def aging_by(*texts: str) -> str | None:
    """Return by which day claims age, as title or name of their file tell: `Aging by billed date`; None without one.

    `Aging by payer` names no day.
    """
    for text in texts:
        for hit in _AGING_BY.finditer(plain(text.replace("_", " "))):
            said = hit[1].strip()
            for day, ways in ((SERVICE, words().by_service), (OTHER_DAY, words().by_other)):
                if any(re.match(rf"{re.escape(way)}\b", said) for way in ways):
                    return day
    return None


def is_of_payers(*texts: str) -> bool:
    """Tell whether a title, or the name of a sheet or file, says that a report is on what insurers owe alone."""
    return any(_has(_apart(text), words().of_payers) for text in texts)


def is_named(*texts: str) -> bool:
    """Tell whether a title, or the name of a sheet or file, says that it is an A/R aging: `AR aging 10-31`.

    `Area Agency on Aging` names somebody.
    """
    said = [_apart(text) for text in texts]
    return any(_has(text, words().named) and not _has(text, words().not_named) for text in said)


def of_credit(texts: pd.Series) -> pd.Series:
    """Return which cells say that their row is money of no claim: `CREDIT`, `(patient credit - unapplied)`."""
    known = {text: _has(_apart(text), words().credit) for text in texts.dropna().unique()}
    return texts.map(known).eq(True).fillna(False).astype(bool)


def has_words(phrases: frozenset[str], *texts: str) -> bool:
    """Tell whether one of some phrases stands in a title, or in the name of a sheet or file."""
    return any(_has(_apart(text), phrases) for text in texts)


def total_of(whose: str) -> bool:
    """Tell whether the name of a row says that it is the sum of others: `TOTAL`, `All carriers`, `Total insurance`."""
    if plain(whose) in words().total:
        return True
    said = set(_apart(whose).split())
    return bool(said & words().sums) and said <= words().sums | words().of_sums


def sounds_like_a_total(whose: str) -> bool:
    """Tell whether a word of a row's name may be one of a sum: `All of Maple Street`."""
    return bool(set(_apart(whose).split()) & words().sums)


def _apart(text: str) -> str:
    return f" {' '.join(re.findall('[a-z]+', text.lower()))} "


def _has(text: str, phrases: frozenset[str]) -> bool:
    return any(f" {phrase} " in text for phrase in phrases)


def day_of(title: str, *names: str) -> tuple[dt.date | None, bool]:
    """Return the one day that a title names, else the names of its sheet and file, and whether it is of a name.

    No day where the first of them that names any names several.
    """
    for place, text in enumerate((title, *names)):
        apart = base_name(text) if place else text
        days = {*days_in(apart)} if not place else {*days_in(_DOTS.sub("-", apart)), *days_in_name(apart)}
        if days:
            return (days.pop() if len(days) == 1 else None), bool(place)
    return None, False
