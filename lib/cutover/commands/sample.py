"""`cutover sample`: write the synthetic sample client and its answer key."""

from __future__ import annotations

import argparse
from pathlib import Path

from cutover.reading.book import project_home
from cutover.sample.generate import generate


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the options of `cutover sample`."""
    parser.add_argument(
        "--home", type=Path, help="folder that holds data/ (default: CUTOVER_HOME, else the checkout)"
    )
    parser.add_argument("--practices", type=int, default=3, help="how many practices (default 3)")
    parser.add_argument("--months", type=int, default=24, help="months of history (default 24)")
    parser.add_argument(
        "--claims", type=int, default=250, help="claims a month of the first practice (default 250)"
    )
    parser.add_argument(
        "--seed", type=int, default=2026, help="another number gives another sample (default 2026)"
    )


def run(args: argparse.Namespace) -> int:
    """Write the sample and say what lies where."""
    home = args.home.resolve() if args.home else project_home()
    made = generate(home, args.practices, args.months, args.claims, args.seed)
    print(
        f"{made.folder}: {made.practices} practices, {made.claims:,} claims, {made.payments:,} payments "
        f"in {made.files:,} files; {made.cases:,} cases in answer_key.json"
    )
    return 0
