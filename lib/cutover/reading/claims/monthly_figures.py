"""What a practice itself writes down of each month: charges, payments, claims, in tables of its own (`monthly_tables`).

They are its own figures, compared with the claims and the remittances; no claim is in them.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import pandas as pd

from cutover.columns import Column, Kind, Privacy, conform, empty
from cutover.errors import InputError
from cutover.reading.claims import monthly_tables
from cutover.reading.claims.monthly_tables import NO_YEAR, SUBJECT, VISITS, Months, is_monthly, months_of
from cutover.reading.files.kind import OLE, ZIP
from cutover.reading.files.spreadsheet import read_spreadsheet
from cutover.reading.kept import store
from cutover.reading.mapping.tables_of import MappedTable
from cutover.reading.practice.book import Practice
from cutover.reading.practice.file_names import base_name, is_clutter
from cutover.reading.practice.places import walk_home
from cutover.wording import several

FOLDERS = ("reports", "claims")
SOURCE = "figures by month"
AS_FIGURES = f"{SUBJECT}: compared with the claims and the remittances in 11; it lists no claims"
_COMPARED, _NOT = "columns compared:", "not compared:"
_MOST_BYTES, _MOST_PACKED, _BEGIN = 200_000, 60_000, 8_192
# one row per month and figure of a table
MONTHLY = (
    Column("month", Kind.MONTH, "Month"),
    Column("figure", Kind.TEXT, "Figure", "charges, payments, claims or visits"),
    Column(
        "basis", Kind.TEXT, "Counted by", "the day of service, submission or posting; null: it does not say"
    ),
    Column("amount_cents", Kind.CENTS, "Amount", "null: no amount, or none that can be read"),
    Column("number", Kind.COUNT, "Number", "of claims or visits"),
    Column("heading", Kind.TEXT, "Column", "as written", Privacy.DESK),
    Column("source_file", Kind.TEXT, "File", "path below the practice's folder", Privacy.PHI),
    Column("source_sheet", Kind.TEXT, "Sheet", "", Privacy.DESK),
    Column("source_row", Kind.COUNT, "Row", "", Privacy.DESK),
)


@dataclass(frozen=True)
class MonthlyFigures:
    """A practice's own figures by month: `rows` (MONTHLY), one row per month and figure of a table.

    `yearless` (MONTHLY) are those of tables that name no year; their months are of NO_YEAR (`in_years`).
    """

    rows: pd.DataFrame = field(default_factory=lambda: empty(MONTHLY))
    yearless: pd.DataFrame = field(default_factory=lambda: empty(MONTHLY))


def load_monthly_figures(practice: Practice) -> MonthlyFigures:
    """Return the figures by month among a practice's reports and claims; none raises.

    Other files are passed over. A figure that stands alike in two files counts once.
    """
    return store.of(practice, "monthly_figures", lambda: _read_all(practice))


def _read_all(practice: Practice) -> MonthlyFigures:
    parts, seen = [], set()
    for folder in FOLDERS:
        for entry in walk_home(practice.raw / folder, practice.raw, documents=True):
            if entry.data is None or is_clutter(entry.source_file) or entry.data in seen:
                continue
            seen.add(entry.data)
            rows = rows_of(entry.data, entry.source_file)
            parts += [rows] if len(rows) else []
    if not parts:
        return MonthlyFigures()
    whole = pd.concat(parts, ignore_index=True)
    again = whole.duplicated(["month", "figure", "basis", "amount_cents", "number"])
    whole = whole[~again]
    is_bare = whole["month"].dt.year.eq(NO_YEAR)
    return MonthlyFigures(*(conform(whole[of].reset_index(drop=True), MONTHLY) for of in (~is_bare, is_bare)))


def in_years(yearless: pd.DataFrame, known: pd.Series, until: pd.Timestamp) -> pd.DataFrame:
    """Return figures of tables that name no year (MONTHLY) with the year that the claims' months give them.

    `known` are days of claims and payments, `until` the day of the report. A table is of the year of which at least
    half of its months are known, and more than twice as many as of any other. Others are left out: their year is not
    known.
    """
    there = {(day.year, day.month) for day in known[known <= until].dropna().dt.to_period("M").unique()}
    found = []
    for _, table in yearless.groupby(["source_file", "source_sheet"], dropna=False, sort=False):
        months = set(table["month"].dt.month)
        years = sorted({year for year, _ in there if (year, max(months)) <= (until.year, until.month)})
        fits = [(sum((year, month) in there for month in months), year) for year in years]
        (best, year), (second, _) = sorted([*fits, (0, 0), (0, 0)])[::-1][:2]
        if 2 * best >= len(months) and best > 2 * second:
            found.append(table.assign(month=table["month"].map(lambda day, of=year: day.replace(year=of))))
    return conform(pd.concat(found, ignore_index=True), MONTHLY) if found else empty(MONTHLY)


def rows_of(data: bytes, source_file: str) -> pd.DataFrame:
    """Return the figures by month of a file (MONTHLY), without rows where it holds none or does not open."""
    records = [
        one._asdict() | {"source_file": source_file, "source_sheet": sheet or None}
        for sheet, months in _tables(data, source_file)
        for one in months.figures
    ]
    named = [column.name for column in MONTHLY]
    return conform(pd.DataFrame(records, columns=named, dtype=object), MONTHLY) if records else empty(MONTHLY)


def told_of(data: bytes, source_file: str = "") -> tuple[int, str]:
    """Return how many rows a file of figures by month has and what they are; 0 and "" for any other file."""
    tables = [months for _, months in _tables(data, source_file)]
    rows, beside = sum(one.rows for one in tables), sum(len(one.beside) for one in tables)
    more = f"; {several(beside, 'row')} of totals or notes in no month" if beside else ""
    return (rows + beside, f"{AS_FIGURES}{more}") if rows else (0, "")


def columns_of(data: bytes, source_file: str = "") -> str:
    """Return in words which columns of a file of figures by month are compared, and which are not; "" of others."""
    tables = [months for _, months in _tables(data, source_file)]
    heads = {one.heading: one.figure for table in tables for one in table.figures}
    taken = [heading for heading, which in heads.items() if which != VISITS]
    left = [heading for heading, which in heads.items() if which == VISITS]
    left += [heading for table in tables for heading in table.no_figure if heading not in heads]
    parts = (
        f"{what} {', '.join(dict.fromkeys(one))}" for what, one in ((_COMPARED, taken), (_NOT, left)) if one
    )
    return "; ".join(parts)


def subject_of_monthly(table: MappedTable) -> str:
    """Return the subject of a table among claims that tells months, "" of any other.

    One whose columns a person confirmed is what that person says.
    """
    return SUBJECT if table.may_be_other and is_monthly(table.sheet) else ""


def as_monthly(table: MappedTable) -> str:
    """Return in words what such a table holds."""
    return f"{table.sheet.place}{SUBJECT}"


def _tables(data: bytes, source_file: str) -> list[tuple[str, Months]]:
    if not 0 < len(data) <= _MOST_BYTES or not _may_be_one(data):
        return []
    try:
        sheets = read_spreadsheet(data, source_file).sheets
    except InputError:
        return []
    found = [(sheet.name or "", months_of(sheet, base_name(source_file))) for sheet in sheets]
    return [(name, months) for name, months in found if months is not None]


def _may_be_one(data: bytes) -> bool:
    """Whether the beginning of a text speaks of months; of a workbook, which is packed, nothing can be told by it."""
    if data.startswith((*ZIP, OLE)):
        return len(data) <= _MOST_PACKED
    return monthly_tables.may_be_one(data[:_BEGIN].replace(b"\0", b"").decode("utf-8", "ignore"))
