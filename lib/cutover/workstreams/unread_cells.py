"""Cells of the intake that cannot be read: one finding, limit and sentence in every report that needs them.

A cell that somebody filled is not one that nobody filled: what it says is unknown, and never "not set". So are all
answers of an intake that is missing.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import pandas as pd

from cutover.columns import framed
from cutover.intake.sheets import SHEETS
from cutover.reading.practice import own_plans
from cutover.reading.practice.book import Practice
from cutover.result import Result
from cutover.wording import and_joined, several
from cutover.workstreams.columns import count, text
from cutover.workstreams.findings import by_severity, finding

CODE, MISSING = "files-intake-cell", "files-intake-missing"
NO_WORKBOOK = "there is no intake workbook"
CELLS = (
    text("sheet", "Sheet"),
    count("source_row", "Row"),
    text("column", "Column"),
    text("cell", "Cell", f'such as C7; "{NO_WORKBOOK}" of a sheet that is unknown with all others'),
)
_OF = text("practice", "Practice")  # in a report about the book
_ALL = "*"
# by these every report knows whose its rows are
_IDENTITY = {"practice": ("name", "tins", "npis"), "providers": ("npi",)}
_DAY = ("cutover_date", "usage")
# report -> sheet of the intake -> the fields that it needs
_USES: dict[str, dict[str, tuple[str, ...]]] = {
    "demographics": {"practice": ("cutover_date",)},
    "era_audit": {},
    "nonpar": {},
    "cost": {
        "practice": (*_DAY, "charts_plan", "parallel_weeks", "work_cost_cents"),
        "providers": ("npi_type",),
        "volumes": (_ALL,),
    },
    "enrollment": {
        "practice": ("cutover_date", "decided_on"),
        "providers": ("tin", "npi_type", "bills"),
        "enrollments": (_ALL,),
        "volumes": (_ALL,),
        "connections": (_ALL,),
    },
    "open_claims": {
        "practice": ("cutover_date", "unposted_count", "unapplied_cents", "counted_on"),
        "open claims": (_ALL,),
        "open appeals": (_ALL,),
        "attestations": (_ALL,),
        "users": ("name",),
    },
    "readiness": {
        "practice": (*_DAY, "decided_on", "unposted_count", "unapplied_cents", "counted_on"),
        "providers": (_ALL,),
        "users": (_ALL,),
        "enrollments": (_ALL,),
        "volumes": (_ALL,),
        "connections": (_ALL,),
        "attestations": (_ALL,),
        "scrub rules": (_ALL,),
        "fee schedules": (_ALL,),
        "support requests": (_ALL,),
    },
    "parallel_run": {"practice": (*_DAY, "parallel_weeks")},
    "fee_schedules": {"fee schedules": (_ALL,)},
    "reporting_baseline": {"practice": ("cutover_date",), "client figures": (_ALL,)},
    "rollout": {
        "practice": (*_DAY, "decided_on", "charts_plan", "parallel_weeks", "work_cost_cents"),
        "providers": ("tin", "npi_type", "bills"),
        "users": ("name", "email", "role", "sees_in_office_ally"),
        "enrollments": (_ALL,),
        "volumes": (_ALL,),
        "connections": (_ALL,),
        "open claims": (_ALL,),
    },
    "scrub_rules": {"scrub rules": (_ALL,)},
}
_HEADERS = {sheet.name: {field.header: field.name for field in sheet.fields} for sheet in SHEETS}


def of(practices: Iterable[Practice], report: str) -> pd.DataFrame:
    """Return the cells that a report needs of these practices and that cannot be read, one row per cell (CELLS).

    Of a practice without an intake it is one row per sheet that the report needs.
    """
    cells: list[tuple] = []
    for who in practices:
        if not who.has_intake:
            cells += [
                (sheet.name, None, None, NO_WORKBOOK) for sheet in SHEETS if _needs(report, sheet.name, None)
            ]
        cells += [tuple(one) for one in who.unread_cells if _needs(report, one.sheet, one.column)]
    return framed(cells, CELLS)


def is_unread(practice: Practice, field: str, sheet: str = "practice") -> bool:
    """Tell whether an answer is there and cannot be read, so that nobody may call it absent."""
    return any(
        cell.sheet == sheet and _HEADERS[sheet].get(cell.column or "", field) == field
        for cell in practice.unread_cells
    )


def day_lacks(practice: Practice, otherwise: str) -> str:
    """Return why there is no cutover date: no intake could name it, it cannot be read, else the words given.

    A day in the client's own plan of its rollout is named beside it, and is none that anything here counts from.
    """
    why = otherwise
    if not practice.has_intake:
        why = f"{NO_WORKBOOK} to name the cutover date"
    elif is_unread(practice, "cutover_date"):
        why = "the cutover date in the intake cannot be read"
    planned = own_plans.planned_day(practice)
    plan = f"the client's own plan has {planned}" if planned else ""
    return "; ".join(filter(None, [why, plan]))


def told(result: Result, cells: pd.DataFrame) -> Result:
    """Return a result with the finding, the limit and the verdict's sentence about cells that cannot be read.

    `cells` has one row per cell (CELLS); in a report about the book also the `practice` whose intake it is.
    """
    if cells.empty:
        return result
    absent = cells["cell"].eq(NO_WORKBOOK).fillna(False)
    if absent.any():
        return told(_without_intake(result, cells[absent]), cells[~absent])
    columns = (*([_OF] if _OF.name in cells else []), *CELLS)
    identity = [c.name for c in columns if c.name != "cell"]
    found = [*result.findings, *finding(CODE, cells, columns, identity)]
    what = "it says" if len(cells) == 1 else "they say"
    said = f"{_number(cells)} cannot be read ({_places(cells)}): what {what} is not known here."
    limit = f"{_number(cells)} cannot be read: what they say is unknown, and not taken as absent."
    return replace(
        result,
        verdict=f"{result.verdict} {said}".strip(),
        findings=by_severity(found),
        limits=(limit, *result.limits),
    )


def _without_intake(result: Result, sheets: pd.DataFrame) -> Result:
    """The result with what a missing intake leaves unknown: one case per sheet that the report needs."""
    columns = (*([_OF] if _OF.name in sheets else []), CELLS[0])
    whose = and_joined(list(dict.fromkeys(sheets[_OF.name]))) if _OF.name in sheets else ""
    of = f" of {whose}" if whose else ""  # in a report about the book
    found = finding(MISSING, sheets, columns, [c.name for c in columns], of=of)
    lacks, named = f"{NO_WORKBOOK.capitalize()}{of}", and_joined(list(dict.fromkeys(sheets["sheet"])))
    return replace(
        result,
        verdict=f"{result.verdict} {lacks}: what it would answer is not known here ({named}).".strip(),
        findings=by_severity([*result.findings, *found]),
        limits=(f"{lacks}: its answers ({named}) are unknown, and not taken as absent.", *result.limits),
    )


def _needs(report: str, sheet: str, column: str | None) -> bool:
    """Whether a report needs a column of a sheet; a row or sheet that was not read at all is needed with the sheet."""
    wanted = (*_IDENTITY.get(sheet, ()), *_USES[report].get(sheet, ()))
    name = _HEADERS.get(sheet, {}).get(column or "")
    return bool(wanted) and (name is None or _ALL in wanted or name in wanted)


def _number(cells: pd.DataFrame) -> str:
    where = "the intakes" if _OF.name in cells else "the intake"
    return f"{several(len(cells), 'cell')} of {where}"


def _places(cells: pd.DataFrame, most: int = 3) -> str:
    """`practice, row 14, Planned cutover date` of the first few cells."""
    rows = cells.head(most).itertuples()
    said = [
        ", ".join(
            str(part)
            for part in (getattr(one, _OF.name, None), one.sheet, _row(one.source_row), one.column)
            if not pd.isna(part)
        )
        for one in rows
    ]
    more = len(cells) - len(said)
    return "; ".join(said) + (f"; and {more:,} more" if more > 0 else "")


def _row(number: Any) -> str | None:
    return None if pd.isna(number) else f"row {number}"
