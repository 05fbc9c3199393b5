"""A workbook that people fill in and return, written beside a report: filled as far as the data tells."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from cutover.intake.template import Kind, template
from cutover.reporting.markup import Shown, render
from cutover.reporting.page import Report


def save(report: Report, kind: Kind, records: Mapping[str, Iterable[Mapping]]) -> Shown:
    """Write a workbook with these records by sheet as the report's work list, and say where; raises UsageError where
    there is nowhere to write to. It holds patient data: it stays with the consultant and the billing company."""
    path = report.target_folder() / f"{report.stem}.work_list.xlsx"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(template(dict(records), examples=False, kind=kind))
    return Shown(render("returned.html.j2", name=path.name), path.name)
