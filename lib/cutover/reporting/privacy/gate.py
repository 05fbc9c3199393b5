"""The gate of known values: finds in any text what a practice's inputs call patients, numbers, birth dates and so on.

A name counts where last and first name stand together. A last name alone is found where it points at a person: with a
capital, within a few words of one such as `patient` or `claim of`, of a day, or of a known number. Elsewhere it stays,
since most last names are words, towns and payers too; so do those in names of the practice, its providers and payers.

Plain sets of normalized words, numbers and runs of words are enough: a page has some ten thousand words, and each is
looked up once. No library of patterns is needed for that.
"""

from __future__ import annotations

import calendar
import itertools
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from cutover.reporting.privacy import known, words

MARK = "[withheld]"
FEWEST_DIGITS = 5  # of a number that is found by itself
FEWEST_LETTERS = 6  # of a joined name or a number of letters that is found by itself
FEWEST_OF_LAST = 4  # letters of a last name that is found beside what points at a person
NEAR = 3  # words between such a name and what points at a person
LONGEST = 8  # words of a run
_WORD = words.WORD
_NUMBER = re.compile(r"[^\W_]+((?:[-_/#:][^\W_]+)*)")
DAY = re.compile(r"(?<!\d)(?:(\d{4})-?(\d\d)-?(\d\d)|(\d{1,2})[/.-](\d{1,2})[/.-](\d{4}|\d\d))(?!\d)")
_SAID_DAY = re.compile(r"\b([A-Z][a-z]{2})[a-z]*\.? (\d{1,2}),? (\d{4})\b")
_PHONE = re.compile(r"(?<!\d)\(?(\d{3})\)?[\s./-]{0,2}(\d{3})[\s.-]?(\d{4})(?!\d)")
_SSN = re.compile(r"(?<!\d)(\d{3})[ -](\d\d)[ -](\d{4})(?!\d)")
_MAIL = re.compile(r"[\w.+-]+@[\w.-]+\w")
_MONTHS = {name: number for number, name in enumerate(calendar.month_abbr) if name}
_POINTS = frozenset({  # of one person; plurals stand in every sentence about claims
    "patient", "pt", "member", "insured", "subscriber", "guarantor", "mr", "mrs", "ms", "miss", "dob", "born", "chart",
    "claim", "account", "acct", "mrn",
})  # fmt: skip
_BETWEEN = re.compile(r"[\s,.;:'’\-_/()&]{0,4}\Z")


@dataclass(frozen=True)
class Hit:
    """Where a known value stands in a text, and what it is."""

    start: int
    end: int
    kind: str


@lru_cache(maxsize=200_000)
def plain(word: str) -> str:
    """Return a word in small letters without accents."""
    if word.isascii():
        return word.lower()
    apart = unicodedata.normalize("NFKD", word)
    return "".join(c for c in apart if not unicodedata.combining(c)).casefold()


def words_of(text: str) -> list[str]:
    """Return the normalized words of a text."""
    return [plain(word) for word in _WORD.findall(text)]


@dataclass
class Gate:
    """What is held against texts: runs of words by their first, single words, numbers, days, phones, mail."""

    runs: dict[str, str] = field(default_factory=dict)
    lengths: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    everyday: set[str] = field(default_factory=set)  # runs of words that mean something else too
    singles: dict[str, str] = field(default_factory=dict)
    lasts: set[str] = field(default_factory=set)  # last names that are no words of anything else here
    days: set[str] = field(default_factory=set)
    phones: set[str] = field(default_factory=set)
    mails: set[str] = field(default_factory=set)

    def hits(self, text: str) -> list[Hit]:
        """Return where known values stand in a text, in its order and none over another."""
        places = [(m.start(), m.end(), plain(m[0])) for m in _WORD.finditer(text)]
        found = [*self._in_runs(text, places), *self._in_numbers(text), *self._in_forms(text)]
        found += self._in_context(text, places, found)
        kept: list[Hit] = []
        for hit in sorted(found, key=lambda hit: (hit.start, -hit.end)):
            if not kept or hit.start >= kept[-1].end:
                kept.append(hit)
        return kept

    def _in_context(self, text: str, places: list[tuple[int, int, str]], found: list[Hit]) -> Iterator[Hit]:
        """Last names alone beside what points at a person, on the same line."""
        for number, (start, end, word) in enumerate(places):
            if word not in self.lasts or not text[start].isupper():
                continue
            near = places[max(0, number - NEAR - 1) : number + NEAR + 2]
            begin = max(near[0][0], text.rfind("\n", 0, start) + 1)
            line = text.find("\n", end)
            stop = near[-1][1] if line < 0 else min(near[-1][1], line)
            said = {word for at, _, word in near if begin <= at < stop}
            numbers = any(hit.start < stop and hit.end > begin and hit.kind == known.NUMBER for hit in found)
            if (
                numbers
                or said & _POINTS
                or DAY.search(text, begin, stop)
                or _SAID_DAY.search(text, begin, stop)
            ):
                yield Hit(start, end, known.NAME)

    def _in_runs(self, text: str, places: list[tuple[int, int, str]]) -> Iterator[Hit]:
        """Names, addresses and files: words one after the other with little between them."""
        for number, (start, _, word) in enumerate(places):
            if word not in self.lengths:
                continue
            for length in sorted(self.lengths[word], reverse=True):
                run = places[number : number + length]
                said = " ".join(part[2] for part in run)
                if len(run) == length and said in self.runs and _together(text, run):
                    if said in self.everyday and not all(text[s].isupper() for s, _, _ in run):
                        continue
                    yield Hit(start, run[-1][1], self.runs[said])
                    break

    def _in_numbers(self, text: str) -> Iterator[Hit]:
        """Numbers and single words, also in parts that a sign joins: `AC-10293` is `AC10293`."""
        for match in _NUMBER.finditer(text):
            if not match[1] and not self._single(plain(match[0])):  # nearly all of them, so it must be quick
                continue
            parts = list(_WORD.finditer(text, match.start(), match.end()))
            for first in range(len(parts)):
                for last in range(min(len(parts), first + LONGEST), first, -1):
                    said = "".join(plain(part[0]) for part in parts[first:last])
                    kind = self._single(said)
                    start, end = parts[first].start(), parts[last - 1].end()
                    if kind and not (said.isdigit() and _is_amount(text, start, end)):
                        yield Hit(start, end, kind)

    def _single(self, said: str) -> str | None:
        return self.singles.get(said) or self.singles.get(said.lstrip("0"))

    def _in_forms(self, text: str) -> Iterator[Hit]:
        """Days, phones, Social Security numbers and mail in their forms."""
        for match in DAY.finditer(text) if self.days else ():
            if set(days_of(match)) & self.days:
                yield Hit(match.start(), match.end(), known.DAY)
        for match in _SAID_DAY.finditer(text) if self.days else ():
            month = _MONTHS.get(match[1])
            if month and f"{match[3]}-{month:02}-{int(match[2]):02}" in self.days:
                yield Hit(match.start(), match.end(), known.DAY)
        for match in _PHONE.finditer(text):
            if "".join(match.groups()) in self.phones:
                yield Hit(match.start(), match.end(), known.PHONE)
        for match in _SSN.finditer(text):
            if "".join(match.groups()) in self.singles:
                yield Hit(match.start(), match.end(), known.NUMBER)
        for match in _MAIL.finditer(text) if "@" in text else ():
            if match[0].lower() in self.mails:
                yield Hit(match.start(), match.end(), known.MAIL)


def _together(text: str, run: list[tuple[int, int, str]]) -> bool:
    return all(_BETWEEN.match(text[one[1] : other[0]]) for one, other in itertools.pairwise(run))


def _is_amount(text: str, start: int, end: int) -> bool:
    """Whether digits are part of an amount, a share or a number with separators."""
    before, after = text[max(0, start - 2) : start], text[end : end + 2]
    if before[-1:] in ("$", "€") or after[:1] == "%":
        return True
    grouped = len(before) == 2 and before[0].isdigit() and before[1] in ",."
    return grouped or (len(after) == 2 and after[0] in ",." and after[1].isdigit())


def days_of(match: re.Match) -> Iterator[str]:
    """Yield the days that a date may mean, as 2026-07-31; one with two digits for its year means two."""
    year, month, day = (match[1], match[2], match[3]) if match[1] else (match[6], match[4], match[5])
    for century in ("",) if len(year) == 4 else ("19", "20"):
        yield f"{century}{year}-{int(month):02}-{int(day):02}"
