"""What the newest batch changed: signs that turned, findings that are new or settled, numbers that moved."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from cutover.money import dollars
from cutover.reporting.overview.history import History, Run
from cutover.reporting.overview.index_entries import WORDS, Entry
from cutover.result import State
from cutover.wording import load_words

_UNREAD = ("files-not-read", "files-intake-missing")  # findings of files that were not read


@dataclass(frozen=True)
class Change:
    """One report against the one before it; `earlier` is the day of that one."""

    title: str
    earlier: str
    was: str
    state: str
    new: tuple[str, ...]
    settled: tuple[str, ...]
    number: str = ""

    @property
    def is_quiet(self) -> bool:
        """Whether nothing of it is otherwise than before."""
        return not (self.turned or self.new or self.settled or self.number)

    @property
    def turned(self) -> str:
        """How its sign turned, empty where it did not."""
        return "" if self.was == self.state else f"{WORDS[State(self.was)]} → {WORDS[State(self.state)]}"


@dataclass(frozen=True)
class Life:
    """A finding over time: `first` the day it was first seen, `settled` the day from which it was not, or None."""

    code: str
    title: str
    report: str
    severity: str
    first: str
    settled: str | None


def before(runs: Sequence[Run]) -> Run | None:
    """Return the run that the last one is held against: the last of an equal or earlier day."""
    last = runs[-1]
    return next((run for run in reversed(runs[:-1]) if run.as_of <= last.as_of), None)


def changes(history: History, entries: Sequence[Entry], batch: int) -> list[Change]:
    """Return what the reports of a batch say otherwise than those before them; nothing for a first report."""
    found = []
    for entry in entries:
        runs = history.of(entry.stem)
        if runs and runs[-1].batch == batch and (earlier := before(runs)):
            found.append(change(entry, earlier, runs[-1]))
    return [one for one in found if not one.is_quiet]


def lives(history: History, entries: Sequence[Entry]) -> list[Life]:
    """Return every finding that was ever seen: the open ones first, each the newest first."""
    titles = {entry.stem: entry.title for entry in entries}
    found = []
    for notebook in dict.fromkeys(run.notebook for run in history.runs):
        days = _by_day(history.of(notebook))
        codes = dict.fromkeys(code for run in days for code in run.found)
        found += [_life(code, titles.get(notebook, notebook), days) for code in codes]
    return sorted(sorted(found, key=lambda one: one.first, reverse=True), key=lambda one: one.settled or "0")


def _by_day(runs: Sequence[Run]) -> list[Run]:
    """The last run of each day, the earliest day first."""
    return sorted({run.as_of: run for run in runs}.values(), key=lambda run: run.as_of)


def _life(code: str, report: str, days: Sequence[Run]) -> Life:
    seen = [number for number, run in enumerate(days) if code in run.found]
    last = days[seen[-1]]
    after = [run for run in days[seen[-1] + 1 :] if not _reads_less(last, run)]
    severity, count, _ = days[seen[-1]].found[code]
    settled = after[0].as_of if after else None
    return Life(code, title_of(code, count), report, severity, days[seen[0]].as_of, settled)


def _reads_less(was: Run, now: Run) -> bool:
    """Whether files are unread that were read before: what is not found now may be in them, and is not settled."""
    return any(
        now.found[code][1] > was.found.get(code, (None, 0))[1] for code in _UNREAD if code in now.found
    )


def change(entry: Entry, was: Run, now: Run) -> Change:
    """Return what a report says now otherwise than it did in an earlier run."""
    new = now.found.keys() - was.found.keys()
    gone = set() if _reads_less(was, now) else was.found.keys() - now.found.keys()
    return Change(
        title=entry.title,
        earlier=was.as_of,
        was=was.state,
        state=now.state,
        new=tuple(title_of(code, now.found[code][1]) for code in now.found if code in new),
        settled=tuple(title_of(code, was.found[code][1]) for code in was.found if code in gone),
        number=_number(was, now),
    )


def _number(was: Run, now: Run) -> str:
    if was.unit != now.unit or was.value == now.value:
        return ""
    if was.open_cents is not None and now.open_cents is not None:
        moved = now.open_cents - was.open_cents
        return f"{now.unit}: {now.value}, {'up' if moved > 0 else 'down'} by {dollars(abs(moved))}"
    return f"{now.unit}: {now.value or 'unknown'}, was {was.value or 'unknown'}"


@cache
def title_of(code: str, count: int) -> str:
    """Return the title of a finding by its code; what only its report knows is left out of it."""
    words = load_words().findings.get(code)
    if words is None:
        return code
    title = words.title(count)
    return title if "{" not in title else words.case[:1].upper() + words.case[1:]


def summary(of: Iterable[Sequence[Change]]) -> dict[str, int]:
    """Return how much changed over all practices: signs better and worse, findings new and settled."""
    order = [state.value for state in State]
    every = [one for some in of for one in some]
    turned = [order.index(one.state) - order.index(one.was) for one in every]
    return {
        "better": sum(by > 0 for by in turned),
        "worse": sum(by < 0 for by in turned),
        "new": sum(len(one.new) for one in every),
        "settled": sum(len(one.settled) for one in every),
    }
