"""`cutover docs`: write the pages of `docs/` that are made from the reference data."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path

from cutover.wording import Wording, Words, load_words

FOLDER = Path(__file__).resolve().parents[3] / "docs"  # of the checkout


def configure(parser: argparse.ArgumentParser) -> None:
    """Add nothing: the pages are always all written, into the `docs` of the checkout."""


def run(args: argparse.Namespace) -> int:
    """Write every page and name it."""
    for name, page in PAGES.items():
        (FOLDER / name).write_text(page(), "utf-8")
        print(FOLDER / name)
    return 0


def findings_page() -> str:
    """Return `docs/findings.md`: every finding with its severity, case, amount and words, by workstream."""
    words = load_words()
    parts = [_HEAD]
    for family in words.workstream:
        parts.append(f"## {family.title}\n")
        parts += [f"{family.note}\n"] if family.note else []
        parts.append(_table(words, family.name))
        parts.append("\n".join(_card(one) for one in words.of(family.name).values()) + "\n")
    return "\n".join(parts)


_HEAD = """# Findings

Made from `data/reference/findings.toml` by `make docs`: change the words there. A finding counts cases, its evidence
has one row for each; *amount* is the money that is summed over them.
"""


def _table(words: Words, family: str) -> str:
    """The table of one family: code, severity, case, amount."""
    rows = ["| code | severity | a case is | amount |", "|---|---|---|---|"]
    rows += [
        f"| `{one.code}` | {_severity(one)} | {one.case} | {one.amount} |"
        for one in words.of(family).values()
    ]
    return "\n".join(rows) + "\n"


def _severity(one: Wording) -> str:
    return one.severity + (f"; {one.other_severity} where {one.other_when}" if one.other_severity else "")


def _card(one: Wording) -> str:
    """What a reader of the report sees of one finding."""
    due = f" By {one.due}." if one.due else ""
    meaning = f"{one.meaning} {one.also}".strip()
    return f"- `{one.code}` **{one.many}.** {meaning} *Next ({one.who}):* {one.action}{due}"


PAGES: dict[str, Callable[[], str]] = {"findings.md": findings_page}
