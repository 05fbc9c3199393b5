"""Workbooks that came back filled: the folder `handoff` of a practice, in the order of the files' names.

The client's own lists of appeals, work lists and logs of calls stand beside them (`own_lists`).
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from functools import partial

import pandas as pd

from cutover.columns import Column, Kind, Privacy, conform, empty
from cutover.errors import InputError
from cutover.intake.handoff_workbook import APPEALS, CLAIMS, DAY, RETURNED
from cutover.reading.files.zips import Entry, walk
from cutover.reading.intake import own_lists, written
from cutover.reading.intake.own_lists import OWN_LIST, UNREAD_LISTS
from cutover.reading.intake.reader import read_intake
from cutover.reading.practice import marks
from cutover.reading.practice.book import Practice
from cutover.reading.practice.file_names import base_name, is_clutter
from cutover.reading.practice.judge import Judge
from cutover.reading.practice.whose import NOT_OWN, NOTHING, UNKNOWN, counts, strangers

FOLDER = "handoff"
SOURCE = "workbooks that came back"
OWN = "read: a list of the client's own"
_TABLES = (".csv", ".tsv", ".xls", ".xlsb", ".ods")
_NO_LIST = "no row heads claims beside an owner, a next step and its day, or appeals; it is no workbook of the handoff"
RETURNED_TITLE = "Workbooks that came back, and the client's own lists"
# one row per file of the folder, and of each list wherever it lies
RETURNED_FILES = (
    Column("source_file", Kind.TEXT, "File", "path below the practice's folder", Privacy.PHI),
    Column(
        "state",
        Kind.TEXT,
        "State",
        "read, not read, or not used: a table that is no list of claims or appeals; a list of the client's own says so",
    ),
    Column("claims", Kind.COUNT, "Rows of claims"),
    Column("appeals", Kind.COUNT, "Rows of appeals"),
    Column("attestations", Kind.COUNT, "Attestations"),
    Column("problems", Kind.TEXT, "To be looked at", "by sheet, row and column", Privacy.DESK),
)


@dataclass(frozen=True)
class Returned:
    """What people filled in: `claims`, `appeals` and `attestations` have one row per row of a workbook, with
    `source_file` and `source_row`; a later file stands below an earlier one. `files` has RETURNED_FILES. A workbook of
    another practice is in none of the three; `not_own` (NOT_OWN) counts its rows. `lists` (OWN_LIST) are the rows of
    the client's own lists, `unread_lists` (UNREAD_LISTS) files that are called one and hold none that can be read."""

    claims: pd.DataFrame = field(default_factory=lambda: empty(CLAIMS.columns))
    appeals: pd.DataFrame = field(default_factory=lambda: empty(APPEALS.columns))
    attestations: pd.DataFrame = field(default_factory=lambda: empty(DAY.columns))
    files: pd.DataFrame = field(default_factory=lambda: empty(RETURNED_FILES))
    not_own: pd.DataFrame = field(default_factory=lambda: empty(NOT_OWN))
    lists: pd.DataFrame = field(default_factory=lambda: empty(OWN_LIST))
    unread_lists: pd.DataFrame = field(default_factory=lambda: empty(UNREAD_LISTS))


def load_returned(practice: Practice) -> Returned:
    """Return what lies in the folder, and what was attested at the desk (`written`); no file raises.

    One that does not open is a row of `files` with its reason.

    The order is that of the names: who saves copies dates them (`2026-07-03 handoff.xlsx`).
    """
    every = own_lists.load_every(practice)
    listed = every.rows
    taken = _Taken(Judge(practice), {sheet.name: [] for sheet in RETURNED}, listed)
    for entry in walk(practice.raw / FOLDER, practice.raw, documents=True):
        if not _is_passed_over(entry, set(listed["source_file"])):
            taken.take(entry)
    taken.at_desk(practice)
    lists = taken.lists()
    rows = pd.DataFrame(taken.rows, columns=[c.name for c in RETURNED_FILES], dtype=object)
    claims, appeals, day = (_whole(taken.parts[sheet.name], sheet.columns) for sheet in RETURNED)
    return Returned(
        claims,
        appeals,
        day,
        files=conform(rows, RETURNED_FILES),
        not_own=_whole(taken.not_own, NOT_OWN),
        lists=lists,
        unread_lists=every.unread,
    )


def _is_passed_over(entry: Entry, lists: set[str]) -> bool:
    """Whether a file is no workbook that anybody saved, and no table; a folder that cannot be read is not passed over.

    Of the client's own `lists` only a workbook is looked at again: it may be one that came back.
    """
    name = base_name(entry.source_file)
    if entry.data is None:
        return entry.kind == "zip" and not entry.reason
    if name.startswith(("~$", ".")) or is_clutter(entry.source_file):
        return True
    return not name.lower().endswith(".xlsx" if entry.source_file in lists else (".xlsx", *_TABLES))


@dataclass
class _Taken:
    """What was read from the files so far."""

    judge: Judge
    parts: dict[str, list[pd.DataFrame]]
    listed: pd.DataFrame
    rows: list[tuple] = field(default_factory=list)
    not_own: list[pd.DataFrame] = field(default_factory=list)

    def take(self, entry: Entry) -> None:
        """Read one workbook, or say why it is not read."""
        name = entry.source_file
        if entry.data is not None and name.lower().endswith(_TABLES):
            self.rows.append((name, "not used", 0, 0, 0, _NO_LIST))
            return
        try:
            if entry.data is None:
                raise InputError(name, entry.reason or "it cannot be read", "")
            said = read_intake(entry.data, name, RETURNED)
        except InputError as error:
            self.rows.append((name, "not read", 0, 0, 0, str(error)))
            return
        counts_ = [
            self._ours(said.tables, sheet, told)
            for sheet, told in whose(self.judge, said.tables, entry.data).items()
        ]
        if any(map(len, said.tables.values())):
            self.listed = self.listed[self.listed["source_file"].ne(name)]
        elif self.listed["source_file"].eq(name).any():
            return  # it is a list of the client's own
        self.rows.append((name, "read", *counts_, " ".join(said.sentences()) or None))

    def lists(self) -> pd.DataFrame:
        """Return the rows of the client's own lists that count as the practice's, and note each file."""
        rows = self.listed.reset_index(drop=True)
        parts = []
        for file, part in rows.groupby("source_file", sort=False):
            blank = pd.DataFrame({"whose": UNKNOWN, "why": NOTHING}, index=part.index)
            days = pd.Series(pd.NaT, part.index, dtype="datetime64[ms]")
            marked = partial(marks.of_numbers, [part["claim_number"]], days)
            content = hashlib.sha256(part.drop(columns="source_file").to_csv().encode()).hexdigest()
            told = self.judge.of_marks(blank, marked, content)
            self.not_own.append(strangers(told, SOURCE, part["source_file"], part["amount_cents"]))
            ours = part[counts(told)]
            parts.append(ours)
            if str(file).split("/")[0] not in own_lists.READ_ELSEWHERE:
                appeals = int(ours["list"].eq(own_lists.APPEAL).sum())
                self.rows.append((file, OWN, len(ours) - appeals, appeals, 0, None))
        return _whole(parts, OWN_LIST)

    def at_desk(self, practice: Practice) -> None:
        """Keep what was attested at the desk, below all workbooks, or say why it is not read."""
        try:
            said = written.attested(practice)
        except InputError as error:
            self.rows.append((f"desk/{written.FILE}", "not read", 0, 0, 0, str(error)))
            return
        if len(said):
            self.parts[DAY.name].append(said)
            self.rows.append((f"desk/{written.FILE}", "read", 0, 0, len(said), None))

    def _ours(self, tables: dict[str, pd.DataFrame], sheet: str, told: pd.DataFrame) -> int:
        """Keep the rows that count as the practice's; return how many."""
        rows = tables[sheet]
        cents = rows.get("amount_cents")
        self.not_own.append(strangers(told, SOURCE, rows["source_file"], cents))
        ours = rows[counts(told)]
        self.parts[sheet].append(ours.reset_index(drop=True))
        return len(ours)


def whose(judge: Judge, tables: dict[str, pd.DataFrame], data: bytes) -> dict[str, pd.DataFrame]:
    """Return whose the rows of each sheet of a workbook are (`whose`, `why`), by the sheet's name.

    A workbook is one practice's, and the claims that it names tell whose.
    """
    whole = pd.concat([tables[sheet.name].assign(sheet=sheet.name) for sheet in RETURNED], ignore_index=True)
    blank = pd.DataFrame({"whose": UNKNOWN, "why": NOTHING}, index=whole.index)
    numbers = [whole["claim_number"].astype("str"), whole["account"].astype("str")]
    days = whole["service_on"].astype("datetime64[ms]")
    told = judge.of_marks(blank, lambda: marks.of_numbers(numbers, days), hashlib.sha256(data).hexdigest())
    return {name: told[whole["sheet"].eq(name)].set_axis(tables[name].index) for name in tables}


def _whole(parts: list[pd.DataFrame], columns: tuple[Column, ...]) -> pd.DataFrame:
    filled = [part for part in parts if len(part)]
    return conform(pd.concat(filled, ignore_index=True), columns) if filled else empty(columns)
