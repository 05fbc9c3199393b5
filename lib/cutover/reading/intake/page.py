"""One sheet of the intake: which cells are answers to which fields, and what stands where nothing should."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from itertools import groupby

from openpyxl.utils import get_column_letter

from cutover.intake.fields import Sheet, normal
from cutover.reading.intake.answers import clean
from cutover.reading.intake.file import Entry
from cutover.result import Severity

HEADER_WITHIN = 15  # rows from the top in which a list's header may stand


@dataclass(frozen=True)
class Problem:
    """Something wrong at one place of the workbook.

    `cell` and the row are absent where it is a whole sheet.
    """

    sheet: str
    found: str
    wanted: str
    severity: Severity
    source_row: int | None = None
    column: str | None = None
    cell: str | None = None


@dataclass(frozen=True)
class Record:
    """The answers of one row of a list, or of a form: field name to value, absent ones left out."""

    row: int
    values: dict[str, object]


@dataclass(frozen=True)
class Page:
    """The cells of one sheet as they stand.

    `merged` holds (first column, first row, last column, last row).
    """

    sheet: Sheet
    title: str
    entries: list[Entry]
    merged: list[tuple[int, int, int, int]]
    epoch: dt.datetime
    rows: dict[int, dict[int, Entry]] = field(init=False)

    def __post_init__(self) -> None:
        filled = (e for e in self.entries if e.is_error or e.is_formula or clean(str(e.value)))
        by_row = {row: {e.column: e for e in cells} for row, cells in groupby(filled, lambda e: e.row)}
        object.__setattr__(self, "rows", by_row)

    def problem(
        self,
        found: str,
        wanted: str,
        severity: Severity,
        row: int,
        header: str | None,
        column: int | None = None,
    ) -> Problem:
        """Return a problem at a place of this sheet."""
        cell = f"{get_column_letter(column)}{row}" if column else None
        return Problem(self.sheet.name, found, wanted, severity, row, header, cell)


def header_of(cell: Entry) -> str:
    """Return a header as it is compared, without what the template adds to it."""
    text = normal(str(cell.value))
    return text.removesuffix("patientdata") or text
