"""Lists of visits that tell what became of each: kept, no show, canceled, and the claim under which it was billed.

They lie in the folder `appointments`. A table is one of them where it has a day, and nine in ten of its states are
words of `visit_words`; any other list of appointments is none. A patient is known by the
number in the list.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

import pandas as pd

from cutover import reference
from cutover.columns import Column, Kind, Privacy, conform, empty
from cutover.errors import InputError
from cutover.reading.files import values
from cutover.reading.files.sheet import Sheet
from cutover.reading.files.spreadsheet import read_spreadsheet
from cutover.reading.kept import store
from cutover.reading.practice.blocked_times import without_blocked
from cutover.reading.practice.book import Practice
from cutover.reading.practice.file_subject import words
from cutover.reading.practice.places import walk_home
from cutover.wording import and_joined

FOLDER = "appointments"
KEPT, NO_SHOW, CANCELED, AHEAD, UNKNOWN = "kept", "no show", "canceled", "to come", "not known"
STATES = (KEPT, NO_SHOW, CANCELED, AHEAD, UNKNOWN)
VISITS = (
    Column("service_from", Kind.DATE, "Day of the visit", "", Privacy.DESK),
    Column("account", Kind.TEXT, "Patient", "as the list writes it", Privacy.PHI),
    Column("state", Kind.TEXT, "What became of it", "kept, no show, canceled, to come, not known"),
    Column("claim_number", Kind.TEXT, "Claim no.", "under which the list says it was billed", Privacy.PHI),
    Column("tells_claims", Kind.FLAG, "Names claims", "whether the list has a column of claims"),
    Column("source_file", Kind.TEXT, "File", "path below the practice's folder", Privacy.PHI),
    Column("source_sheet", Kind.TEXT, "Sheet", "null where the file has none", Privacy.DESK),
    Column("source_row", Kind.COUNT, "Row", "row or line in it, from 1", Privacy.DESK),
)
_MOSTLY, _MOST_BYTES = 0.9, 16 * 1024 * 1024


@dataclass(frozen=True)
class _Words:
    """The file `visit_words.toml`."""

    day: frozenset[str]
    account: frozenset[str]
    claim: frozenset[str]
    state: frozenset[str]
    beside: frozenset[str]
    kept: frozenset[str]
    no_show: frozenset[str]
    canceled: frozenset[str]
    ahead: frozenset[str]


def load_visits(practice: Practice) -> pd.DataFrame:
    """Return the visits of a practice's lists (VISITS); none raises. A visit that two files have counts once."""
    return store.of(practice, "visits", lambda: _read_all(practice))


def _read_all(practice: Practice) -> pd.DataFrame:
    entries = walk_home(practice.raw / FOLDER, practice.raw, documents=True)
    parts = [rows for one in entries if one.data and len(rows := visits_of(one.data, one.source_file))]
    if not parts:
        return empty(VISITS)
    whole = pd.concat(parts, ignore_index=True)
    key = ["service_from", "account", "state", "claim_number"]
    nth = whole.groupby(
        [*key, "source_file", "source_sheet"], dropna=False
    ).cumcount()  # a file has two of one day
    return whole[~whole.assign(nth=nth).duplicated([*key, "nth"])].reset_index(drop=True)


def visits_of(data: bytes, source_file: str) -> pd.DataFrame:
    """Return the visits of a file (VISITS), without rows where it is no list that tells what became of them."""
    if not 0 < len(data) <= _MOST_BYTES:
        return empty(VISITS)
    try:
        sheets = read_spreadsheet(data, source_file).sheets
    except InputError:
        return empty(VISITS)
    parts = list(_tables(sheets))
    return conform(pd.concat(parts, ignore_index=True), VISITS) if parts else empty(VISITS)


def visits_too_early(visits: pd.DataFrame, today: pd.Timestamp) -> str:
    """Return in words how many visits (VISITS) are called kept or no show of a day that is still to come; "" for none.

    A visit of the report's own day may have been.
    """
    later = visits.loc[visits["service_from"] > today, "state"]
    counts = {state: int(later.eq(state).sum()) for state in (KEPT, NO_SHOW)}
    told = and_joined([f"{n:,} as {state}" for state, n in counts.items() if n])
    return f"ask why the list has {told} on days after {today:%Y-%m-%d}" if told else ""


def days_named(header: str) -> bool:
    """Return whether a header, as `file_subject.words` writes it, is called after the day of a visit."""
    return header in _said().day


def states_named(header: str) -> bool:
    """Return whether a header, as `file_subject.words` writes it, is called after what became of a visit."""
    return header in _said().state


@cache
def state_of(text: str) -> str | None:
    """Return what became of a visit by the word beside it; None where the word is not known."""
    said = _said()
    every = re.findall(r"[a-z]+|\d+", text.lower().replace("didn't", "did not").replace("didnt", "did not"))
    plain = [" ".join(every), " ".join(word for word in every if word not in said.beside)]
    kinds = {KEPT: said.kept, NO_SHOW: said.no_show, CANCELED: said.canceled, AHEAD: said.ahead}
    return next((kind for form in plain for kind, known in kinds.items() if form in known), None)


def _tables(sheets: tuple[Sheet, ...] | list[Sheet]) -> Iterator[pd.DataFrame]:
    said = _said()
    for one in sheets:
        sheet = without_blocked(one)
        if sheet.frame.empty:
            continue
        days = _named(sheet, said.day)
        days = [name for name in days if values.dates(sheet.frame[name]).notna().mean() >= _MOSTLY]
        states = [name for name in _named(sheet, said.state) if _tells_states(sheet.frame[name])]
        if len(days) != 1 or len(states) != 1:
            continue
        used = {days[0], states[0]}
        claims = [name for name in _named(sheet, said.claim) if name not in used]
        people = [name for name in _named(sheet, said.account) if name not in {*used, *claims}]
        nothing = pd.Series(None, sheet.frame.index, dtype="str")
        text = sheet.frame[states[0]]
        yield pd.DataFrame({
            "service_from": values.dates(sheet.frame[days[0]]),
            "account": values.identifiers(sheet.frame[people[0]]) if len(people) == 1 else nothing,
            "state": text.map(state_of, na_action="ignore").astype("str").fillna(UNKNOWN),
            "claim_number": values.identifiers(sheet.frame[claims[0]]) if len(claims) == 1 else nothing,
            "tells_claims": len(claims) == 1,
            "source_file": sheet.frame["source_file"], "source_sheet": sheet.frame["source_sheet"],
            "source_row": sheet.frame["source_row"],
        })  # fmt: skip


def _named(sheet: Sheet, known: frozenset[str]) -> list[str]:
    return [name for name in sheet.columns if words(name) in known]


def _tells_states(texts: pd.Series) -> bool:
    """Whether a column tells what became of visits: most of its words are known, and some visit was kept."""
    found = texts.dropna().map(state_of)
    return len(found) > 0 and found.notna().mean() >= _MOSTLY and bool(found.eq(KEPT).any())


@cache
def _said() -> _Words:
    return reference.load("visit_words", _Words)
