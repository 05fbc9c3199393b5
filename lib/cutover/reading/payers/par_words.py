"""Par or non-par as a payer list writes it: each cell by what it says, and a bare yes or no by the header above it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

import pandas as pd

from cutover import reference
from cutover.wording import several

PAR, NON_PAR, UNKNOWN = "par", "non-par", "unknown"
UNTOLD = "with no word for par or non-par"  # of a note about cells
_SEAM = re.compile(r"(?<=[a-z])(?=[A-Z])")
_WORD = re.compile(r"[^\W_]+")
_YES, _NO = "yes", "no"
_SHOWN = 3  # different cells that are named as examples


@dataclass(frozen=True)
class ParWords:
    """The file `data/reference/par_words.toml`."""

    par: frozenset[str]
    non_par: frozenset[str]
    yes: frozenset[str]
    no: frozenset[str]
    spare: frozenset[str]
    letters: frozenset[str]


@dataclass(frozen=True)
class ParColumn:
    """`par` is par, non-par or unknown, one per row of the list; `unread` are the filled cells that say none of it."""

    par: pd.Series
    unread: pd.Series

    @property
    def said(self) -> str:
        """In words how many cells say nothing that is known, "" where there is none."""
        if self.unread.empty:
            return ""
        few = ", ".join(f"`{text[:20]}`" for text in self.unread.unique()[:_SHOWN])
        return f"{several(len(self.unread), 'cell')} {UNTOLD} ({few}): unknown, not par"


def par_of(header: str, texts: pd.Series, yes_is: str | None = None) -> ParColumn:
    """Return what each cell of a column says of its payer, blank or null cells included.

    A bare yes or no says what the header asks: below `Non-Par` yes is non-par, below `Par` it is par; below a header
    that names both or neither it is `yes_is`, else unknown. N beside P or NP is non-par, as those are. A blank is par
    only in a column of ticks for non-par. Words: `par_words.toml`.
    """
    filled = texts.astype("str").str.strip().replace("", None).dropna()
    asked = _asked(header) or (yes_is if not _named(header) else None)
    words = {text: _words(text) for text in filled.unique()}
    found = filled.map(_meanings(words, asked)).astype("str")
    ticks = asked == NON_PAR and len(found) > 0 and found.eq(NON_PAR).all()
    par = found.reindex(texts.index).where(texts.index.isin(filled.index), PAR if ticks else UNKNOWN)
    return ParColumn(par.fillna(UNKNOWN).astype("str"), filled[found.isna()])


def yes_or_no(texts: pd.Series) -> pd.Series:
    """Return true for a cell that says yes, false for one that says no, null for every other."""
    plain = {text: _words(text) for text in texts.dropna().unique()}
    said = {text: _bare(word) for text, word in plain.items()}
    return texts.map(said).map({_YES: True, _NO: False}).astype("boolean")


def _meanings(words: dict[str, str], asked: str | None) -> dict[str, str]:
    """What each different cell says, those that say nothing left out."""
    known, bare = _known(), {_bare(word) for word in words.values()}
    has_letters = bool(known.letters & set(words.values()))
    has_p = "p" in words.values()
    found: dict[str, str | None] = {
        text: _plain(word) or _answer(_bare(word), asked) for text, word in words.items()
    }
    for text in [text for text, word in words.items() if word == "n"]:
        if asked is None and has_letters and _YES not in bare:
            found[text] = NON_PAR
        elif asked == NON_PAR and has_p:
            found[text] = None  # no, or non-par beside P
    return {text: said for text, said in found.items() if said}


def _answer(bare: str | None, asked: str | None) -> str | None:
    """What yes or no says where it is asked whether a payer is par, or whether it is non-par."""
    if bare is None or asked is None:
        return None
    other = PAR if asked == NON_PAR else NON_PAR
    return asked if bare == _YES else other


def _plain(word: str) -> str | None:
    if word in _known().non_par:
        return NON_PAR
    return PAR if word in _known().par else None


def _bare(word: str) -> str | None:
    if word in _known().yes:
        return _YES
    return _NO if word in _known().no else None


def _asked(header: str) -> str | None:
    """What yes would say below a header, null where it names both or neither."""
    named = _named(header)
    return named.pop() if len(named) == 1 else None


def _named(header: str) -> set[str]:
    """Which of par and non-par a header names."""
    text, known = _in_words(header), _known()
    rest = re.sub(_any_of(known.non_par), " ", text)
    return ({NON_PAR} if rest != text else set()) | ({PAR} if re.search(_any_of(known.par), rest) else set())


def _any_of(phrases: frozenset[str]) -> str:
    return r"\b(?:" + "|".join(sorted(map(re.escape, phrases), key=len, reverse=True)) + r")\b"


@cache
def _words(text: str) -> str:
    """A cell in words that can be compared: `Non-Par payer` is `non par`; a tick stays what it is."""
    bare = re.sub(r"(?<=\d)\.0+$", "", text.strip())
    kept = [word for word in _in_words(bare).split() if word not in _known().spare]
    return " ".join(kept) or bare


def _in_words(text: str) -> str:
    return " ".join(_WORD.findall(_SEAM.sub(" ", text))).lower()


@cache
def _known() -> ParWords:
    return reference.load("par_words", ParWords)
