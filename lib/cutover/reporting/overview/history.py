"""What each run of a report found, in `data/history`: counts, codes, states and sums, nothing of any patient.

One JSON object a line, in the order of the batches. A report that says what it said before adds nothing.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from pathlib import Path

from cutover import private
from cutover.money import cents
from cutover.reporting.overview.index_entries import Entry
from cutover.result import OPEN_MONEY

FILE = "runs.jsonl"


@dataclass(frozen=True)
class Run:
    """What one report said in one batch.

    `batch` counts the batches of the client in which any report said something new. `open_cents` is what is open with
    payers, None where the report does not tell. `found` maps the code of each finding to its severity, the number of
    its cases and its whole cents (None: no amount).
    """

    batch: int
    as_of: str
    notebook: str
    state: str
    unit: str = ""
    value: str | None = None
    open_cents: int | None = None
    found: dict[str, tuple[str, int, int | None]] = field(default_factory=dict)

    def says(self) -> tuple:
        """What it says, whenever it was said."""
        return self.as_of, self.state, self.unit, self.value, self.open_cents, self.found


@dataclass(frozen=True)
class History:
    """The runs of a practice (or of the book) in the order of their batches; `unread` lines cannot be read."""

    runs: tuple[Run, ...] = ()
    unread: tuple[str, ...] = ()

    @property
    def batch(self) -> int:
        """The newest batch, 0 before the first."""
        return max((run.batch for run in self.runs), default=0)

    def of(self, notebook: str) -> list[Run]:
        """Return the runs of one report."""
        return [run for run in self.runs if run.notebook == notebook]


def path_of(home: Path, client: str, practice: str | None) -> Path:
    """Return where the history of a practice lies, or that of the book."""
    return home.joinpath("data", "history", client, *([practice] if practice else []), FILE)


def read(home: Path, client: str, practice: str | None) -> History:
    """Return what was found of a practice, or of the book, so far; empty where nothing was."""
    try:
        lines = path_of(home, client, practice).read_text("utf-8").splitlines()
    except OSError:
        return History()
    runs = [(_run(line), line) for line in lines if line.strip()]
    return History(
        tuple(run for run, _ in runs if run is not None), tuple(line for run, line in runs if run is None)
    )


def added(known: History, entries: Iterable[Entry], batch: int) -> History:
    """Return the history with the runs of these reports that say something new, as of a batch.

    A report that was saved at the desk, without a page, is not yet a report and adds nothing.
    """
    last = {run.notebook: run for run in known.runs}
    made = [run_of(entry, batch) for entry in entries if entry.facts and entry.facts.get("run")]
    new = [run for run in made if run.notebook not in last or last[run.notebook].says() != run.says()]
    return History((*known.runs, *new), known.unread)


def keep(home: Path, client: str, practice: str | None, history: History) -> None:
    """Write a history in one step; raises OSError where it cannot be written."""
    path = path_of(home, client, practice)
    private.folder(path.parent)
    lines = (*history.unread, *(json.dumps(asdict(run)) for run in history.runs))
    private.replaced(path, "".join(f"{line}\n" for line in lines).encode())


def run_of(entry: Entry, batch: int) -> Run:
    """Return what a report says, as its history keeps it."""
    facts = entry.facts or {}
    found = {f["code"]: (f["severity"], f["count"], f["amount_cents"]) for f in facts["findings"]}
    open_cents = _cents(entry.figure(OPEN_MONEY))
    return Run(batch, facts["as_of"], entry.stem, entry.state, entry.unit, entry.value, open_cents, found)


def _cents(shown: str | None) -> int | None:
    """The cents of an amount as a figure shows it, such as `at least $1,234.50`."""
    return cents(shown.removeprefix("at least ").replace("$", "").replace(",", "")) if shown else None


def _run(line: str) -> Run | None:
    try:
        said = json.loads(line)
        said["found"] = {code: tuple(what) for code, what in said["found"].items()}
        return Run(**said)
    except (ValueError, TypeError, KeyError, AttributeError):
        return None
