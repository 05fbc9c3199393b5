"""Questions, tabs and headers of intakes in an office's own words, beside those of the template."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

import pandas as pd

from cutover import reference
from cutover.intake.fields import Field, Sheet, normal


@dataclass(frozen=True)
class _Words:
    least_questions: int
    questions: dict[str, tuple[str, ...]]
    tabs: dict[str, tuple[str, ...]]
    headers: dict[str, dict[str, tuple[str, ...]]]
    notes: dict[str, tuple[str, ...]]


NOT_ASKED, NARROWER, LEFT, LEFT_ON, UNDECIDED, SWITCHED_OFF, OF_CHARTS = (
    "not_asked",
    "narrower",
    "left",
    "left_on",
    "undecided",
    "switched_off",
    "of_charts",
)  # what a note may say: see `note_says`


@cache
def _words() -> _Words:
    return reference.load("intake_words", _Words)


def least_questions() -> int:
    """Return how many known questions make a tab of an unknown name the form."""
    return _words().least_questions


@cache
def _questions() -> Mapping[str, str]:
    return _turned(_words().questions)


@cache
def _headers(sheet: str) -> Mapping[str, str]:
    return _turned(_words().headers.get(sheet, {}))


@cache
def _tabs() -> Mapping[str, str]:
    return _turned(_words().tabs)


def _turned(words: Mapping[str, tuple[str, ...]]) -> dict[str, str]:
    return {normal(text): name for name, texts in words.items() for text in texts}


def asked(header: str, sheet: Sheet) -> Field | None:
    """Return the field that a header or question means, as headers are compared; None where nothing knows it.

    The template's own words come first.
    """
    known = next((field for field in sheet.fields if header in field.names), None)
    if known:
        return known
    name = (_questions() if sheet.form else _headers(sheet.name)).get(header)
    return next((field for field in sheet.fields if field.name == name), None)


def note_says(notes: pd.Series, what: str) -> pd.Series:
    """Return which notes hold one of the words for `what`, one truth value per row; another note says nothing."""
    told = [re.compile(rf"\b{re.escape(_spaced(words))}\b") for words in _words().notes[what]]
    known = {text: any(one.search(_spaced(text)) for one in told) for text in notes.dropna().unique()}
    return notes.map(known).eq(True).fillna(False).astype(bool)


def _spaced(text: str) -> str:
    return " ".join(re.findall(r"[a-z0-9]+", text.lower().replace("'", "").replace("\u2019", "")))


def tab_of(title: str, sheets: tuple[Sheet, ...]) -> Sheet | None:
    """Return the sheet of the intake that a tab is by its name, None where nothing knows it."""
    name = normal(title)
    named = next((sheet for sheet in sheets if name in sheet.names), None)
    return named or next((sheet for sheet in sheets if sheet.name == _tabs().get(name)), None)
