"""The inventory of a practice: do we hold everything that must move, and does it open?

Findings (code, severity, what a case is, amount):

| code | severity | a case is | amount |
|---|---|---|---|
| `inv-must-move-missing` | blocker | an item of "what absolutely must move" of which nothing is in hand, or nothing opens | unknown |
| `inv-unreadable` | blocker | a file of any folder, copies apart, that is damaged, cut, protected or refused | unknown |
| `inv-must-move-partly` | high | such an item of which part is missing (an outdated patient export has its own) | unknown |
| `inv-demographics-stale` | high | the newest patient export, where its newest day is before the last service day seen anywhere | unknown |
| `inv-usage-unknown` | high | the practice, where neither intake nor files tell how it uses Office Ally | unknown |
| `inv-usage-contradicted` | high | a part of Office Ally in use by the files that the stated pattern does not have | unknown |
| `inv-npi-unlisted` | high | an NPI (as payee or rendering) in counted remittances that the intake does not list | paid on it |
| `inv-intake-absent` | high | the practice, where there is no intake workbook that can be read | unknown |
| `inv-intake-contradicted` | high | a statement of the intake (delivered, opened, exported, a named file) that the files contradict | unknown |
| `inv-wrong-practice` | high | a file none of whose NPIs, Tax IDs, names is this practice's | unknown |
| `inv-lost-file` | high | a file of the earlier manifest whose bytes are nowhere in the folder now | unknown |
| `inv-support-not-asked` | high | appointments or charts that the practice uses, with no request and no file | unknown |
| `inv-support-waiting` | high; medium while the cutover is more than 30 days off | a support request without a delivery | unknown |
| `inv-not-attested` | medium; high from the planned cutover on | an agreement of the phase "before", or a check whose day has come, that is not attested as holding | unknown |
| `inv-demographics-undated` | medium | a patient export, where no export gives any day | unknown |
| `inv-parallel-short` | medium | the plan, where its weeks are fewer than the pattern usually takes | unknown |
| `inv-by-hand-missing` | medium | a thing that no export carries, of which the intake holds nothing | unknown |
| `inv-intake-problem` | medium | an answer of the intake that could not be read | unknown |
| `inv-mixed-practices` | medium | a file with this practice's identifiers and those of another practice of the client | unknown |
| `inv-empty-file` | medium | a file outside the ERA folders without bytes or without a row of data | unknown |
| `inv-formulas` | medium | a file outside the ERA folders with formulas or text that would run as one | unknown |
| `inv-changed-file` | medium | a path of the earlier manifest that holds other bytes now | unknown |
| `inv-mislabelled` | low | a file outside the ERA folders that opens and is not what its name says | unknown |
| `inv-unknown-file` | low | a file outside the ERA folders that neither content nor folder tells | unknown |
| `inv-wrong-folder` | low | a file outside the ERA folders whose content belongs in another known folder | unknown |
| `inv-duplicate-file` | low | a surplus copy of the same bytes outside the ERA folders | unknown |
"""

from __future__ import annotations

import datetime as dt

from cutover.checklists import load_checklist
from cutover.reading.holdings import Holdings
from cutover.reading.manifest import Manifest
from cutover.reference import code_list
from cutover.result import Result, Severity, Source
from cutover.workstreams import checklist, inventory_files, must_move, usage_pattern
from cutover.workstreams import inventory_summary as summary
from cutover.workstreams.inventory_basis import Basis

TITLE = "Inventory"
QUESTIONS = (must_move, inventory_files, usage_pattern, checklist)
LIMITS = (
    "A file that opens may still be the wrong export: a person should look into each once and note it in the intake.",
    "What a table is about is a first guess by its header; the layouts of Office Ally's exports are not public.",
    "When a file was exported is not in it. Its age is the day in its name, else the newest day in its data, which "
    "is at most as late.",
    "Whether the ERAs are whole and add up is the question of the ERA archive audit; here they are counted by month.",
    "Documents such as PDFs and pictures are kept, hashed and counted, and not read.",
    "Payers of enrolments are held against those of remittances by name alone, as far as names are alike.",
    "A manifest proves what was in the folder when a report was run, not what Office Ally holds.",
)
_LISTS = ("must_move", "planning_checklist", "exports", "by_hand", "day_zero")


def inventory(holdings: Holdings, as_of: dt.date, earlier: Manifest | None = None) -> Result:
    """Return what a practice holds of what must move, and in what state, on a day.

    `earlier` is the manifest to hold today's files against (`manifest.earlier`). Raises ReferenceDataError where
    a list of rules does not hold on that day.
    """
    basis = Basis(holdings, as_of, earlier)
    answers = [question.answer(basis) for question in QUESTIONS]
    order = list(Severity)
    findings = sorted((f for a in answers for f in a.findings), key=lambda f: order.index(f.severity))
    return Result(
        title=TITLE,
        verdict=summary.verdict(basis),
        figures=summary.figures(basis),
        findings=tuple(findings),
        tables={name: table for answer in answers for name, table in answer.tables},
        limits=(*_identity(holdings), *LIMITS),
        sources=_sources(as_of),
    )


def period(holdings: Holdings, as_of: dt.date) -> str:
    """Return the days that the data of all files cover, such as `2024-08-05 to 2026-07-28`."""
    return summary.period(Basis(holdings, as_of))


def _identity(holdings: Holdings) -> tuple[str, ...]:
    if holdings.practice.npis or holdings.practice.tins:
        return ()
    return ("Who the practice is (NPIs, Tax IDs) is not known, so that no file could be held against it.",)


def _sources(as_of: dt.date) -> tuple[Source, ...]:
    lists = tuple(code_list(name, as_of).citation() for name in ("usage_patterns", "inventory_rules"))
    return (*(load_checklist(name).source for name in _LISTS), *lists)
