"""`cutover new`: the folders of a client or a practice, with an intake workbook to fill in."""

from __future__ import annotations

import argparse
import datetime as dt
import json
from pathlib import Path

from cutover.errors import UsageError
from cutover.identifiers import target_parts
from cutover.intake import enrollment_workbook as enrollment_sheets
from cutover.intake.template import template
from cutover.reading.payers.families import load_families
from cutover.reading.payers.requirements import WORKBOOK
from cutover.reading.practice.book import RESERVED, project_home

# what is put into each folder stands in the project's documentation ("One practice's folder")
PRACTICE_FOLDERS = (
    "demographics",
    "claims",
    "era",
    "medi_era",
    "submissions",
    "handoff",
    "medi_patients",
    "medi_submissions",
    "postings",
    "bank",
    "enrollments",
    "invoices",
    "reports",
)
CLIENT_FOLDERS = ("payer_list", "stedi_payers", "enrollments")
INTAKE, CLIENT_FILE = "intake.xlsx", "client.toml"
_CLIENT_TEXT = """\
# The billing company. Lines that begin with # are remarks; take the # away to use one.

# its name as reports show it
name = {name}

# contract options with Medi: "annual" (migration is free) or "monthly" (a fee for each practice)
# commitment = "annual"

# whom to ask
# [[contacts]]
# name = ""
# role = ""
# email = ""
# phone = ""
"""


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of `cutover new`."""
    parser.add_argument("targets", nargs="+", metavar="CLIENT[/PRACTICE]", help="a-z, 0-9 and hyphens")


def run(args: argparse.Namespace) -> int:
    """Make what is asked for, below `data/raw`; whatever is there already is left alone and named.

    Raises UsageError, before anything is made, where a name cannot be used.
    """
    home = project_home()
    for target in [_checked(target) for target in args.targets]:
        for path, made in make(home, *target):
            print(f"{'made' if made else 'left alone, it was there:'} {path.relative_to(home)}")
    return 0


def make(home: Path, client: str, practice: str | None = None) -> list[tuple[Path, bool]]:
    """Make a client's folder and, if named, a practice's; return each path and whether it was made now.

    Raises UsageError where a file stands in the place of a folder.
    """
    folder = home / "data" / "raw" / client
    name = client.replace("-", " ").title()
    done = [_folder(folder), *(_folder(folder / sub) for sub in CLIENT_FOLDERS)]
    done.append(_file(folder / CLIENT_FILE, _CLIENT_TEXT.format(name=json.dumps(name)).encode()))
    families = load_families(dt.date.today()).names  # noqa: DTZ011  the day at the desk
    done.append(_file(folder / WORKBOOK, template(kind=enrollment_sheets.workbook(families))))
    if practice:
        below = folder / practice
        done += [_folder(below), *(_folder(below / sub) for sub in PRACTICE_FOLDERS)]
        done.append(_file(below / INTAKE, template()))
    return done


def _checked(target: str) -> tuple[str, ...]:
    parts = target_parts(target)
    if parts[1:] == (RESERVED,):
        raise UsageError(f"a practice cannot be called {RESERVED!r}: reports have a folder of that name.")
    return parts


def _folder(path: Path) -> tuple[Path, bool]:
    made = not path.is_dir()
    try:
        path.mkdir(parents=True, exist_ok=True)
    except (FileExistsError, NotADirectoryError):
        raise UsageError(
            f"a file stands where the folder {path.name!r} belongs; move it away first."
        ) from None
    return path, made


def _file(path: Path, data: bytes) -> tuple[Path, bool]:
    """Write a new file, whole or not at all; an existing one, whatever it is, stays as it is."""
    try:
        file = path.open("xb")
    except FileExistsError:
        return path, False
    try:
        with file:
            file.write(data)
    except OSError as error:
        path.unlink()
        raise UsageError(f"{path.name} could not be written ({error.strerror}).") from None
    return path, True
