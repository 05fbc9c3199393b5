"""The client's `enrollment.xlsx`: what the consultant knows of payers, one sheet a subject."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from cutover.errors import InputError
from cutover.intake import enrollment_workbook as sheets
from cutover.reading.intake.reader import Intake, read_intake
from cutover.reading.payers.families import Families

WORKBOOK = "enrollment.xlsx"


def read_workbook(client: Path, families: Families) -> tuple[Intake | None, tuple[str, ...]]:
    """Return the workbook of a client, given its folder in `data/raw`, and why it was not read.

    Without the workbook, and where it does not open, there is None; in the second case with the sentence that says so.
    """
    path = client / WORKBOOK
    if not path.is_file():
        return None, ()
    try:
        return read_intake(path, WORKBOOK, sheets.workbook(families.names).sheets), ()
    except InputError as error:
        return None, (str(error),)


def read_sheet(client: Path, families: Families, name: str) -> tuple[pd.DataFrame | None, tuple[str, ...]]:
    """Return the rows of one sheet of it, None where there are none to read, and what of them was not read."""
    said, notes = read_workbook(client, families)
    if said is None:
        return None, notes
    wrong = [sentence for sentence in said.sentences() if sentence.startswith(name)]
    return said.tables[name], tuple(f"{WORKBOOK}, {sentence}" for sentence in wrong)
