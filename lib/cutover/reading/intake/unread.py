"""The cells of an intake that are filled and cannot be read: their places, never what stands in them."""

from __future__ import annotations

from typing import Any, NamedTuple

import pandas as pd

from cutover.intake.fields import normal
from cutover.intake.sheets import SHEETS
from cutover.reading.intake.reader import Intake
from cutover.result import Severity


class UnreadCell(NamedTuple):
    """A cell that was not read: the sheet by its declared name, its row from 1, the header or question, such as C7.

    Row, column and cell are null where a whole sheet or row was not read.
    """

    sheet: str
    source_row: int | None
    column: str | None
    cell: str | None


def unread_cells(intake: Intake) -> tuple[UnreadCell, ...]:
    """Return the cells of an intake that are there and were not read, in order of sheet and row."""
    wrong = intake.problems[intake.problems["severity"] == Severity.HIGH.value]
    names = {name: sheet.name for sheet in SHEETS for name in sheet.names}
    told = zip(wrong["sheet"], wrong["source_row"], wrong["column"], wrong["cell"], strict=True)
    return tuple(
        UnreadCell(
            names.get(normal(sheet), sheet), None if pd.isna(row) else int(row), _text(column), _text(cell)
        )
        for sheet, row, column, cell in told
    )


def _text(value: Any) -> str | None:
    return None if pd.isna(value) else str(value)
