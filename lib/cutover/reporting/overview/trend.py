"""How it went: the signs and the open money of a practice over the days of its reports, as small drawings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from cutover.money import dollars
from cutover.reporting.overview.history import History, Run
from cutover.reporting.overview.index_entries import WORDS, Entry
from cutover.result import State

MOST_DAYS = 16  # that one drawing shows: the newest
STEP, TALL = 12, 36  # units of a drawing: from day to day, and of the whole height
_HEIGHT = {State.BLOCKED: 3, State.ATTENTION: 2, State.OK: 1}  # of three: never told by color alone


@dataclass(frozen=True)
class Bar:
    """A bar of a drawing: where it stands, how tall it is, and the state that colors it."""

    x: int
    y: float
    height: float
    state: str


@dataclass(frozen=True)
class Drawing:
    """One small drawing: its bars or the points of its line, how wide it is, and what it shows in words."""

    title: str
    words: str
    width: int
    bars: tuple[Bar, ...] = ()
    points: str = ""
    last: str = ""


def days_of(history: History) -> list[str]:
    """Return the newest days on which any report of a practice was made, the earliest first."""
    return sorted({run.as_of for run in history.runs})[-MOST_DAYS:]


def of_reports(history: History, entries: Sequence[Entry]) -> list[Drawing]:
    """Return one drawing a report, a bar a day, and one of the money that is open; nothing before the second day."""
    days = days_of(history)
    if len(days) < 2:
        return []
    drawn = [_signs(entry.title, _at(history.of(entry.stem), days), days) for entry in entries]
    money = _money(history, days)
    return [one for one in (*drawn, money) if one is not None]


def of_practice(name: str, history: History, stems: Sequence[str]) -> Drawing | None:
    """Return how many of a practice's reports were in each state on each day; None before the second day."""
    days = days_of(history)
    if len(days) < 2:
        return None
    by_report = [_at(history.of(stem), days) for stem in stems]
    counted = [_count(runs[place] for runs in by_report) for place in range(len(days))]
    bars = [bar for place, count in enumerate(counted) for bar in _stack(place, count)]
    last = counted[-1]
    words = f"From {days[0]} to {days[-1]}, last: " + ", ".join(
        f"{last[state]} {WORDS[state].lower()}" for state in State
    )
    return Drawing(name, words, STEP * len(days), tuple(bars), last=_open(history, days))


def _at(runs: Sequence[Run], days: Sequence[str]) -> list[Run | None]:
    """What a report said on each day: its last run of that day or an earlier one."""
    return [_last(runs, day) for day in days]


def _last(runs: Sequence[Run], day: str) -> Run | None:
    known = [run for run in runs if run.as_of <= day]
    newest = max((run.as_of for run in known), default=None)
    return next((run for run in reversed(known) if run.as_of == newest), None)


def _signs(title: str, at: Sequence[Run | None], days: Sequence[str]) -> Drawing | None:
    told = [(place, State(run.state)) for place, run in enumerate(at) if run]
    if not told:
        return None
    bars = tuple(_bar(place, _HEIGHT[state] * TALL / 3, state) for place, state in told)
    first, last = told[0], told[-1]
    words = f"{days[first[0]]}: {WORDS[first[1]]}. {days[last[0]]}: {WORDS[last[1]]}."
    return Drawing(title, words, STEP * len(days), bars, last=WORDS[last[1]])


def _bar(place: int, height: float, state: State, below: float = 0) -> Bar:
    return Bar(STEP * place, round(TALL - below - height, 1), round(height, 1), state.value)


def _count(runs) -> dict[State, int]:
    states = [run.state for run in runs if run]
    return {state: states.count(state.value) for state in State}


def _stack(place: int, count: dict[State, int]) -> list[Bar]:
    """The bars of one day on each other: what is blocked at the bottom."""
    every, below, made = sum(count.values()) or 1, 0.0, []
    for state, number in count.items():
        height = TALL * number / every
        made += [_bar(place, height, state, below)] if number else []
        below += height
    return made


def _open_cents(history: History, days: Sequence[str]) -> list[int | None]:
    runs = [run for run in history.runs if run.open_cents is not None]
    told = [_last(runs, day) for day in days]
    return [run.open_cents if run else None for run in told]


def _open(history: History, days: Sequence[str]) -> str:
    known = [cents for cents in _open_cents(history, days) if cents is not None]
    return dollars(known[-1]) if known else ""


def _money(history: History, days: Sequence[str]) -> Drawing | None:
    """The money that is open over the days; the scale begins at zero."""
    known = [(n, cents) for n, cents in enumerate(_open_cents(history, days)) if cents is not None]
    most = max((cents for _, cents in known), default=0)
    if len(known) < 2 or most <= 0:
        return None
    points = " ".join(
        f"{STEP * n + STEP // 2},{TALL - 2 - (TALL - 4) * cents / most:.1f}" for n, cents in known
    )
    words = f"{days[known[0][0]]}: {dollars(known[0][1])}. {days[known[-1][0]]}: {dollars(known[-1][1])}."
    return Drawing("Open with payers", words, STEP * len(days), points=points, last=dollars(known[-1][1]))
