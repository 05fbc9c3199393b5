"""From a grid to a table: header, data rows, and every other row set aside with its reason."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from cutover.columns import TEXT, framed
from cutover.reading.files import block_sums, in_cents, report_rows, totals
from cutover.reading.files.cells import bytes_of
from cutover.reading.files.header import header_place, unique_names
from cutover.reading.files.header_rows import whole_header
from cutover.reading.files.sheet import ABOVE, SET_ASIDE, Grid, Note, Sheet

ORIGIN = ("source_file", "source_sheet", "source_row")
LOOKED_AT = 400  # rows among which the header is sought
HEADER_PART = "part of the header"
TOTAL_DIFFERS = "Totals that are not the sum of their rows: rows may be missing, or read twice."
_SHORT_SHARE = 0.2  # from this share of short rows on, the export leaves out empty fields at the end


def table(grid: Grid, source_file: str, expected: Iterable[set[str]] = ()) -> Sheet:
    """Return the sheet that a grid holds; no row of the grid is lost.

    A row with too many or too few fields is set aside: which field is missing cannot be known. Blank fields
    too many are harmless, and where a file never writes blank last fields, short rows are kept and noted.
    """
    top = top_rows(grid)
    place = header_place(top, expected)
    header_cells = top[place] if place is not None else [None] * len(grid.columns)
    over: list[str | None] = [None] * len(header_cells)
    reasons, notes = _judged(grid, place, header_cells, top)
    if place is not None:
        whole = whole_header(top, place, grid.spans, expected)
        header_cells, over = whole.names, whole.bands
        reasons[sorted(whole.places - {place})] = HEADER_PART
        labeled, bare = report_rows.above_repeats(grid.columns, reasons)
        reasons[labeled], reasons[bare] = report_rows.HEADING, report_rows.GROUP
        reasons[report_rows.groups(grid.columns, header_cells, reasons)] = report_rows.GROUP
    reasons[block_sums.places(grid.columns, reasons)] = report_rows.TOTAL
    grid = in_cents.in_dollars(grid, header_cells, over, reasons)
    columns, header, names = _named(grid, header_cells, reasons)
    bands = _bands(grid, columns, names, over)
    is_data = reasons == ""
    counting = report_rows.counting_footers(grid.columns, reasons)
    checked = totals.checks(columns, names, grid.row_numbers, is_data, reasons == report_rows.TOTAL, counting)
    used = pa.array(is_data)
    frame = pd.DataFrame(
        {name: _series(c.filter(used)) for name, c in zip(names, columns, strict=True)}, copy=False
    )
    frame = frame.assign(
        source_file=_constant(source_file, len(frame)),
        source_sheet=_constant(grid.name or None, len(frame)),
        source_row=pd.array(grid.row_numbers[is_data], dtype="Int64"),
    )
    aside = _set_aside(grid, reasons)
    notes += _column_notes(grid, names, columns, is_data) + _check_notes(checked) + _aside_notes(aside)
    header_row = None if place is None else int(grid.row_numbers[place])
    rows_in = grid.height + len(grid.aside)
    all_notes = (*grid.notes, *notes)
    return Sheet(grid.name, frame, header, header_row, all_notes, aside, checked, rows_in, grid.hidden, bands)


def top_rows(grid: Grid) -> list[list[str | None]]:
    """Return the first rows of a grid, among which its header stands."""
    columns = [column.slice(0, LOOKED_AT).to_pylist() for column in grid.columns]
    return list(map(list, zip(*columns, strict=True))) if columns else [[]] * min(grid.height, LOOKED_AT)


def grid_row(columns: list[pa.LargeStringArray], place: int) -> list[str | None]:
    """Return one row of a grid."""
    return [column[place].as_py() for column in columns]


def _judged(grid: Grid, place: int | None, header_cells, top) -> tuple[np.ndarray, list[Note]]:
    """Why each row is not data ("" where it is, "header" for the header)."""
    notes: list[Note] = []
    titles = {report_rows.title_shape(row) for row in top[: place or 0]} - {""}
    reasons = report_rows.reasons(grid.columns, header_cells, titles)
    if place is None:
        if grid.height and any(any(row) for row in top):
            notes.append(Note("no-header", "No header row was found; columns are named by their number."))
    else:
        above = reasons[:place]
        above[above != report_rows.EMPTY] = ABOVE
        reasons[place] = "header"
    if grid.lengths is not None and grid.height:
        notes += _ragged(grid, header_cells, place, reasons)
    return reasons, notes


def _ragged(grid: Grid, header_cells, place: int | None, reasons: np.ndarray) -> list[Note]:
    """Set rows of the wrong number of fields aside, in `reasons`."""
    wanted, allowed = _widths(grid, header_cells, place, reasons)
    last = np.zeros(grid.height, dtype="int64")
    for number, column in enumerate(grid.columns, 1):
        last[column.is_valid().to_numpy(zero_copy_only=False)] = number
    data = reasons == ""
    long, short = data & (last > allowed), data & (grid.lengths < wanted)
    full = data & ~long & ~short
    ends_blank = bool((full & (last < wanted)).any())
    if not ends_blank and short.sum() >= max(3, _SHORT_SHARE * data.sum()) and full.any():
        message = (
            "Rows without their last fields: this export leaves out blank ones at the end. They were kept."
        )
        rows = tuple(grid.row_numbers[short][:10].tolist())
        notes = [Note("short-rows-kept", message, count=int(short.sum()), rows=rows)]
        short &= False
    else:
        notes = []
    for wrong in np.flatnonzero(long | short):
        reasons[wrong] = f"{grid.lengths[wrong]} fields where the table has {wanted}"
    return notes


def _widths(grid: Grid, header_cells, place: int | None, reasons: np.ndarray) -> tuple[int, int]:
    """Fields that a row must have, and the most that it may fill."""
    if place is not None:
        named = max((i for i, cell in enumerate(header_cells, 1) if cell), default=0)
        return named, max(named, int(grid.lengths[place]))
    widths = Counter(grid.lengths[reasons == ""].tolist())
    usual = max(widths, key=lambda w: (widths[w], w), default=0)
    return usual, usual


def _named(grid: Grid, header_cells, reasons: np.ndarray):
    """The columns that hold a name or data, their header as found and their unique names."""
    used = pa.array((reasons == "") | (reasons == report_rows.TOTAL))
    keep = [
        i
        for i, c in enumerate(grid.columns)
        if header_cells[i] or c.filter(used).null_count < used.true_count
    ]
    header = tuple(header_cells[i] or "" for i in keep)
    found = [header_cells[i] or f"column {i + 1}" for i in keep]
    return [grid.columns[i] for i in keep], header, unique_names(found, ORIGIN)


def _bands(grid: Grid, columns: list, names: list[str], over: list[str | None]) -> dict[str, str]:
    """The band above each column that has one, by the column's unique name."""
    of = {id(column): band for column, band in zip(grid.columns, over, strict=True) if band}
    return {name: of[id(column)] for name, column in zip(names, columns, strict=True) if id(column) in of}


def _series(column: pa.Array) -> pd.Series:
    return column.to_pandas(types_mapper={pa.large_string(): TEXT}.get)


def _constant(text: str | None, count: int) -> pd.Series:
    return _series(pa.repeat(pa.scalar(text, pa.large_string()), count))


def _set_aside(grid: Grid, reasons: np.ndarray) -> pd.DataFrame:
    places = np.flatnonzero((reasons != "") & (reasons != "header"))
    rows = [
        (
            int(grid.row_numbers[i]),
            reasons[i],
            " | ".join(c or "" for c in grid_row(grid.columns, int(i))).strip(" |"),
        )
        for i in places
    ]
    return framed([*grid.aside, *rows], SET_ASIDE).sort_values("source_row", kind="stable", ignore_index=True)


def _column_notes(grid: Grid, names: list[str], columns, is_data: np.ndarray) -> list[Note]:
    place = {id(column): name for column, name in zip(columns, names, strict=True)}
    by_number = {i: place.get(id(c)) for i, c in enumerate(grid.columns)}
    notes = [Note(n.code, n.message, by_number.get(n.column), n.count, n.rows) for n in grid.column_notes]
    for number in sorted(grid.hidden_columns):
        if by_number.get(number):
            message = "The column is hidden; it was read like the others."
            notes.append(Note("hidden-column", message, by_number[number]))
    for name, column in zip(names, columns, strict=True):
        notes += _value_notes(name, column, is_data, grid.row_numbers)
    return notes + _name_notes(names)


_PATTERNS = (
    (
        "digits-lost",
        b"E+",
        r"^[0-9](\.[0-9]+)?E\+[0-9]{2,3}$",
        "Numbers in the form 1.23457E+16: a spreadsheet program has cut their last digits before this "
        "file was written. Take such identifiers from the original export, never opened in Excel.",
    ),
    (
        "formula-text",
        b"=",
        r"^=",
        "Cells that begin with an equals sign: kept as text, a spreadsheet program would run them.",
    ),
    (
        "error-text",
        b"#",
        r"^#(N/A|REF!|VALUE!|DIV/0!|NAME\?|NUM!|NULL!)$",
        "Text of a spreadsheet error (#N/A and the like) in place of a value.",
    ),
)


def _value_notes(name: str, column: pa.Array, is_data: np.ndarray, numbers: np.ndarray) -> list[Note]:
    data, notes = bytes_of(column), []
    for code, needle, pattern, message in _PATTERNS:
        if needle not in data:
            continue
        hit = pc.fill_null(pc.match_substring_regex(column, pattern=pattern), False)
        rows = numbers[hit.to_numpy(zero_copy_only=False) & is_data]
        if len(rows):
            notes.append(Note(code, message, name, len(rows), tuple(rows[:10].tolist())))
    return notes


def _name_notes(names: list[str]) -> list[Note]:
    notes = []
    for name in names:
        if name.startswith("column ") and name[7:].isdigit():
            notes.append(Note("blank-header", "A column without a name is named by its number.", name))
        elif (
            name.endswith(")")
            and name.rpartition(" (")[0] in names
            and name[:-1].rpartition("(")[2].isdigit()
        ):
            notes.append(Note("duplicate-header", "A second column of one name got a number.", name))
    return notes


def _check_notes(checked: pd.DataFrame) -> list[Note]:
    wrong = checked[checked["agrees"].eq(False).fillna(False)]
    notes = []
    for name, rows in wrong.groupby("column", sort=False):
        places = tuple(int(n) for n in rows["source_row"].head(10))
        message = TOTAL_DIFFERS
        notes.append(Note("total-differs", message, str(name), len(rows), places))
    return notes


def _aside_notes(aside: pd.DataFrame) -> list[Note]:
    notes = []
    for reason, rows in aside.groupby("reason", sort=False):
        places = tuple(int(n) for n in rows["source_row"].head(10))
        notes.append(Note("set-aside", f"Rows set aside: {reason}.", None, len(rows), places))
    return notes
