"""Whose a table is by the names in it: practices and providers in columns, and in titles above the header.

A legal name that several practices have decides nothing, and what bears no other name is its folder's.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

import numpy as np
import pandas as pd

from cutover.identifiers import is_npi, tin_digits
from cutover.reading.files.sheet import Sheet
from cutover.reading.practice.book import Practice
from cutover.reading.practice.file_owner import NAME, NPI, TIN, folded, kind_of_header, titles
from cutover.reading.practice.file_subject import words
from cutover.reading.practice.whose import BY_NAME, OWN, SIBLING, Owners, verdict

_SHORTEST = 6  # letters of a name that may be looked for inside a title
_LONG = 4  # letters of a word that may be in common by more than chance
_BILLS = re.compile(r"\b(bill\w*|group|practice|payee|pay to)\b")
_PROVIDER = re.compile(r"\b(provider|rendering|physician|doctor|clinician|therapist)\b")
_NO_NAME = re.compile(
    r"\b(npi|id|number|no|type|specialty|taxonomy|date|code|phone|zip|refer\w*|order\w*|pcp)\b"
)
_CREDENTIALS = re.compile(
    r"^(md|do|od|dds|dmd|dpm|dc|np|pa|rn|aprn|arnp|crnp|crna|dnp|fnp|cnm|cnp|phd|psyd|aud|lcsw|lmsw|lmft|lmhc|lpc|lpcc"
    r"|bcba|slp|pt|dpt|ot|otr|dr|mr|mrs|ms)$"
)


def identifiers(sheet: Sheet) -> tuple[pd.Series, list[pd.Series]]:
    """Return the Tax ID of each row and its NPIs, that of who bills first, by the words of the headers."""
    by_kind = {kind: [n for n in sheet.columns if kind_of_header(n) == kind] for kind in (TIN, NPI)}
    tins = [_mapped(sheet.frame[name], tin_digits) for name in by_kind[TIN]]
    npis = [
        _mapped(sheet.frame[name], _npi)
        for name in sorted(by_kind[NPI], key=lambda n: not _BILLS.search(words(n)))
    ]
    blank = pd.Series(None, index=sheet.frame.index, dtype="str")
    tin = blank
    for one in tins:
        tin = tin.fillna(one)
    bills = bool(by_kind[NPI]) and any(_BILLS.search(words(n)) for n in by_kind[NPI])
    return tin, npis if bills or not npis else [blank, *npis]


def by_names(sheet: Sheet, owners: Owners) -> pd.DataFrame:
    """Return whose each row of a table is by the names in it (`whose`, `why`): columns first, then titles."""
    index = sheet.frame.index
    named = [(_practices, n) for n in sheet.columns if kind_of_header(n) == NAME]
    named += [
        (_providers, n) for n in sheet.columns if _PROVIDER.search(words(n)) and not _NO_NAME.search(words(n))
    ]
    rules = []
    for ask, name in named:
        told = _mapped(sheet.frame[name], lambda text, ask=ask: ask(text, owners))
        rules += [(told.eq(OWN), OWN, None), (told.eq(SIBLING), SIBLING, BY_NAME)]
    title = of_titles(list(titles(sheet)), owners)
    rules += [
        (np.full(len(index), title == whose), whose, why) for whose, why in ((OWN, None), (SIBLING, BY_NAME))
    ]
    return verdict(rules, index)


def of_names(names: pd.Series, owners: Owners) -> pd.DataFrame:
    """Return whose each name of a practice is (`whose`, `why`), one row per name."""
    told = _mapped(names, lambda text: _practices(text, owners))
    return verdict([(told.eq(OWN), OWN, None), (told.eq(SIBLING), SIBLING, BY_NAME)], names.index)


def is_alike(name: str, practice: Practice) -> bool:
    """Return whether a name has a longer word in common with the names of a practice, its folder and its providers."""
    known = {practice.name, practice.written_name, practice.slug.replace("-", " ")}
    words_of_it = {word for one in known | practice.providers | practice.legal_names for word in _long(one)}
    return bool(_long(name) & words_of_it)


def _long(name: str) -> set[str]:
    return {word for word in person(name).split() if len(word) >= _LONG}


def of_titles(lines: list[str], owners: Owners) -> str | None:
    """Return whose name the lines above a header bear: OWN, SIBLING, or None where they name nobody or several."""
    found = {told for line in lines if (told := _practices(line, owners) or _in_title(line, owners))}
    return found.pop() if len(found) == 1 else None


def _practices(text: str, owners: Owners) -> str | None:
    """Whose name a text holds; of names within each other the longest."""
    said = folded(text)
    held = [(len(name), whose) for name, whose in _names(owners) if name in said]
    longest = {whose for length, whose in held if length == max(held)[0]}
    return longest.pop() if len(longest) == 1 else None


def _names(owners: Owners) -> list[tuple[str, str]]:
    practices = [(owners.own, OWN), *((other, SIBLING) for other in owners.others)]
    named = [(folded(practice.written_name), whose) for practice, whose in practices]
    # a legal name of this practice that is another's name is of both
    theirs = {name for name, whose in named if whose == SIBLING}
    named += [(name, OWN) for legal in owners.own.legal_names if (name := folded(legal)) in theirs]
    return [(name, whose) for name, whose in named if len(name) >= _SHORTEST]


def _providers(text: str, owners: Owners) -> str | None:
    key = person(text)
    mine, theirs = _keys(owners)
    return _one(key in mine, key in theirs)


def _in_title(line: str, owners: Owners) -> str | None:
    """Whose provider or legal name a title names."""
    said = set(person(line).split())
    mine, theirs = _keys(owners)
    return _one(
        any(set(key.split()) <= said for key in mine), any(set(key.split()) <= said for key in theirs)
    )


def _one(mine: bool, theirs: bool) -> str | None:
    return None if mine == theirs else OWN if mine else SIBLING


def _keys(owners: Owners) -> tuple[set[str], set[str]]:
    """The names of providers and the legal names that tell this practice, and those that tell another one.

    The legal name is that of a Tax ID: where a sibling has the same Tax ID, its legal name is this practice's too.
    """
    own, others = owners.own, owners.others
    legal, theirs = _compared(own.legal_names), _all(other.providers for other in others)
    shared = legal & (theirs | _all(other.legal_names | {other.written_name} for other in others))
    shared |= _all(other.legal_names for other in others if own.tins & other.tins)
    return (_compared(own.providers) | legal) - shared, theirs - shared


def _all(names: Iterable[frozenset[str]]) -> set[str]:
    return _compared(frozenset().union(*names))


def _compared(names: frozenset[str]) -> set[str]:
    return {key for name in names if len(key := person(name)) >= _SHORTEST and " " in key}


def person(name: str) -> str:
    """Return a person's name as names are compared: its words in order of the alphabet, without credentials."""
    said = re.findall(r"[^\W\d_]{2,}", re.sub(r"[.'’]", "", name.casefold()))
    return " ".join(sorted(word for word in said if not _CREDENTIALS.match(word)))


def _npi(text: str) -> str | None:
    plain = re.sub(r"\.0+$", "", text.strip())
    return plain if is_npi(plain) else None


def _mapped(values: pd.Series, read) -> pd.Series:
    known = {text: read(text) for text in values.dropna().unique()}
    return values.map(known, na_action="ignore").astype("str")
