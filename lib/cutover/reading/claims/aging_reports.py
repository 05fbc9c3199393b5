"""A/R aging summaries by payer: the client's own figures of open money by payer and age, known by their content.

One row for each payer, a column for each band of ages, totals. Such a report lists no claims. Its layout is the
practice system's or the office's own, so it is known by bands that follow each other below one header.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache

import pandas as pd

from cutover import reference
from cutover.columns import Column, Kind, Privacy, conform, empty
from cutover.errors import InputError
from cutover.reading.files import values as text_values
from cutover.reading.files.kind import OLE, ZIP
from cutover.reading.files.sheet import Sheet
from cutover.reading.files.spreadsheet import read_spreadsheet
from cutover.reading.files.zips import walk
from cutover.reading.kept import store
from cutover.reading.mapping.said_once import days_in
from cutover.reading.practice.book import Practice
from cutover.reading.practice.file_names import is_clutter

CLAIMS = "claims"
OWN = "aging"  # a folder of their own
FOLDERS = (CLAIMS, "reports", OWN)
PATIENT, PAYER, TOTAL = "patient", "payer", "total"
SERVICE, OTHER_DAY = "service", "another day"
ALL = "all ages"
# one row per payer and band of an aging report; the totals of the report itself have band ALL or role TOTAL
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
    Column("source_file", Kind.TEXT, "File", "path below the practice's folder", Privacy.PHI),
    Column("source_row", Kind.COUNT, "Row", "", Privacy.DESK),
)
SOURCE = "aging reports"
AS_FIGURES = (
    "an A/R aging summary by payer: the client's own figures, compared with the claims; it lists no claims"
)
NOT_ONE = "no A/R aging by payer: it has no row that heads a column of payers and three bands of days or more"
_MOST_BYTES = 1_000_000
_BEGIN = 16_384  # bytes of a text in which its header stands
_MOST_ROWS = 2_000
_FEWEST_BANDS = 3
_RANGE = re.compile(r"(\d{1,3}) ?(?:-|to|thru|through) ?(\d{1,3})(?: days?)?")
_OVER = re.compile(r"(?:over|above|>|more than|older than) ?(\d{1,3})(?: days?)?")
_FROM = re.compile(r"(\d{1,3}) ?(?:\+|plus|and (?:over|up|older|above)|or more)(?: days?)?(?: ?\+)?")
_LABELS = re.compile(rb"\b[01]\s*(?:-|to|thru|through|\xe2\x80.)\s*\d|\bcurrent\b|\bnot\s", re.IGNORECASE)
_AGED_BY = re.compile(r"aged (?:by|from|on) (?:the )?([a-z ]+)")


@dataclass(frozen=True)
class _Words:
    payer: frozenset[str]
    total: frozenset[str]
    patient: frozenset[str]
    current: frozenset[str]
    by_service: frozenset[str]


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
    """Tell by a file's content whether it is an aging report by payer; false for one that does not open."""
    return rows_of(data) > 0


def rows_of(data: bytes) -> int:
    """Return how many rows of amounts an aging report has, its totals among them; 0 for another file."""
    return aging_rows(data, "")["source_row"].nunique()


def aging_rows(data: bytes, source_file: str) -> pd.DataFrame:
    """Return the amounts of an aging report by payer (AGING_REPORT), without rows where the file is none.

    A sheet is one where a row heads a column of payers and at least three bands that follow each other, beside nothing
    but totals. A file of which another sheet holds rows of something else is none.
    """
    is_packed = data.startswith((*ZIP, OLE))
    if not 0 < len(data) <= _MOST_BYTES or (not is_packed and not _LABELS.search(data[:_BEGIN])):
        return empty(AGING_REPORT)
    try:
        sheets = read_spreadsheet(data, source_file).sheets
    except InputError:
        return empty(AGING_REPORT)
    parts = [_of_sheet(sheet, source_file) for sheet in sheets if sheet.rows_in]
    if not parts or any(part is None for part in parts):
        return empty(AGING_REPORT)
    return conform(pd.concat(parts, ignore_index=True), AGING_REPORT)


def bands_of(labels: Sequence[str]) -> list[tuple[int, int | None]] | None:
    """Return the first and last age of each band by the labels of its columns, None where they are no bands in a row.

    `0 - 30`, `31 to 60 days`, `Over 60`, `61+`: each begins a day after the one before. `Current` is what lies before
    the next; the last may have no end.
    """
    found: list[tuple[int, int | None]] = []
    for place, label in enumerate(labels):
        text, after = _plain(label), found[-1][1] + 1 if found and found[-1][1] is not None else None
        if text in _words().current and place == 0 and len(labels) > 1:
            following = _RANGE.fullmatch(_plain(labels[1]))
            found.append((0, int(following[1]) - 1) if following else (0, 30))
        elif hit := _RANGE.fullmatch(text):
            found.append((int(hit[1]), int(hit[2])))
        elif hit := _OVER.fullmatch(text):
            found.append((int(hit[1]) + 1, None))
        elif hit := _FROM.fullmatch(text):
            found.append((after if after == int(hit[1]) + 1 else int(hit[1]), None))
        else:
            return None
    starts = [first for first, _ in found]
    in_a_row = all(
        last is not None and last + 1 == first for (_, last), first in zip(found, starts[1:], strict=False)
    )
    ordered = all(last is None or first <= last for first, last in found)
    if len(found) < _FEWEST_BANDS or not in_a_row or not ordered or starts[0] not in (0, 1):
        return None
    return [(0, found[0][1]), *found[1:]]


def _of_sheet(sheet: Sheet, source_file: str) -> pd.DataFrame | None:
    grid = list(_grid(sheet))
    head = next(((n, shape) for n, (_, cells) in enumerate(grid) if (shape := _header(cells))), None)
    if head is None or len(grid) > _MOST_ROWS:
        return None
    above, (names, columns, total) = grid[: head[0]], head[1]
    title = " ".join(cell for _, cells in above for cell in cells if cell)
    days = set(days_in(title))
    day = days.pop() if len(days) == 1 else None
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
            (day, role, whose, label, *band, amount, _aged_by(title), source_file, row)
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
    if len(filled) < _FEWEST_BANDS + 1 or _plain(filled[0][1]) not in _words().payer:
        return None
    totals = [n for n, cell in filled[1:] if _plain(cell) in _words().total]
    labels = [(n, cell) for n, cell in filled[1:] if n not in totals]
    bands = bands_of([cell for _, cell in labels])
    if bands is None or len(totals) > 1:
        return None
    named = {n: (_named(band), band) for (n, _), band in zip(labels, bands, strict=True)}
    return filled[0][0], named, totals[0] if totals else None


def _named(band: tuple[int, int | None]) -> str:
    first, last = band
    return f"over {first - 1}" if last is None else f"{first}-{last}"


def _role(whose: str) -> str:
    plain = _plain(whose).rstrip(":")
    return TOTAL if plain in _words().total else PATIENT if plain in _words().patient else PAYER


def _aged_by(title: str) -> str | None:
    """By which day the report ages, as its title tells."""
    found = _AGED_BY.search(_plain(title))
    if found is None:
        return None
    return SERVICE if any(found[1].strip().startswith(word) for word in _words().by_service) else OTHER_DAY


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


def _plain(text: str) -> str:
    apart = re.sub(r"[\u2010-\u2015]", "-", text.replace("\xa0", " ")).lower()
    return re.sub(r" ?- ?", "-", " ".join(apart.split())).strip(" :.")


@cache
def _words() -> _Words:
    return reference.load("aging_reports", _Words)


def day_told(day: dt.date | pd.Timestamp | None) -> str:
    """Return the day of a report in words."""
    return "of no stated day" if day is None or pd.isna(day) else f"as of {pd.Timestamp(day):%Y-%m-%d}"
