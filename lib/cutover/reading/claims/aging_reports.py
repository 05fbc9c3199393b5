"""A/R agings by payer or by claim: the client's own figures of open money by age, known by their content.

One row for each payer, a column for each band of ages, totals; or one row for each claim (`aging_claims`), which adds
no claim to those of the claim history. The layout is the practice system's or the office's own, so a summary is known
by bands that follow each other below one header.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import pandas as pd

from cutover.columns import Column, Kind, Privacy, conform, empty
from cutover.errors import InputError
from cutover.reading.claims import aging_claims
from cutover.reading.claims.aging_words import (
    FEWEST_BANDS,
    aged_by,
    band_name,
    bands_of,
    day_of,
    plain,
    words,
)
from cutover.reading.files import values as text_values
from cutover.reading.files.kind import OLE, ZIP
from cutover.reading.files.sheet import Sheet
from cutover.reading.files.spreadsheet import read_spreadsheet
from cutover.reading.files.zips import walk
from cutover.reading.kept import store
from cutover.reading.practice.book import Practice
from cutover.reading.practice.file_names import is_clutter

CLAIMS = "claims"
OWN = "aging"  # a folder of their own
FOLDERS = (CLAIMS, "reports", OWN)
PATIENT, PAYER, TOTAL = "patient", "payer", "total"
ALL = "all ages"
# one row per payer, or claim, and band of an aging report; the totals of the report itself have band ALL or role TOTAL
AGING_REPORT = (
    Column("day", Kind.DATE, "As of", "null where the report names none"),
    Column("role", Kind.TEXT, "Whose", "payer, patient, or total: the report's own total row"),
    Column("payer", Kind.TEXT, "Payer", "as written"),
    Column(
        "band", Kind.TEXT, "Age in days", "such as 0-30 or over 120; all ages: the report's own total column"
    ),
    Column("first_day", Kind.COUNT, "From days", "null for all ages"),
    Column("last_day", Kind.COUNT, "To days", "null for all ages and for a band without an end"),
    Column("amount_cents", Kind.CENTS, "Amount", "null where the cell is empty or no amount"),
    Column("aged_by", Kind.TEXT, "Aged by", "service, another day, or null where the report does not tell"),
    Column("claim", Kind.TEXT, "Claim no.", "null in a report by payer", Privacy.PHI),
    Column("service_from", Kind.DATE, "Service from", "of a claim, where the report tells it", Privacy.DESK),
    Column("is_by_claim", Kind.FLAG, "By claim", "whether the report has a row for each claim"),
    Column(
        "is_day_of_name",
        Kind.FLAG,
        "Day of its name",
        "whether only the name of its file or sheet tells the day",
    ),
    Column("source_file", Kind.TEXT, "File", "path below the practice's folder", Privacy.PHI),
    Column("source_row", Kind.COUNT, "Row", "", Privacy.DESK),
)
SOURCE = "aging reports"
AS_FIGURES = (
    "an A/R aging summary by payer: the client's own figures, compared with the claims; it lists no claims"
)
AS_CLAIMS = (
    "an A/R aging by claim: the client's own list of open claims, compared with the claims; it adds none"
)
NOT_ONE = (
    "no A/R aging: no row heads payers or claims and three bands of days, or claims with days and a balance"
)
_MOST_BYTES = 1_000_000
_BEGIN = 16_384  # bytes of a text in which its header stands
_MOST_ROWS = 2_000
_Grid = list[tuple[int, list[str]]]
_CLAIM_WORDS = re.compile(rb"\b(?:bal|balance|due|outstanding|unpaid|owed)\b", re.IGNORECASE)
_LABELS = re.compile(rb"\b[01]\s*(?:-|to|thru|through|\xe2\x80.)\s*\d|\bcurrent\b|\bnot\s", re.IGNORECASE)


@dataclass(frozen=True)
class AgingReports:
    """The aging reports of a practice: `rows` (AGING_REPORT), and `files`, the path of each by its day's order."""

    rows: pd.DataFrame = field(default_factory=lambda: empty(AGING_REPORT))

    @property
    def files(self) -> list[str]:
        """The paths of the reports."""
        return list(self.rows["source_file"].drop_duplicates())


def load_aging_reports(practice: Practice) -> AgingReports:
    """Return the aging reports by payer in the folders of claims, reports and aging; none raises.

    Other files are passed over. Reports of the same bytes count once.
    """
    return store.of(practice, "aging_reports", lambda: _read_all(practice))


def _read_all(practice: Practice) -> AgingReports:
    parts, seen = [], set()
    for folder in FOLDERS:
        for entry in walk(practice.raw / folder, practice.raw, documents=True):
            if entry.data is None or is_clutter(entry.source_file) or entry.data in seen:
                continue
            rows = aging_rows(entry.data, entry.source_file)
            if len(rows):
                seen.add(entry.data)
                parts.append(rows)
    return AgingReports(
        conform(pd.concat(parts, ignore_index=True), AGING_REPORT) if parts else empty(AGING_REPORT)
    )


def is_aging_report(data: bytes) -> bool:
    """Tell by a file's content whether it is an aging report; false for one that does not open."""
    return told_of(data)[0] > 0


def told_of(data: bytes) -> tuple[int, str]:
    """Return how many rows of amounts an aging report has, its totals too, and what it is; 0 for any other file."""
    rows = aging_rows(data, "")
    is_by_claim = bool(rows["is_by_claim"].fillna(False).any())
    return rows["source_row"].nunique(), AS_CLAIMS if is_by_claim else AS_FIGURES


def aging_rows(data: bytes, source_file: str) -> pd.DataFrame:
    """Return the amounts of an aging report (AGING_REPORT), without rows where the file is none.

    A sheet is one where a row heads a column of payers and at least three bands that follow each other, beside nothing
    but totals, or an aging by claim (`aging_claims.head_of`). A file of which another sheet holds rows of something
    else is none.
    """
    if not 0 < len(data) <= _MOST_BYTES or not _may_be_one(data):
        return empty(AGING_REPORT)
    try:
        sheets = read_spreadsheet(data, source_file).sheets
    except InputError:
        return empty(AGING_REPORT)
    parts = [_of_sheet(sheet, source_file) for sheet in sheets if sheet.rows_in]
    if not parts or any(part is None for part in parts):
        return empty(AGING_REPORT)
    return conform(pd.concat(parts, ignore_index=True), AGING_REPORT)


def _may_be_one(data: bytes) -> bool:
    """Whether the beginning of a file speaks of ages; of a workbook, which is packed, nothing can be told by it."""
    begin = data[:_BEGIN]
    if data.startswith((*ZIP, OLE)) or _LABELS.search(begin):
        return True
    is_page = begin.lstrip().startswith(b"<")
    return _CLAIM_WORDS.search(begin) is not None if is_page else aging_claims.may_head(begin)


def _of_sheet(sheet: Sheet, source_file: str) -> pd.DataFrame | None:
    grid = list(_grid(sheet))
    found = _of_payers(grid, sheet, source_file)
    return _of_claims(grid, sheet, source_file) if found is None else found


def _of_claims(grid: _Grid, sheet: Sheet, source_file: str) -> pd.DataFrame | None:
    first = enumerate(grid[: aging_claims.FIRST_ROWS])
    at, head = next(
        ((n, head) for n, (_, cells) in first if (head := aging_claims.head_of(cells))), (0, None)
    )
    if head is None or len(grid) > aging_claims.MOST_ROWS:
        return None
    title = " ".join(cell for _, cells in grid[:at] for cell in cells if cell)
    names = sheet.name or "", source_file
    day, is_of_name = day_of(title, *names)
    rows = aging_claims.claim_rows(grid[at + 1 :], head, day, title, *names)
    if not rows["role"].eq(PAYER).any():
        return None
    whose = rows["payer"].fillna("").map(_role)
    return conform(
        rows.assign(
            day=day, role=rows["role"].mask(rows["role"].eq(PAYER) & whose.eq(PATIENT), PATIENT),
            band=rows["band"].fillna(ALL), is_by_claim=True, is_day_of_name=is_of_name, source_file=source_file,
        ),
        AGING_REPORT,
    )  # fmt: skip


def _of_payers(grid: _Grid, sheet: Sheet, source_file: str) -> pd.DataFrame | None:
    head = next(((n, shape) for n, (_, cells) in enumerate(grid) if (shape := _header(cells))), None)
    if head is None or len(grid) > _MOST_ROWS:
        return None
    above, (names, columns, total) = grid[: head[0]], head[1]
    title = " ".join(cell for _, cells in above for cell in cells if cell)
    day, is_of_name = day_of(title, sheet.name or "", source_file)
    records = []
    for row, cells in grid[head[0] + 1 :]:
        whose = cells[names] if names < len(cells) else ""
        if not whose or len(cells) <= max(columns):
            continue
        amounts = [text_values.cents(pd.Series([cells[c]], dtype="str")).iloc[0] for c in columns]
        if all(pd.isna(amount) for amount in amounts):
            continue
        role = _role(whose)
        told: list[tuple[str, tuple[int | None, int | None], object]] = [
            (label, band, amount) for (label, band), amount in zip(columns.values(), amounts, strict=True)
        ]
        if total is not None and total < len(cells):
            told.append(
                (ALL, (None, None), text_values.cents(pd.Series([cells[total]], dtype="str")).iloc[0])
            )
        records += [
            (
                day,
                role,
                whose,
                label,
                *band,
                amount,
                aged_by(title),
                None,
                None,
                False,
                is_of_name,
                source_file,
                row,
            )
            for label, band, amount in told
        ]
    if not any(record[1] != TOTAL for record in records):
        return None
    return conform(pd.DataFrame(records, columns=[c.name for c in AGING_REPORT], dtype=object), AGING_REPORT)


def _header(
    cells: Sequence[str],
) -> tuple[int, dict[int, tuple[str, tuple[int, int | None]]], int | None] | None:
    """The place of the names, the bands by their place, and the place of the total; None for another row."""
    filled = [(n, cell) for n, cell in enumerate(cells) if cell]
    if len(filled) < FEWEST_BANDS + 1 or plain(filled[0][1]) not in words().payer:
        return None
    totals = [n for n, cell in filled[1:] if plain(cell) in words().total]
    labels = [(n, cell) for n, cell in filled[1:] if n not in totals]
    bands = bands_of([cell for _, cell in labels])
    if bands is None or len(totals) > 1:
        return None
    named = {n: (band_name(band), band) for (n, _), band in zip(labels, bands, strict=True)}
    return filled[0][0], named, totals[0] if totals else None


def _role(whose: str) -> str:
    text = plain(whose)
    return TOTAL if text in words().total else PATIENT if text in words().patient else PAYER


def _grid(sheet: Sheet) -> Iterator[tuple[int, list[str]]]:
    """Every row of a sheet as cells in their order, also those that the reader took for no data."""
    rows: list[tuple[int, list[str]]] = []
    if sheet.header_row is not None:
        rows.append((int(sheet.header_row), [name.strip() for name in sheet.header]))
    for row in sheet.frame.to_dict("records"):
        cells = [row[column] for column in sheet.columns]
        rows.append((int(row["source_row"]), [c.strip() if isinstance(c, str) else "" for c in cells]))
    for row, text in zip(sheet.set_aside["source_row"], sheet.set_aside["text"], strict=True):
        rows.append(
            (int(row), [cell.strip() for cell in str(text).split(" | ")] if isinstance(text, str) else [])
        )
    return iter(sorted(rows, key=lambda one: one[0]))


def day_told(day: dt.date | pd.Timestamp | None) -> str:
    """Return the day of a report in words."""
    return "of no stated day" if day is None or pd.isna(day) else f"as of {pd.Timestamp(day):%Y-%m-%d}"
