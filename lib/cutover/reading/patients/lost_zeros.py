"""Account numbers that lost their leading zeros in one file of a practice: `004511` that Excel saved as `4511`.

The same person stands in another file with the zeros, so that number is the right one. A number is padded where names
and birth date agree too: two people whose numbers differ by zeros stay two. A file alone is never padded.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from cutover.reading.files.days import date_of
from cutover.reading.mapping.suggest import apply
from cutover.reading.patients.table import KEYS, PatientTable

_WORD = re.compile(r"[^\W\d_]+")
_NAMES = ("last_name", "first_name", "middle_name", "full_name")


class _Person(NamedTuple):
    row: object
    number: str
    who: tuple  # the words of the names, and the birth date


def with_zeros(tables: Sequence[PatientTable]) -> tuple[PatientTable, ...]:
    """Return the tables with the leading zeros that another file has of the same person (`PatientTable.padded`)."""
    people = [table for table in tables if table.is_used and table.has_people and _key(table)]
    zeros = [table.sheet.frame[_key(table)].str.startswith("0").any() for table in people]
    if len({table.source_file for table in people}) < 2 or not any(zeros):
        return tuple(tables)
    persons = {id(table): list(_persons(table)) for table in people}
    known: dict[tuple, dict[str, str]] = {}  # bare number and who -> numbers with zeros -> the file
    for table in people:
        for one in persons[id(table)]:
            if one.number.startswith("0"):
                numbers = known.setdefault((one.number.lstrip("0"), one.who), {})
                numbers.setdefault(one.number, table.source_file)
    if not known:
        return tuple(tables)
    right = {id(table): _right(table, persons[id(table)], known) for table in people}
    done = []
    for table in tables:
        found = right.get(id(table), {})
        if not found and not table.has_people and _key(table):
            found = _of_file(table, people, persons, right)
        done.append(_padded(table, found))
    return tuple(done)


def _right(table: PatientTable, persons: list[_Person], known: dict) -> dict[object, tuple[str, str]]:
    """The number with its zeros, and the file that has it, of each row that lost them."""
    found = {}
    for one in persons:
        numbers = known.get((one.number, one.who), {})
        if len(numbers) == 1 and table.source_file not in numbers.values():
            found[one.row] = next(iter(numbers.items()))
    return found


def _of_file(table: PatientTable, people: list, persons: dict, right: dict) -> dict[object, tuple[str, str]]:
    """The same for a table of policies, whose numbers are those of the patients in its file."""
    numbers: dict[str, set[tuple[str, str]]] = {}
    for other in people:
        if other.source_file == table.source_file:
            for one in persons[id(other)]:
                told = right[id(other)].get(one.row, (one.number, ""))
                numbers.setdefault(one.number, set()).add(told)
    sure = {number: next(iter(told)) for number, told in numbers.items() if len(told) == 1}
    cells = table.sheet.frame[_key(table)]
    return {row: sure[text] for row, text in cells.items() if text in sure and sure[text][1]}


def _padded(table: PatientTable, right: dict[object, tuple[str, str]]) -> PatientTable:
    if not right:
        return table
    frame = table.sheet.frame.copy()
    frame.loc[list(right), _key(table)] = [number for number, _ in right.values()]
    files = tuple(Counter(file for _, file in right.values()).items())
    return replace(table, sheet=replace(table.sheet, frame=frame), padded=files)


def _key(table: PatientTable) -> str | None:
    return next((table.crosswalk.used[key] for key in KEYS if key in table.crosswalk.used), None)


def _persons(table: PatientTable) -> Iterator[_Person]:
    """Each patient whose number is one of digits alone and of whom a name and a birth date are known."""
    rows = apply(table.sheet, table.crosswalk)
    if "birth_date" not in table.crosswalk.used:
        return
    parts = rows[[name for name in _NAMES if name in rows]].itertuples(index=False)
    numbers = table.sheet.frame[_key(table)]
    for row, number, birth, names in zip(rows.index, numbers, rows["birth_date"], parts, strict=True):
        if isinstance(number, str) and number.isascii() and number.isdigit():
            day = (
                (date_of(birth) or birth.strip()) if isinstance(birth, str) else None
            )  # an impossible one as it stands
            words = _words(part for part in names if isinstance(part, str))
            if words and day:
                yield _Person(row, number, (words, day))


def _words(parts: Iterable[str]) -> frozenset[str]:
    """The words of a name but for initials, in any order: `Ito, Ann B.` is Ann Ito."""
    return frozenset(word.casefold() for part in parts for word in _WORD.findall(part) if len(word) > 1)
