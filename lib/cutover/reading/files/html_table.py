"""Tables of an HTML page or an XML spreadsheet, as web systems save them under the name .xls."""

from __future__ import annotations

import re
from collections import Counter
from html.parser import HTMLParser

import numpy as np
import pyarrow as pa

from cutover.errors import InputError, RefusedError
from cutover.reading.files import cells
from cutover.reading.files.delimited import blanks
from cutover.reading.files.encoding import decode
from cutover.reading.files.sheet import ABOVE, Caps, Grid, Note

_ROW, _CELL, _TABLE = {"tr", "row"}, {"td", "th", "cell"}, {"table"}
_BREAKS = {"br", "p", "div", "li", "h1", "h2", "h3", "h4", "h5", "h6", "tr"}
_HEAD = {"title"}  # says what the page is, and stands on none
_SILENT = {"script", "style"}


class _Tables(HTMLParser):
    """Collects the rows of every table, nested ones apart; HTML and XML spreadsheets name tags alike."""

    def __init__(self, caps: Caps, source_file: str):
        super().__init__(convert_charrefs=True)
        self.caps, self.source_file, self.count = caps, source_file, 0
        self.filled = 0  # cells of the row that hold anything
        self.tables: list[list[list[str]]] = []
        self.names: list[str] = []
        self.open: list[int] = []  # the tables that we are in, innermost last
        self.cell: list[tuple[list[str], int] | None] = []
        self.silent = 0
        self.spans: list[dict[int, tuple[int, list[str]]]] = []
        self.across: list[list[tuple[int, int, int]]] = []  # of each table: row, first and last column
        self.has_password_field = False
        self.above: list[list[str]] = []  # the lines of the page that stand above each table
        self._lines: list[list[str]] = [[]]
        self._name = ""

    def handle_starttag(self, tag, attrs):
        tag, given = tag.rpartition(":")[2], {k.rpartition(":")[2]: v or "" for k, v in attrs}
        if tag == "input" and given.get("type", "").lower() == "password":
            self.has_password_field = True
        elif tag == "worksheet":
            self._name = given.get("name", "")
        elif tag in _SILENT | _HEAD:
            self.silent += 1
        elif tag in _TABLE:
            self._open_table()
        elif self.open and tag in _ROW:
            self._close_cell()
            self._open_row(given)
        elif self.open and tag in _CELL:
            self._close_cell()
            self._open_cell(given)
        elif tag in _BREAKS and self.open and self.cell[-1]:
            self.cell[-1][0].append(" ")
        elif tag in _BREAKS and not self.open:
            self._lines.append([])

    def handle_startendtag(self, tag, attrs):
        self.handle_starttag(tag, attrs)
        if tag.rpartition(":")[2] in _CELL | _TABLE | _SILENT:
            self.handle_endtag(tag)

    def handle_endtag(self, tag):
        tag = tag.rpartition(":")[2]
        if tag in _SILENT | _HEAD:
            self.silent = max(0, self.silent - 1)
        elif tag in _BREAKS and not self.open:
            self._lines.append([])
        elif self.open and tag in _CELL | _ROW:
            self._close_cell()
        elif self.open and tag in _TABLE:
            self._close_cell()
            self.open.pop(), self.cell.pop(), self.spans.pop()

    def handle_data(self, data):
        if self.open and self.cell[-1] and not self.silent:
            self.cell[-1][0].append(data)
        elif not self.open and not self.silent:
            self._lines[-1].append(data)

    def _open_table(self):
        self.open.append(len(self.tables))
        self.tables.append([])
        self.above.append(self._taken_lines() if len(self.open) == 1 else [])
        self.names.append(self._name)
        self.cell.append(None)
        self.spans.append({})
        self.across.append([])

    def _taken_lines(self) -> list[str]:
        lines = [" ".join("".join(parts).split()) for parts in self._lines]
        self._lines = [[]]
        return [line for line in lines if line]

    def _open_row(self, given):
        rows = self.tables[self.open[-1]]
        for _ in range(min(_number(given.get("index"), 0) - len(rows) - 1, 100_000)):
            rows.append([])
        rows.append([])
        self.caps.check_width(self.filled, self.source_file)
        self.filled = 0

    def _open_cell(self, given):
        rows = self.tables[self.open[-1]]
        if not rows:
            rows.append([])
        row, spans = rows[-1], self.spans[-1]
        row += [""] * max(0, min(_number(given.get("index"), 0), 16_384) - len(row) - 1)
        while spans.get(len(row), (0, []))[0] > 0:  # a cell above reaches down into this place
            left, above = spans[len(row)]
            spans[len(row)] = (left - 1, above)
            row.append("".join(above))
        wide = min(_number(given.get("colspan"), _number(given.get("mergeacross"), 0) + 1), 16_384)
        deep = _number(given.get("rowspan"), _number(given.get("mergedown"), 0) + 1)
        parts: list[str] = []
        spans.update({len(row) + i: (deep - 1, [] if i else parts) for i in range(wide) if deep > 1})
        if wide > 1:
            self.across[self.open[-1]].append((len(rows) - 1, len(row), len(row) + wide - 1))
        self.cell[-1] = (parts, max(1, wide))

    def _close_cell(self):
        if not self.cell or self.cell[-1] is None:
            return
        parts, wide = self.cell[-1]
        text = "".join(parts)
        self.tables[self.open[-1]][-1] += [text, *[""] * (wide - 1)]
        self.cell[-1] = None
        self.count += wide
        self.filled += bool(text.strip())
        if self.count > self.caps.cells:
            raise OverflowError


def _number(text: str | None, otherwise: int) -> int:
    return int(text) if text and re.fullmatch(r"\d{1,6}", text.strip()) else otherwise


def read_html(data: bytes, source_file: str, caps: Caps) -> tuple[list[Grid], str]:
    """Return the tables of a page with anything in them, and the page's encoding.

    Lines of the page that stand above a table are rows 0 of it that are set aside: its title, its day.

    Cell text stays as it stands in the page (an identifier keeps its zeros). Raises InputError where the
    page holds no table, saying so when it is a sign-in page; RefusedError beyond the cap on cells.
    """
    decoded = decode(data, source_file)
    parser = _Tables(caps, source_file)
    try:
        parser.feed(decoded.text)
        parser.close()
    except OverflowError:
        raise RefusedError(
            source_file, f"more than {caps.cells:,} cells", "Split the export into periods."
        ) from None
    if not any(any(row) for table in parser.tables for row in table):
        found = "a web page without a table"
        if parser.has_password_field:
            found = "a sign-in page, saved in place of the export"
        raise InputError(source_file, found, "Sign in and export the file again.")
    note = Note("encoding", f"Read as {decoded.encoding}.")
    named = zip(parser.names, parser.tables, parser.across, parser.above, strict=True)
    filled = [table for table in named if any(any(c.strip() for c in row) for row in table[1])]
    return [_grid(i, *table, note) for i, table in enumerate(filled, 1)], decoded.encoding


def _grid(
    number: int,
    name: str,
    rows: list[list[str]],
    across: list[tuple[int, int, int]],
    above: list[str],
    note: Note,
) -> Grid:
    width = max(map(len, rows))
    padded = [row + [""] * (width - len(row)) for row in rows]
    seen: Counter[str] = Counter()
    texts = ([re.sub(r"[ \t\r\n\f]+", " ", cell) for cell in column] for column in zip(*padded, strict=True))
    columns = [cells.cleaned(pa.array(column, pa.large_string()), seen) for column in texts]
    numbers = np.arange(1, len(rows) + 1, dtype="int64")
    aside = tuple((0, ABOVE, line) for line in above)
    notes = (note, *blanks(seen))
    return Grid(name or f"Table {number}", columns, numbers, aside=aside, notes=notes, spans=tuple(across))
