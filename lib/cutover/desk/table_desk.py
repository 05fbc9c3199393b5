"""The choice of columns for one table, made by a person: what needs a person comes first.

The proposal is filled in and samples of its values stand beside it, masked until asked for. One click accepts what is
right; a required field that is left without a column takes a second click; what was stored can be taken back.
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import ipywidgets as widgets
import pandas as pd

from cutover.desk.parts import clicked, message
from cutover.errors import CutoverError
from cutover.reading.mapping.choosing import Stored, columns_with, of_columns, proposed, samples, store
from cutover.reading.mapping.kinds import FileTables
from cutover.reading.mapping.suggest import Crosswalk
from cutover.reading.mapping.tables_of import MappedTable
from cutover.reading.mapping.targets import Field
from cutover.shares import percent

NOWHERE = ("(no column)", "")
ACCEPT, AGAIN = "Accept", "Accept without it"


class TableDesk:
    """The choice of columns for one table.

    `dropdowns` has one for each field, those that need a person first, then the required ones; `values` are samples of
    what stands in its column, `reasons` say how sure the proposal is and why. `crosswalk` is the choice as it stands
    (null while it is refused), `said` the sentence on it, `changes` what is other than proposed. Nothing is written
    before `accept`, and `undo` takes that back.
    """

    def __init__(
        self, table: MappedTable, folder: Path, as_of: dt.date | None = None, file: FileTables | None = None
    ):
        self.table, self.folder, self.as_of, self.file = table, folder, as_of, file
        self.stored: Stored | None = None
        self.warned = ""
        self.rows = table.crosswalk.rows.set_index("key")
        fields = sorted(table.crosswalk.target.fields, key=self._rank)
        self.given = proposed(table.crosswalk)
        self.dropdowns = {field.key: self._dropdown(field, self.given.get(field.key, "")) for field in fields}
        self.values = {key: _narrow("16em") for key in self.dropdowns}
        self.reasons = {key: _narrow("26em") for key in self.dropdowns}
        self.shown = widgets.Checkbox(description="show values as they are", value=False, indent=False)
        self.sought = widgets.Text(description="Find a value", placeholder="a value that you know of a row")
        self.found = widgets.Label()
        self.effect, self.changes = message(), message()
        self.button = widgets.Button(description=ACCEPT, button_style="success")
        self.back = widgets.Button(description="Undo", disabled=True)
        self._watch()
        self._changed()

    @property
    def said(self) -> str:
        """The sentence on the choice."""
        return self.effect.value

    def show(self) -> widgets.Widget:
        """Return the desk: what it comes to and the buttons above, the fields with their samples below."""
        rows = [
            widgets.HBox([self.dropdowns[key], self.values[key], self.reasons[key]]) for key in self.dropdowns
        ]
        return widgets.VBox([
            self.effect, self.changes, widgets.HBox([self.button, self.back, self.shown]),
            widgets.HBox([self.sought, self.found]), *rows,
        ])  # fmt: skip

    def accept(self) -> None:
        """Store the choice; where a required field has no column, a second time is asked for."""
        if self.crosswalk is None:
            return
        lacking = ", ".join(self.lacking())
        if lacking and self.warned != lacking:
            self.warned, self.button.description, self.button.button_style = lacking, AGAIN, "warning"
            self.effect.value = (
                f"No column for {lacking}: the table is not used without it. Click again to confirm that."
            )
            return
        self.stored = store(self.folder, self.crosswalk, self.as_of)
        self.back.disabled = False
        self.effect.value = (
            f"Confirmed: stored in {self.stored.path.name}. Every later file with these headers uses it."
        )

    def lacking(self) -> list[str]:
        """Return the labels of required fields that the choice as it stands leaves without a column."""
        if self.crosswalk is None:
            return []
        if self.file is None:
            return self.crosswalk.missing
        return self.file.missing(MappedTable(self.table.sheet, self.crosswalk))

    @property
    def is_plain(self) -> bool:
        """Whether the proposal lacks nothing and leaves nothing unsure, and nobody has confirmed it."""
        rows = self.table.crosswalk.rows
        is_open = not self.table.crosswalk.is_confirmed and self.stored is None
        return (
            is_open
            and bool(self.table.crosswalk.used)
            and not rows["state"].eq("unsure").any()
            and not self.lacking()
        )

    def undo(self) -> None:
        """Take back what was stored last."""
        if self.stored is None:
            return
        self.stored.undo()
        self.stored, self.back.disabled = None, True
        self._changed()
        self.effect.value = f"Taken back. {self.effect.value}"

    def _watch(self) -> None:
        self.button.on_click(clicked(self.accept, self.effect))
        self.back.on_click(clicked(self.undo, self.effect))
        self.shown.observe(lambda _: self._sampled(), names="value")
        self.sought.observe(clicked(self._seek, self.found), names="value")
        for dropdown in self.dropdowns.values():
            dropdown.observe(clicked(self._changed, self.effect), names="value")

    def _dropdown(self, field, column: str) -> widgets.Dropdown:
        columns = [(name, name) for name in self.table.sheet.columns]
        return widgets.Dropdown(
            options=[NOWHERE, *columns],
            value=column if column in self.table.sheet.columns else "",
            description=field.label + (" *" if field.required else ""),
            style={"description_width": "16em"},
            layout={"width": "34em"},
        )

    def _rank(self, field: Field) -> int:
        """What needs a person comes first: a required field, then any other; then what is required."""
        needs_one = self.rows.loc[field.key, "state"] in ("unsure", "missing" if field.required else "unsure")
        return (0 if needs_one else 2) + (not field.required)

    def _reasoned(self) -> None:
        """Say of each field how sure its proposal is and why, or that a person chose otherwise; and what changed."""
        labels = {field.key: field.label for field in self.table.crosswalk.target.fields}
        changed = []
        for key, dropdown in self.dropdowns.items():
            before = self.given.get(key, "")
            if dropdown.value == before:
                self.reasons[key].value = _why(self.rows.loc[[key]].iloc[0])
                continue
            self.reasons[key].value = f"changed here, proposed was {before or 'no column'}"
            changed.append(f"{labels[key]}: {dropdown.value or 'no column'} in place of {before or 'none'}")
        self.changes.value = f"Changed: {'; '.join(changed)}." if changed else ""

    def _changed(self) -> None:
        """Take the choice as it stands, or say why it cannot be."""
        choice = {key: dropdown.value for key, dropdown in self.dropdowns.items()}
        self.warned, self.button.description, self.button.button_style = "", ACCEPT, "success"
        self._sampled()
        self._reasoned()
        try:
            self.crosswalk: Crosswalk | None = of_columns(self.table, choice)
        except CutoverError as error:
            self.crosswalk, self.effect.value = None, str(error)
            return
        self.effect.value = self._effect()

    def _effect(self) -> str:
        """What the choice comes to."""
        rows, lacking = len(self.table.sheet.frame), ", ".join(self.lacking())
        used = sum(bool(dropdown.value) for dropdown in self.dropdowns.values())
        head = f"{rows:,} rows, {used} of {len(self.table.sheet.columns)} columns used"
        return (
            f"{head}; no column for {lacking}: not read."
            if lacking
            else f"{head}; nothing needed is missing."
        )

    def _sampled(self) -> None:
        for key, dropdown in self.dropdowns.items():
            self.values[key].value = samples(self.table.sheet, dropdown.value, masked=not self.shown.value)

    def _seek(self) -> None:
        """Name the columns that hold a value which a person knows."""
        columns = columns_with(self.table.sheet, self.sought.value)
        self.found.value = "found in " + ", ".join(columns) if columns else "no column holds it"
        if not self.sought.value.strip():
            self.found.value = ""


def _narrow(width: str) -> widgets.Label:
    made = message()
    made.layout.width = width
    return made


def _why(row: pd.Series) -> str:
    """How sure a proposal is, and what speaks for it."""
    if pd.isna(row["source_column"]) and row["state"] == "missing":
        return "no column fits"
    said = "" if pd.isna(row["evidence"]) or row["evidence"] == row["state"] else row["evidence"]
    said = said.split(", such as ")[0].replace("`", "'")  # the samples stand beside it
    evidence = said and f": {said}"
    return f"{row['state']}, {percent(row['score'], 0)}{evidence}"
