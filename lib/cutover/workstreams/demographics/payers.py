"""Payer names of coverages held against a dated payer list: proposals for a person, never matches."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

import numpy as np
import pandas as pd
from rapidfuzz import fuzz, process

from cutover import reference
from cutover.columns import Column, Kind, conform, empty
from cutover.reading.payers.lists import PayerLists
from cutover.reading.payers.names import lines_of, loosely
from cutover.reading.payers.programs import program_state, programs
from cutover.reading.payers.same import NONE_PROVEN, SamePayers
from cutover.reading.payers.states import codes, state_code
from cutover.reading.payers.status import PAR, resolve

LIKE = 0.85  # likeness of normalized names from which a payer is proposed
CLEAR = 0.03  # a second name as near as this leaves the choice to a person
_MEDICARE = "medicare"  # original Medicare, as its names and those of its contractors are compared
ON_LIST = "name and ID are on the list as written"
_TWO_LETTER_WORDS = frozenset({"in", "or", "me", "hi", "ok", "oh", "al", "de", "la", "co", "pa", "id", "ma"})

# one row per payer name and payer ID as written
PROPOSALS = (
    Column("payer_name", Kind.TEXT, "Payer as written"),
    Column("payer_id", Kind.TEXT, "Payer ID as written"),
    Column("coverages", Kind.COUNT, "Coverages"),
    Column("proposed_payer_name", Kind.TEXT, "Payer list: name", "null where none agrees"),
    Column("proposed_payer_id", Kind.TEXT, "Payer list: ID"),
    Column("payer_score", Kind.SHARE, "Likeness", "0 to 1"),
    Column("why", Kind.TEXT, "Why"),
)


def proposals(
    coverages: pd.DataFrame, payers: pd.DataFrame | None, same: SamePayers = NONE_PROVEN
) -> pd.DataFrame:
    """Return one row per payer name and ID of the coverages with the payer that the list proposes.

    `payers` has the columns of PAYER_LIST, None where no list is in hand. Name, state and line of business
    must agree. Where no name does, the one payer that bears the written ID is proposed, as the fees are judged by it:
    for a person to decide, since IDs differ by transaction and list. Whom none of these finds is asked of the list as
    the fees ask it (`status.resolve`), under the names that are proven to be the payer's (`same`).
    """
    there = coverages[coverages["payer_name"].notna()]
    wanted = there.groupby(["payer_name", "payer_id"], dropna=False).size().reset_index(name="coverages")
    if payers is None or payers.empty or wanted.empty:
        return _blank(wanted)
    known = set(zip(payers["payer_name"].map(_plain), payers["payer_id"].map(_plain), strict=True))
    listed = payers.drop_duplicates(["payer_name", "payer_id"])[["payer_name", "payer_id"]].reset_index(
        drop=True
    )
    likeness = _likeness(wanted["payer_name"].tolist(), listed["payer_name"].tolist())
    rows = [
        _as_listed(row) if _stands(row, known) else _choice(likeness[n], listed, row.payer_id)
        for n, row in enumerate(wanted.itertuples())
    ]
    rows = _as_fees_find(rows, wanted, payers, same)
    chosen = pd.DataFrame(rows, columns=[c.name for c in PROPOSALS[3:]], index=wanted.index)
    return conform(pd.concat([wanted, chosen], axis=1), PROPOSALS)


def _stands(row, known: set[tuple[str, str]]) -> bool:
    """Whether name and ID stand together on the list as they are written, but for case and blanks."""
    return isinstance(row.payer_id, str) and (_plain(row.payer_name), _plain(row.payer_id)) in known


def _as_listed(row) -> tuple:
    return row.payer_name, row.payer_id, 1.0, ON_LIST


def _plain(text: object) -> str:
    return " ".join(text.upper().split()) if isinstance(text, str) else ""


def _blank(wanted: pd.DataFrame) -> pd.DataFrame:
    if wanted.empty:
        return empty(PROPOSALS)
    nothing = {c.name: None for c in PROPOSALS[3:-1]} | {"why": "no dated payer list on file"}
    return conform(wanted.assign(**nothing), PROPOSALS)


def _choice(likeness: np.ndarray, listed: pd.DataFrame, written_id: object) -> tuple:
    best = float(likeness.max(initial=0.0))
    if best < LIKE:
        return _by_id(listed, written_id) or (
            None, None, None, "no name agrees in words, state and line of business"
        )  # fmt: skip
    near = listed[likeness >= best - CLEAR]
    same_id = near[near["payer_id"].eq(written_id)] if isinstance(written_id, str) else near.head(0)
    if len(same_id):
        payer, why = same_id.iloc[0], "the payer ID agrees too"
    elif len(set(near["payer_name"].map(normalized))) > 1:
        return None, None, best, f"{len(near)} payers are equally like it"
    else:
        payer, why = listed.iloc[int(likeness.argmax())], "by name; the payer ID differs or is not given"
    return payer["payer_name"], payer["payer_id"], best, why


def _as_fees_find(
    rows: list[tuple], wanted: pd.DataFrame, payers: pd.DataFrame, same: SamePayers
) -> list[tuple]:
    """The choices, and of each name without one the payer of the list that the fees take it for, if that is one.

    A payer of another line of business counts only where the files prove it to be this one.
    """
    open_ = [n for n, row in enumerate(rows) if row[0] is None]
    if not open_:
        return rows
    asked = wanted.iloc[open_][["payer_name", "payer_id"]].assign(payer_state=None, form=None)
    # whom the list means, whatever it says of the payer
    names = payers.assign(par=PAR, transaction=None).drop_duplicates(["payer_name", "payer_id"])
    no_day = pd.Series(pd.NaT, asked.index, dtype="datetime64[ms]")
    said = resolve(asked, PayerLists(names, ()), no_day, same)
    others = PayerLists(names[~names["payer_name"].isin(said["payer"])], ())
    # another one can be meant, too: by its name, or since several are equally like it
    also = resolve(asked, others, no_day)["par"].eq(PAR) | np.array([rows[n][2] is not None for n in open_])
    ids = payers.dropna(subset=["payer_name"]).groupby("payer_name")["payer_id"].unique()
    done = list(rows)
    told = zip(open_, asked["payer_name"], said["payer"], said["evidence"], also, strict=True)
    for n, name, payer, why, is_open in told:
        is_one = payer in same.names(name) or (lines_of(name) == lines_of(payer) and not is_open)
        if payer in ids.index and payer != name and is_one:
            known = [one for one in ids[payer] if isinstance(one, str)]
            done[n] = payer, known[0] if len(known) == 1 else None, None, f"as the fees take it, {why}"
    return done


def _by_id(listed: pd.DataFrame, written_id: object) -> tuple | None:
    """The one payer of the list that bears a payer ID, None where none or several do."""
    same = (
        listed[listed["payer_id"].map(_plain) == _plain(written_id)] if _plain(written_id) else listed.head(0)
    )
    if len(set(same["payer_name"].map(normalized))) != 1:
        return None
    return same["payer_name"].iloc[0], same["payer_id"].iloc[0], None, "by the payer ID; no name agrees"


def _likeness(wanted: list[str], listed: list[str]) -> np.ndarray:
    """Likeness 0..1 of each wanted name to each listed one; 0 where state or line of business disagree."""
    left, right = [normalized(name) for name in wanted], [normalized(name) for name in listed]
    score = process.cdist(left, right, scorer=fuzz.token_sort_ratio, dtype=np.float32) / 100
    return score * _agree([lines(n) for n in wanted], [lines(n) for n in listed]) * _agree(
        [state_of(n) for n in wanted], [state_of(n) for n in listed]
    )  # fmt: skip


def _agree(left: list[str], right: list[str]) -> np.ndarray:
    return np.array(left, dtype=object)[:, None] == np.array(right, dtype=object)[None, :]


@cache
def normalized(name: str) -> str:
    """Return a payer name as it is compared: abbreviations written out, states and empty words left out."""
    kept = [word for word in _words(name).split() if word not in _reference().ignored]
    return " ".join(kept) or _words(name)


@cache
def lines(name: str) -> str:
    """Return the line of business that a name tells, "" for a commercial one or none."""
    words = set(_words(name).split())
    return next((line.name for line in _reference().line if words >= line.words), "")


def is_original_medicare(name: str) -> bool:
    """Tell whether a name is that of original Medicare or of its contractor, whose members have an MBI."""
    if loosely(name).words == _MEDICARE:
        return True
    words = set(normalized(name).split()) - {state.lower() for state in codes().values()}
    return lines(name) == "Medicare" and words <= _reference().original_medicare


@cache
def state_of(name: str) -> str:
    """Return the two letters of the state that a name tells, "" where it tells none."""
    text = " ".join(re.findall(r"[A-Za-z]+", name))
    for full in sorted((k for k in codes() if len(k) > 2), key=len, reverse=True):
        if re.search(rf"\b{full}\b", text, re.IGNORECASE):
            return codes()[full]
    if by_program := program_state(name):
        return by_program
    for word in _words(name).upper().split():
        if (
            len(word) == 2
            and state_code(word)
            and (word.lower() not in _TWO_LETTER_WORDS or f" {word}" in f" {text}")
        ):
            return word
    return ""


@cache
def _words(name: str) -> str:
    text = re.sub(r"(?i)bcbs\s*([a-z]{2})\b", r"bcbs \1", name)
    text = f" {' '.join(re.findall(r'[a-z0-9]+', text.lower().replace(chr(39), '')))} "
    for found, meant in _phrases():
        text = text.replace(f" {found} ", f" {meant} ")
    for full in sorted((k for k in codes() if len(k) > 2), key=len, reverse=True):
        text = text.replace(f" {full} ", f" {codes()[full].lower()} ")
    return " ".join(text.split())


@dataclass(frozen=True)
class _Line:
    name: str
    words: frozenset[str]


@dataclass(frozen=True)
class _Words:
    ignored: frozenset[str]
    original_medicare: frozenset[str]
    phrases: dict[str, str]
    line: tuple[_Line, ...]


@cache
def _phrases() -> list[tuple[str, str]]:
    """The phrases and what each is written as, the longest first; a Medicaid program is Medicaid of its state."""
    of_states = {name: f"medicaid {state.lower()}".strip() for name, state in programs().items()}
    return sorted((_reference().phrases | of_states).items(), key=lambda pair: -len(pair[0]))


@cache
def _reference() -> _Words:
    return reference.load("payer_words", _Words)
