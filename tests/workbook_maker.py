"""Workbooks of tests: sheets of rows as they are, with merged cells where a header has two rows."""

from __future__ import annotations

import io

import openpyxl


def workbook_of(*sheets, merged=()) -> bytes:
    """A workbook of sheets, each (name, rows), in each of which these cells are merged."""
    out = openpyxl.Workbook()
    out.remove(out.active)
    for name, rows in sheets:
        sheet = out.create_sheet(name)
        for row in rows:
            sheet.append(row)
        for place in merged:
            sheet.merge_cells(place)
    data = io.BytesIO()
    out.save(data)
    return data.getvalue()
