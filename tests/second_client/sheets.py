"""Small writers of CSV, HTML tables and workbooks with fixed dates."""

import csv
import html
import io
from datetime import datetime

import xlsxwriter


def csv_text(rows, delimiter=",", end="\r\n", quoting=csv.QUOTE_MINIMAL):
    """Return rows as delimited text."""
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter, lineterminator=end, quoting=quoting).writerows(rows)
    return out.getvalue()


def book(path):
    """Return a workbook whose bytes do not depend on the day it is written."""
    made = xlsxwriter.Workbook(str(path), {"strings_to_formulas": False, "strings_to_urls": False})
    made.set_properties({"created": datetime(2026, 8, 30, 8, 0)})  # noqa: DTZ001
    return made


def write_rows(sheet, rows, first=0, form=None):
    """Write rows of cells from a row on; returns the next free row."""
    for place, row in enumerate(rows, first):
        for column, value in enumerate(row):
            if value not in (None, ""):
                sheet.write(place, column, value, form) if form else sheet.write(place, column, value)
    return first + len(rows)


def html_table(rows, header=True):
    """Return rows as an HTML table; the first row as th."""
    parts = ["<table border=1 cellspacing=0>"]
    for place, row in enumerate(rows):
        tag = "th" if header and place == 0 else "td"
        cells = "".join(
            f"<{tag}>{html.escape(str(v)) if v not in (None, '') else '&nbsp;'}</{tag}>" for v in row
        )
        parts.append(f"<tr>{cells}</tr>")
    return "\n".join([*parts, "</table>"])


def html_page(title, body):
    """Return a page as a report server writes it."""
    coded = '<meta http-equiv="Content-Type" content="text/html; charset=utf-8">'
    return f"<html><head>{coded}<title>{title}</title></head><body>\n{body}\n</body></html>\n"
