"""A report that would come out the same is not made again: what each was made of is kept beside what was read.

Whether it would is judged by everything that the run really opened, by the notebook, the parameters, this program with
its reference data and libraries, what the gate holds against it, and by whether its files are still as they were
written. What is kept lies in `data/processed` and can be deleted at any time: then every report is made again.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
from pathlib import Path

from cutover.audience import OWNER
from cutover.reading.kept import made_of, opened
from cutover.reading.kept.opened import Opened
from cutover.reading.practice import folders, private_file
from cutover.reporting import places
from cutover.reporting.jobs import Job
from cutover.reporting.overview import records
from cutover.reporting.privacy import known_state

_FORM = 1
_DAMAGE = (OSError, ValueError, LookupError, TypeError, AttributeError)


class Check:
    """Tells why reports of a home must be made; each file, reading and practice is looked at once."""

    def __init__(self, home: Path):
        self._home = home
        self._inputs = made_of.Check(home)
        self._gates: dict[tuple[str, str], str] = {}

    def why(self, job: Job) -> str | None:
        """Return why a report must be made, in words; None where it would come out as it lies there."""
        said = private_file.read_json(_place(job))
        if not said:
            return "it was not made before, or what it was made of is not known"
        try:
            return self._why(job, said)
        except _DAMAGE:
            return "what it was made of is not known"

    def _why(self, job: Job, said: dict) -> str | None:
        if said["form"] != _FORM or said["program"] != records.program():
            return "the program, its reference data or a library is another one"
        if said["parameters"] != job.parameters:
            return "its date or its options are others"
        if said["notebook"] != _digest(job.notebook):
            return "the notebook is another one"
        if (job.desk / f"{job.stem}{places.FAILED}").exists():
            return "the last run failed"
        others = [name for name, was in said["files"].items() if not _is_as_written(job.folder / name, was)]
        if others:
            return f"{others[0]} is not as it was written"
        if changed := self._inputs.stale(said["made_of"]):
            return f"{changed} has changed"
        if self._held(job) != said["held"]:
            return "what its inputs call patients has changed"
        return None

    def _held(self, job: Job) -> dict[str, str]:
        return held(job, self._gates)


def held(job: Job, known_before: dict[tuple[str, str], str] | None = None) -> dict[str, str]:
    """Return the digest of what the gate of a job knows, by practice; nothing for a report without a gate."""
    found = {} if known_before is None else known_before
    if job.audience != OWNER:
        return {}
    whose = [job.practice] if job.practice else folders.practices(job.home, job.client)
    for practice in whose:
        if (job.client, practice) not in found:
            found[job.client, practice] = known_state.digest_of(job.home, job.client, practice)
    return {practice: found[job.client, practice] for practice in whose}


def keep(job: Job, seen: Opened, run: Path, places_of: list[str], took: float) -> None:
    """Write down what a report was made of: what this process has `seen`, and what its kernel told in its folder.

    `took` is the number of seconds that it took. Where one of it changed while the report was made, or the kernel told
    nothing, nothing is written down.
    """
    path = _place(job)
    path.unlink(missing_ok=True)
    with contextlib.suppress(*_DAMAGE), opened.unheard():
        seen.add(opened.from_text((run / opened.TOLD).read_text("utf-8")))
        told = made_of.written_down(seen.end())
        if told is None:
            return
        said = {
            "form": _FORM,
            "program": records.program(),
            "parameters": job.parameters,
            "notebook": _digest(job.notebook),
            "made_of": told,
            "held": held(job),
            "took": round(took, 1),
            "files": {name: _as_written(job.folder / name) for name in places_of},
        }
        private_file.write(path, json.dumps(said).encode())


def took(job: Job) -> float | None:
    """Return the seconds that a report took when it was last made, None where that is not known."""
    found = (private_file.read_json(_place(job)) or {}).get("took")
    return found if isinstance(found, (int, float)) else None


def _place(job: Job) -> Path:
    return records.folder(job.home, job.target) / f"{job.stem}.json"


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _as_written(path: Path) -> list:
    stamp = opened.stamp(str(path))
    return [*stamp, _digest(path)] if stamp else []


def _is_as_written(path: Path, was: list) -> bool:
    """Tell whether a file of a report is as it was written: by its size and times, in doubt by its content."""
    stamp = opened.stamp(str(path))
    if stamp is None or not was:
        return False
    return list(stamp) == was[:3] or (stamp[0] == was[0] and _digest(path) == was[3])
