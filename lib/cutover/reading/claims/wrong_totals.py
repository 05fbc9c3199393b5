"""Totals of a claim list against its rows: those of its own sheet, or of all sheets of the file with that column.

Where they differ a row may be missing, or an amount changed later. Where they agree that is said too; a total that
agrees where rows that are alike in every cell count once was made before somebody copied them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

import pandas as pd

from cutover import reference
from cutover.money import dollars
from cutover.reading.files import values as text_values
from cutover.reading.files.loose_totals import ROWS
from cutover.reading.mapping.record import LOOK
from cutover.reading.mapping.tables_of import MappedTable
from cutover.wording import and_joined, several

AGREES = "what its rows come to"  # how what is said of a total that agrees ends
_MONEY = ("charge", "paid", "adjusted", "balance")
_TOTALS = 3  # totals of a table that are named each


@dataclass(frozen=True)
class _Words:
    """The file `total_words.toml`."""

    of_all: frozenset[str]


@cache
def _words() -> _Words:
    return reference.load("total_words", _Words)


def told(one: MappedTable, beside: Sequence[MappedTable] = ()) -> list[str]:
    """Return what is said of totals that differ, each by its row and column; of many the first few and the number.

    `beside` are all tables of the file: a total may be of them together.
    """
    wrong = [row for row in _checked(one, beside) if not row["agrees"]]
    place = f"sheet {one.sheet.name}, " if one.sheet.name else ""
    said = [f"{place}row {row['source_row']:,}: {_differs(row)}. {LOOK}" for row in wrong[:_TOTALS]]
    rest = len(wrong) - len(said)
    return [*said, *([f"{several(rest, 'further total')} not the sum of the rows. {LOOK}"] if rest else [])]


def agreeing(tables: Sequence[MappedTable]) -> list[str]:
    """Return what is said of the totals of a file that agree: the last one, its amounts, and how many others do."""
    found = []
    for one in tables:
        checked = pd.DataFrame(list(_checked(one, tables)))
        for number, rows in checked.groupby("source_row") if len(checked) else ():
            if rows["agrees"].all():
                found.append((one, number, rows.to_dict("records")))
    if not found:
        return []
    one, number, rows = found[-1]
    place = f"sheet {one.sheet.name}, " if one.sheet.name and len(tables) > 1 else ""
    amounts = [
        f"{row['column']} {dollars(int(row['stated_cents']))}" for row in rows if row["column"] != ROWS
    ]
    counts = [several(int(row["stated_cents"]) // 100, "row") for row in rows if row["column"] == ROWS]
    where = " of all sheets" if any(row["is_of_all"] for row in rows) else ""
    again = max(int(row["again"]) for row in rows)
    stand = "stands" if again == 1 else "stand"
    without = f", {again:,} that {stand} there again left out" if again else ""
    count = several(max(int(row["rows"]) for row in rows), "row")
    counted = [] if counts else [count]
    told_of = and_joined([*counts, *counted, *amounts])
    said = f"{place}row {int(number):,}, a total{where} ({told_of}), is {AGREES}{without}"
    more = len(found) - 1
    return [said, *([f"{several(more, 'further total')} of it: each is {AGREES}"] if more else [])]


def _checked(one: MappedTable, beside: Sequence[MappedTable]) -> Iterator[dict]:
    """The totals that can be compared, each with what its rows come to: those of its sheet, or of all sheets."""
    columns = [one.crosswalk.used[key] for key in _MONEY if key in one.crosswalk.used]
    checks = one.sheet.checks
    rows = checks[checks["agrees"].notna() & checks["column"].isin([*columns, ROWS])]
    for row in rows.to_dict("records"):
        row |= {"agrees": bool(row["agrees"]), "is_of_all": False, "again": 0}
        if not row["agrees"] and (whole := _of_all(row, one, beside)):
            rows_, cents = whole
            ties = cents == row["stated_cents"]
            if ties or _says_all(one, row["source_row"]):
                row |= {"rows": rows_, "counted_cents": cents, "agrees": ties, "is_of_all": True}
        if not row["agrees"] and (again := _again(row, one)):
            row |= {
                "rows": row["rows"] - again,
                "counted_cents": row["stated_cents"],
                "agrees": True,
                "again": again,
            }
        yield row


def _again(row: dict, one: MappedTable) -> int:
    """The rows under a total that are another's in every cell, where it is the sum of all others; else 0."""
    frame = one.sheet.frame
    if row["column"] == ROWS or row["rows"] != len(frame):
        return 0
    again = frame.duplicated(one.sheet.columns)
    cents = text_values.cents(frame.loc[~again, row["column"]])
    return int(again.sum()) if cents.sum() == row["stated_cents"] else 0


def _of_all(row: dict, one: MappedTable, beside: Sequence[MappedTable]) -> tuple[int, int] | None:
    """The rows of all tables of a file that have the column of a total, and what they come to; None of one alone."""
    column = row["column"]
    alike = [
        other.sheet.frame
        for other in beside
        if (one.sheet.header == other.sheet.header if column == ROWS else column in other.sheet.frame)
    ]
    if len(alike) < 2:
        return None
    count = sum(map(len, alike))
    if column == ROWS:
        return count, 100 * count
    cells = pd.concat([frame[column] for frame in alike])
    cents = text_values.cents(cells)
    return None if (cells.notna() & cents.isna()).any() else (count, int(cents.sum()))


def _says_all(one: MappedTable, number: int) -> bool:
    """Whether the row of a total says that it is of all sheets."""
    rows = one.sheet.set_aside
    said = " ".join(rows.loc[rows["source_row"].eq(number), "text"].dropna()).lower()
    plain = f" {' '.join(re.findall('[a-z]+', said))} "
    return any(f" {words} " in plain for words in _words().of_all)


def _differs(row: dict) -> str:
    """What a total says and what its rows come to: an amount, or their number."""
    if row["column"] == ROWS:
        stated, counted = (int(row[name]) // 100 for name in ("stated_cents", "counted_cents"))
        held = "all sheets have" if row["is_of_all"] else "it has"
        return f"the list says that it has {stated:,}, and {held} {counted:,}"
    rows = several(int(row["rows"]), "row")
    of = f"the {rows} of all sheets" if row["is_of_all"] else f"its {rows}"
    return (
        f"the total of {row['column']} is {dollars(int(row['stated_cents']))}, and {of} add up to "
        f"{dollars(int(row['counted_cents']))}"
    )
