"""Whether a claim's payer is par, non-par or unknown on a day, with the evidence; never a guess.

A join by payer id alone fails (ids differ by transaction and by list, Excel loses leading zeros), so the id
and the normalized name are both held against the list, and where they contradict each other the status is
unknown.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from itertools import combinations
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from rapidfuzz import fuzz, process

from cutover.columns import Column, Kind, conform, framed
from cutover.reading.payers.lists import FOLDER, NO_LIST, PayerLists, load_payer_lists, read_payer_list
from cutover.reading.payers.names import (
    PayerName,
    bare_id,
    compared,
    core,
    loosely,
    run_together,
    telling_words,
)
from cutover.reading.payers.same import NONE_PROVEN, SamePayers
from cutover.reading.payers.spellings import agree, alike_by_core, likely_one
from cutover.wording import several

__all__ = ["FOLDER", "STATUS", "PayerLists", "load_payer_lists", "nearest", "read_payer_list", "resolve"]

PAR, NON_PAR, UNKNOWN = "par", "non-par", "unknown"
_TRANSACTION = {"institutional": "837I", "dental": "837D"}  # anything else is a professional claim
_CLAIMS = ("837P", "837I", "837D")

# one row per payer asked for
STATUS = (
    Column("par", Kind.TEXT, "Status", "par, non-par or unknown"),
    Column("payer", Kind.TEXT, "Payer", "as the list names it, else as the source does"),
    Column("evidence", Kind.TEXT, "Evidence", "which list says so, and by what the payer was found"),
    Column("list_date", Kind.DATE, "List of", "the list that decided; null where there is none"),
)


class _Row(NamedTuple):
    par: str
    name: str
    transaction: str | None
    states: frozenset[str]


@dataclass
class _List:
    """One dated list, to be asked by id and by name."""

    day: pd.Timestamp
    by_id: dict[str, list[_Row]] = field(default_factory=lambda: defaultdict(list))
    by_bare_id: dict[str, list[_Row]] = field(default_factory=lambda: defaultdict(list))
    by_words: dict[str, list[_Row]] = field(default_factory=lambda: defaultdict(list))
    near: dict[str | frozenset[str], list[_Row]] = field(default_factory=lambda: defaultdict(list))


class _Asked(NamedTuple):
    name: str | None
    payer_id: str | None
    state: str | None
    form: str | None


def resolve(
    payers: pd.DataFrame, lists: PayerLists, on: pd.Series, same: SamePayers = NONE_PROVEN
) -> pd.DataFrame:
    """Return the status of each payer on its day (STATUS), with the index of `payers`.

    `payers` has `payer_name`, `payer_id`, `payer_state`, `form`; `on` is the day of each. The list in force
    is the latest one not after the day; before the first list it is the first, which the evidence says; a
    payer without a day is asked of the latest. A name that the list does not have as it is written is asked by those
    that are proven to be its payer's (`same`), and the evidence says by what.
    """
    if payers.empty or lists.frame.empty:
        blank = {
            "par": UNKNOWN,
            "payer": payers["payer_name"].fillna(payers["payer_id"]),
            "evidence": f"there is {lists.lacking or NO_LIST}",
        }
        return conform(pd.DataFrame(blank | {"list_date": pd.NaT}, index=payers.index), STATUS)
    days = np.sort(lists.frame["list_date"].unique().astype("datetime64[ms]"))
    place, early = _in_force(on, days)
    asked = payers[["payer_name", "payer_id", "payer_state", "form"]].assign(place=place, early=early)
    group, first = _groups(asked)
    indexes = [_index(lists.frame, day) for day in days]
    answers = [
        _answer(indexes[row.place], _asked(row), row.early, same) for row in asked.iloc[first].itertuples()
    ]
    table = framed(answers, STATUS)
    return table.take(group).set_axis(payers.index)


def _in_force(on: pd.Series, days: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The place of the list for each day, and whether the day lies before it."""
    asked = on.astype("datetime64[ms]").to_numpy()
    place = np.searchsorted(days, asked, side="right") - 1  # a day that is not known sorts last
    return np.maximum(place, 0), place < 0


def _groups(asked: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
    """The number of each row's distinct question, and the first row of each question."""
    code = np.zeros(len(asked), dtype="int64")
    for name in asked.columns:
        values, distinct = pd.factorize(asked[name], use_na_sentinel=False)
        code = pd.factorize(code * (len(distinct) + 1) + values)[0]
    first = np.unique(code, return_index=True)[1]
    return code, first


def _asked(row) -> _Asked:
    said = (row.payer_name, row.payer_id, row.payer_state, row.form)
    return _Asked(*(None if pd.isna(value) else str(value) for value in said))


def _index(frame: pd.DataFrame, day: np.datetime64) -> _List:
    found = _List(pd.Timestamp(day))
    row: Any  # as `itertuples` gives them
    for row in frame[frame["list_date"] == day].itertuples():
        name = compared(row.payer_name)
        transaction = None if pd.isna(row.transaction) else row.transaction
        entry = _Row(row.par, row.payer_name, transaction, name.states)
        found.by_words[name.words].append(entry)
        keys: set[str | frozenset[str]] = {loosely(row.payer_name).words, run_together(row.payer_name).words}
        for key in keys | {core(row.payer_name)}:
            found.near[key].append(entry._replace(states=loosely(row.payer_name).states))
        if pd.notna(row.payer_id):
            found.by_id[row.payer_id.strip().upper()].append(entry)
            found.by_bare_id[bare_id(row.payer_id)].append(entry)
    return found


def _answer(index: _List, asked: _Asked, early: bool, same: SamePayers) -> tuple:
    """Status, name, evidence and list of one payer."""
    par, name, why = _as_proven(index, asked, same) or _decided(index, asked)
    note = "; the claim is older than the list" if early else ""
    return par, name or asked.name or asked.payer_id, f"list of {index.day.date()}: {why}{note}", index.day


def _as_proven(index: _List, asked: _Asked, same: SamePayers) -> tuple[str, str | None, str] | None:
    """What the list says of the first proven name of a payer that it has; None where it has the one that is asked."""
    own = compared(asked.name) if asked.name else None
    if own is None or any(row.states == own.states for row in index.by_words.get(own.words, [])):
        return None
    for name in same.names(asked.name or ""):
        rows = index.by_words.get(compared(name).words, []) if compared(name) != own else []
        if any(row.states == compared(name).states for row in rows):
            par, found, why = _decided(index, asked._replace(name=name))
            return par, found, f"{why}, as {name}: {same.proof(asked.name or '')}"
    return None


def _decided(index: _List, asked: _Asked) -> tuple[str, str | None, str]:
    by_id, how = _by_id(index, asked)
    by_name = _by_name(index, asked)
    of_id, of_name = _status(by_id, asked.form), _status(by_name, asked.form)
    if of_id and of_name and of_id != of_name and UNKNOWN not in (of_id, of_name):
        return UNKNOWN, None, f"the payer id is of a {of_id} payer, the name of a {of_name} one"
    if of_id in (PAR, NON_PAR):
        return of_id, by_id[0].name, how
    if of_name in (PAR, NON_PAR):
        if all(agree(one.states, other.states) for one, other in combinations(by_name, 2)):
            return of_name, by_name[0].name, "by its name"
        return (
            of_name,
            None,
            f"by its name, as {several(len({r.name for r in by_name}), 'payer')} of several states",
        )
    if of_id or of_name:
        rows = by_name or by_id
        return (
            UNKNOWN,
            None,
            f"{several(len({r.name for r in rows}), 'payer')} of this name or id, par and non-par or without a status",
        )
    return UNKNOWN, None, "not in the list"


def _by_id(index: _List, asked: _Asked) -> tuple[list[_Row], str]:
    """The rows with the payer's id; with a name as well, ids that lost zeros count only where the names
    are alike.
    """
    if not asked.payer_id:
        return [], ""
    exact = index.by_id.get(asked.payer_id.strip().upper(), [])
    if exact:
        return _of_name(exact, asked), "by its payer id"
    bare = index.by_bare_id.get(bare_id(asked.payer_id), []) if asked.payer_id.strip().isdigit() else []
    alike = [row for row in bare if not asked.name or _alike(row, compared(asked.name))]
    return alike, "by its payer id without leading zeros"


def _of_name(rows: list[_Row], asked: _Asked) -> list[_Row]:
    """Of several payers under one id those that bear the name that is asked for, if any does."""
    if not asked.name:
        return rows
    same = [row for row in rows if compared(row.name).words == compared(asked.name).words]
    return same or rows


def _alike(row: _Row, name: PayerName) -> bool:
    return bool(telling_words(compared(row.name)) & telling_words(name))


def _by_name(index: _List, asked: _Asked) -> list[_Row]:
    """The rows of the payer's name, of its state where the name or the source tells it.

    A state in the name is part of the name; one that the source tells beside it also fits a payer of no
    state.
    """
    if not asked.name:
        return []
    name = compared(asked.name)
    rows = index.by_words.get(name.words, [])
    if not rows:
        rows, name = _near(index, asked.name), loosely(asked.name)
    if name.states or not asked.state:
        return [row for row in rows if row.states & name.states] if name.states else rows
    of_state = [row for row in rows if asked.state.upper() in row.states]
    return of_state or [row for row in rows if not row.states]


def _near(index: _List, name: str) -> list[_Row]:
    """The rows of a payer that the list spells otherwise: in other letters, or without the words of a product."""
    keys = {loosely(name).words, run_together(name).words}
    found = [row for key in sorted(keys) for row in index.near.get(key, [])]
    same = [row for row in found if run_together(row.name).words == run_together(name).words]
    likely = same or [row for row in found if likely_one(row.name, name)]
    return likely or _by_core(index, name)


def _by_core(index: _List, name: str) -> list[_Row]:
    """The rows of the one payer whose name is this one with words that any health plan may bear; of several none."""
    said = loosely(name).states
    near = index.near.get(core(name), []) if core(name) else []
    near = [
        row
        for row in near
        if alike_by_core(row.name, name) and (not said or not row.states or said & row.states)
    ]
    return near if len({run_together(row.name) for row in near}) == 1 else []


def _status(rows: list[_Row], form: str | None) -> str | None:
    """The one status of these rows for a claim of this form; unknown where they differ, None where there
    is none.
    """
    if not rows:
        return None
    wanted = _TRANSACTION.get(form or "", "837P")
    for chosen in (
        [r for r in rows if r.transaction in (wanted, None)],
        [r for r in rows if r.transaction in _CLAIMS],
    ):
        if chosen:
            found = {row.par for row in chosen}
            return found.pop() if len(found) == 1 else UNKNOWN
    return UNKNOWN


def nearest(names: pd.Series, lists: PayerLists, count: int = 2) -> pd.Series:
    """Return the names of the latest list that are most like each name, as a hint for a person; never used
    to decide.
    """
    if lists.frame.empty or names.empty:
        return pd.Series(None, names.index, dtype="str")
    latest = lists.frame[lists.frame["list_date"] == lists.frame["list_date"].max()]
    listed = list(latest["payer_name"].dropna().unique())
    words = [compared(name).words for name in listed]

    def hint(name: str) -> str | None:
        found = process.extract(
            compared(name).words, words, scorer=fuzz.token_set_ratio, limit=count, score_cutoff=70
        )
        return "; ".join(dict.fromkeys(listed[place] for _, _, place in found)) or None

    known = {name: hint(name) for name in names.dropna().unique()}
    return names.map(known).astype("str")
