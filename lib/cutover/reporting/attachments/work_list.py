"""A work list as Excel: a row for each thing to do in its order, with columns that the people who do it fill in."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import xlsxwriter

from cutover import private
from cutover.reporting import cells
from cutover.reporting.markup import Shown, render
from cutover.reporting.page import Report
from cutover.reporting.workbook import OPTIONS, SHEET_ROWS, Writer
from cutover.result import Table

SHEET = "work list"
WARNING = (
    "INTERNAL. It holds Tax IDs, which may be Social Security numbers: it stays with the billing company and is never "
    "shared with anyone else."
)
FILL_IN = (("Done on", 12), ("By whom", 16), ("What came of it", 40))
_HEAD = 4  # rows above the header


def save(report: Report, name: str) -> Shown:
    """Write a table of a report's Result as a work list beside its other files, and say where.

    Raises UsageError where there is nowhere to write to or the Result has no such table.
    """
    path = report.target_folder() / f"{report.stem}.work_list.xlsx"
    private.folder(path.parent)
    write(path, report.named(name), f"{report.result.title}: {report.subject}", report.as_of)
    private.file(path)
    return Shown(render("work_list.html.j2", name=path.name), path.name)


def write(path: Path, table: Table, title: str, as_of: dt.date) -> None:
    """Write a work list: money in dollars, identifiers as text, never a formula; equal lists give equal bytes."""
    with xlsxwriter.Workbook(path, OPTIONS) as book:
        book.set_properties({"title": title, "created": dt.datetime.combine(as_of, dt.time())})
        writer = Writer(book)
        sheet = book.add_worksheet(SHEET)
        sheet.write_string(0, 0, title, writer.title)
        sheet.write_string(1, 0, f"As of {cells.date(as_of)}. {table.note[:1].upper()}{table.note[1:]}.")
        sheet.write_string(2, 0, WARNING, writer.warning_line)
        writer.rows(sheet, table, first=_HEAD)
        _fill_in(sheet, writer, table)
        _for_print(sheet, table)


def _fill_in(sheet, writer: Writer, table: Table) -> None:
    """Empty columns with a frame, so that a hand finds them on paper too."""
    for place, (label, width) in enumerate(FILL_IN, len(table.columns)):
        sheet.write_string(_HEAD, place, label, writer.header)
        sheet.set_column(place, place, width)
        for row in range(_HEAD + 1, _HEAD + 1 + min(len(table.frame), SHEET_ROWS)):
            sheet.write_blank(row, place, None, writer.box)


def _for_print(sheet, table: Table) -> None:
    sheet.freeze_panes(_HEAD + 1, 2)
    sheet.autofilter(_HEAD, 0, _HEAD + max(len(table.frame), 1), len(table.columns) + len(FILL_IN) - 1)
    sheet.set_landscape()
    sheet.set_paper(1)  # US Letter
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(_HEAD)
    sheet.set_footer("&LInternal&RPage &P of &N")
