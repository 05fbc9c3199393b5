"""The desk for the columns of patient exports: that of every table, and what a choice does to the patients."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import ipywidgets as widgets

from cutover.desk.columns import TableDesk
from cutover.reading.mapping.confirmed import folder_of
from cutover.reading.mapping.tables_of import MappedTable
from cutover.reading.patients.exports import Demographics, PatientTable
from cutover.reading.patients.other_sources import Known
from cutover.reading.practice.book import Practice
from cutover.workstreams.demographics.patient_import import BLOCKED, NOTHING_KNOWN, READY, WARNED, prepare


class MappingDesk(TableDesk):
    """The choice of columns for one table of an export; each change counts the patients anew."""

    def __init__(
        self, demographics: Demographics, practice: Practice, as_of: dt.date, table: int = 0,
        known: Known = NOTHING_KNOWN,
    ):  # fmt: skip
        self.demographics, self.practice, self.known = demographics, practice, known
        self.place = table
        one = self._table
        super().__init__(MappedTable(one.sheet, one.crosswalk), folder_of(practice.raw.parent), as_of)

    @property
    def _table(self) -> PatientTable:
        return self.demographics.tables[self.place]

    def _effect(self) -> str:
        tables = list(self.demographics.tables)
        tables[self.place] = replace(tables[self.place], crosswalk=self.crosswalk)
        made = prepare(
            self.demographics.with_tables(tuple(tables)),
            self.as_of,
            self.known,
            with_duplicates=False,
        )
        found = made.people["readiness"].value_counts()
        counts = ", ".join(f"{found.get(state, 0):,} {state}" for state in (READY, WARNED, BLOCKED))
        missing = ", ".join(self.crosswalk.missing) or "none"
        return f"{counts}; {len(made.exceptions):,} exceptions; required fields without a column: {missing}"


def mapping_desk(
    demographics: Demographics, practice: Practice, as_of: dt.date, known: Known = NOTHING_KNOWN
) -> widgets.Widget:
    """Return the desks of all tables of a practice's exports, a tab each; a sentence where there is none."""
    if not demographics.tables:
        return widgets.Label("No patient export is in hand: there is nothing to map.")
    desks = [
        MappingDesk(demographics, practice, as_of, n, known).show() for n in range(len(demographics.tables))
    ]
    return widgets.Tab(children=desks, titles=[t.sheet.name or t.source_file for t in demographics.tables])
