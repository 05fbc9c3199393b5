"""The words of every finding: its severity, what its cases and its amount are, and what a person reads.

They stand in `data/reference/findings.toml`; `docs/findings.md` is made from it (`make docs`).
"""

from __future__ import annotations

import datetime as dt
import tomllib
from dataclasses import MISSING, dataclass, fields
from functools import cache
from pathlib import Path

from cutover.errors import ReferenceDataError
from cutover.reference import FOLDER
from cutover.result import Severity

FILE = FOLDER / "findings.toml"
_DATES = ("read_on", "effective_from", "effective_through")
_KEYS = {"title", "source", "where", *_DATES, "workstream", "finding"}


@dataclass(frozen=True)
class Wording:
    """What one finding says.

    `case` is what is counted, `amount` the money that is summed (whole cents; "unknown" or "none" where there is
    none). `one` and `many` are its titles: `{n}` is the number of cases, other names in braces are facts that the
    code hands over. `also` is a sentence that the meaning gains where the code hands over the facts it names.
    `due` says by when, where a date follows from the data. `other_severity` holds instead of `severity` where
    `other_when` is true.
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
    """The whole file: where it comes from, the families and the findings by their codes, in the order of the file."""

    title: str
    source: str
    read_on: dt.date
    workstreams: tuple[Workstream, ...]
    findings: dict[str, Wording]

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


def filled(text: str, **facts: object) -> str:
    """Return the text with each `{name}` replaced by the fact of that name."""
    for name, value in facts.items():
        text = text.replace(f"{{{name}}}", str(value))
    return text


@cache
def load_words(path: Path = FILE) -> Words:
    """Return the words of all findings.

    Raises ReferenceDataError where the file is absent or broken, has a key we do not know, lacks one that we need,
    repeats a code, or names a workstream that it does not have.
    """
    where = f"data/reference/{path.name}"
    try:
        stated = tomllib.loads(path.read_text("utf-8"))
        if set(stated) != _KEYS or not all(isinstance(stated[key], dt.date) for key in _DATES):
            raise ValueError(f"wants the keys {', '.join(sorted(_KEYS))}, and days for {', '.join(_DATES)}")
        families = tuple(Workstream(**entry) for entry in stated["workstream"])
        found = [_wording(entry, {family.name for family in families}) for entry in stated["finding"]]
        if len({words.code for words in found}) < len(found):
            raise ValueError("a code stands twice")
    except (OSError, tomllib.TOMLDecodeError, TypeError, ValueError) as error:
        raise ReferenceDataError(f"{where} cannot be used: {error}. Correct it.") from None
    return Words(
        stated["title"], stated["source"], stated["read_on"], families, {words.code: words for words in found}
    )


def _wording(entry: dict[str, str], families: set[str]) -> Wording:
    code = entry.get("code", "(no code)")
    known = {f.name: f.default is MISSING for f in fields(Wording)}
    wrong = (set(entry) - set(known)) | {
        name for name, needed in known.items() if needed and not entry.get(name)
    }
    if wrong:
        raise ValueError(f"{code}: missing or unknown {', '.join(sorted(wrong))}")
    if entry["workstream"] not in families:
        raise ValueError(f"{code}: unknown workstream {entry['workstream']}")
    kinds = {key: Severity(entry[key]) for key in ("severity", "other_severity") if key in entry}
    return Wording(**(entry | kinds))
