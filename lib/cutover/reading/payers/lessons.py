"""What practices that have moved taught: the sheet `lessons` of the client's `enrollment.xlsx`."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from cutover.errors import InputError
from cutover.intake import enrollment_workbook as sheets
from cutover.intake.enrollment_workbook import LESSON_SHEET, LESSONS
from cutover.reading.intake.reader import read_intake
from cutover.reading.payers.families import Families
from cutover.reading.payers.requirements import WORKBOOK

LESSON_ROWS = LESSON_SHEET.columns


def load_lessons(client: Path, families: Families) -> tuple[pd.DataFrame, tuple[str, ...]]:
    """Return the lessons of a client, given its folder in `data/raw`, one row each, and what of them was not read."""
    nothing = pd.DataFrame({c.name: pd.Series(dtype=c.dtype) for c in LESSON_ROWS})
    path = client / WORKBOOK
    if not path.is_file():
        return nothing, ()
    try:
        said = read_intake(path, WORKBOOK, sheets.workbook(families.names).sheets)
    except InputError as error:
        return nothing, (str(error),)
    wrong = [sentence for sentence in said.sentences() if sentence.startswith(LESSONS)]
    return said.tables[LESSONS], tuple(f"{WORKBOOK}, {sentence}" for sentence in wrong)
