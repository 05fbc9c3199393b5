"""What the index pages know of each report: its findings as they lie on disk, and whether its page is of their run."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from cutover.errors import InputError
from cutover.reporting import findings, places, publish, run_marks
from cutover.result import CUTOVER_DATE, OPEN_MONEY, State
from cutover.signals import rules
from cutover.wording import first_sentence

WORDS = {State.BLOCKED: "Blocked", State.ATTENTION: "Attention", State.OK: "In order"}
NO_REPORT = "none"  # the state of a report that could not be made or read


@dataclass(frozen=True)
class Entry:
    """One report of one practice, or of the book.

    `column` names it in a table, `value` is its one number (None: unknown) and `unit` what that number is called.
    `href` leads to its page, `why` to the page at the desk that tells why its last run `failed`; `parted` is a page
    that is of another run than its findings. `facts` is what its `findings.json` says, empty without one.
    """

    stem: str
    title: str
    column: str
    state: str = NO_REPORT
    word: str = "No report"
    value: str | None = None
    unit: str = ""
    href: str | None = None
    why: str | None = None
    failed: bool = False
    parted: bool = False
    facts: dict[str, Any] | None = None

    @property
    def as_of(self) -> str | None:
        """The day of the report."""
        return self.facts["as_of"] if self.facts else None

    @property
    def verdict(self) -> str:
        """What the report says first."""
        return self.facts["verdict"] if self.facts else ""

    @property
    def answer(self) -> str:
        """The first sentence of what it says."""
        return first_sentence(self.verdict)

    @property
    def tally(self) -> dict[str, int]:
        """How many findings it has of each severity, the gravest first."""
        return findings.in_order(self.facts["tally"]) if self.facts else {}

    def figure(self, label: str) -> str | None:
        """Return the value of the figure with a label, None where it has none or it is unknown."""
        shown = self.facts["figures"] if self.facts else ()
        return next((one["value"] for one in shown if one["label"] == label), None)

    def moved(self, folder: str) -> Entry:
        """Return it with its links as seen from elsewhere, from where `folder` leads back."""

        def there(link: str | None) -> str | None:
            return link and f"{folder}/{link}"

        return replace(self, href=there(self.href), why=there(self.why))

    def leaving(self) -> Entry:
        """Return it as a page that may leave has it: without a way to the desk."""
        return replace(self, why=None)


def entries(folder: Path) -> list[Entry]:
    """Return one entry per notebook that has a report or a failed run for owners in the folder, by name."""
    publish.complete(folder)
    endings = (places.FINDINGS, places.FAILED)
    stems = {p.name.removesuffix(e) for e in endings for p in places.desk_of(folder).glob(f"*{e}")}
    shown = [stem for stem in sorted(stems) if not stem.startswith(".") and not stem.endswith(".consultant")]
    return [entry_of(folder, stem) for stem in shown]


def first_known(of: list[Entry], label: str) -> str | None:
    """Return what the newest report that knows it says of a figure, such as the cutover date."""
    told = [(one.as_of or "", value) for one in of if (value := one.figure(label)) is not None]
    return max(told, key=lambda pair: pair[0])[1] if told else None


def cutover_of(of: list[Entry]) -> str | None:
    """Return the cutover date that the reports of a practice state, None where none does."""
    return first_known(of, CUTOVER_DATE)


def day_of(text: str | None) -> dt.date | None:
    """Return the day that a text of a report states, None for no text and for one that is no day: one was withheld."""
    try:
        return dt.date.fromisoformat(text) if text else None
    except ValueError:
        return None


def open_money_of(of: list[Entry]) -> str | None:
    """Return what is open with payers by the reports of a practice, None where none knows."""
    return first_known(of, OPEN_MONEY)


def entry_of(folder: Path, stem: str) -> Entry:
    """Return what a report folder says of one notebook: its sign, verdict and day, and how its last run ended."""
    desk, page = places.desk_of(folder), folder / f"{stem}.html"
    failed = (desk / f"{stem}{places.FAILED}").is_file()
    why = f"{places.DESK}/{stem}{places.FAILED}" if failed else None
    try:
        said = findings.read(desk / f"{stem}{places.FINDINGS}")
    except (FileNotFoundError, InputError):
        return Entry(stem, stem, stem, why=why, failed=failed)
    return replace(
        entry_from(said, stem),
        href=page.name if page.is_file() else None,
        why=why,
        failed=failed,
        parted=page.is_file() and run_marks.run_of(page) != said.get("run"),
    )


def entry_from(said: dict[str, Any], stem: str) -> Entry:
    """Return what the findings of a report say of it, whatever lies on disk."""
    named: dict[str, Any] = next(
        (f for f in said["figures"] if f.get("column")), {"value": None, "column": ""}
    )
    known = rules().get(said.get("signal") or "")
    state = State(said["state"])
    return Entry(
        stem=stem,
        title=said["title"],
        column=known.name if known else said["title"],
        state=state.value,
        word=WORDS[state],
        value=named["value"],
        unit=named["column"],
        facts=said,
    )
