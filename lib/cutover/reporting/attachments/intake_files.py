"""One sheet of the intake, filled from a report: to be read, agreed to, and copied into the intake."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from cutover import private
from cutover.intake.fields import Sheet
from cutover.intake.template import Kind, template
from cutover.reporting import places
from cutover.reporting.markup import Shown, render
from cutover.reporting.page import Report


def write(report: Report, sheet: Sheet, records: Iterable[Mapping]) -> Path:
    """Write a workbook with one sheet of the intake beside a report, for its owner alone, and return its path.

    Raises UsageError where there is nowhere to write to.
    """
    path = private.folder(report.target_folder()) / f"{report.stem}{places.INTAKE}"
    kind = Kind(sheet.title, f"{sheet.title}, to be copied into the intake", (sheet,))
    path.write_bytes(template({sheet.name: list(records)}, examples=False, kind=kind))
    private.file(path)
    return path


def save(report: Report, sheet: Sheet, records: Iterable[Mapping]) -> Shown:
    """Write the sheet as `write` and say where it lies."""
    path = write(report, sheet, records)
    return Shown(render("intake.html.j2", name=path.name, sheet=sheet.name), path.name)
