"""What lies in a practice's folder outside `era`: intake, demographics, stray files, and their defects."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from cutover_sample import chart_dirt, chart_files, desk_key, intake
from cutover_sample import misplaced_files as strays
from cutover_sample.book import AS_OF, Practice
from cutover_sample.patient_charts import Charts, charts
from cutover_sample.payments import History

# the day on which a practice's patients were exported: juniper-hill's is older than its last claims
_TAKEN = {"juniper-hill": dt.date(2026, 3, 18)}


@dataclass(frozen=True)
class Desk:
    """One practice's papers; `charts` is None where it keeps its patients elsewhere (clearinghouse-only)."""

    practice: Practice
    answers: intake.Answers
    charts: Charts | None
    strays: tuple[strays.Stray, ...]


def desk_of(history: History, everyone: tuple[Practice, ...], seed: int) -> Desk:
    """Return what a practice's desk holds; the same for the same seed."""
    practice = history.practice
    found = None
    if practice.usage != "clearinghouse-only":
        taken_on = max(_TAKEN.get(practice.slug, AS_OF), practice.first)
        found = chart_dirt.soiled(charts(practice, history.claims, taken_on, seed), seed)
    others = {p.slug: p for p in everyone}
    lost = strays.strays(practice, found, others, seed)
    return Desk(practice, intake.answers_of(practice, history), found, tuple(lost))


def files(desk: Desk) -> Iterator[tuple[str, bytes]]:
    """Yield every file by its path below the practice's folder."""
    yield "intake.xlsx", intake.workbook(desk.answers)
    if desk.charts is not None:
        yield from chart_files.files(desk.charts)
    for stray in desk.strays:
        yield stray.path, stray.data


def cases(desk: Desk, history: History) -> Iterator[desk_key.Case]:
    """Yield every case of what is planted there."""
    yield from desk_key.intake_cases(desk.practice.slug, desk.answers)
    yield from desk_key.file_cases(desk.practice.slug, desk.strays)
    if desk.charts is not None:
        yield from desk_key.chart_cases(desk.charts)
        yield from desk_key.age_cases(desk.charts, history)


def facts(desk: Desk) -> list[dict[str, object]]:
    """Return what the practice's patient export holds, in rows."""
    return [desk_key.facts(desk.charts)] if desk.charts is not None else []
