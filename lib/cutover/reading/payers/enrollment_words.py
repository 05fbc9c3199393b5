"""What trackers and exports of enrollments mean: their words for transactions, for statuses, and for who holds one."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

import pandas as pd

from cutover import reference
from cutover.intake.sheets import ELSEWHERE, ENROLLMENTS
from cutover.reading.files.header import normal

CLAIMS = "837"  # claims of which a source says no form
SUBMITTED = "SUBMITTED"


@dataclass(frozen=True)
class _Named:
    codes: tuple[str, ...]
    words: tuple[str, ...]


@dataclass(frozen=True)
class _Apart:
    words: tuple[str, ...]
    why: str


@dataclass(frozen=True)
class _Transactions:
    doubtful: tuple[str, ...]
    transaction: tuple[_Named, ...]
    apart: tuple[_Apart, ...]


@dataclass(frozen=True)
class _Meant:
    status: str
    words: tuple[str, ...]
    waiting_on: str | None = None


@dataclass(frozen=True)
class _Statuses:
    status: tuple[_Meant, ...]


@dataclass(frozen=True)
class _Holder:
    meaning: str
    names: tuple[str, ...]


@dataclass(frozen=True)
class _Holders:
    held: frozenset[str]
    filed: frozenset[str]
    joints: frozenset[str]
    after: frozenset[str]
    name: tuple[_Holder, ...]


def transactions(text: str) -> tuple[str, ...]:
    """Return the X12 codes that a cell names, none where it names none that is known or where it says no.

    `Claims, ERA` is ("837", "835"): "837" are claims whose form the cell leaves open, and it is left out beside a form.
    """
    found, doubtful = _met(text)
    codes = dict.fromkeys(code for named in found if isinstance(named, _Named) for code in named.codes)
    forms = [code for code in codes if code.startswith(CLAIMS) and code != CLAIMS]
    return () if doubtful else tuple(code for code in codes if code != CLAIMS or not forms)


def apart(text: str) -> str | None:
    """Return why a cell that names no transaction of a move is none to be compared, None where it is not known."""
    found, doubtful = _met(text)
    whys = [named.why for named in found if isinstance(named, _Apart)]
    return whys[0] if whys and len(whys) == len(found) and not doubtful else None


def not_understood(found: pd.DataFrame) -> list[tuple[int, str, str]]:
    """Return (row, field, cell) of each transaction and status of mapped enrollments that means nothing known."""
    told = []
    for row in found[["source_row", "transaction", "status"]].to_dict("records"):
        for name, known in (("transaction", _is_named), ("status", status)):
            text = row[name]
            if isinstance(text, str) and text.strip() and not known(text):
                told.append((int(row["source_row"]), name, text))
    return told


def _is_named(text: str) -> bool:
    return bool(transactions(text) or apart(text))


def apart_reasons() -> frozenset[str]:
    """Return every reason of `apart`."""
    return frozenset(one.why for one in _said().apart)


def status(text: str) -> str | None:
    """Return the status that a cell means, taken whole: the intake's word, a plain one, or who holds the enrollment."""
    meant = _plain_words().get(normal(text))
    return ENROLLMENTS.field("status").choice(text) or (meant.status if meant else None) or _held(text)


def waits_on(text: str) -> str | None:
    """Return whom a status in plain words waits on: `Waiting on Stedi`."""
    meant = _plain_words().get(normal(text))
    return meant.waiting_on if meant else None


def says_who(text: str) -> bool:
    """Return whether a status tells that another clearinghouse holds the enrollment."""
    return status(text) == ELSEWHERE


def _held(text: str) -> str | None:
    """The status that a cell means by naming a clearinghouse, with nothing else in it that is not understood."""
    tokens = _tokens(text)
    while tokens and tokens[-1] in _holders().after and " ".join(tokens) not in _holder_names():
        tokens = tokens[:-1]
    for place in range(len(tokens)):
        meaning = _holder_names().get(" ".join(tokens[place:]))
        if meaning:
            return _with_lead(tokens[:place], meaning)
    return None


def _with_lead(lead: list[str], meaning: str) -> str | None:
    """What a name means after these words: held there, filed there, or nothing that is sure."""
    said = _holders()
    if not set(lead) <= said.held | said.joints | said.filed:
        return None
    if set(lead) & said.filed:
        return SUBMITTED
    # "Stedi" alone tells nothing: it may be whom it waits on
    return meaning if meaning != "LIVE" or set(lead) & said.held else None


def _met(text: str) -> tuple[list[_Named | _Apart], bool]:
    """Every entry that a cell names, the longest at each word, and whether a word of doubt is among the rest."""
    tokens, place, found = _tokens(text), 0, []
    doubtful = False
    while place < len(tokens):
        for end in range(len(tokens), place, -1):
            named = _phrases().get(" ".join(tokens[place:end]))
            if named:
                found.append(named)
                place = end
                break
        else:
            doubtful |= tokens[place] in _said().doubtful
            place += 1
    return found, doubtful


def _tokens(text: str) -> list[str]:
    return re.findall(r"[a-z0-9]+", text.lower().replace("&", " and "))


def _said() -> _Transactions:
    return reference.load("transaction_words", _Transactions)


@cache
def _phrases() -> dict[str, _Named | _Apart]:
    every: tuple[_Named | _Apart, ...] = (*_said().transaction, *_said().apart)
    return {" ".join(_tokens(word)): named for named in every for word in named.words}


@cache
def _plain_words() -> dict[str, _Meant]:
    said = reference.load("enrollment_words", _Statuses)
    return {normal(word): meant for meant in said.status for word in meant.words}


@cache
def _holders() -> _Holders:
    return reference.load("clearinghouses", _Holders)


@cache
def _holder_names() -> dict[str, str]:
    return {" ".join(_tokens(word)): one.meaning for one in _holders().name for word in one.names}
