"""Where reports lie: pages that may leave in one folder, everything else in the desk's folder below it."""

from __future__ import annotations

import contextlib
from pathlib import Path

from cutover import private

DESK = "desk"  # a page in it, or a file of it, never goes to an owner
FINDINGS, EVIDENCE, FAILED, WITHHELD = ".findings.json", ".evidence.xlsx", ".failed.html", ".withheld.csv"
WORK_LIST, SCHEDULE, SCHEDULE_CSV, INTAKE, MONTHLY = (
    ".work_list.xlsx",
    ".schedule.xlsx",
    ".schedule.csv",
    ".intake.xlsx",
    ".monthly.xlsx",
)
PLAN, CALENDAR = ".plan.xlsx", ".plan.ics"
MORE = (
    WORK_LIST,
    SCHEDULE,
    SCHEDULE_CSV,
    INTAKE,
    MONTHLY,
    PLAN,
    CALENDAR,
)  # what a notebook may write besides
_OF_THE_DESK = (FINDINGS, EVIDENCE, FAILED, *MORE, ".consultant.html")


def of_finding(code: str) -> str:
    """Return the place of a finding on the page of its report, which other pages lead to."""
    return f"finding-{code}"


def of_table(name: str) -> str:
    """Return the place of a table on the page of its report."""
    return f"table-{name}"


def desk_of(folder: Path) -> Path:
    """Return the desk's folder of a report folder."""
    return folder / DESK


def parted(folder: Path) -> None:
    """Move what an earlier version left among the pages of a report folder to the desk's, and make that private.

    What cannot be moved stays; nothing is written over.
    """
    found = [p for p in folder.glob("*") if p.name.endswith(_OF_THE_DESK) and p.is_file()]
    desk = private.folder(desk_of(folder)) if found else desk_of(folder)
    for path in found:
        with contextlib.suppress(OSError):
            (path.unlink if (desk / path.name).exists() else lambda p=path: p.replace(desk / p.name))()
    for path in desk.glob("*"):
        with contextlib.suppress(OSError):
            path.chmod(private.FOLDER if path.is_dir() else private.FILE)
