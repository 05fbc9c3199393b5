"""Workbooks that came back filled: the folder `handoff` of a practice, in the order of the files' names."""

from __future__ import annotations

from dataclasses import dataclass, field

import pandas as pd

from cutover.columns import Column, Kind, Privacy, conform, empty
from cutover.errors import InputError
from cutover.intake.handoff_workbook import APPEALS, CLAIMS, DAY, RETURNED
from cutover.reading.intake.reader import read_intake
from cutover.reading.practice.book import Practice

FOLDER = "handoff"
# one row per file of the folder
RETURNED_FILES = (
    Column("source_file", Kind.TEXT, "File", "path below the practice's folder", Privacy.PHI),
    Column("state", Kind.TEXT, "State", "read, not read"),
    Column("claims", Kind.COUNT, "Rows of claims"),
    Column("appeals", Kind.COUNT, "Rows of appeals"),
    Column("attestations", Kind.COUNT, "Attestations"),
    Column("problems", Kind.TEXT, "To be looked at", "by sheet, row and column", Privacy.DESK),
)


@dataclass(frozen=True)
class Returned:
    """What people filled in: `claims`, `appeals` and `attestations` have one row per row of a workbook, with
    `source_file` and `source_row`; a later file stands below an earlier one. `files` has RETURNED_FILES."""

    claims: pd.DataFrame = field(default_factory=lambda: empty(CLAIMS.columns))
    appeals: pd.DataFrame = field(default_factory=lambda: empty(APPEALS.columns))
    attestations: pd.DataFrame = field(default_factory=lambda: empty(DAY.columns))
    files: pd.DataFrame = field(default_factory=lambda: empty(RETURNED_FILES))


def load_returned(practice: Practice) -> Returned:
    """Return what lies in the folder; no file raises, one that does not open is a row of `files` with its reason.

    The order is that of the names: who saves copies dates them (`2026-07-03 handoff.xlsx`).
    """
    folder = practice.raw / FOLDER
    paths = (
        sorted(p for p in folder.glob("*.xlsx") if not p.name.startswith(("~$", ".")))
        if folder.is_dir()
        else []
    )
    parts: dict[str, list[pd.DataFrame]] = {sheet.name: [] for sheet in RETURNED}
    rows = []
    for path in paths:
        name = f"{FOLDER}/{path.name}"
        try:
            said = read_intake(path, name, RETURNED)
        except InputError as error:
            rows.append((name, "not read", 0, 0, 0, str(error)))
            continue
        for sheet in RETURNED:
            parts[sheet.name].append(said.tables[sheet.name])
        counts = [len(said.tables[sheet.name]) for sheet in RETURNED]
        rows.append((name, "read", *counts, " ".join(said.sentences()) or None))
    return Returned(
        *(_whole(parts[sheet.name], sheet.columns) for sheet in RETURNED),
        files=conform(
            pd.DataFrame(rows, columns=[c.name for c in RETURNED_FILES], dtype=object), RETURNED_FILES
        ),
    )


def _whole(parts: list[pd.DataFrame], columns: tuple[Column, ...]) -> pd.DataFrame:
    filled = [part for part in parts if len(part)]
    return conform(pd.concat(filled, ignore_index=True), columns) if filled else empty(columns)
