"""Hand-kept trackers of enrollments as one enrollment a row: transactions as columns, as tabs or as headings.

`Insurance | Claims (837): Status, Since | Remits (835): Status, Since` holds two enrollments a row, and a tab `ERA`
tells the transaction of all its rows. A table with a column for the transaction is left as it is.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import NamedTuple

import pandas as pd

from cutover.columns import TEXT
from cutover.errors import InputError
from cutover.reading.files.header import normal
from cutover.reading.files.sheet import Sheet
from cutover.reading.files.spreadsheet import read_spreadsheet
from cutover.reading.mapping.header_words import words_of
from cutover.reading.mapping.meanings import meanings
from cutover.reading.mapping.said_once import is_said_once, with_said_once
from cutover.reading.mapping.suggest import suggest
from cutover.reading.mapping.tables_of import MappedTable, names_of
from cutover.reading.mapping.targets import Target, load_target
from cutover.reading.mapping.yearless import with_years_beside
from cutover.reading.payers import enrollment_words as words
from cutover.reading.payers import stedi_json

TRANSACTION, STATUS = "Transaction", "Status"
_FIELDS = "enrollments"
OLD_SYSTEM = "it lists what is on in Office Ally, and tells of no enrollment in Medi"
_FLAGS = frozenset({"y", "n", "yes", "no", "x", "on", "off", "active", "inactive"})
_ORIGIN = ("source_file", "source_sheet", "source_row")


class _Told(NamedTuple):
    """A column about one transaction: the transaction as written, and the column's name without it."""

    column: str
    transaction: str
    name: str


def opened(data: bytes, source_file: str) -> list[Sheet] | None:
    """Return the tables of a file with one enrollment a row.

    An answer of Stedi's interface is read as such. A file that cannot be opened is None: whoever opens it next says
    why.
    """
    answer = stedi_json.enrollments(data, source_file)
    if answer is not None:
        return answer
    target = load_target(_FIELDS)
    try:
        book = read_spreadsheet(data, source_file, expected=[target.header_words | _headers()])
    except InputError:
        return None
    sheets = [with_years_beside(sheet) for sheet in with_said_once(book.sheets, source_file)]
    return [one for sheet in sheets for one in by_transaction(sheet, target)]


@cache
def _headers() -> frozenset[str]:
    """What a column of a tracker may be called: a transaction, and one beside a single word for where it stands."""
    status = load_target(_FIELDS).field(STATUS.lower())
    stages = [alias for alias in status.aliases if " " not in alias]
    named = words.transaction_words() | words.beside_remittances()
    return named | {
        both for one in named for stage in stages for both in (f"{one} {stage}", f"{stage} {one}")
    }


def shaped(table: MappedTable) -> MappedTable:
    """Return a table, left out where it lists which payers are on in Office Ally and tells of no enrollment in Medi.

    A column of yes and no asks it, or the title of a list without any status tells it: `Active in OA`.
    """
    used = table.crosswalk.used
    own = [c for c in table.sheet.columns if c not in used.values() and not is_said_once(c)]
    is_bare = bool(table.lacking) and "payer_name" in used and not {"status", "reason"} & set(used)
    if not is_bare:
        return table
    is_asked = len(own) == 1 and words.tells_of_old_system(own[0]) and _are_flags(table.sheet, own[0])
    is_old = is_asked or words.names_old_system(" ".join(names_of(table.sheet)))
    return replace(table, is_left_out=True, left_out_why=OLD_SYSTEM) if is_old else table


def _are_flags(sheet: Sheet, column: str) -> bool:
    return {text.strip().casefold() for text in sheet.frame[column].dropna()} <= _FLAGS


def by_transaction(sheet: Sheet, target: Target) -> list[Sheet]:
    """Return a table for each transaction of a tracker; the table alone where its rows tell theirs, or nothing does."""
    used = suggest(sheet, target).used if len(sheet.frame) else {}
    called = words.claims_beside_remittances(sheet.columns)
    if "transaction" in used and used["transaction"] not in called:
        return [sheet]
    if not {"payer_name", "payer_id"} & set(used):
        return [sheet]
    payers = {used[key] for key in ("payer_name", "payer_id") if key in used}
    own = [column for column in sheet.columns if column not in payers and not is_said_once(column)]
    told = [found for column in own if not words.tells_of_old_system(column)
            and (found := _told(sheet, column, called.get(column, column), target))]  # fmt: skip
    groups = _grouped(told)
    if any(_tells(name, group) for name, group in groups.items()):
        taken = {one.column for one in told}
        kept = [column for column in sheet.columns if column not in taken]
        every = ", ".join(groups)
        return [_of(sheet, kept, *group, place, told, every) for place, group in enumerate(groups.items())]
    title = _of_sheet(sheet)
    return [_with(sheet, title)] if title else [sheet]


def _grouped(told: list[_Told]) -> dict[str, list[_Told]]:
    """The columns of each transaction by its name where its status is: `ERA (835) stage` and `ERA live on` are one's.

    Columns of claims of no form are those of the claims that the table has the status of, where it has one alone.
    """
    groups: dict[str, list[_Told]] = {}
    for one in sorted(told, key=lambda one: one.name != STATUS):
        groups.setdefault(_its_name(one, groups), []).append(one)
    ordered = {one.transaction: one for one in told}
    return {name: groups[name] for name in ordered if name in groups}


def _its_name(one: _Told, groups: dict[str, list[_Told]]) -> str:
    """The name of the group that a column belongs to; its own where no group is of its transaction, or several are."""
    if one.transaction in groups:
        return one.transaction
    side = _side(one.transaction)
    same = [
        name
        for name, group in groups.items()
        if side == _side(name) and one.name not in {other.name for other in group}
    ]
    return same[0] if side and len(same) == 1 else one.transaction


def _side(name: str) -> set[str]:
    """The transactions that a name means, claims of each form as claims."""
    return {code.rstrip("PID") for code in words.transactions(name)}


def _tells(name: str, group: list[_Told]) -> bool:
    """Whether the columns of a transaction say where it stands, or it is one that does not move."""
    return _is_apart(name) or any(one.name == STATUS for one in group)


def _is_apart(text: str) -> bool:
    return words.apart(text) is not None


def _names_one(text: str) -> bool:
    """Whether a text names transactions, or one that is known not to move."""
    return bool(words.transactions(text)) or _is_apart(text)


def _told(sheet: Sheet, column: str, called: str, target: Target) -> _Told | None:
    """The transaction that a column is about: in the heading above its name, or in the first or last words of it."""
    band = sheet.bands.get(column)
    if band and _names_one(band):
        return _Told(column, band, _field(column.removeprefix(f"{band} "), target) or column)
    for transaction, rest in _splits(called):
        if _names_one(transaction) and (name := _field(rest, target)):
            return _Told(column, transaction, name)
    is_state = words.is_all_apart(called) or (_names_one(called) and _is_statuses(sheet, column))
    return _Told(column, called, STATUS) if is_state else None


def _splits(column: str) -> list[tuple[str, str]]:
    """Every way to part a header into the transaction and the rest, either of them first."""
    said = column.split()
    cuts = range(1, len(said))
    return [(" ".join(said[:n]), " ".join(said[n:])) for n in cuts] + [
        (" ".join(said[n:]), " ".join(said[:n])) for n in cuts
    ]


def _field(name: str, target: Target) -> str | None:
    """The name of a column as its field is called, null where it is none of an enrollment's states or days."""
    plain = normal(name)
    field = next((f for f in target.fields if plain in {normal(alias) for alias in f.aliases}), None)
    if field is None:
        meant = meanings(tuple(words_of(name).split()), target)  # `Filed in Medi`
        field = meant[0].field if len(meant) == 1 else None
    if field is None or field.name in ("payer_name", "payer_id", "transaction", "tax_id", "npi"):
        return None
    return STATUS if field.name == "status" else name


def _is_statuses(sheet: Sheet, column: str) -> bool:
    """Whether most cells of a column are statuses that are known: a grid of payers and transactions."""
    filled = sheet.frame[column].dropna()
    return len(filled) > 0 and sum(words.status(text) is not None for text in filled) > len(filled) / 2


def _of(
    sheet: Sheet, kept: list[str], name: str, group: list[_Told], place: int, told: list[_Told], every: str
) -> Sheet:
    """The rows of one transaction; a row without a word about any stays with the first, since nothing is dropped.

    It is about `every` transaction of the table: each has its cell there, and nothing is written in it.
    """
    columns = [one.column for one in group]
    empty = sheet.frame[[one.column for one in told]].isna().all(axis=1)
    rows = sheet.frame[columns].notna().any(axis=1) | (empty if place == 0 else False)
    names = {one.column: one.name for one in group}
    frame = sheet.frame.loc[rows, [*kept, *columns, *_ORIGIN]].rename(columns=names)
    names_told = pd.Series(name, frame.index, dtype=TEXT).mask(empty.loc[frame.index], every)
    frame.insert(0, TRANSACTION, names_told)
    aside = sheet.set_aside if place == 0 else sheet.set_aside.iloc[:0]
    return replace(
        sheet,
        frame=frame,
        header=(TRANSACTION, *kept, *names.values()),
        set_aside=aside,
        rows_in=len(frame) + len(aside) + (sheet.header_row is not None),
        checks=sheet.checks.iloc[:0],
        notes=sheet.notes if place == 0 else (),
        bands={},
    )


def _of_sheet(sheet: Sheet) -> str | None:
    """The one transaction that the name of a sheet tells, or else a line above its table; null where several do."""
    for texts in ([sheet.name], sheet.above):
        named = {words.transactions(text): text for text in texts if text and words.transactions(text)}
        if len(named) == 1 and len(next(iter(named))) == 1:
            return next(iter(named.values()))
    return None


def _with(sheet: Sheet, transaction: str) -> Sheet:
    frame = sheet.frame.copy()
    frame.insert(0, TRANSACTION, pd.Series(transaction, frame.index, dtype=TEXT))
    return replace(sheet, frame=frame, header=(TRANSACTION, *sheet.header), bands=sheet.bands)
