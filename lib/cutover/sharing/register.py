"""Who was given what: each shared file becomes rows of the client's register."""

from __future__ import annotations

import csv
import datetime as dt
import io
from dataclasses import asdict, fields
from pathlib import Path

from cutover import locks, private
from cutover.reporting.overview.shares import Shared, path_of, rows_of
from cutover.sharing.bundle import Bundle

_PATIENCE = 10  # seconds that one share waits for the register while another writes it


def entered(home: Path, bundle: Bundle, to: str, file: Path, digest: str, at: dt.datetime) -> None:
    """Add the reports of a shared file to the client's register, in one step."""
    rows = [Shared(digest[:12], at.isoformat(timespec="seconds"), bundle.practice, to, file.name, page.stem,
                   page.as_of, page.digest, page.state, str(page.tally.get("blocker", 0)),
                   str(page.tally.get("high", 0)), page.verdict) for page in bundle.pages]  # fmt: skip
    path = path_of(home, bundle.client)
    private.folder(path.parent)
    with locks.held(path.with_suffix(".lock"), f"writes the register of {bundle.client}", _PATIENCE):
        _write(path, [*rows_of(home, bundle.client), *rows])


def _write(path: Path, rows: list[Shared]) -> None:
    out = io.StringIO()
    writer = csv.DictWriter(out, [field.name for field in fields(Shared)], lineterminator="\n")
    writer.writeheader()
    writer.writerows(asdict(row) for row in rows)
    private.replaced(path, out.getvalue().encode())
