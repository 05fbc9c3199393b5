"""What practices that have moved taught: the sheet `lessons` of the client's `enrollment.xlsx`."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from cutover.intake.enrollment_workbook import LESSON_SHEET, LESSONS
from cutover.reading.payers.client_workbook import read_sheet
from cutover.reading.payers.families import Families

LESSON_ROWS = LESSON_SHEET.columns


def load_lessons(client: Path, families: Families) -> tuple[pd.DataFrame, tuple[str, ...]]:
    """Return the lessons of a client, given its folder in `data/raw`, one row each, and what of them was not read."""
    rows, notes = read_sheet(client, families, LESSONS)
    nothing = pd.DataFrame({c.name: pd.Series(dtype=c.dtype) for c in LESSON_ROWS})
    return nothing if rows is None else rows, notes
