"""Office Ally's Par/Non-Par Report: per month, Tax ID and NPI the claims, par and non-par.

Its exact headers are not public: columns are found by words, and a file without them is named.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field

import pandas as pd

from cutover.columns import Column, Kind, Privacy, conform, empty
from cutover.errors import InputError
from cutover.reading.claims.tables import UNREAD_FILES
from cutover.reading.files import values as text_values
from cutover.reading.files.header import normal
from cutover.reading.files.sheet import Sheet
from cutover.reading.files.spreadsheet import read_spreadsheet
from cutover.reading.files.zips import walk
from cutover.reading.practice.book import Practice
from cutover.reading.practice.file_names import base_name
from cutover.reading.practice.judge import Judge
from cutover.reading.practice.whose import NOT_OWN, counts, strangers

FOLDER = "reports"
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
_HEADERS = {
    "month": ("month", "period", "date", "billingmonth", "reportmonth"),
    "tax_id": ("taxid", "tin", "ein", "providertaxid"),
    "npi": ("npi", "renderingnpi", "providernpi"),
    "claims": ("total", "totalclaims", "claims", "claimcount", "totalcount"),
    "par": ("par", "parcount", "parclaims", "participating"),
    "nonpar": ("nonpar", "nonparcount", "nonparclaims", "nonparticipating"),
}
_NEEDED = {"npi", "claims", "nonpar"}
_MONTHS = {
    m: n
    for n, m in enumerate(
        ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"], 1
    )
}
_NUMERIC = re.compile(r"(?<!\d)(20\d{2})[-_./]?(0[1-9]|1[0-2])(?!\d)")
_TURNED = re.compile(r"(?<!\d)(0?[1-9]|1[0-2])[-_./](20\d{2})(?!\d)")
_WORDS = re.compile(r"([a-z]{3})[a-z]*[-_\s.,]*(20\d{2})")


@dataclass(frozen=True)
class ParReports:
    """All reports of a practice: `rows` (PAR_REPORT), and a sentence for each file or row that could not
    be used.

    `problems` (UNREAD_FILES) are the files that cannot be read, `not_own` (NOT_OWN) counts the rows that are not
    known to be the practice's.
    """

    rows: pd.DataFrame
    notes: tuple[str, ...]
    problems: pd.DataFrame = field(default_factory=lambda: empty(UNREAD_FILES))
    not_own: pd.DataFrame = field(default_factory=lambda: empty(NOT_OWN))


def load_par_reports(practice: Practice, folder: str = FOLDER) -> ParReports:
    """Return the Par/Non-Par Reports among the files of a folder; other reports are passed over, none raises.

    A report that names no month in a column has that of its file's name or title.
    """
    judge, parts, notes, problems, not_own = Judge(practice), [empty(PAR_REPORT)], [], [], []
    for entry in walk(practice.raw / folder, practice.raw, documents=True):
        where = entry.source_file
        if entry.data is None and (entry.kind != "zip" or entry.reason):
            problems.append((entry.reason, where))
        if entry.data is None or not _NAMED.search(base_name(where)):
            continue
        try:
            sheets = read_spreadsheet(entry.data, where, expected=[set().union(*_HEADERS.values())]).sheets
        except InputError as error:
            notes.append(str(error))
            problems.append((f"{error.found}. {error.todo}", where))
            continue
        for sheet in sheets:
            found, said, others = _ours(sheet, where, hashlib.sha256(entry.data).hexdigest(), judge)
            parts.append(found)
            not_own.append(others)
            notes += said
    whole = pd.concat(parts, ignore_index=True)
    twice = whole.duplicated(["month", "tax_id", "npi"])
    notes += (
        [f"{int(twice.sum())} rows stand in two reports; the first by name counts."] if twice.any() else []
    )
    others = [part for part in not_own if len(part)]
    return ParReports(
        whole[~twice].reset_index(drop=True),
        tuple(notes),
        conform(pd.DataFrame(problems, columns=[c.name for c in UNREAD_FILES]), UNREAD_FILES),
        conform(pd.concat(others, ignore_index=True), NOT_OWN) if others else empty(NOT_OWN),
    )


def _ours(
    sheet: Sheet, where: str, content: str, judge: Judge
) -> tuple[pd.DataFrame, list[str], pd.DataFrame]:
    """The rows of a report that are the practice's, its notes unless it is another's, and the rows of others."""
    found, said = _report(sheet, where)
    told = judge.of_sheet(sheet, content)
    ok = counts(told)
    told = told.set_axis(sheet.frame["source_row"]).reindex(found["source_row"]).reset_index(drop=True)
    mine = counts(told).to_numpy(bool)
    return found[mine], said if ok.any() or ok.empty else [], strangers(told, REPORTS, where)


def month_of(text: str) -> pd.Timestamp | None:
    """Return the month that a text names as 2026-03, 202603, 03/2026, `March 2026` or a whole date; else
    None.
    """
    if day := text_values.date_of(text):
        return pd.Timestamp(day).replace(day=1)
    low = text.lower()
    if found := _NUMERIC.search(low):
        return pd.Timestamp(int(found[1]), int(found[2]), 1)
    if found := _TURNED.search(low):
        return pd.Timestamp(int(found[2]), int(found[1]), 1)
    for found in _WORDS.finditer(low):
        if found[1] in _MONTHS:
            return pd.Timestamp(int(found[2]), _MONTHS[found[1]], 1)
    return None


def _report(sheet: Sheet, where: str) -> tuple[pd.DataFrame, list[str]]:
    known = {normal(column): column for column in reversed(sheet.columns) if "%" not in column}
    chosen = {name: next((known[h] for h in words if h in known), None) for name, words in _HEADERS.items()}
    if any(chosen[name] is None for name in _NEEDED):
        return empty(PAR_REPORT), [f"{where}: no columns for NPI, total and non-par claims; it was not used."]
    blank = pd.Series(None, sheet.frame.index, dtype="str")
    text = {name: sheet.frame[column] if column else blank for name, column in chosen.items()}
    counts = {
        name: pd.to_numeric(text[name], errors="coerce").astype("Int64")
        for name in ("claims", "par", "nonpar")
    }
    frame = pd.DataFrame(
        {
            "month": _months(text["month"], sheet, where),
            "tax_id": text_values.tax_ids(text["tax_id"]),
            "npi": text_values.npis(text["npi"]),
            **counts,
            "source_file": where,
            "source_row": sheet.frame["source_row"],
        },
        index=sheet.frame.index,
    )
    usable = frame["month"].notna() & frame["npi"].notna() & frame["claims"].notna() & frame["nonpar"].notna()
    left = int((~usable).sum())
    notes = [f"{where}: {left} rows without a month, NPI or count were not used."] if left else []
    return conform(frame[usable].reset_index(drop=True), PAR_REPORT), notes


def _months(texts: pd.Series, sheet: Sheet, where: str) -> pd.Series:
    """The month of each row, else the one of the file's name, else of a title above the header."""
    titles = list(sheet.set_aside["text"].dropna())
    named = next((m for t in [where.rsplit("/", 1)[-1], *titles] if (m := month_of(t)) is not None), pd.NaT)
    known = {text: month_of(text) for text in texts.dropna().unique()}
    return pd.to_datetime(texts.map(known)).astype("datetime64[ms]").fillna(named)
