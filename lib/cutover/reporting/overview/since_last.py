"""What an owner's report says otherwise than the one before it: the first thing on its page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from cutover.reporting.jobs import Job
from cutover.reporting.overview import changes, history
from cutover.reporting.overview.changes import Change
from cutover.reporting.overview.history import Run
from cutover.reporting.overview.index_entries import entry_from


@dataclass(frozen=True)
class Since:
    """What changed; `moved` names findings that were there before with another number of cases, each with both."""

    change: Change
    moved: tuple[tuple[str, int], ...]

    @property
    def is_quiet(self) -> bool:
        """Whether nothing is new, settled, turned or moved."""
        return self.change.is_quiet and not self.moved


def since_last(job: Job, facts: dict[str, Any]) -> Since | None:
    """Return what a report says otherwise than the last one of an equal or earlier day; None for a first report.

    `facts` is its `findings.json`; a report that is made again is held against the one before it, not against itself.
    """
    entry = entry_from(facts, job.stem)
    told = history.read(job.home, job.client, job.practice)
    now, runs = history.run_of(entry, told.batch + 1), told.of(job.stem)
    if not runs or runs[-1].says() != now.says():
        runs = [*runs, now]
    was = changes.before(runs)
    return Since(changes.change(entry, was, now), _moved(was, now)) if was else None


def _moved(was: Run, now: Run) -> tuple[tuple[str, int], ...]:
    """The title of each finding whose number of cases is another, and what the number was."""
    both = [code for code in now.found if code in was.found and now.found[code][1] != was.found[code][1]]
    return tuple((changes.title_of(code, now.found[code][1]), was.found[code][1]) for code in both)
