"""What patient lists hold beside the import: accidents, expected deliveries, and what people wrote down of patients."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cache

import pandas as pd

from cutover import reference
from cutover.columns import Column, Kind, Privacy, conform, framed
from cutover.reading.files.values import dates
from cutover.reading.mapping.header_words import words_of
from cutover.reading.patients.exports import Demographics
from cutover.reading.patients.table import KEYS, PRIOR, PatientTable
from cutover.result import Table
from cutover.wording import several
from cutover.workstreams.columns import count, text
from cutover.workstreams.demographics import values
from cutover.workstreams.findings import table

ACCIDENT, DAY, NOTE, DUE = "accident", "accident day", "note", "due"
NO_COLUMN = "no list has such a column beside those of the import"
# one row per kind of column
HELD = (
    text("kind", "What"),
    count("filled", "Patients with it"),
    count("rows", "Rows of these lists"),
    count("undated", "Without a day", "of accidents: no date of it is filled; null: not asked"),
    count(
        "ahead",
        "On or after the cutover",
        "of expected deliveries: the day is that of the cutover or a later one",
    ),
)
# one row per patient and column
SAID = (
    text("what", "What"),
    text("account_number", "Account no.", "", Privacy.PHI),
    text("message", "As written", "", Privacy.PHI),
    text("day", "Day as written", "", Privacy.DESK),
    text("source_file", "File", "path below the practice's folder", Privacy.PHI),
    text("source_sheet", "Sheet", "", Privacy.DESK),
    Column("source_row", Kind.COUNT, "Row", "", Privacy.DESK),
)


@dataclass(frozen=True)
class _Kind:
    name: str
    label: str
    headers: tuple[str, ...]
    no: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Kinds:
    kind: tuple[_Kind, ...]


def held(demographics: Demographics, cutover: dt.date) -> Table:
    """Return how many patients have an accident, its day, an expected delivery or a note (HELD).

    The columns go nowhere in an import. `cutover` is the day from which on deliveries are counted as to come.
    """
    rows, sizes = said(demographics), _rows(demographics)
    made = []
    for kind in _kinds():
        if kind.name not in sizes:
            continue
        own = rows[rows["kind"].eq(kind.name)]
        undated = int(own["day"].isna().sum()) if kind.name == ACCIDENT else None
        ahead = int(_days(own).ge(pd.Timestamp(cutover)).sum()) if kind.name == DUE else None
        made.append((kind.label, len(own), sizes[kind.name], undated, ahead))
    note = "no import has a field for them; what is written there is in the consultant's workbook"
    if unread := int(_days(rows[rows["kind"].eq(DUE)]).isna().sum()):
        note += (
            f"; {several(unread, 'expected delivery', 'expected deliveries')} without a day that can be read"
        )
    return table("What the lists hold beside the import", framed(made, HELD), HELD, note, NO_COLUMN)


def _days(rows: pd.DataFrame) -> pd.Series:
    return dates(rows["message"])


def kinds_held(demographics: Demographics) -> frozenset[str]:
    """Return the kinds of which a used list has a column."""
    return frozenset(_rows(demographics))


def undated(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the accidents (of `said`) of which no date is filled."""
    return rows[rows["kind"].eq(ACCIDENT) & rows["day"].isna()]


def said(demographics: Demographics) -> pd.DataFrame:
    """Return each filled cell of such a column, one row each (SAID and `kind`); a `no` is no accident.

    An accident has its `day` as it is written in the same row, null where that is blank or no column tells it.
    """
    parts = [part for table in demographics.tables for part in _of_table(table)]
    names = [*(c.name for c in SAID), "kind"]
    whole = pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=names)
    return conform(whole[names[:-1]], SAID).assign(kind=whole["kind"].astype("str"))


def _of_table(table: PatientTable) -> list[pd.DataFrame]:
    columns, frame = _columns(table), table.sheet.frame
    if not columns:
        return []
    numbers = next((table.crosswalk.used[key] for key in (*KEYS, PRIOR)
                    if key in table.crosswalk.used), None)  # fmt: skip
    account = frame[numbers] if numbers in frame else pd.Series(None, frame.index, dtype="str")
    days = [_filled(frame[header]) for header, kind in columns.items() if kind.name == DAY]
    day = days[0] if days else pd.Series(None, frame.index, dtype="str")
    made = []
    for header, kind in columns.items():
        cell = _filled(frame[header])
        cell = cell.mask(cell.str.strip().str.lower().isin(kind.no))
        rows = pd.DataFrame({
            "what": kind.label, "account_number": account, "message": cell,
            "day": day if kind.name == ACCIDENT else None,
            "source_file": table.source_file, "source_sheet": table.sheet.name,
            "source_row": frame["source_row"], "kind": kind.name,
        }, index=frame.index)  # fmt: skip
        made.append(rows[cell.notna()])
    return made


def _filled(cells: pd.Series) -> pd.Series:
    told = cells.astype("str")
    return told.mask(told.map(values.is_blank, na_action="ignore").fillna(True).astype(bool))


def _rows(demographics: Demographics) -> dict[str, int]:
    """How many rows the lists have that have a column of each kind."""
    sizes: dict[str, int] = {}
    for one in demographics.tables:
        for name in {kind.name for kind in _columns(one).values()}:
            sizes[name] = sizes.get(name, 0) + len(one.sheet.frame)
    return sizes


def _columns(table: PatientTable) -> dict[str, _Kind]:
    """The columns of a used table that go nowhere and are of one of the kinds."""
    headers = table.crosswalk.unmapped["source_column"] if table.is_used else ()
    told = {header: _kind_of(words_of(header)) for header in headers if header in table.sheet.frame}
    return {header: kind for header, kind in told.items() if kind is not None}


def _kind_of(words: str) -> _Kind | None:
    return next((kind for kind in _kinds() if words in {words_of(header) for header in kind.headers}), None)


@cache
def _kinds() -> tuple[_Kind, ...]:
    return reference.load("patient_extra_columns", _Kinds).kind
