"""The monthly report as the Excel that an owner knows: months down, measures across, one sheet a subject."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from pathlib import Path

import xlsxwriter

from cutover import private
from cutover.columns import Column, Kind, Privacy
from cutover.reporting import cells, places
from cutover.reporting.markup import Shown, render
from cutover.reporting.page import Report
from cutover.reporting.workbook import OPTIONS, Writer, described, for_print
from cutover.result import Table

# the sheets of the monthly report, and the table of each
SHEETS: Mapping[str, str] = {
    "Money": "money",
    "Claims": "claims",
    "Month of service": "served",
    "Kinds of plans": "kinds",
    "Adjustments": "groups",
    "Payers": "payers_by_month",
    "Aging": "aging",
    "Coverage": "coverage",
    "Client's figures": "against",
    "Practice's months": "own_months",
    "Days to payment": "sent_to_paid",
    "Definitions": "definitions",
}
FRONT, _HEAD = "Read me", 3  # rows above the header
_SAYS = (
    "Totals of one practice by month and payer, and no patient. Look at it before it is handed to the owner.",
    "An empty cell is not known; it is never a zero. The column Data says of each month what is missing.",
)


def save(report: Report, sheets: Mapping[str, str] = SHEETS) -> Shown:
    """Write tables of a report's Result as one workbook, a sheet each by name, and say where it lies.

    Only columns that an owner may see are in it. Raises UsageError where there is nowhere to write to or the Result has
    no such table.
    """
    folder = private.folder(report.target_folder())
    path = folder / f"{report.stem}{places.MONTHLY}"
    tables = {sheet: _open(report.named(name)) for sheet, name in sheets.items()}
    _write(path, tables, f"Monthly report: {report.subject}", report.as_of)
    private.file(path)
    return Shown(render("monthly.html.j2", name=path.name), path.name)


def _open(table: Table) -> Table:
    """The table with the columns that an owner may see."""
    shown = tuple(column for column in table.columns if column.privacy is Privacy.OPEN)
    return Table(table.title, table.frame[[column.name for column in shown]], shown, table.note)


def _write(path: Path, tables: dict[str, Table], title: str, as_of: dt.date) -> None:
    """Write the sheets; money in dollars, never a formula; equal tables give equal bytes."""
    with xlsxwriter.Workbook(path, OPTIONS) as book:
        described(book, title, as_of)
        writer = Writer(book)
        _front(book.add_worksheet(FRONT), writer, tables, f"{title}, as of {cells.date(as_of)}")
        for name, table in tables.items():
            sheet = book.add_worksheet(name)
            sheet.write_string(0, 0, f"{table.title}, as of {cells.date(as_of)}", writer.title)
            sheet.write_string(1, 0, table.note)
            writer.rows(sheet, table, first=_HEAD)
            sheet.freeze_panes(_HEAD + 1, _frozen(table.columns))
            for_print(sheet, _HEAD)


def _frozen(columns: tuple[Column, ...]) -> int:
    """How many columns stay while the sheet moves: the first, where it is the month or the day."""
    return 1 if columns[0].kind in (Kind.MONTH, Kind.DATE) else 0


def _front(sheet, writer: Writer, tables: dict[str, Table], title: str) -> None:
    sheet.hide_gridlines(2)
    sheet.set_column(0, 0, 24)
    sheet.set_column(1, 1, 90)
    sheet.write_string(0, 0, title, writer.title)
    for row, said in enumerate(_SAYS, 1):
        sheet.write_string(row, 0, said)
    for row, (name, table) in enumerate(tables.items(), len(_SAYS) + 2):
        sheet.write_url(row, 0, f"internal:'{name}'!A1", writer.link, name)
        sheet.write_string(row, 1, table.title, writer.wrapped)
