"""The desk for the columns of patient exports: that of every table, and what a choice does to the patients."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import ipywidgets as widgets

from cutover.desk.columns import ColumnsDesk
from cutover.desk.table_desk import TableDesk
from cutover.reading.files import passwords
from cutover.reading.mapping.confirmed import folder_of
from cutover.reading.mapping.suggest import Crosswalk
from cutover.reading.mapping.tables_of import MappedTable
from cutover.reading.patients.exports import Demographics, read_demographics
from cutover.reading.patients.other_sources import Known
from cutover.reading.patients.table import PatientTable
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
        self._made: tuple[Crosswalk, Demographics] | None = None
        one = self._table
        super().__init__(MappedTable(one.sheet, one.crosswalk), folder_of(practice.raw.parent), as_of)

    @property
    def _table(self) -> PatientTable:
        return self.demographics.tables[self.place]

    def lacking(self) -> list[str]:
        """Return the labels of required fields that neither this table nor one that it is joined to gives."""
        if self.crosswalk is None:
            return []
        chosen = self._as_chosen()
        own = chosen.tables[self.place]
        return (
            [label for table, label in chosen.missing if table is own]
            if own.is_used
            else self.crosswalk.missing
        )

    def _as_chosen(self) -> Demographics:
        """The exports under the choice as it stands, made once for each choice."""
        assert self.crosswalk is not None  # a choice that is refused has no effect
        if self._made is None or self._made[0] is not self.crosswalk:
            tables = list(self.demographics.tables)
            tables[self.place] = replace(tables[self.place], crosswalk=self.crosswalk)
            self._made = self.crosswalk, self.demographics.with_tables(tuple(tables))
        return self._made[1]

    def _effect(self) -> str:
        made = prepare(self._as_chosen(), self.as_of, self.known, with_duplicates=False)
        found = made.people["readiness"].value_counts()
        counts = ", ".join(f"{found.get(state, 0):,} {state}" for state in (READY, WARNED, BLOCKED))
        missing = ", ".join(self.lacking()) or "none"
        return f"{counts}; {len(made.exceptions):,} exceptions; required fields without a column: {missing}"


class PatientsDesk(ColumnsDesk):
    """The desks of all tables of a practice's patient exports, and the way in for a protected one's password."""

    def __init__(
        self, demographics: Demographics, practice: Practice, as_of: dt.date, known: Known = NOTHING_KNOWN
    ):
        self.demographics, self.known = demographics, known
        super().__init__(practice, "patients", as_of=as_of)

    def _open(self) -> None:
        passwords.remember(self.password.value)
        self.demographics = read_demographics(self.practice)
        self._read()

    def _take(self) -> bool:
        tables = self.demographics.tables
        desks = [
            MappingDesk(self.demographics, self.practice, self.as_of, n, self.known)
            for n in range(len(tables))
        ]
        places = sorted(range(len(tables)), key=lambda n: _order(desks[n], tables[n]))
        names = [f"{t.source_file}{f' {t.sheet.name}' if t.sheet.name else ''}" for t in tables]
        self.tables = {names[n]: desks[n] for n in places}
        self.problems = [said for _, said in self.demographics.unreadable]
        return any("password" in said for said in self.problems)


def _order(desk: MappingDesk, table: PatientTable) -> int:
    """What needs a person first; a sheet of remarks beside the patients, of which no column is known, last."""
    if not table.crosswalk.used:
        return 2
    rows = table.crosswalk.rows
    is_unsure = not table.crosswalk.is_confirmed and rows["state"].eq("unsure").any()
    return 0 if desk.lacking() or is_unsure else 1


def mapping_desk(
    demographics: Demographics, practice: Practice, as_of: dt.date, known: Known = NOTHING_KNOWN
) -> widgets.Widget:
    """Return the desks of all tables of a practice's exports, one below the other; a sentence where there is none."""
    return PatientsDesk(demographics, practice, as_of, known).show()
