"""`cutover sample`: write the synthetic sample client and its answer key."""

from __future__ import annotations

import argparse
from pathlib import Path

from cutover_sample.generate import generate

from cutover.reading.practice.book import project_home

_NUMBERS = (
    ("practices", 8, "how many practices"),
    ("months", 24, "months of history"),
    ("claims", 250, "claims a month of the first practice"),
    ("seed", 2026, "another number gives another sample"),
)


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the options of `cutover sample`."""
    where = "folder that holds data/ (default: CUTOVER_HOME, else the checkout)"
    parser.add_argument("--home", type=Path, help=where)
    for name, default, meaning in _NUMBERS:
        parser.add_argument(f"--{name}", type=int, default=default, help=f"{meaning} (default {default})")


def run(args: argparse.Namespace) -> int:
    """Write the sample and say what lies where."""
    home = args.home.resolve() if args.home else project_home()
    made = generate(home, args.practices, args.months, args.claims, args.seed)
    print(
        f"{made.folder}: {made.practices} practices, {made.claims:,} claims, {made.payments:,} payments "
        f"in {made.files:,} files; {made.cases:,} cases in answer_key.json"
    )
    return 0
