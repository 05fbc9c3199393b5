"""A/R agings by payer or by claim: the client's own figures of open money by age, known by their content.

One row for each payer, a column for each band of ages, totals; one open amount for each payer (`aging_amounts`); or
one row for each claim (`aging_claims`), which adds no claim to those of the claim history. The layout is the practice
system's or the office's own, so a summary is known by bands that follow each other below one header.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import pandas as pd

from cutover.columns import Column, Kind, Privacy, conform, empty
from cutover.errors import InputError
from cutover.reading.claims import aging_amounts, aging_claims
from cutover.reading.claims.aging_versions import SUPERSEDED, newest
from cutover.reading.claims.aging_words import (
    ALL,
    FEWEST_BANDS,
    SUBTOTAL,
    TOTAL,
    aged_by,
    band_name,
    bands_of,
    day_of,
    has_words,
    is_named,
    is_of_payers,
    plain,
    sounds_like_a_total,
    total_of,
    words,
)
from cutover.reading.claims.units import scaled, unit_of, without_unit
from cutover.reading.files.kind import OLE, ZIP
from cutover.reading.files.sheet import Sheet
from cutover.reading.files.spreadsheet import read_spreadsheet
from cutover.reading.kept import store
from cutover.reading.mapping.said_once import is_said_once
from cutover.reading.mapping.sheet_grid import Grid, grid_of
from cutover.reading.mapping.tables_of import MappedTable
from cutover.reading.payers import name_ids
from cutover.reading.payers.listed_ids import with_listed_ids
from cutover.reading.practice.book import Practice
from cutover.reading.practice.file_names import base_name, is_clutter
from cutover.reading.practice.places import walk_home

CLAIMS = "claims"
OWN = "aging"  # a folder of their own
FOLDERS = (CLAIMS, "reports", OWN)
PATIENT, PAYER = "patient", "payer"
CREDIT = aging_claims.CREDIT
# one row per payer, or claim, and band of an aging report; the totals of the report itself have band ALL or role TOTAL
AGING_REPORT = (
    Column("day", Kind.DATE, "As of", "null where the report names none"),
    Column(
        "role",
        Kind.TEXT,
        "Whose",
        "payer, patient, credit: money of no claim, total: the report's own, or subtotal: of a part of its rows",
    ),
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
    Column(
        "is_of_payers", Kind.FLAG, "Payers alone", "whether its title says that it is on what insurers owe"
    ),
    Column(
        "is_without_denied",
        Kind.FLAG,
        "Without denied claims",
        "whether its title says that denied claims are not in it",
    ),
    Column(
        "unit", Kind.COUNT, "Unit in dollars", "what one is worth in the report; its amounts here are cents"
    ),
    Column("rounded_cents", Kind.CENTS, "Rounded to", "null where the report is to the cent"),
    Column("source_file", Kind.TEXT, "File", "path below the practice's folder", Privacy.PHI),
    Column("source_sheet", Kind.TEXT, "Sheet", "null where its file has no other such sheet", Privacy.DESK),
    Column("source_row", Kind.COUNT, "Row", "", Privacy.DESK),
)
SOURCE = "aging reports"
AS_FIGURES = (
    "an A/R aging summary by payer: the client's own figures, compared with the claims; it lists no claims"
)
TWO_UNITS = "the report names two units of its amounts"
AS_CLAIMS = (
    "an A/R aging by claim: the client's own list of open claims, compared with the claims; no submission"
)
NOT_ONE = (
    "no A/R aging: no row heads payers or claims and three bands of days, or claims with days and a balance"
)
SUBJECT = "an A/R aging summary by payer"
_MOST_BYTES = 1_000_000
_SOME_DIGIT = re.compile(r"\d")
_BEGIN = 16_384  # bytes of a text in which its header stands
_MOST_ROWS = 2_000
_CLAIM_WORDS = re.compile(rb"\b(?:bal|balance|due|outstanding|unpaid|owed)\b", re.IGNORECASE)
_LABELS = re.compile(rb"\b[01]\s*(?:-|to|thru|through|\xe2\x80.)\s*\d|\bcurrent\b|\bnot\s", re.IGNORECASE)


@dataclass(frozen=True)
class AgingReports:
    """The aging reports of a practice: `rows` (AGING_REPORT), and `files`, the path of each by its day's order.

    Of several versions of one day the newest is there; `superseded` (SUPERSEDED) names the others.
    """

    rows: pd.DataFrame = field(default_factory=lambda: empty(AGING_REPORT))
    superseded: pd.DataFrame = field(default_factory=lambda: empty(SUPERSEDED))

    @property
    def each(self) -> list[tuple[str, pd.DataFrame]]:
        """Each report by what it is called: its file, and its sheet where the file has several."""
        keys = ["source_file", "source_sheet"]
        return [
            (f"{file}, sheet {sheet}" if isinstance(sheet, str) else str(file), rows)
            for (file, sheet), rows in self.rows.groupby(keys, sort=False, dropna=False)
        ]

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
        for entry in walk_home(practice.raw / folder, practice.raw, documents=True):
            if entry.data is None or is_clutter(entry.source_file) or entry.data in seen:
                continue
            rows = aging_rows(entry.data, entry.source_file)
            if len(rows):
                seen.add(entry.data)
                parts.append(rows)
    rows = conform(pd.concat(parts, ignore_index=True), AGING_REPORT) if parts else empty(AGING_REPORT)
    return AgingReports(*newest(with_listed_ids(practice, rows, "payer")))


def is_aging_report(data: bytes, source_file: str = "") -> bool:
    """Tell by a file's content, and its name, whether it is an aging report alone; false for one that does not open."""
    return told_of(data, source_file)[0] > 0


def told_of(data: bytes, source_file: str = "") -> tuple[int, str]:
    """Return how many rows of amounts an aging report has, its totals too, and what it is; 0 for any other file.

    A file of which another sheet holds rows of something else is none: `is_summary` tells its sheets.
    """
    sheets = _sheets(data, source_file)
    rows = _joined([part for part in sheets if part is not None], "")
    if not sheets or any(part is None for part in sheets):
        return 0, AS_FIGURES
    is_by_claim = bool(rows["is_by_claim"].fillna(False).any())
    places = rows[["source_sheet", "source_row"]].drop_duplicates()
    return len(places), AS_CLAIMS if is_by_claim else AS_FIGURES


def aging_rows(data: bytes, source_file: str) -> pd.DataFrame:
    """Return the amounts of a file's aging reports (AGING_REPORT), without rows where it holds none.

    A sheet is one where a row heads a column of payers and at least three bands that follow each other, beside nothing
    but totals, or an aging by claim (`aging_claims.head_of`). Beside a sheet of something else, only one by payer is:
    the list that it sums up may lie there as claims.
    """
    sheets = _sheets(data, source_file)
    found = [part for part in sheets if part is not None]
    if len(found) < len(sheets):
        found = [part for part in found if not part["is_by_claim"].fillna(False).any()]
    rows = _joined(found, source_file)
    return rows.assign(payer=name_ids.parted(rows["payer"])[0]) if len(rows) else rows


def is_summary(sheet: Sheet) -> bool:
    """Tell whether a sheet is an aging report by payer."""
    files = [str(name) for name in sheet.frame["source_file"].head(1)]
    rows = list(grid_of(sheet)) if len(sheet.frame) <= _MOST_ROWS else []
    return _of_payers(rows, sheet.name or "", *files) is not None


def is_by_claim(table: MappedTable) -> bool:
    """Tell whether a table of claims is an aging by claim: by bands of ages, or by what its title or name calls it."""
    sheet = table.sheet
    files = [base_name(str(name)) for name in sheet.frame["source_file"].head(1)]
    above = sheet.set_aside.loc[sheet.set_aside["source_row"] < (sheet.header_row or 0), "text"].dropna()
    named = is_named(sheet.name or "", *files, *above)
    names = [name for name in sheet.header if not is_said_once(name)]
    return len(sheet.frame) <= aging_claims.MOST_ROWS and (
        aging_claims.head_of([name.strip() for name in names], is_named=named) is not None
    )


def subject_of_summary(table: MappedTable) -> str:
    """Return the subject of a table among claims that is an aging report by payer, "" of any other.

    One whose columns a person confirmed is what that person says.
    """
    return SUBJECT if table.may_be_other and is_summary(table.sheet) else ""


def as_summary(table: MappedTable) -> str:
    """Return in words what such a table holds."""
    return f"{table.sheet.place}{SUBJECT}"


def _sheets(data: bytes, source_file: str) -> list[pd.DataFrame | None]:
    """The amounts of each sheet with rows, None of one that is no aging report; none of a file that is not opened."""
    if not 0 < len(data) <= _MOST_BYTES or not _may_be_one(data, is_named(base_name(source_file))):
        return []
    if (rows := aging_amounts.printed(data)) is not None and len(rows) <= _MOST_ROWS:
        found = _of_payers(rows, "", source_file)
        if found is not None:
            return [found]
    try:
        sheets = read_spreadsheet(data, source_file).sheets
    except InputError:
        return []
    return [_of_sheet(sheet, source_file) for sheet in sheets if sheet.rows_in and not _is_note(sheet)]


def _is_note(sheet: Sheet) -> bool:
    """Whether no row of a sheet has a second cell: sentences for a reader."""
    return all(sum(map(bool, cells)) < 2 for _, cells in grid_of(sheet))


def _joined(parts: list[pd.DataFrame], source_file: str) -> pd.DataFrame:
    """The amounts of the sheets of a file; a sheet is named where the file has several."""
    if not parts:
        return empty(AGING_REPORT)
    alone = [parts[0].assign(source_sheet=None)] if len(parts) == 1 else parts
    return conform(pd.concat(alone, ignore_index=True), AGING_REPORT)


def _may_be_one(data: bytes, named: bool) -> bool:
    """Whether the beginning of a file speaks of ages; of a workbook, which is packed, nothing can be told by it."""
    begin = data[:_BEGIN]
    if data.startswith((*ZIP, OLE)) or _LABELS.search(begin) or aging_amounts.may_be_one(data):
        return True
    is_page = begin.lstrip().startswith(b"<")
    return _CLAIM_WORDS.search(begin) is not None if is_page else aging_claims.may_head(begin, is_named=named)


def _of_sheet(sheet: Sheet, source_file: str) -> pd.DataFrame | None:
    grid = list(grid_of(sheet))
    found = _of_payers(grid, sheet.name or "", source_file)
    return _of_claims(grid, sheet, source_file) if found is None else found


def _of_claims(grid: Grid, sheet: Sheet, source_file: str) -> pd.DataFrame | None:
    names = sheet.name or "", source_file
    named, at, head = is_named(names[0], base_name(source_file)), 0, None
    for n, (_, cells) in enumerate(grid[: aging_claims.FIRST_ROWS]):
        if head := aging_claims.head_of(cells, is_named=named):
            at = n
            break
        named |= is_named(*cells)
    if head is None or len(grid) > aging_claims.MOST_ROWS:
        return None
    title = " ".join(cell for _, cells in grid[:at] for cell in cells if cell)
    day, is_of_name = day_of(title, *names)
    head = aging_claims.with_payers(head, grid[at][1], [cells for _, cells in grid[at + 1 :]])
    rows = aging_claims.claim_rows(grid[at + 1 :], head, day, title, *names)
    if not rows["role"].eq(PAYER).any():
        return None
    whose = rows["payer"].fillna("").map(_role)
    unit = unit_of(title, names[0], *grid[at][1])
    if unit != 1:
        rows["amount_cents"] = None
    return conform(
        rows.assign(
            day=day, role=rows["role"].mask(rows["role"].eq(PAYER) & whose.eq(PATIENT), PATIENT),
            band=rows["band"].fillna(ALL), is_by_claim=True, is_of_payers=False, is_day_of_name=is_of_name,
            is_without_denied=aging_amounts.is_without_denied(title, *names), source_file=source_file,
            source_sheet=sheet.name or None, unit=unit, rounded_cents=None,
        ),
        AGING_REPORT,
    )  # fmt: skip


def _of_payers(grid: Grid, sheet: str, source_file: str = "") -> pd.DataFrame | None:
    shape = _shape(grid, sheet, source_file) if len(grid) <= _MOST_ROWS else None
    if shape is None:
        return None
    title = " ".join(shape.title)
    day, is_of_name = day_of(title, sheet, source_file)
    bands, places = len(shape.columns), [*shape.columns, *([] if shape.total is None else [shape.total])]
    told = bands or 1  # the amounts of which a row has one at least
    lines: list[tuple[int, str, list[str]]] = []
    notes: list[str] = []
    for row, cells in shape.below:
        whose = cells[shape.names] if shape.names < len(cells) else ""
        amounts = [cells[place] if place < len(cells) else "" for place in places]
        if whose and len(cells) > max(places[:told]) and any(map(_SOME_DIGIT.search, amounts[:told])):
            lines.append((row, whose, amounts))
        else:
            notes += [cell for cell in cells if cell]
    unit = unit_of(title, sheet, *shape.head, *notes)
    said = (title, sheet, base_name(source_file))
    cents, rounded = scaled([cell for _, _, amounts in lines for cell in amounts], unit or 1)
    labels: list[tuple[str, tuple[int | None, int | None]]] = [*shape.columns.values()]
    labels += [(ALL, (None, None))] if shape.total is not None else []
    read = [
        (row, whose, cents[n * len(places) : (n + 1) * len(places)])
        for n, (row, whose, _) in enumerate(lines)
    ]
    read = [one for one in read if any(amount is not None for amount in one[2][:told])]
    records = [
        {
            "day": day, "role": role, "payer": whose, "band": label, "first_day": band[0],
            "last_day": band[1], "amount_cents": amount if unit else None, "aged_by": aged_by(title),
            "is_by_claim": False, "is_day_of_name": is_of_name, "is_of_payers": is_of_payers(*said),
            "is_without_denied": aging_amounts.is_without_denied(*said, *notes), "unit": unit,
            "rounded_cents": rounded, "source_file": source_file, "source_sheet": sheet or None, "source_row": row,
        }
        for (row, whose, told_), role in zip(read, _roles(read), strict=True)
        for (label, band), amount in zip(labels, told_, strict=True)
    ]  # fmt: skip
    if not any(record["role"] not in (TOTAL, SUBTOTAL, CREDIT) for record in records):
        return None
    return conform(pd.DataFrame(records, columns=[c.name for c in AGING_REPORT], dtype=object), AGING_REPORT)


class _Shape(NamedTuple):
    """A report by payer: the texts above it, its header, the places of names, bands and total, and its rows."""

    title: list[str]
    head: list[str]
    names: int
    columns: dict[int, tuple[str, tuple[int, int | None]]]
    total: int | None
    below: Grid


def _shape(grid: Grid, sheet: str, source_file: str) -> _Shape | None:
    head = next(((n, shape) for n, (_, cells) in enumerate(grid) if (shape := _header(cells))), None)
    if head is not None:
        title = [cell for _, cells in grid[: head[0]] for cell in cells if cell]
        return _Shape(title, grid[head[0]][1], *head[1], grid[head[0] + 1 :])
    found = aging_amounts.amounts_of(grid, sheet, base_name(source_file))
    return found and _Shape(found.title, found.head, found.names, {}, found.amounts, found.below)


def _roles(read: list[tuple[int, str, list[int | None]]]) -> list[str]:
    """Whose each row is: of several totals the last is that of the report, one before it totals a part.

    A row called a credit or unapplied money, with no amount above zero, is money of no claim. A row that may be called
    a total, `All of Maple Street`, is one where its amounts are the sums of the rows above.
    """
    roles: list[str] = []
    for place, (_, whose, amounts) in enumerate(read):
        known = [amount for amount in amounts if amount is not None]
        is_below = any(amount < 0 for amount in known) and all(amount <= 0 for amount in known)
        role = CREDIT if is_below and has_words(words().credit, whose) else _role(whose)
        above = [
            told
            for (_, _, told), one in zip(read[:place], roles, strict=True)
            if one in (PAYER, PATIENT, CREDIT)
        ]
        if role == PAYER and len(above) > 1 and sounds_like_a_total(whose):
            sums = [sum(cell or 0 for cell in column) for column in zip(*above, strict=True)]
            role = TOTAL if [amount or 0 for amount in amounts] == sums else role
        roles.append(role)
    last = max((place for place, role in enumerate(roles) if role == TOTAL), default=None)
    return [SUBTOTAL if role == TOTAL and place != last else role for place, role in enumerate(roles)]


def _header(
    cells: Sequence[str],
) -> tuple[int, dict[int, tuple[str, tuple[int, int | None]]], int | None] | None:
    """The place of the names, the bands by their place, and the place of the total; None for another row."""
    filled = [(n, without_unit(cell)) for n, cell in enumerate(cells) if cell]
    if len(filled) < FEWEST_BANDS + 1 or plain(filled[0][1]) not in words().payer:
        return None
    totals = [n for n, cell in filled[1:] if plain(cell) in words().total]
    labels = [(n, cell) for n, cell in filled[1:] if n not in totals and plain(cell) not in words().counts]
    bands = bands_of([cell for _, cell in labels])
    if bands is None or len(totals) > 1:
        return None
    named = {n: (band_name(band), band) for (n, _), band in zip(labels, bands, strict=True)}
    return filled[0][0], named, totals[0] if totals else None


def _role(whose: str) -> str:
    text = plain(whose)
    return TOTAL if total_of(whose) else PATIENT if text in words().patient else PAYER


def day_told(day: dt.date | pd.Timestamp | None) -> str:
    """Return the day of a report in words."""
    return "of no stated day" if day is None or pd.isna(day) else f"as of {pd.Timestamp(day):%Y-%m-%d}"
