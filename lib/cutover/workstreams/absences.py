"""Tables without rows: none only where the files that would tell were read, else not known."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from cutover import reference
from cutover.result import Result


@dataclass(frozen=True)
class Absence:
    """The tables of one report that say nothing without one kind of file."""

    report: str
    source: str
    tables: tuple[str, ...]


@dataclass(frozen=True)
class _Absences:
    absence: tuple[Absence, ...]


def of_report(report: str) -> tuple[Absence, ...]:
    """Return what the tables of a report are made from, in the order in which what is lacking is told."""
    return tuple(one for one in reference.load("absences", _Absences).absence if one.report == report)


def told(result: Result, report: str, held: Mapping[str, bool]) -> Result:
    """Return a result whose tables without rows are not known where what fills them was not read.

    `held` tells of each source that the report has in `absences.toml` whether any row of it was read.
    """
    tables = dict(result.tables)
    for one in of_report(report):
        if held[one.source]:
            continue
        said = f"not known: no {one.source} is on file that could be read"
        for name in one.tables:
            if tables[name].frame.empty and not tables[name].absent:
                tables[name] = replace(tables[name], absent=said)
    return replace(result, tables=tables)
