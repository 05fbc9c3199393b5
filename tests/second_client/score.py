"""Score the workbook on the second client: `python -m second_client.score HOME [--practice NAME]` in tests/.

HOME is a folder that `second_client.adapter` has filled; it is made where it is not there. Each fact is right, another
number, or missed; the table says what was found.
"""

from __future__ import annotations

import argparse
import json
import re
import tomllib
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from . import checks_era, checks_fees, checks_patients, checks_run  # noqa: F401  they register their checks
from .adapter import make
from .checks import check_of
from .told import Told

JUDGED = Path(__file__).with_name("judged.toml")
RIGHT, OTHER, MISSED, UNCHECKED = "right", "another number", "missed", "not checked"


@dataclass(frozen=True)
class Scored:
    """One fact, what came of it, and what was found."""

    fact: str
    notebook: str
    outcome: str
    found: dict
    expected: dict


def score(told: Told, wanted: str = "") -> list[Scored]:
    """Return every fact of a home with its outcome; `wanted` is a part of a fact's practice or notebook."""
    facts = json.loads((told.home / "asked" / "facts.json").read_text("utf-8"))["facts"]
    return [_scored(told, fact) for fact in facts if wanted in f"{fact['practice']} {fact['notebook']}"]


def _scored(told: Told, fact: dict) -> Scored:
    check, expected = check_of(fact["id"]), fact["expected"]
    if check is None:
        return Scored(fact["id"], fact["notebook"], UNCHECKED, {}, expected)
    try:
        found = check(told, fact["practice"], expected)
    except (KeyError, IndexError, AttributeError) as error:  # a table that a failed report does not have
        found = {"failed": repr(error)[:80]}
    same = bool(found) and all(expected.get(name) == value for name, value in found.items())
    outcome = RIGHT if same else OTHER if found else MISSED
    return Scored(fact["id"], fact["notebook"], outcome, found, expected)


def show(rows: list[Scored]) -> str:
    """Return the table of a score, what is not right with what was found."""
    lines = []
    for row in rows:
        lines.append(f"{row.notebook}  {row.outcome:15} {row.fact}")
        if row.outcome in (OTHER, MISSED):
            told = {k: row.expected.get(k) for k in row.found} if row.found else row.expected
            lines.append(f"      found {str(row.found)[:200]}\n      true  {str(told)[:200]}")
    counts = Counter(row.outcome for row in rows)
    lines.append(", ".join(f"{counts[name]} {name}" for name in (RIGHT, OTHER, MISSED, UNCHECKED)))
    return "\n".join(lines)


def alarms(told: Told) -> list[str]:
    """Return every finding that a report raised, one a line, for a person who judges them; `judged.toml` says which are
    known to be right."""
    judged = tomllib.loads(JUDGED.read_text("utf-8"))["right"]
    lines = []
    for (practice, notebook), said in sorted(told.made.items()):
        for finding in said.findings if said is not None else ():
            is_known = any(re.fullmatch(form, f"{practice} {finding.code}") for form in judged)
            mark = "known" if is_known else "JUDGE"
            lines.append(
                f"{mark}  {practice:18} {notebook}  {finding.severity:8} {finding.count:>4}  {finding.title[:110]}"
            )
    failed = [f"FAILED {practice} {notebook}: {why}" for (practice, notebook), why in told.failed.items()]
    return [*failed, *lines]


def main() -> None:
    """Run the score of the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("home", type=Path)
    parser.add_argument("--only", default="", help="a practice or a notebook, such as dune or 04")
    args = parser.parse_args()
    if not (args.home / "asked").is_dir():
        make(args.home)
    told = Told(args.home)
    print(show(score(told, args.only)))
    print("\n".join(alarms(told)))


if __name__ == "__main__":
    main()
