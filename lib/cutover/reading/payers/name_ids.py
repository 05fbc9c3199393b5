"""A payer's name that bears its ID: `Sundial (54321)`, `54321 - Sundial`, `Payer: Sundial [ID: SUNOH]`, taken apart.

The one place in which that is done, for every table that names payers. What is surely an ID is five digits, or five
signs with a digit among them, or whatever is called one. Letters alone, and other lengths, are IDs only where a payer
list has them under that name, or where the same place holds sure IDs over most of the column. A word in brackets is
none: `Sundial (PPO)`, `Blue Cross (OH)` keep their words. A number that changes from row to row under one name is a
claim's, not the payer's.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

import pandas as pd

from cutover import reference
from cutover.reading.payers.names import bare_id, compared, is_a_payers, own_words
from cutover.reading.payers.states import state_code

Listed = Mapping[str, Collection[str]]  # names of a payer list, by `bare_id` of their ids
_SIGNS = r"[0-9A-Za-z]{2,10}"
_ID = rf"(?P<id>{_SIGNS})"
_LENGTH = 5  # of a payer ID, as nearly all are
_LENGTHS = range(4, 7)  # that a column of IDs may hold besides
_BRACKETED, _SET_OFF, _BLANK = "in brackets", "set off", "after a blank"
_MOST_OF_A_NAME = {
    _BRACKETED: 3,
    _SET_OFF: 1,
    _BLANK: 1,
}  # ids of one name; more are numbers of something else
_FEWEST, _MOSTLY, _NEARLY_ALL = 2, 0.5, 0.8
_A_WORD = 4  # letters of a word by which payers are compared
_SAYS_ID = re.compile(
    r"[:#]|pay[eo]r", re.IGNORECASE
)  # of a label, from which letters alone are an ID as well
_COMPANY = re.compile(r"[\s,]+(?:inc|llc|co|corp|company|ltd)\.?$", re.IGNORECASE)
_NAME = re.compile(r"[^\W\d_]{2}")


class Named(NamedTuple):
    """A payer's name and the ID that stands beside it, null where none does."""

    name: str
    payer_id: str | None = None


@dataclass(frozen=True)
class _Words:
    labels: tuple[str, ...]
    heads: tuple[str, ...]
    words: frozenset[str]  # no IDs


class _Part(NamedTuple):
    """What may be a name and an ID: where the ID stands, whether in front, and whether a word calls it one."""

    name: str
    payer_id: str
    place: str
    is_first: bool
    is_called: bool

    @property
    def form(self) -> tuple[str, bool]:
        return self.place, self.is_first

    @property
    def of_name(self) -> tuple[str, str]:
        return self.place, compared(self.name).words


def named(texts: Iterable[str], listed: Listed | None = None) -> dict[str, Named]:
    """Return the name and ID of each text of one column of payers that holds both; a text of a name alone is left out.

    `listed` are the names of a payer list by ID (`listed_names`), by which letters and IDs of other lengths are known.
    """
    every = list(dict.fromkeys(texts))
    parts = {text: part for text in every if (part := _part(text))}
    sure = {text for text, part in parts.items() if _is_sure(part, listed)}
    taken = set(sure)
    for form in {part.form for part in parts.values()}:
        alike = {
            text for text, part in parts.items() if part.form == form and (text in sure or _may_be(part))
        }
        least = _NEARLY_ALL * len(every) if form[0] == _BLANK else _MOSTLY * len(alike)
        if len(alike & sure) >= max(_FEWEST, least):
            taken |= alike
        elif form[0] == _BLANK:
            taken -= {text for text in alike if not _is_listed(parts[text], listed)}
    ids: dict[tuple[str, str], set[str]] = defaultdict(set)
    for text in taken:
        ids[parts[text].of_name].add(parts[text].payer_id)
    many = {key for key, own in ids.items() if len(own) > _MOST_OF_A_NAME[key[0]]}
    found = {text: Named(parts[text].name, _told(parts[text].payer_id)) for text in taken
             if parts[text].is_called or parts[text].of_name not in many}  # fmt: skip
    bare = {
        text: Named(rest) for text in every if text not in found and (rest := _without_head(text)) != text
    }
    return found | bare


def parted(
    names: pd.Series, ids: pd.Series | None = None, listed: Listed | None = None
) -> tuple[pd.Series, pd.Series]:
    """Return a column's names without the IDs within them, and the IDs: each row's own (`ids`) before that of its name.

    A column in which no name bears an ID comes back as it is.
    """
    own = pd.Series(None, names.index, dtype="str") if ids is None else ids
    found = named(names.dropna().unique(), listed)
    if not found:
        return names, own
    told = names.map({text: one.payer_id for text, one in found.items()}).astype("str")
    return names.replace({text: one.name for text, one in found.items()}), own.fillna(told)


def may_bear(text: str) -> bool:
    """Tell whether a name has five letters beside it that only a payer list can tell to be its ID."""
    part = _part(text)
    return part is not None and part.place != _BLANK and len(part.payer_id) == _LENGTH and _may_be(part)


def plain_name(text: str) -> str:
    """Return one name without an ID that is surely one, as a heading or a cell of a form has it."""
    found = named([text])
    return found[text].name if text in found else text


def listed_names(names: pd.Series, ids: pd.Series) -> dict[str, set[str]]:
    """Return the names of a payer list by ID, for `named`."""
    found: dict[str, set[str]] = defaultdict(set)
    for name, payer_id in {*zip(names, ids, strict=True)}:
        if isinstance(name, str) and isinstance(payer_id, str):
            found[bare_id(payer_id)].add(name)
    return dict(found)


def _part(text: str) -> _Part | None:
    """The name and what may be its ID, None where nothing beside the name may be one."""
    plain = " ".join(_without_head(text).split())
    for shape, place, is_first in _shapes():
        found = shape.fullmatch(plain)
        name = found["name"].strip(" ,;:-/#|") if found else ""
        if found is None or not _NAME.search(name):
            continue
        label = found.groupdict().get("label") or ""
        is_called = bool(label) and (any(map(str.isdigit, found["id"])) or _SAYS_ID.search(label) is not None)
        part = _Part(name, found["id"].upper(), place, is_first, is_called)
        behind = "" if is_first else plain[len(found["name"]) :].lstrip()[:1]
        if found["id"] == part.payer_id and not (label and not is_called) and not _is_address(part, behind):
            return part
    return None


def _without_head(text: str) -> str:
    """A cell without what names the payer in front of it: `Payer: Sundial`."""
    found = _head().fullmatch(text.strip())
    return found["rest"] if found else text


def _is_address(part: _Part, behind: str) -> bool:
    """Whether it may be a place with its ZIP: `Sundial, Reno, NV, 89501`; `behind` is the sign behind the name."""
    if part.is_first or part.is_called or not part.payer_id.isdigit() or part.place == _BRACKETED:
        return False
    name = _COMPANY.sub("", part.name)
    is_loose = behind == "," or part.place == _BLANK
    last = re.split(r"[\s,]+", name)[-1]
    return "," in name or (is_loose and (any(map(str.isdigit, name)) or state_code(last) is not None))


def _is_sure(part: _Part, listed: Listed | None) -> bool:
    payer_id = part.payer_id
    is_usual = len(payer_id) == _LENGTH and any(map(str.isdigit, payer_id)) and len(set(payer_id)) > 1
    return part.is_called or (is_usual and not _is_word(payer_id)) or _is_listed(part, listed)


def _is_listed(part: _Part, listed: Listed | None) -> bool:
    """Whether a payer list has that ID for a payer of that name."""
    own, said = own_words(part.name), compared(part.name).words
    names = (listed or {}).get(bare_id(part.payer_id), ())
    return any(compared(name).words == said or bool(own & own_words(name)) for name in names)


def _may_be(part: _Part) -> bool:
    """Whether it may be an ID beside others that surely are: of a usual length, no year, no word."""
    payer_id = part.payer_id
    is_year = re.fullmatch(r"(?:19|20)\d\d", payer_id) is not None
    has_digit = any(map(str.isdigit, payer_id))
    is_long_enough = len(payer_id) in _LENGTHS if has_digit else len(payer_id) == _LENGTH
    return is_long_enough and not is_year and not _is_word(payer_id)


def _is_word(payer_id: str) -> bool:
    """Whether its letters are a word that a plan's name may bear, with or without digits: PPO20, TIER2, TEXAS."""
    letters = payer_id.strip("0123456789").lower()
    if not letters.isalpha():
        return False
    is_known = len(letters) >= _A_WORD and (is_a_payers(letters) or not own_words(letters))
    return letters in _words().words or is_known


def _told(payer_id: str) -> str | None:
    """The ID, null where it is one sign alone: `00000` and `99999` stand for none."""
    return payer_id if len(set(payer_id)) > 1 else None


@cache
def _shapes() -> tuple[tuple[re.Pattern[str], str, bool], ...]:
    """The ways in which a name and its ID stand in one cell, the surest first: where the ID is, whether in front."""
    labels = "|".join(re.escape(label) for label in sorted(_words().labels, key=len, reverse=True))
    called = rf"(?:(?P<label>(?:{labels})[\s.:#]+)|#?\s*){_ID}"
    by_label = rf"(?P<label>(?:{labels})[\s.:#]+){_ID}"
    name, behind, dash = r"(?P<name>.+)", r"(?P<name>.*\S)", "[-\u2013\u2014]"
    shapes = (
        (rf"{behind}\s*[(\[{{]\s*{called}\s*[)\]}}]", _BRACKETED, False),
        (rf"[(\[{{]\s*{called}\s*[)\]}}][\s:,;-]*{name}", _BRACKETED, True),
        (rf"(?P<name>.*?\S)[\s,;:/|#-]+{by_label}", _SET_OFF, False),
        (rf"{behind}(?:\s*[,;/|#:]\s*#?|\s+{dash}\s*|\s*{dash}\s+|{dash}(?=\d)){_ID}", _SET_OFF, False),
        (rf"{called}(?:\s*[,;/|:]\s*|\s+{dash}\s*|\s*{dash}\s+|{dash}(?=\D)){name}", _SET_OFF, True),
        (rf"{_ID}\s+{name}", _BLANK, True),
        (rf"{behind}\s+{_ID}", _BLANK, False),
    )
    return tuple((re.compile(shape, re.IGNORECASE), place, first) for shape, place, first in shapes)


@cache
def _head() -> re.Pattern[str]:
    heads = "|".join(re.escape(head) for head in sorted(_words().heads, key=len)[::-1])
    return re.compile(rf"(?:{heads})\s*:\s*(?P<rest>\S.*)", re.IGNORECASE)


@cache
def _words() -> _Words:
    return reference.load("payer_name_ids", _Words)
