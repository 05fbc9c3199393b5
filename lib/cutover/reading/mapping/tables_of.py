"""The tables of one file, each with its crosswalk: the one way in which every kind of table is read."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

import pandas as pd

from cutover import reference
from cutover.errors import InputError
from cutover.reading.files.day_numbers import EPOCHS
from cutover.reading.files.days import is_day_first
from cutover.reading.files.header import normal
from cutover.reading.files.in_cents import CODE as IN_CENTS
from cutover.reading.files.in_cents import READ
from cutover.reading.files.sheet import ABOVE, Sheet
from cutover.reading.files.spreadsheet import read_spreadsheet
from cutover.reading.files.stacked import FURTHER
from cutover.reading.mapping.by_check import TOTAL
from cutover.reading.mapping.confirmed import load_confirmed
from cutover.reading.mapping.known_values import NOTHING, Knowledge
from cutover.reading.mapping.only_one import ONLY, ONLY_SAID
from cutover.reading.mapping.record import LOOK
from cutover.reading.mapping.said_once import is_said_once, with_said_once
from cutover.reading.mapping.suggest import Crosswalk, apply, numbered_days, signature_of, suggest
from cutover.reading.mapping.targets import Target
from cutover.reading.mapping.unused_sheets import WHY as UNUSED
from cutover.reading.mapping.unused_sheets import left_out, unused
from cutover.reading.mapping.value_shapes import DATES, numbers_within
from cutover.reading.practice.file_names import stem
from cutover.wording import and_joined, several

CONFIRM = "Confirm which column is which (`cutover columns FILE`, or in the notebook), or export again."
EPOCH_TODO = "Export written days, or write `days_from = 1900` (old Mac: 1904) into the confirmed columns."
PROSE = "of text and no table"  # how what is said of a sheet without a table ends
NO_TABLE = "no table has the columns that are needed"
# the tables of a file's bytes, null where it is no kind of file that this knows and a spreadsheet is tried
Opened = Callable[[bytes, str], list[Sheet] | None]


_BARE = re.compile(r"[-+$(]*[\d][\d\s,./:$%-]*\)?")  # a number, a day or an amount and nothing else
_AMOUNT = re.compile(
    r"[-+(]?\s*(?:\$\s*[\d,]+(?:\.\d*)?|[\d,]*\d\.\d{2})\s*\)?"
)  # with a dollar sign or cents
_SETTINGS = 20  # lines of a sheet that is named for its settings
_WORDS = re.compile(r"[^\W\d_]{2,}.*\s.*[^\W\d_]{2,}", re.DOTALL)  # two words at least


@dataclass(frozen=True)
class _Prose:
    names: frozenset[str]
    settings: frozenset[str]
    settings_sheets: frozenset[str]


@cache
def _prose() -> _Prose:
    """The names as they are compared."""
    said = reference.load("prose_sheets", _Prose)
    return _Prose(
        *(frozenset(map(normal, part)) for part in (said.names, said.settings, said.settings_sheets))
    )


@dataclass(frozen=True)
class MappedTable:
    """One table of a file with the columns that are used of it; `is_left_out` where its title says not to use it."""

    sheet: Sheet
    crosswalk: Crosswalk
    is_left_out: bool = False
    left_out_why: str = UNUSED

    @property
    def is_used(self) -> bool:
        """Whether every required field has a column that is used."""
        return not self.crosswalk.missing and not self.is_left_out

    @property
    def may_be_other(self) -> bool:
        """Whether it lacks a required column and nobody confirmed the others: its own look may tell what it is."""
        walk = self.crosswalk
        return bool(walk.missing) and not (walk.used and walk.is_confirmed)

    @property
    def free_columns(self) -> list[str]:
        """The columns of the table itself that no field uses."""
        taken = set(self.crosswalk.used.values())
        return [name for name in self.sheet.columns if name not in taken and not is_said_once(name)]

    @property
    def rows(self) -> pd.DataFrame:
        """One row per row of the table, a text column per field (`suggest.apply`)."""
        return apply(self.sheet, self.crosswalk)

    @property
    def lacking(self) -> str:
        """In words what it lacks, "" where it is used."""
        return "" if self.is_used else self.lacking_columns(self.crosswalk.missing)

    def lacking_columns(self, labels: list[str]) -> str:
        """Return in words that it has no column for fields, or that its title says not to use it."""
        place = f"sheet {self.sheet.name}" if self.sheet.name else ""
        if FURTHER in self.sheet.notes and self.sheet.header_row is not None:
            place = ", ".join(filter(None, (place, f"the table below row {self.sheet.header_row:,}")))
        name = f"{place}: " if place else ""
        if self.is_left_out:
            return f"{name}{self.left_out_why}"
        head = "no header row; " if self.sheet.header_row is None and self.sheet.rows_in else ""
        return f"{name}{head}no column for {', '.join(labels)}"

    @property
    def is_prose(self) -> bool:
        """Whether a sheet holds lines of text and no table: notes, a legend, what to read first.

        None of its columns is known, and each line is words in one cell, under a name that says so in two. A day, an
        amount or a number in a cell of its own makes it a table. Criteria are text as well: each line is one setting
        of the report and its value.
        """
        frame = self.sheet.frame
        names = [name for name in self.sheet.columns if not is_said_once(name)]
        if len(names) > 2:
            return False
        heads = [names] if self.sheet.header_row is not None else []
        lines = [[cell for cell in row if isinstance(cell, str) and cell.strip()]
                 for row in (*heads, *frame[names].to_numpy().tolist())]  # fmt: skip
        if _are_settings(lines, self.sheet.name):
            return True
        if self.crosswalk.used or any(_BARE.fullmatch(cell.strip()) for line in lines for cell in line):
            return False
        is_named = normal(self.sheet.name) in _prose().names
        return all(
            is_named or (len(line) <= 1 and all(_WORDS.search(cell) for cell in line)) for line in lines
        )

    @property
    def as_prose(self) -> str:
        """In words that it holds no table."""
        above = int(self.sheet.set_aside["reason"].eq(ABOVE).sum())
        count = above + len(self.sheet.frame) + (self.sheet.header_row is not None)
        return f"sheet {self.sheet.name}: {several(count, 'line')} {PROSE}"

    @property
    def as_other(self) -> str:
        """In words that it is a table of something else, by its title."""
        sheet = self.sheet
        where = f"sheet {sheet.name}, row {sheet.header_row:,}" if sheet.name else f"row {sheet.header_row:,}"
        number = and_joined(
            [f.label for f in self.crosswalk.target.fields if f.required and f.shape == "identifier"]
        )
        return (
            f"{where}: '{title_of(sheet)}', {several(len(sheet.frame), 'row')} without an amount or a column for "
            f"{number}, is taken for a table of something else. {LOOK}"
        )

    @property
    def doubts(self) -> str:
        """In words which fields are not used: nobody confirmed their columns, or their days are in doubt; else ""."""
        rows = self.crosswalk.rows[self.crosswalk.rows["state"] == "unsure"]
        said = [f"not used because nobody has confirmed their columns: {', '.join(rows['label'])}"]
        return "; ".join([*(said if len(rows) else []), *days_in_doubt(self.sheet, self.crosswalk)])

    @property
    def remarks(self) -> list[str]:
        """In words what was read otherwise than it is written, without any value: days that stand as numbers."""
        both = self.crosswalk.used.get("account_claim")
        return [
            *([_of_pairs(self.sheet.frame[both])] if both else []),
            *([BY_CHECK] if TOTAL in self.crosswalk.used and "paid" not in self.crosswalk.used else []),
            *_only_ones(self.crosswalk),
            *days_counted(self.sheet, self.crosswalk),
            *days_turned(self.sheet, self.crosswalk),
            *read_as_cents(self.sheet),
        ]


BY_CHECK = "No column names a claim: each row is read as one whole check"


def _only_ones(crosswalk: Crosswalk) -> list[str]:
    """What is said of a field of days or amounts whose column is told by nothing but being the only one of them."""
    rows, shapes = crosswalk.rows, {field.key: field.shape for field in crosswalk.target.fields}
    told = rows["evidence"].str.startswith(ONLY).fillna(False) & rows["key"].isin(crosswalk.used)
    return [
        f"{row.label}: read from column {row.source_column}, the only column of {ONLY_SAID[shapes[row.key]]}. {LOOK}"
        for row in rows[told].itertuples()
        if shapes[row.key] in ONLY_SAID
    ]


def _of_pairs(cells: pd.Series) -> str:
    """What is said of a column that is called by account and claim both."""
    if (numbers_within(cells.dropna()) <= 1).all():
        return (
            "One column is named for account and claim: each cell is one number, read as the claim's account"
        )
    return "Account and claim are in one column: each cell is read as both"


def _are_settings(lines: list[list[str]], sheet: str) -> bool:
    """Tell whether each line is another setting of a report and at most one value: `Date range`, `Printed by`.

    On a sheet that is named for it (`Criteria`) any words may begin its lines.
    """
    if normal(sheet) in _prose().settings_sheets and len(lines) <= _SETTINGS:
        return all(line and not _BARE.fullmatch(line[0]) for line in lines)
    labels = [normal(line[0].strip().rstrip(":")) for line in lines if line]
    return len(labels) > 1 and len(labels) == len(set(labels)) and _prose().settings.issuperset(labels)


def of_another_kind(table: MappedTable) -> bool:
    """Tell whether a table that lacks what its file's other tables have is one of something else: a list of rentals.

    It has a header and a title of its own, which names nothing that such a file is about (`other_tables.toml`). No
    column of it may be an amount or the first required number, and no cell is an amount with cents or a dollar sign.
    """
    sheet, rows, fields = table.sheet, table.crosswalk.rows, table.crosswalk.target.fields
    money = {one.key for one in fields if one.shape == "money"}
    number = {one.key for one in fields if one.required and one.shape == "identifier"}
    title = title_of(sheet)
    if table.is_used or sheet.header_row is None or not money or not number or not title:
        return False
    words = set(re.findall(r"[^\W\d_]+", title.casefold()))
    told = set(rows.loc[rows["source_column"].notna(), "key"])
    names = {normal(name) for name in sheet.columns}
    told |= {one.key for one in fields if names & {normal(alias) for alias in one.aliases}}
    cells = sheet.frame[[name for name in sheet.columns if not is_said_once(name)]].to_numpy().ravel()
    has_amount = any(isinstance(cell, str) and _AMOUNT.fullmatch(cell.strip()) for cell in cells)
    return not (told & (money | number)) and not has_amount and not words & _about()


def names_of(sheet: Sheet) -> list[str]:
    """Return what names a table: the lines above it, its sheet and its file, as far as they are there."""
    files = sheet.frame["source_file"].head(1) if "source_file" in sheet.frame else []
    return [text for text in (*sheet.above, sheet.name or "", *(stem(str(file)) for file in files)) if text]


def title_of(sheet: Sheet) -> str:
    """Return the one cell right above a table's header, "" where there is none, or one that may name a person."""
    above = sheet.set_aside.loc[sheet.set_aside["reason"].eq(ABOVE).fillna(False), "text"].tail(1)
    text = " ".join("".join(above.fillna("")).split())
    return text if re.fullmatch(r"[^\W\d_][^,|\d]{2,39}", text) else ""


@dataclass(frozen=True)
class _About:
    words: frozenset[str]


@cache
def _about() -> frozenset[str]:
    return reference.load("other_tables", _About).words


def days_counted(sheet: Sheet, crosswalk: Crosswalk) -> list[str]:
    """Return in one sentence which fields hold a spreadsheet's day numbers, and from when on they count.

    A person must look whether that is so, unless one has said it.
    """
    read = {wanted.label: found.read for wanted, found in numbered_days(sheet, crosswalk) if found.read}
    if not read:
        return []
    number, epoch = several(sum(read.values()), "number"), crosswalk.days_from or EPOCHS[0]
    said = f"{and_joined(list(read))}: {number} taken for a spreadsheet's days, counted from {epoch}"
    return [said if crosswalk.days_from else f"{said}. {LOOK}"]


def days_turned(sheet: Sheet, crosswalk: Crosswalk) -> list[str]:
    """Return in words the columns whose days are read day first, since some of them can be read in no other way.

    The example is none of theirs.
    """
    used = [
        (one.label, crosswalk.used[one.key]) for one in crosswalk.target.fields if one.key in crosswalk.used
    ]
    dated = {one.label for one in crosswalk.target.fields if one.shape in DATES}
    found = [f"{label} (column {column})" for label, column in used
             if label in dated and is_day_first(sheet.frame[column].dropna().unique(), column)]  # fmt: skip
    return [f"{and_joined(found)}: read day before month, so that 04/03 is March 4"] if found else []


def read_as_cents(sheet: Sheet) -> list[str]:
    """Return in words the columns of a table whose amounts are cents by their headers: 1550 is $15.50."""
    names = list(dict.fromkeys(note.column for note in sheet.notes if note.code == IN_CENTS and note.column))
    return [f"column {name}: {READ}" for name in names]


def days_in_doubt(sheet: Sheet, crosswalk: Crosswalk) -> list[str]:
    """Return in words the fields whose numbers are not read as days, since they may be something else."""
    return [
        f"{wanted.label}: {several(found.numbers, 'number')} not read as days, since {found.doubt}. {EPOCH_TODO}"
        for wanted, found in numbered_days(sheet, crosswalk)
        if found.doubt
    ]


def tables_of(
    data: bytes, source_file: str, target: Target, knowledge: Knowledge = NOTHING,
    opened: Opened = lambda _data, _name: None, password: str | None = None,
) -> list[MappedTable]:  # fmt: skip
    """Return the tables of a file that hold rows, each with its crosswalk; also those that cannot be used.

    `knowledge` tells what is known besides the file; without it nothing is confirmed. Raises InputError where the file
    cannot be opened or holds no row.
    """
    sheets = opened(data, source_file)
    if sheets is None:
        book = read_spreadsheet(data, source_file, expected=[target.header_words], password=password)
        sheets = with_said_once(book.sheets, source_file)
    filled = [sheet for sheet in sheets if len(sheet.frame)] or list(sheets)
    return [
        MappedTable(sheet, crosswalk_of(sheet, target, knowledge), is_left_out)
        for sheet, is_left_out in zip(filled, unused(filled), strict=True)
    ]


def without_prose(tables: list[MappedTable]) -> tuple[list[MappedTable], list[str]]:
    """Return the tables of a file without sheets of text, unused ones and tables of something else; and what is said.

    A table is of something else only beside one that is used.
    """
    beside_used = any(table.is_used for table in tables)
    said = [
        left_out(table.sheet.name, len(table.sheet.frame), table.left_out_why) if table.is_left_out
        else table.as_prose if table.lacking and table.is_prose
        else table.as_other if beside_used and of_another_kind(table) else ""
        for table in tables
    ]  # fmt: skip
    both = list(zip(tables, said, strict=True))
    return [table for table, hit in both if not hit], [hit for _, hit in both if hit]


def crosswalk_of(sheet: Sheet, target: Target, knowledge: Knowledge) -> Crosswalk:
    """Return the confirmed crosswalk of a table, else the suggestion."""
    folder = knowledge.confirmed
    confirmed = load_confirmed(folder, signature_of(sheet), target) if folder else None
    return suggest(sheet, target, confirmed, knowledge)


def used(tables: list[MappedTable], source_file: str) -> list[MappedTable]:
    """Return the tables that are used; raises InputError, naming what each of the others lacks, where none is."""
    found = [table for table in tables if table.is_used]
    if not found:
        lacks = "; ".join(dict.fromkeys(table.lacking for table in tables)) or NO_TABLE
        raise InputError(source_file, lacks, CONFIRM)
    return found
