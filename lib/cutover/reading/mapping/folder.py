"""The files of a folder read through a crosswalk into one table: every file and every row accounted for."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd

from cutover.columns import Column, conform, empty
from cutover.errors import InputError
from cutover.reading.files import report_rows
from cutover.reading.files.fixed_width import RULED
from cutover.reading.files.layout import HEADER_PART
from cutover.reading.files.sheet import ABOVE, Sheet
from cutover.reading.files.zips import Entry
from cutover.reading.mapping import yearless
from cutover.reading.mapping.known_values import Knowledge
from cutover.reading.mapping.record import DUPLICATE, LACKING, LOOK, NOT_READ, PARTLY, READ, lacking
from cutover.reading.mapping.said_once import MONTH_IN_NAME, of_name
from cutover.reading.mapping.tables_of import (
    CONFIRM,
    MappedTable,
    Opened,
    days_in_doubt,
    tables_of,
    used,
    without_prose,
)
from cutover.reading.mapping.targets import Target
from cutover.reading.mapping.unused_sheets import WHY as UNUSED
from cutover.reading.practice.file_names import base_name, is_clutter
from cutover.reading.practice.places import walk_home
from cutover.reading.practice.whose import NOT_OWN, NOT_USED, all_own, counts, strangers

NO_DAY = "no day can be read in it"
_OVERLAP = "the same row is in another file of overlapping days"
MORE_PAGES = "more-pages"  # code of the note of a table that other files go on with
_TOLD = (MORE_PAGES, "total-differs", yearless.CODE)
# rows of a report that say nothing of their own; others that the reader sets aside may be data and are told
FURNITURE = (ABOVE, HEADER_PART, "separator line", report_rows.EMPTY, report_rows.HEADER, report_rows.TITLE,
             report_rows.FOOTER, report_rows.HEADING, report_rows.GROUP, report_rows.TOTAL, RULED)  # fmt: skip
Typed = Callable[[pd.DataFrame, str], tuple[pd.DataFrame, pd.Series]]
Owner = Callable[[Sheet, pd.DataFrame, str], pd.DataFrame]


@dataclass(frozen=True)
class Kind:
    """What the files of a folder are read as.

    `columns`, `set_aside` and `files` are the contracts of the three tables; `typed` turns mapped text into rows of
    `columns`, those of one source row under its index, and tells of each why it is not used (null: it is); `aside`
    gives unused rows the names of their contract; `opened` reads files that are no spreadsheets. `day` names the
    column of the day of a row where exports of overlapping days are usual, so that a row which two of them have counts
    once; it is empty where each row counts. `owner` tells whose the rows of a table are (`whose`, `why`), by the table,
    its rows as mapped and the digest of its file; without it all are the practice's. `is_named` tells by a file's name
    whether it must be of this kind: in a folder of several kinds another one without the columns is passed over.
    `lacking` are the reasons of `typed` that say what a row lacks to be used. `is_of` tells by a file's bytes whether
    it may be of this kind: another one, such as a receipt beside a list, is read by whoever reads those. `shaped` fills
    in what a table lacks and its own cells tell. `by_name` is the field whose value a file's name may tell alone: files
    of the same bytes are no copies where their names tell different ones, as of bills that are alike month after month.
    """

    source: str
    target: Target
    columns: tuple[Column, ...]
    set_aside: tuple[Column, ...]
    files: tuple[Column, ...]
    typed: Typed
    aside: Callable[[pd.DataFrame], pd.DataFrame] = lambda rows: rows
    opened: Opened = lambda _data, _name: None
    day: str = ""
    owner: Owner | None = None
    is_named: Callable[[str], bool] = lambda _name: True
    lacking: frozenset[str] = frozenset()
    is_of: Callable[[bytes], bool] = lambda _data: True
    is_other: Callable[[bytes], bool] = lambda _data: False
    shaped: Callable[[MappedTable], MappedTable] = lambda table: table
    by_name: str = ""


@dataclass(frozen=True)
class Mapped:
    """What the files of one folder say.

    `rows` has the contract of its kind, `set_aside` the rows that are not in it with the reason, `files` one row per
    file; rows in = rows used + rows set aside. `notes` are sentences for a person; `not_own` (NOT_OWN) counts the
    rows that are not known to be the practice's.
    """

    rows: pd.DataFrame
    set_aside: pd.DataFrame
    files: pd.DataFrame
    notes: tuple[str, ...]
    not_own: pd.DataFrame = field(default_factory=lambda: empty(NOT_OWN))


def load(
    folder: Path, root: Path, knowledge: Knowledge, kind: Kind, seen: dict[str, str] | None = None
) -> Mapped:
    """Return what the files below a folder say; an absent folder is one without files.

    The record of a file (`files`) is the same for every kind: its state is read, partly read (a table of it is not, and
    the reason says which), duplicate or not read. Files are named by their path below `root`, and one outside it is
    refused. No file raises: one that cannot be read is a row of `files` with its reason. `seen` are the contents read
    before, of another folder; it is added to.
    """
    taken = _Taken(kind, knowledge, {} if seen is None else seen)
    for entry in walk_home(folder, root, documents=True):
        if not is_clutter(entry.source_file):
            taken.take(entry)
    names = [c.name for c in kind.files]
    return Mapped(
        whole(taken.rows, kind.columns),
        whole(taken.aside, kind.set_aside),
        conform(pd.DataFrame(taken.files, columns=names, dtype=object), kind.files),
        tuple(taken.notes),
        whole(taken.not_own, NOT_OWN),
    )


def whole(parts: list[pd.DataFrame], columns: tuple[Column, ...]) -> pd.DataFrame:
    """Return the parts as one table of a contract, without rows where there are none."""
    rows = [part[[c.name for c in columns]] for part in parts if len(part)]
    return conform(pd.concat(rows, ignore_index=True), columns) if rows else empty(columns)


@dataclass
class _Taken:
    """What was read so far."""

    kind: Kind
    knowledge: Knowledge
    seen: dict[str, str]
    rows: list[pd.DataFrame] = field(default_factory=list)
    aside: list[pd.DataFrame] = field(default_factory=list)
    files: list[dict] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    not_own: list[pd.DataFrame] = field(default_factory=list)
    left_out: list[MappedTable] = field(default_factory=list)  # tables of the last file that are not read
    lacks: dict[str, int] = field(
        default_factory=dict
    )  # what rows of the last file lack, and how many of them
    # what is said of day numbers in the last file, and of its sheets without a table
    days: list[str] = field(default_factory=list)
    password: str | None = None
    most: Counter = field(default_factory=Counter)  # how often one file has a row, at the most
    # by content: what the names of the files that were read tell of the field `by_name`
    by_name: dict[str, set[str]] = field(default_factory=dict)

    def take(self, entry: Entry) -> None:
        """Read one file, once per content."""
        if entry.data is None:
            if entry.kind != "zip" or entry.reason:
                self._say(entry, NOT_READ, entry.reason)
            return
        if not self.kind.is_of(entry.data):
            return
        content = hashlib.sha256(entry.data).hexdigest()
        again = ""
        if content in self.seen:
            again = f"the same bytes as {self.seen[content]}"
            if not self._is_of_another_month(entry, content):
                self._say(entry, DUPLICATE, again)
                return
            again = f"{again}; each is counted for the month of its name. {LOOK}"
        self.seen.setdefault(content, entry.source_file)
        try:
            self.days = [again] if again else []
            count, left = self._read(entry, content)
        except InputError as error:
            if self.kind.is_named(base_name(entry.source_file)) and not self.kind.is_other(entry.data):
                self._say(entry, NOT_READ, f"{error.found}. {error.todo}")
            return
        lost = "; ".join(table.lacking for table in self.left_out if not table.is_left_out) or None
        rows, said = sum(len(table.sheet.frame) for table in self.left_out), lacking(self.lacks)
        state = PARTLY if lost else LACKING if said else READ
        self._say(entry, state, "; ".join(filter(None, (lost, said, *self.days))) or None, count, left + rows)

    def _is_of_another_month(self, entry: Entry, content: str) -> bool:
        """Whether the name of a file of bytes that were read tells a month, and only names told those of the others."""
        told = {one.value for one in of_name(entry.source_file) if one.column == MONTH_IN_NAME}
        read = self.by_name.get(content, set())
        return bool(told and read and not told & read)

    def _read(self, entry: Entry, content: str) -> tuple[int, int]:
        tables = list(self._mapped(entry, content))
        if not tables:
            return 0, 0
        parts = [self.kind.typed(found, entry.source_file) for found, *_ in tables]
        rows, reason = (pd.concat(part, keys=range(len(part))) for part in zip(*parts, strict=True))
        told = pd.concat([told.reindex(part[0].index) for (_, _, told), part in zip(tables, parts, strict=True)],
                         keys=range(len(parts)))  # fmt: skip
        others = ~counts(told)
        self._note_others(rows[reason.isna() | others], told[reason.isna() | others], entry.source_file)
        reason = reason.mask(others, told["whose"].map(NOT_USED))
        if self.kind.day:
            reason = reason.mask(reason.isna() & self._overlapping(rows), _OVERLAP)
        self.lacks = self._lacking(rows, reason)
        aside = rows[reason.notna()].assign(source=self.kind.source, reason=reason.dropna())
        torn = [unread for _, unread, _ in tables]
        self.rows.append(rows[reason.isna()])
        self.aside += [self.kind.aside(aside), *torn]
        count, left = rows.index[reason.isna()].nunique(), aside.index.nunique()
        return count, left + sum(map(len, torn))

    def _lacking(self, rows: pd.DataFrame, reason: pd.Series) -> dict[str, int]:
        """What rows lack, with their number: those that are not used for it, and those that are used without a day."""
        found = reason[reason.isin(self.kind.lacking)].value_counts(sort=False)
        undated = int(rows.loc[reason.isna(), self.kind.day].isna().sum()) if self.kind.day else 0
        return {str(words): int(number) for words, number in found.items()} | {NO_DAY: undated}

    def _note_others(self, rows: pd.DataFrame, told: pd.DataFrame, source_file: str) -> None:
        money = next((name for name in ("paid_cents", "amount_cents", "charge_cents") if name in rows), None)
        cents = rows[money] if money else None
        self.not_own.append(strangers(told, self.kind.source, source_file, cents))

    def _overlapping(self, rows: pd.DataFrame) -> pd.Series:
        """The rows of a file that an earlier file has in all their words, each as often as it has them there.

        Exports by date overlap; what is posted twice stands twice in one of them. So of equal rows as many count as
        the file that has most of them. Without a day nothing tells that two rows are one.
        """
        words = [name for name in rows if not name.startswith("source_")]
        keys = pd.Series(
            zip(*(rows[name].astype("str").fillna("") for name in words), strict=True), rows.index
        )
        turn = keys.groupby(keys).cumcount()
        again = turn < keys.map(self.most).fillna(0)
        self.most |= Counter(keys)  # the larger count of each
        return again & rows[self.kind.day].notna()

    def _mapped(
        self, entry: Entry, content: str
    ) -> Iterator[tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]]:
        """Of each table that is used: its rows, those that could not be taken apart, and whose the rows are."""
        every = tables_of(
            entry.data, entry.source_file, self.kind.target, self.knowledge, self.kind.opened, self.password
        )
        every = [self.kind.shaped(table) for table in every]
        tables, prose = without_prose(every)
        unread = [table for table in tables if table.lacking]
        self.notes += [f"{entry.source_file}: {table.lacking}; not read. {CONFIRM}" for table in unread]
        unused = [table for table in every if table.is_left_out]
        self.left_out = [table for table in (*unread, *unused) if len(table.sheet.frame)]
        is_of_another = bool(every) and all(t.is_left_out and t.left_out_why != UNUSED for t in every)
        taken = [] if is_of_another else used(tables or every, entry.source_file)
        self.notes += [f"{entry.source_file}: {said}." for said in prose]
        self.days += prose
        for table in taken:
            self.notes += [
                f"{entry.source_file}: {table.doubts.removesuffix('.')}." for _ in [0] if table.doubts
            ]
            self.days += [*table.remarks, *days_in_doubt(table.sheet, table.crosswalk)]
            sheet, found = table.sheet, table.rows
            if self.kind.by_name and table.crosswalk.used.get(self.kind.by_name) == MONTH_IN_NAME:
                self.by_name.setdefault(content, set()).update(found[self.kind.by_name].dropna())
            self.notes += [
                f"{entry.source_file}: {note.message}" for note in sheet.notes if note.code in _TOLD
            ]
            told = self.kind.owner(sheet, found, content) if self.kind.owner else all_own(found.index)
            yield found, self._unread(sheet, entry), told

    def _unread(self, sheet: Sheet, entry: Entry) -> pd.DataFrame:
        rows = sheet.set_aside[~sheet.set_aside["reason"].isin(FURNITURE)]
        told = rows.assign(
            source=self.kind.source, source_file=entry.source_file, source_sheet=sheet.name or None
        )
        return conform(told.reindex(columns=[c.name for c in self.kind.set_aside]), self.kind.set_aside)

    def _say(self, entry: Entry, state: str, reason: str | None, used: int = 0, left: int = 0) -> None:
        said = {
            "source": self.kind.source,
            "source_file": entry.source_file,
            "state": state,
            "reason": reason,
        }
        self.files.append(said | {"rows_in": used + left, "rows_used": used, "rows_set_aside": left})
