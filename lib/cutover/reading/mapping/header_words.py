"""Headers in words that can be compared: words parted, abbreviations written out, filling words left out."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from cutover import reference
from cutover.reading.files.in_cents import without_cents
from cutover.reading.mapping.shortened import expansions, misspelled, parted
from cutover.reading.mapping.sign_remarks import without_sign
from cutover.reading.mapping.targets import load_target

# between `Ins` and `Name` of InsName, `ID` and `Number` of IDNumber, `Ins` and `1` of Ins1Name; not in 1st
_ORDINAL = re.compile(r"(1st|2nd|3rd)(?!ate|atus|reet|art)", re.IGNORECASE)
# ranks as an office shortens them: `2ndary`, `2ary`, `3tiary`
_RANK = re.compile(
    r"(?<![A-Za-z0-9])(?:1(st)?|2(nd)?|3(rd)?)[-']?(?:[dt]?i?ary|a?ry)(?![a-z])", re.IGNORECASE
)
_RANKS = {"1": " primary ", "2": " secondary ", "3": " tertiary "}
_SEAMS = re.compile(
    r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])|(?<=[A-Za-z])(?=\d)"
    r"|(?<=\d)(?=(?!(?:st|nd|rd|th)(?![A-Za-z]))[A-Za-z])"
)
# how a name or a day is written, behind the header: `Patient Name (L, F M)`
_HOW = re.compile(
    r"\(\s*(l|last)( name)?[\s,]+(f|first)( name)?([\s,]+(m|mi|middle)( name)?\.?)?\s*\)", re.IGNORECASE
)
# how a day is written, behind the header: `Sent (DD/MM/YY)`
_DAYS = re.compile(
    r"\(\s*(?=[^()]*[md])(?:m{1,3}|d{1,2}|y{1,4})(?:[\s./-]*(?:m{1,3}|d{1,2}|y{1,4}))+\s*\)", re.IGNORECASE
)
# the parts of a name as the header itself: `Pt Last, First` is the patient's name
_MIDDLE = r"(?:[\s,/&]+(?:m|mi|middle)(?: ?(?:name|initial))?\b\.?)?"
_WHOLE = re.compile(rf"\b(?:last ?(?:name)?\s*[,/&]\s*first ?(?:name)?|l\s*,\s*f)\b{_MIDDLE}", re.IGNORECASE)
_PLURAL = re.compile(
    r"(?<![A-Za-z])[A-Z]{2,5}s(?![A-Za-z])"
)  # several of what is called by its letters: `CPTs`
_COUNTED = re.compile(r"#\s*([1-3])(?!\d)")  # which one of several: `Carrier #2`
_BRACKETS = re.compile(r"\(([^()]*)\)")
_MOST = 12  # readings of one header that are tried


@dataclass(frozen=True)
class Reading:
    """A header as words. `how` says what was done: "" nothing, "shortened" or "misspelled" words were guessed."""

    words: tuple[str, ...]
    how: str = ""
    unknown: frozenset[str] = frozenset()


@cache
def words_of(header: str) -> str:
    """Return a header or an alias as it is compared: `Pt. DOB` is `patient birth date`."""
    plain = _without_remark(without_sign(without_cents(header)))
    whole = _WHOLE.sub(" name ", _HOW.sub(" ", _DAYS.sub(" ", plain)))
    whole = _PLURAL.sub(lambda found: found[0].lower(), whole)
    whole = _RANK.sub(lambda found: _RANKS[found[0][0]], _COUNTED.sub(r" \1", whole))
    pieces = re.sub(r"([#%$])", r" \1 ", _SEAMS.sub(" ", _ORDINAL.sub(r" \1 ", whole)))
    found_words = re.findall(r"[^\W_]+|[#%$]", pieces)
    return _written_out(" ".join(part for word in found_words for part in _parts(word.lower())))


def _without_remark(header: str) -> str:
    """A header without brackets that say nothing of what it holds, such as in whose words: `Result (in our words)`."""
    found = _BRACKETS.search(header)
    words = re.findall(r"[^\W_]+", found[1].lower()) if found else []
    if found is None or not words or not _said().remarks.issuperset(words):
        return header
    rest = f"{header[: found.start()]} {header[found.end() :]}".strip()
    return rest or header


def _parts(word: str) -> tuple[str, ...]:
    """A word, or the known words that were glued into it."""
    if word in vocabulary() or not word.isalpha():
        return (word,)
    return parted(word, vocabulary()) or (word,)


def _written_out(text: str) -> str:
    text = f" {text} "
    ignored, phrases = _reference()
    for found, meant in phrases:
        while found in text:
            text = text.replace(found, meant)
    kept: list[str] = []
    for word in text.split():
        if word not in ignored and (not kept or kept[-1] != word):
            kept.append(word)
    return " ".join(kept)


@dataclass(frozen=True)
class _Words:
    ignored: frozenset[str]
    others: tuple[str, ...]
    phrases: dict[str, str]
    sending: frozenset[str] = frozenset()
    paying: frozenset[str] = frozenset()
    persons: frozenset[str] = frozenset()
    tools: frozenset[str] = frozenset()
    empty: frozenset[str] = frozenset()
    remarks: frozenset[str] = frozenset()
    days: frozenset[str] = frozenset()


@cache
def plainer(words: tuple[str, ...]) -> tuple[tuple[str, ...], ...]:
    """Return a header's words without those that add nothing, dollars being an amount; none where all of them count.

    The name of a tool counts where one word would be left: an ID of some tool may be anybody's.
    """
    said = _said()
    rest = tuple(word for word in words if word not in said.empty)
    own = tuple(word for word in rest if word not in said.tools)
    rest = own if len(own) > 1 else rest
    amount = tuple("amount" if word == "dollars" else word for word in rest)
    return tuple(made for made in dict.fromkeys((rest, amount)) if made and made != words)


@cache
def readings(header: str, wanted: frozenset[str]) -> tuple[Reading, ...]:
    """Return what a header may say, the plainest reading first.

    `wanted` are the words of the fields that are sought: a word that nobody knows is held against them as an
    abbreviation (dropped vowels, first letters), then as a slip of the pen.
    """
    first = words_of(header).split()
    unknown = [word for word in first if word not in vocabulary() and not word.isdigit()]
    found = [Reading(tuple(first), "", frozenset(unknown))]
    if not unknown:
        return tuple(found)
    for how, guess in (("shortened", expansions), ("misspelled", misspelled)):
        made: list[list[str]] = [[]]
        for word in first:
            options = guess(word, wanted) if word in unknown else (word,)
            made = [[*head, option] for head in made for option in options or (word,)][:_MOST]
        for words in made:
            said = tuple(_written_out(" ".join(words)).split())
            left = frozenset(word for word in unknown if word in said)
            if all(said != reading.words for reading in found):
                found.append(Reading(said, how, left))
    return tuple(found)


@cache
def vocabulary() -> frozenset[str]:
    """Return every word that a header may hold, whatever it means: of all fields, abbreviations, other things."""
    said = _said()
    first = _words(
        [*said.phrases, *said.phrases.values(), *said.others, *said.ignored, *said.tools, *said.empty]
    )
    names = [path.stem.removeprefix("aliases_") for path in sorted(reference.FOLDER.glob("aliases_*.toml"))]
    known = first | _words([alias for name in names for alias in load_target(name).header_words])
    return frozenset(word for word in known if word in first or not parted(word, known - {word}))


def _words(texts: list[str]) -> frozenset[str]:
    return frozenset(word for text in texts for word in re.findall(r"[a-z]+", text.lower()))


def are_opposed(header: str, alias: str) -> bool:
    """Return whether one of two headers speaks of sending alone and the other of paying alone."""
    said = _said()
    kinds = [
        (bool(words & said.sending), bool(words & said.paying))
        for words in (frozenset(words_of(text).split()) for text in (header, alias))
    ]
    return sorted(kinds) == [(False, True), (True, False)]


def is_of_a_person(words: str) -> bool:
    """Return whether a header names the person whose money it is: what a patient paid, no payer did."""
    return not _said().persons.isdisjoint(words.split())


def is_bare_day(header: str) -> bool:
    """Return whether a header asks for a day and says nothing of what happened on it: `When`, `Date`."""
    return header.casefold().strip(" ?:.") in _said().days


def speaks_of_others(header: str) -> bool:
    """Return whether a header has a word of things that no field is about, such as an employer or a diagnosis."""
    return not set(_said().others).isdisjoint(words_of(header).split())


@cache
def synonyms() -> dict[str, frozenset[str]]:
    """Return the long words that mean others, with the words they mean: `gender` is sex."""
    phrases = _said().phrases.items()
    return {
        found: frozenset(meant.split()) for found, meant in phrases if found.isalpha() and len(found) >= 5
    }


@cache
def _said() -> _Words:
    return reference.load("header_words", _Words)


@cache
def _reference() -> tuple[frozenset[str], list[tuple[str, str]]]:
    said = _said()
    phrases = sorted(said.phrases.items(), key=lambda pair: -len(pair[0]))
    return said.ignored, [(f" {found} ", f" {meant} " if meant else " ") for found, meant in phrases]
