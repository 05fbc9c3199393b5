"""Tables of the minutes and units of treatments (therapy software prints them): they belong to claims and are none."""

from __future__ import annotations

from cutover.errors import InputError
from cutover.reading.mapping.tables_of import MappedTable, tables_of
from cutover.reading.mapping.targets import claim_history
from cutover.reading.practice import file_subject
from cutover.wording import several

SOURCE = file_subject.TIMED
AS_MINUTES = "the minutes and units of treatments; it lists no claims"
_MONEY = frozenset({"charge", "paid", "adjusted", "balance"})


def subject_of_timed(table: MappedTable) -> str:
    """Return the subject of a table of minutes that no claim could be read from, "" of any other.

    It has no amount of a claim. One whose columns a person confirmed is what that person says.
    """
    if not table.may_be_other or _MONEY & set(table.crosswalk.used):
        return ""
    said = file_subject.subject_of([name for name in table.sheet.header if name])
    return SOURCE if said == SOURCE else ""


def as_timed(table: MappedTable) -> str:
    """Return in words what such a table holds."""
    return f"{table.sheet.place}{several(len(table.sheet.frame), 'row')} of {SOURCE}, no claims"


def rows_of(data: bytes, source_file: str) -> int:
    """Return how many rows a file of nothing but such tables has; 0 for any other file, also one that does not open."""
    try:
        tables = tables_of(data, source_file, claim_history())
    except InputError:
        return 0
    return sum(len(one.sheet.frame) for one in tables) if all(map(subject_of_timed, tables)) else 0
