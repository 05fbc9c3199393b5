"""The inventory of a practice: do we hold everything that must move, and does it open?

Its findings, with what a case is: ARCHITECTURE.md, "Inventory: the findings".
"""

from __future__ import annotations

import datetime as dt

from cutover.reading.practice.files_held import Holdings
from cutover.reference import code_list, load_checklist
from cutover.result import Result, Source
from cutover.workstreams import absences
from cutover.workstreams.answers import signed
from cutover.workstreams.findings import by_severity
from cutover.workstreams.inventory import checklist, claim_history, countdown, must_move, usage_pattern
from cutover.workstreams.inventory import files as inventory_files
from cutover.workstreams.inventory import verdict as summary
from cutover.workstreams.inventory.inputs import Inputs

TITLE = "Inventory"
QUESTIONS = (must_move, countdown, claim_history, inventory_files, usage_pattern, checklist)
LIMITS = (
    "A file that opens may still be the wrong export: a person should look into each once and note it in the intake.",
    "What a table is about is a first guess by its header; the layouts of Office Ally's exports are not public.",
    "A file's age is the day in its name or above its table. Else it is the newest day in its data, which is at most "
    "as late. A planned appointment tells no age. A day of a patient export's name without a year is the first from "
    "the newest day in its data on. Without one it is the last up to the report's day.",
    "Whether the ERAs are whole and add up is the question of the ERA archive audit; here they are counted by month.",
    "Documents such as PDFs and pictures are kept, hashed and counted, and not read.",
    "Payers of enrollments are compared with those of remittances by name alone, as far as names are alike.",
    "A manifest proves what was in the folder when a report was run, not what Office Ally holds.",
)
_LISTS = ("must_move", "planning_checklist", "exports", "by_hand", "day_zero")


def assess(inputs: Inputs) -> Result:
    """Return what a practice holds of what must move, and in what state, on a day.

    Raises ReferenceDataError where a list of rules does not hold on that day.
    """
    answers = [question.findings_and_tables(inputs) for question in QUESTIONS]
    made = Result(
        title=TITLE,
        verdict=summary.verdict(inputs),
        figures=summary.figures(inputs),
        findings=by_severity(f for answer in answers for f in answer.findings),
        tables={name: table for answer in answers for name, table in answer.tables},
        limits=(*_identity(inputs.holdings), *LIMITS),
        sources=_sources(inputs.as_of),
    )
    made = absences.told(made, "inventory", {
        "claim history": len(claim_history.claims_of_history(inputs)) > 0,
    })  # fmt: skip
    return signed(made, "inventory", summary.state(inputs))


def period(inputs: Inputs) -> str:
    """Return the days that the data of all files cover, such as `2024-08-05 to 2026-07-28`."""
    return summary.period(inputs)


def _identity(holdings: Holdings) -> tuple[str, ...]:
    if holdings.practice.npis or holdings.practice.tins:
        return ()
    return ("Who the practice is (NPIs, Tax IDs) is not known, so no file could be compared with it.",)


def _sources(as_of: dt.date) -> tuple[Source, ...]:
    lists = tuple(code_list(name, as_of).source for name in ("usage_patterns", "inventory_rules"))
    return (*(load_checklist(name).source for name in _LISTS), *lists)
