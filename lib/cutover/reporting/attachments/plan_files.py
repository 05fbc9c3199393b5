"""A plan of days beside its report: as Excel with a chart of weeks in its cells, and as a calendar file."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from pathlib import Path

import pandas as pd
import xlsxwriter

from cutover import private
from cutover.reporting import cells, places
from cutover.reporting.attachments.calendar_files import Event, calendar
from cutover.reporting.markup import Shown, render
from cutover.reporting.page import Report
from cutover.reporting.workbook import OPTIONS, Writer, described, for_print
from cutover.result import Table

_HEAD = 2  # rows above the header
_FILLS = ("#1F4E5F", "#7FA8B8", "#DCE8EC")
_MOST_WEEKS = 400
_OPEN = " (not agreed to)"  # behind the name of a row whose day nobody has agreed to


def save(
    report: Report,
    name: str,
    drawn: str,
    label: str,
    begins: str,
    ends: Mapping[str, str],
    said: str | None = None,
) -> Shown:
    """Write two tables of a report's Result as a plan, and say where: `name` as rows, `drawn` as a chart of weeks.

    `label`, `begins` and `ends` name the columns of `drawn` as `phases.phases` takes them, `said` one of what must be
    known of a row. Each row with a day from the report's date on is an event. Raises UsageError where there is nowhere
    to write to or no such table.
    """
    folder = private.folder(report.target_folder())
    book, days = folder / f"{report.stem}{places.PLAN}", folder / f"{report.stem}{places.CALENDAR}"
    title = f"{report.result.title}: {report.subject}"
    rows = report.named(drawn).frame
    is_open = rows[said].notna() if said else pd.Series(False, rows.index)
    shown = rows.assign(**{label: rows[label].mask(is_open, rows[label] + _OPEN)})
    _write(book, report.named(name), shown, (label, begins, ends), title, report.as_of)
    coming = rows[rows[begins] >= pd.Timestamp(report.as_of)]
    days.write_bytes(
        calendar(_events(coming, label, begins, ends, report.subject, said), title, report.as_of)
    )
    for path in (book, days):
        private.file(path)
    return Shown(render("plan.html.j2", book=book.name, days=days.name), f"{book.name}, {days.name}")


def _events(
    rows: pd.DataFrame, label: str, begins: str, ends: Mapping[str, str], subject: str, said: str | None
) -> list[Event]:
    found = []
    for row in rows.to_dict("records"):
        name, day = row[label], row[begins].date()
        told = row[said] if said and isinstance(row[said], str) else ""
        lead, behind = (f"{told}. ", _OPEN) if told else ("", "")
        until = "; ".join(
            f"{what} until {cells.date(row[column])}"
            for what, column in ends.items()
            if pd.notna(row[column])
        )
        found.append(
            Event(
                day,
                f"Cutover: {name}{behind}",
                f"{lead}New claims go through Medi from this day on. {until}.",
                f"{subject}|{name}|cutover",
            )
        )
        for what, column in ends.items():
            if pd.notna(row[column]):
                found.append(
                    Event(
                        row[column].date(),
                        f"Last day: {what.lower()}, {name}{behind}",
                        f"{lead}Cutover was planned for {cells.date(row[begins])}.",
                        f"{subject}|{name}|{column}",
                    )
                )
    return sorted(found, key=lambda event: (event.day, event.title))


def _write(path: Path, table: Table, rows: pd.DataFrame, columns: tuple, title: str, as_of: dt.date) -> None:
    """Write the plan as Excel; equal plans give equal bytes, and nothing in it is a formula."""
    with xlsxwriter.Workbook(path, OPTIONS) as book:
        described(book, title, as_of)
        writer = Writer(book)
        sheet = book.add_worksheet("plan")
        sheet.write_string(0, 0, f"{title}, as of {cells.date(as_of)}", writer.title)
        writer.rows(sheet, table, first=_HEAD)
        sheet.freeze_panes(_HEAD + 1, 0)
        sheet.autofilter(_HEAD, 0, _HEAD + max(len(table.frame), 1), len(table.columns) - 1)
        sheet.set_paper(1)  # US Letter
        for_print(sheet, _HEAD)
        _weeks(book, writer, rows, *columns)


def _weeks(
    book, writer: Writer, rows: pd.DataFrame, label: str, begins: str, ends: Mapping[str, str]
) -> None:
    """One row a name and one column a week, filled by phase: what the page draws as a chart."""
    sheet = book.add_worksheet("weeks")
    fills = [book.add_format({"bg_color": color}) for color in _FILLS]
    for place, (what, fill) in enumerate(zip(ends, fills, strict=False)):
        sheet.write_blank(0, 2 + 8 * place, None, fill)
        sheet.write_string(0, 3 + 8 * place, what)
    if rows.empty:
        return
    first, last = rows[begins].min(), rows[list(ends.values())].max().max()
    mondays = pd.date_range(first - pd.Timedelta(days=first.weekday()), last, freq="7D")[:_MOST_WEEKS]
    head = book.add_format({"bold": True, "rotation": 90, "num_format": "yyyy-mm-dd"})
    sheet.write_string(_HEAD, 0, "Practice", writer.header)
    sheet.write_string(_HEAD, 1, "Cutover", writer.header)
    for place, monday in enumerate(mondays, 2):
        sheet.write_datetime(_HEAD, place, monday.to_pydatetime(), head)
    day_format = book.add_format({"num_format": "yyyy-mm-dd"})
    for number, row in enumerate(rows.to_dict("records"), _HEAD + 1):
        sheet.write_string(number, 0, str(row[label]))
        sheet.write_datetime(number, 1, row[begins].to_pydatetime(), day_format)
        for place, monday in enumerate(mondays, 2):
            phase = _phase(row, monday, begins, list(ends.values()))
            if phase is not None:
                sheet.write_blank(number, place, None, fills[phase])
    sheet.set_column(0, 0, 38)
    sheet.set_column(1, 1, 12)
    sheet.set_column(2, 1 + len(mondays), 3)
    sheet.set_row(_HEAD, 70)
    sheet.freeze_panes(_HEAD + 1, 2)
    sheet.set_paper(1)  # US Letter
    for_print(sheet, _HEAD)


def _phase(row: dict, monday: pd.Timestamp, begins: str, columns: list[str]) -> int | None:
    """The place of the phase of a week: the one that its last day is in, else the last that has days in it."""
    if monday + pd.Timedelta(days=6) < row[begins]:
        return None
    return next(
        (place for place, column in enumerate(columns) if pd.notna(row[column]) and monday <= row[column]),
        None,
    )
