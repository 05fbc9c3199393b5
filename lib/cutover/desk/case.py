"""The case behind an evidence key: its rows, the file and place they come from, and the segments in plain words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

import ipywidgets as widgets

from cutover.columns import Column
from cutover.desk.parts import FIELD, WIDE, clicked
from cutover.errors import CutoverError, UsageError
from cutover.reading.era import in_words
from cutover.reading.era.kind import kind_of
from cutover.reading.files.encoding import decode
from cutover.reading.files.spreadsheet import read_spreadsheet
from cutover.reading.files.zips import Entry, walk
from cutover.reading.practice.book import INTAKE, Book, Practice
from cutover.reporting import cells
from cutover.reporting.markup import Shown, render
from cutover.result import Finding, Result

_PLACES = ("", "other_")  # a pair of rows names two places
_MOST = 200  # characters of a cell of the file


def case(result: Result, who: Practice | Book, day: dt.date, key: str) -> Shown:
    """Return what is behind a key such as `E-7Q2MK4PA`, of which the beginning is enough.

    It holds patients, and stays at the desk. Raises UsageError where no finding of the result has such a case.
    """
    found = [
        (finding, row)
        for finding in result.findings
        for row in _rows(finding, key)
    ]  # fmt: skip
    if not found:
        raise UsageError(f"no case {key!r} is among the findings above. Copy its key from the evidence.")
    told = [_told(finding, row, who, day) for finding, row in found]
    return Shown(render("desk_case.html.j2", cases=told))


def _rows(finding: Finding, key: str) -> list[dict[Any, Any]]:
    frame = finding.evidence.frame
    wanted = key.strip().upper()
    if len(wanted) < len("E-7Q2MK4"):
        return []
    return frame[frame["key"].astype("str").str.startswith(wanted)].to_dict("records")


def _told(finding: Finding, row: Mapping, who: Practice | Book, day: dt.date) -> dict:
    columns = [column for column in finding.evidence.columns if column.name in row]
    values = [(column.label, _shown(row[column.name], column)) for column in columns]
    places = [_place(row, prefix, who, day) for prefix in _PLACES if _text(row.get(f"{prefix}source_file"))]
    return {
        "title": finding.title,
        "action": finding.action,
        "key": row["key"],
        "values": values,
        "places": places,
    }


def _shown(value: object, column: Column) -> str | None:
    return cells.shown(value, column, mask=False)


def _text(value: object) -> str:
    return "" if cells.is_null(value) else str(value)


def _place(row: Mapping, prefix: str, who: Practice | Book, day: dt.date) -> dict:
    """Where a row comes from, with what stands there; in words why it cannot be shown."""
    name, number = _text(row[f"{prefix}source_file"]), _text(row.get(f"{prefix}source_row"))
    sheet = _text(row.get(f"{prefix}source_sheet"))
    said = {"file": name, "row": number, "sheet": sheet, "segments": [], "line": [], "text": "", "why": ""}
    if name.endswith(INTAKE):
        return said | {"why": "That is the intake workbook: open its row there."}
    entry = _entry(who, name)
    if entry is None or entry.data is None:
        return said | {"why": (entry and entry.reason) or "The file is not among those of the practice."}
    if not number:
        return said
    if kind_of(entry.data) == "835":
        return said | {"segments": in_words.told(entry.data, int(number), day)}
    if name.lower().endswith(".txt"):
        return said | {"text": _text_line(entry, int(number))}
    try:
        return said | {"line": _line(entry, sheet, int(number))}
    except (CutoverError, ValueError) as error:
        return said | {"why": f"The row cannot be shown: {error}"}


def _entry(who: Practice | Book, name: str) -> Entry | None:
    """The file of that name below the practice's folder, or below its client's."""
    for root in (who.raw, who.raw.parent):
        top = root / name.replace("!", "/").split("/")[0]
        for entry in walk(top, root, documents=True) if top.is_dir() else ():
            if entry.source_file == name:
                return entry
    return None


def _line(entry: Entry, name: str, number: int) -> list[tuple[str, str]]:
    """The cells of one row of a table under their headers, those without a value left out."""
    for sheet in read_spreadsheet(entry.data or b"", entry.source_file).sheets:
        if name and sheet.name != name:
            continue
        rows = sheet.frame[sheet.frame["source_row"].eq(number)]
        if len(rows):
            row = rows.iloc[0]
            told = [(str(column), _text(row[column])[:_MOST]) for column in sheet.columns]
            return [(column, text) for column, text in told if text]
    return []


def _text_line(entry: Entry, number: int) -> str:
    """One line of a text."""
    lines = decode(entry.data or b"", entry.source_file).text.splitlines()
    return lines[number - 1].strip()[:_MOST] if number <= len(lines) else ""


class CaseDesk(widgets.VBox):
    """A field for a key, and below it the case that it names."""

    def __init__(self, result: Result, who: Practice | Book, day: dt.date):
        self.result, self.who, self.day = result, who, day
        self.key = widgets.Text(
            description="Evidence key",
            placeholder="E-7Q2MK4PA, then Enter",
            style=WIDE,
            continuous_update=False,
            layout=FIELD,
        )
        self.view = widgets.HTML()
        self.key.observe(clicked(self.show, self.view), names="value")
        super().__init__([self.key, self.view])

    def show(self) -> None:
        """Show the case, or say that there is none of that key."""
        if not self.key.value.strip():
            self.view.value = ""
            return
        try:
            piece = case(self.result, self.who, self.day, self.key.value)
        except UsageError as error:
            piece = Shown(render("sentence.html.j2", text=str(error)))
        self.view.value = piece._repr_html_()
