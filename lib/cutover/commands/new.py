"""`cutover new`: the folders of a client or a practice, with an intake workbook to fill in."""

from __future__ import annotations

import argparse

from cutover.reading.practice.book import project_home
from cutover.reading.practice.new_folders import PRACTICE_FOLDERS, checked, make

__all__ = ["PRACTICE_FOLDERS", "configure", "make", "run"]


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of `cutover new`."""
    parser.add_argument("targets", nargs="+", metavar="CLIENT[/PRACTICE]", help="a-z, 0-9 and hyphens")


def run(args: argparse.Namespace) -> int:
    """Make what is asked for, below `data/raw`; whatever is there already is left alone and named.

    Raises UsageError, before anything is made, where a name cannot be used.
    """
    home = project_home()
    for target in [checked(target) for target in args.targets]:
        for path, made in make(home, *target):
            print(f"{'made' if made else 'left alone, it was there:'} {path.relative_to(home)}")
    return 0
