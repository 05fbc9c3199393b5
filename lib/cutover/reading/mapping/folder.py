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
from cutover.reading.files.facts import facts_of, with_facts
from cutover.reading.files.layout import ABOVE, HEADER_PART
from cutover.reading.files.sheet import Sheet
from cutover.reading.files.spreadsheet import read_spreadsheet
from cutover.reading.files.zips import Entry, walk
from cutover.reading.mapping.confirmed import load_confirmed
from cutover.reading.mapping.suggest import apply, header_signature, suggest
from cutover.reading.mapping.targets import Target
from cutover.reading.practice.whose import NOT_OWN, NOT_USED, all_own, counts, strangers

_OVERLAP = "the same row stands in another file of overlapping days"
_CONFIRM = "Confirm which column is which at the desk (notebook 02), or export again."
MORE_PAGES = "more-pages"  # code of the note of a table that other files go on with
# rows of a report that say nothing of their own; others that the reader sets aside may be data and are told
_FURNITURE = (ABOVE, HEADER_PART, "separator line", report_rows.EMPTY, report_rows.HEADER, report_rows.TITLE,
              report_rows.FOOTER, report_rows.HEADING, report_rows.TOTAL)  # fmt: skip
Typed = Callable[[pd.DataFrame, str], tuple[pd.DataFrame, pd.Series]]
Owner = Callable[[Sheet, pd.DataFrame, str], pd.DataFrame]
# the tables of a file's bytes, null where it is no kind of file that this knows and a spreadsheet is tried
Opened = Callable[[bytes, str], list[Sheet] | None]


@dataclass(frozen=True)
class Kind:
    """What the files of a folder are read as.

    `columns`, `set_aside` and `files` are the contracts of the three tables; `typed` turns mapped text into rows of
    `columns`, those of one source row under its index, and tells of each why it is not used (null: it is); `aside`
    gives unused rows the names of their contract; `opened` reads files that are no spreadsheets. `day` names the
    column of the day of a row where exports of overlapping days are usual, so that a row which two of them have counts
    once; it is empty where each row counts. With `facts` what stands once around a table, or in the file's name, is
    a column of the table where the table has none for it. `owner` tells whose the rows of a table are (`whose`, `why`),
    by the table, its rows as mapped and the digest of its file; without it all are the practice's.
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
    facts: bool = False
    owner: Owner | None = None


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
    folder: Path, root: Path, crosswalks: Path, kind: Kind, seen: dict[str, str] | None = None
) -> Mapped:
    """Return what the files below a folder say; an absent folder is one without files.

    Files are named by their path below `root`, and one outside it is refused. No file raises: one that cannot be
    read is a row of `files` with its reason. `seen` are the contents read before, of another folder; it is added to.
    """
    taken = _Taken(kind, crosswalks, {} if seen is None else seen)
    for entry in walk(folder, root, documents=True):
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
    crosswalks: Path
    seen: dict[str, str]
    rows: list[pd.DataFrame] = field(default_factory=list)
    aside: list[pd.DataFrame] = field(default_factory=list)
    files: list[dict] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    not_own: list[pd.DataFrame] = field(default_factory=list)
    most: Counter = field(default_factory=Counter)  # how often one file has a row, at the most

    def take(self, entry: Entry) -> None:
        """Read one file, once per content."""
        if entry.data is None:
            if entry.kind != "zip" or entry.reason:
                self._say(entry, "not read", entry.reason)
            return
        content = hashlib.sha256(entry.data).hexdigest()
        if content in self.seen:
            self._say(entry, "duplicate", f"the same bytes as {self.seen[content]}")
            return
        self.seen[content] = entry.source_file
        try:
            used, left = self._read(entry, content)
        except InputError as error:
            self._say(entry, "not read", f"{error.found}. {error.todo}")
            return
        self._say(entry, "read", None, used, left)

    def _read(self, entry: Entry, content: str) -> tuple[int, int]:
        tables = [found for sheet in self._sheets(entry) for found in self._mapped(sheet, entry, content)]
        if not tables:
            raise InputError(entry.source_file, "no table has the columns that are needed", _CONFIRM)
        parts = [self.kind.typed(found, entry.source_file) for found, *_ in tables]
        rows, reason = (pd.concat(part, keys=range(len(part))) for part in zip(*parts, strict=True))
        told = pd.concat([told.reindex(part[0].index) for (_, _, told), part in zip(tables, parts, strict=True)],
                         keys=range(len(parts)))  # fmt: skip
        others = ~counts(told)
        self._note_others(rows[reason.isna() | others], told[reason.isna() | others], entry.source_file)
        reason = reason.mask(others, told["whose"].map(NOT_USED))
        if self.kind.day:
            reason = reason.mask(reason.isna() & self._overlapping(rows), _OVERLAP)
        aside = rows[reason.notna()].assign(source=self.kind.source, reason=reason.dropna())
        torn = [unread for _, unread, _ in tables]
        self.rows.append(rows[reason.isna()])
        self.aside += [self.kind.aside(aside), *torn]
        used, left = rows.index[reason.isna()].nunique(), aside.index.nunique()
        return used, left + sum(map(len, torn))

    def _note_others(self, rows: pd.DataFrame, told: pd.DataFrame, source_file: str) -> None:
        money = next((name for name in ("paid_cents", "amount_cents") if name in rows), None)
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

    def _sheets(self, entry: Entry) -> list[Sheet]:
        sheets = self.kind.opened(entry.data, entry.source_file)
        if sheets is None:
            expected = [self.kind.target.header_words]
            sheets = list(read_spreadsheet(entry.data, entry.source_file, expected=expected).sheets)
        return [sheet for sheet in sheets if len(sheet.frame)] or sheets

    def _mapped(
        self, sheet: Sheet, entry: Entry, content: str
    ) -> Iterator[tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]]:
        """The rows of a sheet that has the columns, those that could not be taken apart, and whose the rows are."""
        if self.kind.facts:
            sheet = with_facts(sheet, facts_of(sheet, entry.source_file))
        known = load_confirmed(self.crosswalks, header_signature(sheet.own_columns), self.kind.target)
        crosswalk = suggest(sheet, self.kind.target, known)
        if crosswalk.missing:
            self.notes.append(
                f"{entry.source_file}: no column for {', '.join(crosswalk.missing)}; not read. {_CONFIRM}"
            )
            return
        self.notes += [
            f"{entry.source_file}: {note.message}" for note in sheet.notes if note.code == MORE_PAGES
        ]
        found = apply(sheet, crosswalk)
        told = self.kind.owner(sheet, found, content) if self.kind.owner else all_own(found.index)
        yield found, self._unread(sheet, entry), told

    def _unread(self, sheet: Sheet, entry: Entry) -> pd.DataFrame:
        rows = sheet.set_aside[~sheet.set_aside["reason"].isin(_FURNITURE)]
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
