"""The words of every finding: its severity, what its cases and its amount are, and what a person reads.

They stand in `data/reference/findings.toml`; `docs/findings.md` is made from it (`make docs`).
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from cutover.errors import ReferenceDataError
from cutover.reference import FOLDER, load
from cutover.result import Severity


@dataclass(frozen=True)
class Wording:
    """What one finding says.

    `case` is what is counted, `amount` the money that is summed (whole cents; "unknown" or "none" where there is
    none). `one` and `many` are its titles: `{n}` is the number of cases, other names in braces are facts that the
    code hands over. `also` is a sentence that the meaning gains where the code hands over the facts it names.
    `due` says by when, where a date follows from the data. `other_severity` holds instead of `severity` where
    `other_when` is true. Findings of several reports that have one `matter` ask for the same thing.
    `table` is the table of its report that shows more of it.
    """

    code: str
    workstream: str
    severity: Severity
    case: str
    amount: str
    one: str
    many: str
    meaning: str
    action: str
    who: str
    also: str = ""
    due: str = ""
    other_severity: Severity | None = None
    other_when: str = ""
    matter: str = ""
    table: str = ""

    def __post_init__(self) -> None:
        needed = ("code", "case", "amount", "one", "many", "meaning", "action", "who")
        if blank := [name for name in needed if not getattr(self, name)]:
            raise ValueError(f"{self.code}: no {', '.join(blank)}")

    def title(self, count: int, **facts: object) -> str:
        """Return the title of a finding with that many cases."""
        return filled(self.one if count == 1 else self.many, n=f"{count:,}", **facts)


@dataclass(frozen=True)
class Workstream:
    """A family of findings: the name of its package, how people call it, and what holds for all of its findings."""

    name: str
    title: str
    note: str = ""


@dataclass(frozen=True)
class Words:
    """The whole file: the families and the findings, in its order."""

    workstream: tuple[Workstream, ...]
    finding: tuple[Wording, ...]

    def __post_init__(self) -> None:
        families = {family.name for family in self.workstream}
        if strange := [one.code for one in self.finding if one.workstream not in families]:
            raise ValueError(f"unknown workstream of {', '.join(strange)}")

    @cached_property
    def findings(self) -> dict[str, Wording]:
        """The findings by their codes."""
        return {one.code: one for one in self.finding}

    def of(self, workstream: str) -> dict[str, Wording]:
        """Return the findings of one family by their codes."""
        return {code: words for code, words in self.findings.items() if words.workstream == workstream}


def wording(code: str) -> Wording:
    """Return the words of a finding; ReferenceDataError where its code has no entry."""
    try:
        return load_words().findings[code]
    except KeyError:
        raise ReferenceDataError(f"data/reference/findings.toml has no finding {code!r}. Add it.") from None


def wordings(workstream: str) -> dict[str, Wording]:
    """Return the words of all findings of one family (`parallel_run`) by their codes, in the order of the file."""
    return load_words().of(workstream)


def and_joined(words: Sequence[str]) -> str:
    """Return words as a sentence lists them: `a`, `a and b`, `a, b and c`; nothing where there are none."""
    return " and ".join(filter(None, (", ".join(words[:-1]), *words[-1:])))


# a point behind these is no end: titles and parts of names, or one letter
_SHORT = re.compile(r"(?:^|[\s(])(?:Drs?|Mrs?|Ms|Prof|Rev|Sta?|Ste|Mt|Ft|Jr|Sr|No|vs|[A-Z])\.$")


def first_sentence(text: str) -> str:
    """Return the first sentence of a text, with its sign at the end; `Dr. Lee` and `St. Mary` do not end one."""
    for end in re.finditer(r"[.!?](?=\s)", text):
        if not _SHORT.search(text[: end.end()]):
            return text[: end.end()]
    return text


def several(number: int, one: str, many: str = "") -> str:
    """Return a number of things in words: `1 file`, `2,000 files`; `many` where an s does not make the plural."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def due_by(due: dt.date, as_of: dt.date) -> str:
    """Return the last day of a task as a report of a day says it: one that has passed is called overdue, with days."""
    late = (as_of - due).days
    return f"{due:%Y-%m-%d}" + (f", overdue by {several(late, 'day')}" if late > 0 else "")


def filled(text: str, **facts: object) -> str:
    """Return the text with each `{name}` replaced by the fact of that name."""
    for name, value in facts.items():
        text = text.replace(f"{{{name}}}", str(value))
    return text


def load_words(folder: Path = FOLDER) -> Words:
    """Return the words of all findings; raises ReferenceDataError as `reference.load`."""
    return load("findings", Words, folder=folder)


def printable(text: str) -> str:
    """Return a text with a question mark for each control character, which could write to the terminal."""
    return "".join(c if c.isprintable() else "?" for c in text)
