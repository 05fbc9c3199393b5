"""Office Ally's Par/Non-Par Report: per month, Tax ID and NPI the claims, par and non-par.

Its exact headers are not public: columns are found as those of every table are (aliases_par_reports.toml).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

import pandas as pd

from cutover.columns import Column, Kind, Privacy, conform, empty
from cutover.errors import InputError
from cutover.reading.claims.tables import UNREAD_FILES
from cutover.reading.files import values as text_values
from cutover.reading.kept import store
from cutover.reading.mapping import folder as mapped_files
from cutover.reading.mapping.record import FILES, UNREAD
from cutover.reading.mapping.said_once import month_of
from cutover.reading.mapping.tables_of import MappedTable, tables_of
from cutover.reading.mapping.targets import Target, load_target
from cutover.reading.practice.book import Practice
from cutover.reading.practice.judge import Judge
from cutover.reading.practice.known_columns import knowledge_of
from cutover.reading.practice.whose import NOT_OWN, NOT_USED

FOLDER, INVOICES = "reports", "invoices"
_MOST_BYTES = 1_000_000  # of a report of a month: a row for each NPI
REPORTS = "par/non-par reports"
_NAMED = re.compile(r"non-?_?\s?par", re.IGNORECASE)
# one row per month, Tax ID and NPI of a report
PAR_REPORT = (
    Column("month", Kind.MONTH, "Month"),
    Column("tax_id", Kind.TEXT, "Tax ID", "may be an SSN", Privacy.DESK),
    Column("npi", Kind.TEXT, "NPI"),
    Column("claims", Kind.COUNT, "Claims"),
    Column("par", Kind.COUNT, "Par claims"),
    Column("nonpar", Kind.COUNT, "Non-par claims"),
    Column("source_file", Kind.TEXT, "File", "path below the practice's folder", Privacy.PHI),
    Column("source_row", Kind.COUNT, "Row", "", Privacy.DESK),
)
NOT_COUNTED = "a row without a month, NPI or count"
_ASIDE = (*PAR_REPORT, Column("source", Kind.TEXT, "Source"), Column("reason", Kind.TEXT, "Why"))


@dataclass(frozen=True)
class ParReports:
    """All reports of a practice: `rows` (PAR_REPORT), and a sentence for each file or row that could not
    be used.

    `files` (FILES) are the reports that were looked at, `problems` (UNREAD_FILES) those that cannot be read, `not_own`
    (NOT_OWN) counts the rows that are not known to be the practice's.
    """

    rows: pd.DataFrame
    notes: tuple[str, ...]
    problems: pd.DataFrame = field(default_factory=lambda: empty(UNREAD_FILES))
    not_own: pd.DataFrame = field(default_factory=lambda: empty(NOT_OWN))
    files: pd.DataFrame = field(default_factory=lambda: empty(FILES))


def target() -> Target:
    """Return the target of a Par/Non-Par Report."""
    return load_target("par_reports")


def load_par_reports(practice: Practice, folder: str = FOLDER) -> ParReports:
    """Return the Par/Non-Par Reports among the files of a folder, and those among the invoices; none raises.

    A report is one by its columns; one that is named so and has not the columns is a problem of its folder. A report
    that names no month in a column has that of a line above its table, else of its file's name. Other files are passed
    over.
    """
    return store.of(practice, f"par_reports-{folder}", lambda: _read_par_reports(practice, folder))


def is_par_report(data: bytes) -> bool:
    """Tell by a file's columns and rows whether it is a Par/Non-Par Report; false for one that does not open.

    It counts par and non-par claims of each NPI, which are all its claims. A month may stand in its name alone.
    """
    if len(data) > _MOST_BYTES:
        return False
    try:
        tables = tables_of(data, "", target())
    except InputError:
        return False
    return bool(tables) and all(map(_counts_claims, tables))


def _counts_claims(table: MappedTable) -> bool:
    fields, used = table.crosswalk.target.fields, table.crosswalk.used
    needed = {one.key for one in fields if one.required and one.key != "month"} | {"par"}
    if not needed <= set(used) or table.sheet.frame.empty:
        return False
    par, nonpar, every = (
        pd.to_numeric(table.rows[name], errors="coerce") for name in ("par", "nonpar", "claims")
    )
    return bool(every.notna().all() and (par + nonpar).eq(every).all() and (nonpar % 1).eq(0).all())


def _read_par_reports(practice: Practice, folder: str) -> ParReports:
    judge = Judge(practice)
    kind = mapped_files.Kind(
        REPORTS,
        target(),
        PAR_REPORT,
        _ASIDE,
        FILES,
        typed,
        owner=lambda sheet, _found, content: judge.of_sheet(sheet, content),
        is_named=lambda name: _NAMED.search(name) is not None,
    )
    knowledge = knowledge_of(practice)
    seen: dict[str, str] = {}
    parts = [mapped_files.load(practice.raw / folder, practice.raw, knowledge, kind, seen)]
    if folder != INVOICES:
        strays = replace(kind, is_of=is_par_report)
        parts.append(mapped_files.load(practice.raw / INVOICES, practice.raw, knowledge, strays, seen))
    rows = mapped_files.whole([part.rows for part in parts], PAR_REPORT)
    aside = mapped_files.whole([part.set_aside for part in parts], _ASIDE)
    files = mapped_files.whole([part.files for part in parts], FILES)
    twice = rows.duplicated(["month", "tax_id", "npi"])
    again = f"{int(twice.sum())} rows are in two reports; the first by name counts."
    lost = files[files["state"].isin(UNREAD)]
    notes = [note for part in parts for note in part.notes]
    return ParReports(
        rows[~twice].reset_index(drop=True),
        (*notes, *_left(aside), *([again] if twice.any() else [])),
        conform(lost[["reason", "source_file"]].reset_index(drop=True), UNREAD_FILES),
        mapped_files.whole([part.not_own for part in parts], NOT_OWN),
        files,
    )


def _left(aside: pd.DataFrame) -> list[str]:
    rows = aside[~aside["reason"].isin(NOT_USED.values())]
    counts = rows.groupby("source_file").size()
    return [
        f"{name}: {count} rows without a month, NPI or count were not used." for name, count in counts.items()
    ]


def typed(found: pd.DataFrame, _source_file: str) -> tuple[pd.DataFrame, pd.Series]:
    """Return mapped text as rows of a report (PAR_REPORT), and of each why it is not used; null where it is."""
    counts = {
        name: pd.to_numeric(found[name], errors="coerce").astype("Int64")
        for name in ("claims", "par", "nonpar")
    }
    months = found["month"].map(month_of, na_action="ignore")
    frame = {
        "month": pd.to_datetime(months).astype("datetime64[ms]"),
        "tax_id": text_values.tax_ids(found["tax_id"]),
        "npi": text_values.npis(found["npi"]),
        **counts,
        **{name: found[name] for name in ("source_file", "source_row")},
    }
    rows = conform(pd.DataFrame(frame, index=found.index), PAR_REPORT)
    usable = rows[["month", "npi", "claims", "nonpar"]].notna().all(axis=1)
    return rows, pd.Series(None, rows.index, dtype="str").mask(~usable, NOT_COUNTED)
