"""One sheet of the intake: which cells are answers to which fields, and what stands where nothing should."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import groupby

from openpyxl.utils import get_column_letter
from rapidfuzz import fuzz, process

from cutover.intake.fields import Field, Sheet, normal
from cutover.reading.intake.answers import clean
from cutover.reading.intake.file import Entry
from cutover.result import Severity

# how a problem begins that is about a label which nothing knows
UNKNOWN_QUESTION, UNKNOWN_COLUMN = "an answer to a question we do not know", "a column we do not know"
UNKNOWN_SHEET = "a sheet we do not know"
HEADER_WITHIN = 15  # rows from the top in which a list's header may stand
_NEAR = 70  # of 100: from here on a label is named as near to a question; it is never read as it


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


def nearest(label: str, fields: Iterable[Field]) -> Field | None:
    """Return the field whose words are nearest to a label that nothing knows, None where none is near."""
    words = {
        word: asked
        for asked in fields
        for word in (asked.header, asked.name.replace("_", " "), *asked.aliases)
    }
    plain = {word: word.casefold() for word in words}
    found = process.extractOne(label.casefold(), plain, scorer=fuzz.token_set_ratio, score_cutoff=_NEAR)
    return words[found[2]] if found else None


def without_numbers(text: str) -> str:
    """Return the beginning of a text that nothing knows: long runs of digits may be anybody's numbers."""
    short = clean(text).replace("\n", " ")
    masked = re.sub(r"\d[\d-]{6,}\d", lambda run: re.sub(r"\d", "#", run[0]), short)
    return masked if len(masked) <= 60 else masked[:59] + "…"
