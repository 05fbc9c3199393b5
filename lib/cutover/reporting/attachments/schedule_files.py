"""A table of a report as files to load elsewhere: Excel, CSV, and a sheet of the intake filled from it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from pathlib import Path

import xlsxwriter

from cutover import private
from cutover.intake.fields import Sheet
from cutover.reporting import cells, places
from cutover.reporting.attachments import intake_files
from cutover.reporting.markup import Shown, render
from cutover.reporting.page import Report
from cutover.reporting.workbook import OPTIONS, Writer, described, for_print
from cutover.result import Table

SHEET, _HEAD = "schedule", 3  # rows above the header
WARNING = "INTERNAL. It holds Tax IDs, which may be Social Security numbers. It is a neutral form of our own."


def name_of(report_name: str) -> str:
    """Return the name of the CSV of a report, by which the intake calls it."""
    return f"{report_name}{places.SCHEDULE_CSV}"


def save(report: Report, name: str, sheet: Sheet, records: Iterable[Mapping]) -> Shown:
    """Write a table of a report's Result as Excel and CSV, and a workbook with one sheet of the intake, and say where.

    The CSV is UTF-8 with the names of columns, days as 2026-03-31 and whole cents. Raises UsageError where there is
    nowhere to write to or the Result has no such table.
    """
    folder, table = private.folder(report.target_folder()), report.named(name)
    book, text = folder / f"{report.stem}{places.SCHEDULE}", folder / name_of(report.stem)
    _write(book, table, f"{report.result.title}: {report.subject}", report.as_of)
    table.frame.to_csv(text, index=False, date_format="%Y-%m-%d", lineterminator="\n")
    intake = intake_files.write(report, sheet, records)
    for path in (book, text):
        private.file(path)
    html = render("schedule.html.j2", book=book.name, text=text.name, intake=intake.name, sheet=sheet.name)
    return Shown(html, f"{book.name}, {text.name}, {intake.name}")


def _write(path: Path, table: Table, title: str, as_of: dt.date) -> None:
    """Write the table as Excel: money in dollars, codes as text, never a formula; equal tables give equal bytes."""
    with xlsxwriter.Workbook(path, OPTIONS) as book:
        described(book, title, as_of)
        writer = Writer(book)
        sheet = book.add_worksheet(SHEET)
        sheet.write_string(0, 0, f"{title}, as of {cells.date(as_of)}", writer.title)
        sheet.write_string(1, 0, WARNING, writer.warning_line)
        writer.rows(sheet, table, first=_HEAD)
        sheet.freeze_panes(_HEAD + 1, 3)
        sheet.autofilter(_HEAD, 0, _HEAD + max(len(table.frame), 1), len(table.columns) - 1)
        for_print(sheet, _HEAD)
