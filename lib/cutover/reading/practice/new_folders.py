"""The folders of a client and a practice, made empty, with an intake workbook to fill in."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from pathlib import Path

from cutover.errors import UsageError
from cutover.identifiers import target_parts
from cutover.intake import enrollment_workbook as enrollment_sheets
from cutover.intake.template import template
from cutover.reading.payers.client_workbook import WORKBOOK
from cutover.reading.payers.families import load_families
from cutover.reading.practice import wishes
from cutover.reading.practice.book import RESERVED

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
    "fee_schedules",
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
"""


def make(
    home: Path,
    client: str,
    practice: str | None = None,
    name: str = "",
    answers: Mapping[str, object] | None = None,
) -> list[tuple[Path, bool]]:
    """Make a client's folder and, if named, a practice's; return each path and whether it was made now.

    `name` is the client's name (made of its folder's unless told); `answers` are what is known for the intake, by the
    names of its sheets (`intake.template`). Raises UsageError where a file stands in the place of a folder.
    """
    folder = home / "data" / "raw" / client
    name = name or client.replace("-", " ").title()
    done = [_folder(folder), *(_folder(folder / sub) for sub in CLIENT_FOLDERS)]
    done.append(
        _file(folder / CLIENT_FILE, (_CLIENT_TEXT.format(name=json.dumps(name)) + wishes.TEMPLATE).encode())
    )
    families = load_families(dt.date.today()).names  # noqa: DTZ011  the day at the desk
    done.append(_file(folder / WORKBOOK, template(kind=enrollment_sheets.workbook(families))))
    if practice:
        below = folder / practice
        done += [_folder(below), *(_folder(below / sub) for sub in PRACTICE_FOLDERS)]
        done.append(_file(below / INTAKE, template(answers)))
    return done


def checked(target: str) -> tuple[str, ...]:
    """Return the client and practice of a name such as `acme/elm`; raises UsageError where it cannot be one."""
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
