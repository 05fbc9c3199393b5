"""What a spreadsheet file is once it has been read: its sheets, its notes, and the rows set aside."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import numpy as np
import pandas as pd
import pyarrow as pa

from cutover.columns import Kind, Privacy, contract
from cutover.errors import RefusedError

ABOVE = "above the header"
# one row per row of a table that is not data
SET_ASIDE = contract(
    ("source_row", Kind.COUNT, "Row"),
    ("reason", Kind.TEXT, "Why it is no data"),
    ("text", Kind.TEXT, "What is in it", "", Privacy.PHI),
)
# one row per total row and numeric column
CHECKS = contract(
    ("source_row", Kind.COUNT, "Row"),
    ("column", Kind.TEXT, "Column"),
    ("scope", Kind.TEXT, "What it is the total of"),
    ("first_row", Kind.COUNT, "From row"),
    ("last_row", Kind.COUNT, "To row"),
    ("rows", Kind.COUNT, "Rows"),
    ("stated_cents", Kind.CENTS, "Stated", "a count of 12 is 1200"),
    ("counted_cents", Kind.CENTS, "Counted"),
    ("difference_cents", Kind.CENTS, "Difference", "stated less counted"),
    ("agrees", Kind.FLAG, "Agrees"),
)


@dataclass(frozen=True)
class Caps:
    """What a file may ask of the machine before it is refused; sizes in bytes once unpacked.

    `ratio` is unpacked to packed size and counts only beyond `ratio_free_bytes`: small regular files
    compress a hundredfold by nature.
    """

    file_bytes: int = 300_000_000
    members: int = 5_000
    unpacked_bytes: int = 1_000_000_000
    ratio: int = 200
    ratio_free_bytes: int = 100_000_000
    cells: int = 30_000_000
    cell_text_bytes: int = 1_000_000_000
    sheets: int = 250
    columns: int = 2_000  # of one table; no export of a practice has a tenth of that

    def check_width(self, filled: int, source_file: str) -> None:
        """Raise RefusedError where a row or table has more filled columns than a table of a practice has."""
        if filled > self.columns:
            found = f"a table of {filled:,} columns, more than {self.columns:,}"
            raise RefusedError(source_file, found, "Export the data with its own columns alone.")


@dataclass(frozen=True)
class Note:
    """One thing the reader noticed and a person should know; never holds a value of the file.

    `column` names the column it is about, `count` how many cells or rows, `rows` the first few of them.
    """

    code: str
    message: str
    column: str | None = None
    count: int | None = None
    rows: tuple[int, ...] = ()


@dataclass(frozen=True)
class Sheet:
    """One table of a file.

    `frame` has one row per data row, every column text (null where blank) under unique names, followed by
    `source_file`, `source_sheet` and `source_row` (line of a text file, row of a sheet, from 1).
    `header` holds the names as found, one per text column; `header_row` is null where none was found.
    `set_aside` has one row per row that is not data: `source_row`, `reason`, `text`. `checks` has one row
    per total row and numeric column: stated against counted, in cents (a count of 12 is 1200).
    `rows_in` = rows of `frame` + rows of `set_aside` + 1 where there is a header. `bands` names for a column of a
    header in two rows the heading above its own name: `Money` of `Money Fee`.
    """

    name: str
    frame: pd.DataFrame
    header: tuple[str, ...]
    header_row: int | None
    notes: tuple[Note, ...]
    set_aside: pd.DataFrame
    checks: pd.DataFrame
    rows_in: int
    hidden: bool = False
    bands: Mapping[str, str] = field(default_factory=dict)

    @property
    def columns(self) -> list[str]:
        """The unique names of the text columns, in their order."""
        return list(self.frame.columns[: len(self.header)])

    @property
    def place(self) -> str:
        """In words on which sheet it stands, before what is said of it; "" where it has no name."""
        return f"sheet {self.name}: " if self.name else ""

    @property
    def above(self) -> list[str]:
        """The texts of the rows above the header, in their order."""
        rows = self.set_aside
        return [str(text) for text in rows.loc[rows["reason"].eq(ABOVE).fillna(False), "text"].dropna()]

    def with_column(self, name: str, cells: pd.Series) -> Sheet:
        """Return the table with a further text column behind its own, which no row above it names."""
        frame = self.frame.copy()
        frame.insert(len(self.header), name, cells)
        return replace(self, frame=frame, header=(*self.header, name))


@dataclass(frozen=True)
class Workbook:
    """One file as read: what it is by content, and its sheets in their order.

    `encoding` is that of a text file, null otherwise; `notes` are about the file as a whole.
    """

    source_file: str
    kind: str
    encoding: str | None
    sheets: tuple[Sheet, ...]
    notes: tuple[Note, ...] = ()

    @property
    def all_notes(self) -> list[tuple[str | None, Note]]:
        """Every note with the name of its sheet, null for those about the file."""
        inner = [(sheet.name, note) for sheet in self.sheets for note in sheet.notes]
        return [(None, note) for note in self.notes] + inner


@dataclass(frozen=True)
class ColumnNote:
    """A note about a column whose name is not known before the header is found."""

    column: int
    code: str
    message: str
    count: int
    rows: tuple[int, ...] = ()


@dataclass(frozen=True)
class Grid:
    """One table before its header is known: cells by column, text or null, all columns equally long.

    `row_numbers` are the rows' places in the file; `lengths` the number of fields a text file's row has;
    `aside` holds (row, reason, text) of what could not enter the grid; `spans` are cells merged side by side, as
    (place of the row, first column, last column).
    """

    name: str
    columns: list[pa.LargeStringArray]
    row_numbers: np.ndarray
    lengths: np.ndarray | None = None
    aside: tuple[tuple[int, str, str], ...] = ()
    notes: tuple[Note, ...] = ()
    column_notes: tuple[ColumnNote, ...] = ()
    hidden: bool = False
    hidden_columns: frozenset[int] = field(default=frozenset())
    spans: tuple[tuple[int, int, int], ...] = ()

    @property
    def height(self) -> int:
        """Rows in the grid."""
        return len(self.row_numbers)
