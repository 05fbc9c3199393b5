"""The desk at which a person confirms a mapping: a dropdown per field, its effect, a button to store."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import ipywidgets as widgets

from cutover.errors import CutoverError
from cutover.reading.mapping.confirmed import confirm, folder_of
from cutover.reading.mapping.suggest import Crosswalk, remapped
from cutover.reading.patients.exports import Demographics, PatientTable
from cutover.reading.patients.other_sources import Known
from cutover.reading.practice.book import Practice
from cutover.workstreams.demographics.patient_import import BLOCKED, NOTHING_KNOWN, READY, WARNED, prepare

NOWHERE = ("(no column)", "")


class MappingDesk:
    """Dropdowns for the fields of one table of an export.

    `crosswalk` is the choice as it stands (null while it is refused), `said` the sentence on its effect.
    Choosing changes nothing on disk; `confirm` stores the choice for this client and header set.
    """

    def __init__(
        self, demographics: Demographics, practice: Practice, as_of: dt.date, table: int = 0,
        known: Known = NOTHING_KNOWN,
    ):  # fmt: skip
        self.demographics, self.practice, self.as_of, self.known = demographics, practice, as_of, known
        self.place = [n for n, t in enumerate(demographics.tables)][table]
        self.crosswalk: Crosswalk | None = self._table.crosswalk
        self.dropdowns = {row.key: self._dropdown(row) for row in self._table.crosswalk.rows.itertuples()}
        self.effect = widgets.Label()
        self.button = widgets.Button(description="Confirm", button_style="success")
        self.button.on_click(lambda _: self.confirm())
        for dropdown in self.dropdowns.values():
            dropdown.observe(lambda _: self._changed(), names="value")
        self._changed()

    @property
    def _table(self) -> PatientTable:
        return self.demographics.tables[self.place]

    @property
    def said(self) -> str:
        """The sentence on the effect of the choice."""
        return self.effect.value

    def show(self) -> widgets.Widget:
        """Return the desk as a widget: the effect and the button above, the fields below."""
        fields = widgets.VBox(list(self.dropdowns.values()))
        return widgets.VBox([self.effect, self.button, fields])

    def confirm(self) -> None:
        """Store the choice as confirmed by a person; a refused one is not stored."""
        if self.crosswalk is None:
            return
        path = confirm(folder_of(self.practice.raw.parent), self.crosswalk, self.as_of)
        self.effect.value = f"Confirmed: stored in crosswalks/{path.name}. The next batch run uses it."

    def _dropdown(self, row) -> widgets.Dropdown:
        columns = [(name, name) for name in self._table.sheet.columns]
        chosen = row.source_column if isinstance(row.source_column, str) else ""
        mark = " *" if row.required else ""
        return widgets.Dropdown(
            options=[NOWHERE, *columns],
            value=chosen if row.state != "unsure" else "",
            description=f"{row.label}{mark} ({row.state})",
            style={"description_width": "22em"},
            layout={"width": "48em"},
        )

    def _changed(self) -> None:
        """Count again under the choice as it stands."""
        chosen = {key: dropdown.value for key, dropdown in self.dropdowns.items()}
        try:
            self.crosswalk = remapped(self._table.sheet, self.demographics.target, chosen)
        except CutoverError as error:
            self.crosswalk, self.effect.value = None, str(error)
            return
        self.effect.value = self._counted()

    def _counted(self) -> str:
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
