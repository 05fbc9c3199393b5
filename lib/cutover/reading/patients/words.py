"""The words that patient exports write for values, as `data/reference/patient_values.toml` lists them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from cutover import reference
from cutover.reading.files.days import parts_of as day_of


@dataclass(frozen=True)
class Known:
    """What exports write for values: lists of words, and words with the value that each is read as."""

    suffixes: frozenset[str]
    placeholder_names: frozenset[str]
    blank: frozenset[str]
    self_pay: frozenset[str]
    self_pay_says: tuple[str, ...]
    self_pay_beside: frozenset[str]
    payer_classes: frozenset[str]
    self_pay_flags: frozenset[str]
    insured: frozenset[str]
    self_pay_unsure: frozenset[str]
    sheet_nouns: frozenset[str]
    sheets: dict[str, bool]
    flags_yes: frozenset[str]
    flags_no: frozenset[str]
    apartment: tuple[str, ...]
    sex: dict[str, str]
    relationship: dict[str, str]
    active: dict[str, bool]
    deceased: frozenset[str]
    extension: tuple[str, ...]
    member_labels: frozenset[str]
    nobody: tuple[str, ...]
    beside_nobody: frozenset[str]
    test_sure: frozenset[str]
    test_names: tuple[str, ...]
    beside_test: frozenset[str]
    newborn: frozenset[str]
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


def names_nobody(name: str) -> bool:
    """Tell whether a whole name is that of no person, such as `Walk-in / cash` or `Pay, Self`.

    Nothing but such words may stand in it, in any order: `Cash, John` is a person.
    """
    words = re.findall(r"[^\W_]+", plain(name))
    nobody, beside = known().nobody, known().beside_nobody
    return any(_is_made_of(" ".join(order), nobody, beside) for order in (words, words[::-1]))


def names_test(name: str) -> bool:
    """Tell whether a whole name is that of a test record: `ZZTEST, Ann`, `Patient, Test 2`, `TEST TEST`.

    Test is a last name as well: one word of it, or one beside another name, is a person's.
    """
    words = re.findall(r"[^\W\d_]+", plain(name))
    if set(words) & known().test_sure:
        return True
    tests, beside = known().test_names, known().beside_test
    return len(words) > 1 and any(
        _is_made_of(" ".join(order), tests, beside) for order in (words, words[::-1])
    )


@cache
def is_self_pay(name: str) -> bool:
    """Tell whether what stands for a payer says that the patient pays: `Sliding scale`, `Cash pkg 6 visits`.

    Nothing but words for it may stand there, and numbers: an insurer that has one of them in its name is a payer.
    """
    if plain(name) in known().self_pay:
        return True
    words = " ".join(re.findall(r"[^\W_]+", plain(name)))
    said = left = f" {words} "
    for phrase in sorted(known().self_pay_says, key=len, reverse=True):
        left = left.replace(f" {phrase} ", "  ")
    others = {word for word in left.split() if not word.isdigit()}
    return left != said and others <= known().self_pay_beside


def names_newborn(first: str) -> bool:
    """Tell whether the whole first name of a record is a newborn's before it has one: `Baby Girl`, `BB`, `Baby Boy A`.

    A letter or a number behind it tells twins apart.
    """
    words = re.findall(r"[^\W_]+", plain(first))
    if len(words) > 1 and len(words[-1]) == 1:
        words = words[:-1]
    return " ".join(words) in known().newborn


def _is_made_of(said: str, phrases: tuple[str, ...], beside: frozenset[str]) -> bool:
    """Whether a text has one of the phrases, and else nothing but words that may stand beside them."""
    left = f" {said} "
    for phrase in sorted(phrases, key=len, reverse=True):
        while f" {phrase} " in left:
            left = left.replace(f" {phrase} ", "  ")
    return left != f" {said} " and set(left.split()) <= beside


def marks_deceased(text: str) -> bool:
    """Tell whether a cell of a column of the deceased says that the patient has died: a yes, a word for it, a day."""
    said = plain(text)
    return (
        said in known().flags_yes
        or said in known().deceased
        or says_deceased(text)
        or day_of(text) is not None
    )


def says_deceased(text: str) -> bool:
    """Tell whether a status says that the patient has died; such a status is not active."""
    return plain(text) in known().deceased
