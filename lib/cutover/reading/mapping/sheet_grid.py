"""A sheet as the rows of cells that it was: its header, its data, and what the reader set aside, in their order."""

from __future__ import annotations

from collections.abc import Iterator

from cutover.reading.files.sheet import Sheet
from cutover.reading.mapping.said_once import is_said_once

Grid = list[tuple[int, list[str]]]


def grid_of(sheet: Sheet) -> Iterator[tuple[int, list[str]]]:
    """Yield every row of a sheet as its number and its cells, also those that the reader took for no data."""
    rows: Grid = []
    own = [column for column in sheet.columns if not is_said_once(column)]
    if sheet.header_row is not None:
        names = [name for name in sheet.header if not is_said_once(name)]
        rows.append((int(sheet.header_row), [name.strip() for name in names]))
    for row in sheet.frame.to_dict("records"):
        cells = [row[column] for column in own]
        rows.append((int(row["source_row"]), [c.strip() if isinstance(c, str) else "" for c in cells]))
    for number, text in zip(sheet.set_aside["source_row"], sheet.set_aside["text"], strict=True):
        parts = str(text).split(" | ") if isinstance(text, str) else []
        rows.append((int(number), [cell.strip() for cell in parts]))
    return iter(sorted(rows, key=lambda one: one[0]))
