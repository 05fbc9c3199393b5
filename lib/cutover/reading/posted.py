"""Tables of posted money, read through a crosswalk: what postings and deposits have in common."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd

from cutover.columns import Column, conform, empty
from cutover.errors import InputError
from cutover.reading import text_values
from cutover.reading.book import Practice
from cutover.reading.crosswalk_file import folder_of, load_confirmed
from cutover.reading.mapping import apply, header_signature, suggest
from cutover.reading.posting_tables import POSTED_FILES, POSTED_SET_ASIDE
from cutover.reading.spreadsheet import read_spreadsheet
from cutover.reading.targets import Target
from cutover.reading.zips import Entry, walk

_NO_MONEY = "no amount can be read in it"
_OVERLAP = "the same row stands in another file of overlapping days"
_CONFIRM = "Confirm which column is which at the desk (notebook 02), or export again."
Typed = Callable[[pd.DataFrame, str], tuple[pd.DataFrame, pd.Series]]


@dataclass(frozen=True)
class Posted:
    """What the files of one folder say.

    `rows` has the contract of its kind, `set_aside` (POSTED_SET_ASIDE) the rows that are not in it with the reason,
    `files` (POSTED_FILES) one row per file; rows in = rows used + rows set aside. `notes` are sentences for a person.
    """

    rows: pd.DataFrame
    set_aside: pd.DataFrame
    files: pd.DataFrame
    notes: tuple[str, ...]


@dataclass
class _Taken:
    """What was read so far."""

    source: str
    target: Target
    typed: Typed
    crosswalks: Path
    rows: list[pd.DataFrame] = field(default_factory=list)
    aside: list[pd.DataFrame] = field(default_factory=list)
    files: list[dict] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    seen: dict[str, str] = field(default_factory=dict)
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
            used, left = self._read(entry)
        except InputError as error:
            self._say(entry, "not read", f"{error.found}. {error.todo}")
            return
        self._say(entry, "read", None, used, left)

    def _read(self, entry: Entry) -> tuple[int, int]:
        book = read_spreadsheet(entry.data, entry.source_file, expected=[self.target.header_words])
        tables = [found for sheet in book.sheets if len(sheet.frame) for found in self._mapped(sheet, entry)]
        if not tables:
            raise InputError(entry.source_file, "no table has the columns that are needed", _CONFIRM)
        parts = [self.typed(found, entry.source_file) for found in tables]
        rows, reason = (pd.concat(part, ignore_index=True) for part in zip(*parts, strict=True))
        reason = reason.mask(reason.isna() & self._overlapping(rows), _OVERLAP)
        aside = rows[reason.notna()].assign(source=self.source, reason=reason.dropna())
        self.rows.append(rows[reason.isna()])
        self.aside.append(aside.rename(columns={"paid_cents": "amount_cents"}))
        return len(rows) - len(aside), len(aside)

    def _overlapping(self, rows: pd.DataFrame) -> pd.Series:
        """The rows of a file that an earlier file has in all their words, each as often as it has them there.

        Exports by date overlap; what is posted twice stands twice in one of them. So of equal rows as many count as
        the file that has most of them. Without a day nothing tells that two rows are one.
        """
        words = [name for name in rows if not name.startswith("source_")]
        dated = rows[next(name for name in words if name.endswith("_date"))].notna()
        keys = pd.Series(
            zip(*(rows[name].astype("str").fillna("") for name in words), strict=True), rows.index
        )
        turn = keys.groupby(keys).cumcount()
        again = turn < keys.map(self.most).fillna(0)
        self.most |= Counter(keys)  # the larger count of each
        return again & dated

    def _mapped(self, sheet, entry: Entry) -> Iterator[pd.DataFrame]:
        known = load_confirmed(self.crosswalks, header_signature(sheet.columns), self.target)
        crosswalk = suggest(sheet, self.target, known)
        if crosswalk.missing:
            self.notes.append(
                f"{entry.source_file}: no column for {', '.join(crosswalk.missing)}; not read. {_CONFIRM}"
            )
            return
        yield apply(sheet, crosswalk)

    def _say(self, entry: Entry, state: str, reason: str | None, used: int = 0, left: int = 0) -> None:
        said = {"source": self.source, "source_file": entry.source_file, "state": state, "reason": reason}
        self.files.append(said | {"rows_in": used + left, "rows_used": used, "rows_set_aside": left})


def load(
    practice: Practice, folder: str, source: str, target: Target, columns: tuple[Column, ...], typed: Typed
) -> Posted:
    """Return what the files below a folder of a practice say; an absent folder is one without files.

    `typed` turns mapped text into rows of the contract and tells of each why it is not used. No file raises.
    """
    taken = _Taken(source, target, typed, folder_of(practice.raw.parent))
    for entry in walk(practice.raw / folder, practice.raw, documents=True):
        taken.take(entry)
    names = [c.name for c in POSTED_FILES]
    return Posted(
        _whole(taken.rows, columns),
        _whole(taken.aside, POSTED_SET_ASIDE),
        conform(pd.DataFrame(taken.files, columns=names, dtype=object), POSTED_FILES),
        tuple(taken.notes),
    )


def money(texts: pd.Series) -> tuple[pd.Series, pd.Series]:
    """Return the cents of a column and why a row cannot be used: null where its amount was read."""
    cents = text_values.cents(texts)
    return cents, pd.Series(None, texts.index, dtype="str").mask(cents.isna(), _NO_MONEY)


def _whole(parts: list[pd.DataFrame], columns: tuple[Column, ...]) -> pd.DataFrame:
    rows = [part[[c.name for c in columns]] for part in parts if len(part)]
    return conform(pd.concat(rows, ignore_index=True), columns) if rows else empty(columns)
