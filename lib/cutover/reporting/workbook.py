"""The evidence workbook: one sheet per finding, a row per case, for the desk alone."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pandas as pd
import xlsxwriter

from cutover.columns import Column, Kind
from cutover.money import dollars
from cutover.reporting import cells
from cutover.result import Result, Table, as_shown
from cutover.shares import percent
from cutover.wording import due_by

FRONT = "Read me"
WARNING = (
    "INTERNAL. This workbook holds patient data (PHI): file names, account and claim numbers. "
    "It stays with the consultant and the billing company and is never shared with anyone else."
)
SHEET_ROWS = 1_000_000  # an Excel sheet ends at 1,048,576
OPTIONS = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
_FEW = 20_000  # rows of a workbook that is put together in memory, and not in files
_NUMBER_FORMATS = {
    Kind.CENTS: "$#,##0.00;[Red]-$#,##0.00",
    Kind.COUNT: "#,##0",
    Kind.NUMBER: "#,##0.###",
    Kind.SHARE: "0.0%",
    Kind.DATE: "yyyy-mm-dd",
    Kind.MONTH: "yyyy-mm",
    Kind.TEXT: "@",
    Kind.FLAG: "General",
}
_WIDEST, _NARROWEST = 60, 9


def write(path: Path, result: Result, subject: str, as_of: dt.date) -> None:
    """Write the workbook of a Result: a sheet per finding, then one per table.

    Money is in dollars, exact to the cent; identifiers are text; nothing in it is ever a formula. Equal
    results give equal bytes.
    """
    rows = sum(len(table.frame) for table in sheets(result).values())
    with xlsxwriter.Workbook(path, OPTIONS | {"in_memory": rows <= _FEW}) as book:
        created = dt.datetime.combine(as_of, dt.time())
        book.set_properties({"title": f"{result.title}: evidence", "created": created})
        book.set_size(2400, 1200)
        Writer(book).write(result, subject, as_of)


def sheets(result: Result) -> dict[str, Table]:
    """Return the sheets by name, findings first; names are at most 31 characters, safe and unique."""
    named = {finding.code: finding.evidence for finding in as_shown(result.findings)}
    named.update({name: table for name, table in result.tables.items() if name not in named})
    return dict(zip(_sheet_names(list(named)), named.values(), strict=True))


def sheet_of(result: Result, name: str) -> str:
    """Return the sheet of a finding's code or a table's name."""
    names = [finding.code for finding in as_shown(result.findings)]
    names += [table for table in result.tables if table not in names]
    return dict(zip(names, _sheet_names(names), strict=True))[name]


def _sheet_names(names: list[str]) -> list[str]:
    taken = {FRONT.lower(), "history"}  # Excel keeps `History` for itself
    chosen = []
    for name in names:
        safe = "".join("_" if letter in "[]:*?/\\'" or ord(letter) < 32 else letter for letter in name)
        candidate, number = safe[:31] or "_", 1
        while candidate.lower() in taken:
            number += 1
            candidate = f"{safe[: 30 - len(str(number))]}~{number}"
        taken.add(candidate.lower())
        chosen.append(candidate)
    return chosen


def described(book: xlsxwriter.Workbook, title: str, as_of: dt.date) -> None:
    """Give a workbook its title and the report's day, so that equal tables give equal bytes."""
    book.set_properties({"title": title, "created": dt.datetime.combine(as_of, dt.time())})


def for_print(sheet: xlsxwriter.worksheet.Worksheet, head: int) -> None:
    """Set a sheet up for paper: across, as wide as a page, its header row on each."""
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(head)


class Writer:
    """Writes the sheets of one workbook; holds its cell formats."""

    def __init__(self, book: xlsxwriter.Workbook):
        self.book = book
        self.formats = {kind: book.add_format({"num_format": f}) for kind, f in _NUMBER_FORMATS.items()}
        self.nearly: dict[str, Any] = {}  # formats of shares that are nearly none or all, by their words
        self.header = book.add_format(
            {"bold": True, "bg_color": "#1F4E5F", "font_color": "#FFFFFF", "text_wrap": True, "valign": "top"}
        )
        self.title = book.add_format({"bold": True, "font_size": 16})
        self.warning = book.add_format(
            {"bold": True, "font_color": "#8A1C0F", "text_wrap": True, "valign": "top"}
        )
        self.warning_line = book.add_format({"bold": True, "font_color": "#8A1C0F"})
        self.box = book.add_format(
            {"border": 1, "border_color": "#C0C4CC", "text_wrap": True, "valign": "top"}
        )
        self.wrapped = book.add_format({"text_wrap": True, "valign": "top"})
        self.link = book.add_format({"font_color": "#0B5394", "underline": 1, "valign": "top"})

    def write(self, result: Result, subject: str, as_of: dt.date) -> None:
        front = self.book.add_worksheet(FRONT)
        names = sheets(result)
        for name, table in names.items():
            self._table(self.book.add_worksheet(name), table)
        self._front(front, result, subject, as_of, list(names))

    def _front(self, sheet, result: Result, subject: str, as_of: dt.date, names: list[str]) -> None:
        sheet.hide_gridlines(2)
        for column, width in enumerate((28, 11, 48, 9, 15, 56, 22, 12)):
            sheet.set_column(column, column, width)
        sheet.write_string(0, 0, f"{result.title}: {subject}", self.title)
        sheet.write_string(1, 0, f"Evidence, as of {cells.date(as_of)}")
        sheet.merge_range(2, 0, 2, 7, WARNING, self.warning)
        sheet.merge_range(3, 0, 3, 7, result.verdict, self.wrapped)
        sheet.set_row(2, 32)
        sheet.set_row(3, 48)
        labels = ("Sheet", "Severity", "Finding", "Cases", "Amount", "Action", "Who", "By")
        for column, label in enumerate(labels):
            sheet.write_string(5, column, label, self.header)
        found = as_shown(result.findings)
        for row, (name, finding) in enumerate(zip(names, found, strict=False), 6):
            sheet.write_url(row, 0, f"internal:'{name}'!A1", self.link, name)
            sheet.write_string(row, 1, finding.severity.value, self.wrapped)
            sheet.write_string(row, 2, finding.title, self.wrapped)
            sheet.write_number(row, 3, finding.count, self.wrapped)
            amount = "unknown" if finding.amount_cents is None else dollars(finding.amount_cents)
            for column, text in enumerate((amount, finding.action, finding.owner), 4):
                sheet.write_string(row, column, text, self.wrapped)
            sheet.write_string(row, 7, due_by(finding.due, as_of) if finding.due else "", self.wrapped)
        for row, name in enumerate(names[len(found) :], 7 + len(found)):
            sheet.write_url(row, 0, f"internal:'{name}'!A1", self.link, name)
            sheet.write_string(row, 1, "table")
            sheet.write_string(row, 2, sheets(result)[name].title, self.wrapped)
        sheet.freeze_panes(6, 0)

    def _table(self, sheet, table: Table) -> None:
        frame = self.rows(sheet, table)
        sheet.freeze_panes(1, 1)
        if table.columns:
            sheet.autofilter(0, 0, max(len(frame), 1), len(table.columns) - 1)
        if len(table.frame) > len(frame):
            left = cells.count(len(table.frame) - len(frame))
            sheet.write_string(len(frame) + 1, 0, f"{left} more rows do not fit into a sheet", self.warning)

    def rows(self, sheet, table: Table, first: int = 0) -> pd.DataFrame:
        """Write the header of a table into a row and its rows below it; return the rows that fit into a sheet."""
        frame = table.frame.head(SHEET_ROWS)
        for place, column in enumerate(table.columns):
            sheet.write_string(first, place, column.label, self.header)
            if column.meaning:
                sheet.write_comment(first, place, column.meaning)
            widest = self._column(sheet, place, column, frame[column.name], first + 1)
            sheet.set_column(place, place, min(max(widest, len(column.label), _NARROWEST) + 2, _WIDEST))
        return frame

    def _share(self, value: float):
        """The format of a share: in words where its digits alone would say none, or all."""
        said = percent(value)
        if said[0].isdigit() or said[0] == "-":
            return self.formats[Kind.SHARE]
        if said not in self.nearly:
            self.nearly[said] = self.book.add_format({"num_format": f'"{said}"'})
        return self.nearly[said]

    def _column(self, sheet, place: int, column: Column, values: pd.Series, first: int) -> int:
        """Write one column from a row on and return its widest text; an absent value is an empty cell."""
        form, widest = self.formats[column.kind], 0
        for row, value in enumerate(values, first):
            if cells.is_null(value):
                continue
            widest = max(widest, len(cells.shown(value, column, mask=False)))
            if column.kind is Kind.CENTS:
                sheet.write_number(
                    row, place, int(value) / 100, form
                )  # shown with two decimals: the cent is exact
            elif column.kind is Kind.SHARE:
                sheet.write_number(row, place, float(value), self._share(float(value)))
            elif column.kind in (Kind.COUNT, Kind.NUMBER):
                sheet.write_number(row, place, float(value), form)
            elif column.kind in (Kind.DATE, Kind.MONTH):
                sheet.write_datetime(row, place, value.to_pydatetime(), form)
            elif column.kind is Kind.FLAG:
                sheet.write_boolean(row, place, bool(value), form)
            else:
                sheet.write_string(row, place, str(value), form)
        return widest
