"""Frames as sheets of text: what a person saves at the desk. Nothing in them is a formula or a link."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pandas as pd
import xlsxwriter

from cutover.columns import Column, Kind
from cutover.reporting.workbook import OPTIONS, SHEET_ROWS

CELL_CHARACTERS = 32_767  # of one cell of a worksheet
_CUT = " ... [cut: longer than a cell]"


def texts(frame: pd.DataFrame, columns: tuple[Column, ...]) -> pd.DataFrame:
    """Return a frame as texts under its labels: money in dollars, days as 2026-03-31, absent as nothing."""
    named = {}
    for column in columns:
        values = frame[column.name]
        if column.kind is Kind.CENTS:
            values = dollars(values)
        elif column.kind is Kind.DATE and "datetime" in str(values.dtype):
            values = values.dt.strftime("%Y-%m-%d")
        label = column.label if column.label not in named else f"{column.label} ({column.name})"
        named[label] = values.astype("str").where(values.notna(), "")
    return pd.DataFrame(named)


def dollars(cents: pd.Series) -> pd.Series:
    """Return whole cents as texts such as -1234.50, null where there is no amount."""
    whole = cents.astype("Int64")
    text = (whole.abs() // 100).astype("str") + "." + (whole.abs() % 100).astype("str").str.zfill(2)
    return text.where(whole.fillna(0) >= 0, "-" + text).where(whole.notna())


def write(path: Path, sheets: Mapping[str, pd.DataFrame]) -> None:
    """Write frames of texts as a workbook, a sheet each, and further ones where a frame is longer than a sheet.

    A text longer than a cell can hold is cut, with a mark that says so.
    """
    with xlsxwriter.Workbook(path, OPTIONS | {"constant_memory": True}) as book:
        bold = book.add_format({"bold": True, "bottom": 1})
        for name, frame in sheets.items():
            for part, start in enumerate(range(0, max(1, len(frame)), SHEET_ROWS)):
                rows = frame.iloc[start : start + SHEET_ROWS]
                _write_sheet(book.add_worksheet(f"{name} {part + 1}" if part else name), rows, bold)


def _write_sheet(sheet, frame: pd.DataFrame, bold) -> None:
    sheet.freeze_panes(1, 0)
    sheet.set_column(0, len(frame.columns) - 1, 18)
    sheet.autofilter(0, 0, max(1, len(frame)), len(frame.columns) - 1)
    sheet.write_row(0, 0, list(frame.columns), bold)
    for number, row in enumerate(frame.itertuples(index=False), 1):
        for place, text in enumerate(row):
            cut = text if len(text) <= CELL_CHARACTERS else text[: CELL_CHARACTERS - len(_CUT)] + _CUT
            if cut:
                sheet.write_string(number, place, cut)
