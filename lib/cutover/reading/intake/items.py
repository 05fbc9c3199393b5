"""Items of a checklist by their codes, also where a sheet gives a number alone; what is of none is a problem."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

import pandas as pd

from cutover.intake.sheets import Sheet
from cutover.reading.intake.page import Problem
from cutover.reference import load_checklist
from cutover.result import Severity

_NUMBER = re.compile(r"(?:item|day[ -]?zero|no\.?|number|#)?[ #.:-]*0*(\d{1,2})(?:\.0*)?[.)]?", re.IGNORECASE)
_NUMBERED = "day-zero-"  # whose items bear the numbers of the guide's list
_STEM = 5  # first letters by which words are compared: claim, claims


@cache
def _items(checklist: str) -> dict[str, str]:
    """The words of each item of a checklist by its code."""
    return {one.code: one.text for one in load_checklist(checklist).items}


def with_codes(sheet: Sheet, table: pd.DataFrame) -> tuple[pd.DataFrame, list[Problem]]:
    """Return a sheet's table with the codes of its items, and a problem for each row that is of no item.

    A number is that of the guide's list. Where a statement is beside it, it must be at least as near to that item as to
    any other one; else the list is another one, and the row is of no item.
    """
    if not sheet.checklist or table.empty:
        return table, []
    codes = [_code(sheet.checklist, *row) for row in zip(table["item"], table["statement"], strict=True)]
    made = table.assign(item=pd.Series(codes, table.index, dtype=table["item"].dtype))
    return made, list(_unknown(sheet, made, table["item"]))


def _unknown(sheet: Sheet, made: pd.DataFrame, written: pd.Series) -> Iterator[Problem]:
    known = _items(sheet.checklist)
    rows = made[made["item"].notna() & made["holds"].notna()]
    for code, text, row in zip(rows["item"], written[rows.index], rows["source_row"], strict=True):
        if code not in known:
            found = f"{text}: no item of the checklist, so nothing counts it"
            yield Problem(sheet.name, found, f"one of: {', '.join(known)}", Severity.MEDIUM, int(row), "Item")


def _code(checklist: str, item: object, statement: object) -> object:
    """The code of an item; what is none stays as it is written."""
    plain = item.strip().lower() if isinstance(item, str) else ""
    if plain in _items(checklist):
        return plain
    found = _NUMBER.fullmatch(plain)
    code = f"{_NUMBERED}{found[1]}" if found else ""
    return code if code in _items(checklist) and _fits(checklist, code, statement) else item


def _fits(checklist: str, code: str, statement: object) -> bool:
    if not isinstance(statement, str) or not (words := _words(statement)):
        return True
    alike = {one: len(words & _words(text)) for one, text in _items(checklist).items()}
    return alike[code] > 0 and alike[code] == max(alike.values())


def _words(text: str) -> set[str]:
    return {word[:_STEM] for word in re.findall(r"[a-z]{4,}|new", text.lower())}
