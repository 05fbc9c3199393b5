"""What was shared with owners, and which of it a later report contradicts: the register of a client."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path

from cutover.errors import InputError
from cutover.reporting import findings, places
from cutover.result import State


@dataclass(frozen=True)
class Shared:
    """One report in one shared file: a row of the register.

    `share` is the beginning of the file's SHA-256, `at` the moment in UTC, `page` the report's SHA-256; `state`,
    `verdict` and the counts of findings are what stood when it was shared. No patient is in it.
    """

    share: str
    at: str
    practice: str
    to: str
    file: str
    report: str
    as_of: str
    page: str
    state: str
    blockers: str
    high: str
    verdict: str


def path_of(home: Path, client: str) -> Path:
    """Return where the register of a client lies."""
    return home / "data" / "shares" / f"{client}.csv"


def rows_of(home: Path, client: str) -> list[Shared]:
    """Return every report that was shared, oldest first; raises InputError where the register cannot be read."""
    path = path_of(home, client)
    if not path.is_file():
        return []
    try:
        with path.open(encoding="utf-8", newline="") as file:
            return [Shared(**row) for row in csv.DictReader(file)]
    except (TypeError, ValueError, csv.Error):
        raise InputError(path.name, "not the register of shared reports", "Restore it from a copy.") from None


def since(home: Path, client: str, row: Shared) -> str | None:
    """Return what has changed since a report was shared, in a sentence; None where it says the same."""
    desk = places.desk_of(home / "reports" / client / row.practice)
    try:
        now = findings.read(desk / f"{row.report}{places.FINDINGS}")
    except (FileNotFoundError, InputError):
        return None
    if now["state"] != row.state:
        was, is_now = findings.STATES[State(row.state)], findings.STATES[State(now["state"])]
        return f"It was {was.lower()}; since {now['as_of']} the report is {is_now.lower()}."
    return (
        None if now["verdict"] == row.verdict else f"Its answer has changed in the report of {now['as_of']}."
    )


def latest(rows: list[Shared]) -> list[Shared]:
    """Return of each report, practice and recipient the row that was shared last, oldest first."""
    return list({(row.practice, row.report, row.to): row for row in rows}.values())


def changed(home: Path, client: str) -> list[str]:
    """Return a sentence for each shared report that now says something else; a damaged register says so itself."""
    try:
        rows = latest(rows_of(home, client))
    except InputError as error:
        return [str(error)]
    news = [(row, since(home, client, row)) for row in rows]
    return [
        f"{row.practice}, {row.report}, shared with {row.to} on {row.at[:10]}: {new}"
        for row, new in news
        if new
    ]
