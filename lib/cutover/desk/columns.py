"""The desk at which a person confirms which column is which, for every kind of table: what needs a person comes first.

The proposal is filled in and samples of its values stand beside it, masked until asked for. One click accepts what is
right; a required field that is left without a column takes a second click; what was stored can be taken back.
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import ipywidgets as widgets

from cutover.errors import CutoverError
from cutover.reading.files import passwords
from cutover.reading.mapping import kinds
from cutover.reading.mapping.choosing import Stored, columns_with, proposed, samples, store
from cutover.reading.mapping.confirmed import folder_of
from cutover.reading.mapping.kinds import FileTables, TableKind
from cutover.reading.mapping.suggest import Crosswalk, remapped
from cutover.reading.mapping.tables_of import MappedTable
from cutover.reading.practice.book import Practice

NOWHERE = ("(no column)", "")
ACCEPT, AGAIN = "Accept", "Accept without it"
PLAIN = "Accept all that lack nothing and leave nothing unsure"
_NOTHING = "There is no file of these kinds: there is nothing to confirm."


class TableDesk:
    """The choice of columns for one table.

    `dropdowns` has one for each field, the required ones first; `crosswalk` is the choice as it stands (null while it
    is refused), `said` the sentence on it. Nothing is written before `accept`, and `undo` takes that back.
    """

    def __init__(
        self, table: MappedTable, folder: Path, as_of: dt.date | None = None, file: FileTables | None = None
    ):
        self.table, self.folder, self.as_of, self.file = table, folder, as_of, file
        self.stored: Stored | None = None
        self.warned = ""
        fields = sorted(table.crosswalk.target.fields, key=lambda field: not field.required)
        given = proposed(table.crosswalk)
        self.dropdowns = {field.key: self._dropdown(field, given.get(field.key, "")) for field in fields}
        self.values = {key: widgets.Label() for key in self.dropdowns}
        self.shown = widgets.Checkbox(description="show values as they are", value=False, indent=False)
        self.sought = widgets.Text(description="Find a value", placeholder="a value that you know of a row")
        self.found = widgets.Label()
        self.effect = widgets.Label()
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
        rows = [widgets.HBox([self.dropdowns[key], self.values[key]]) for key in self.dropdowns]
        return widgets.VBox([
            self.effect, widgets.HBox([self.button, self.back, self.shown]),
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
        self.button.on_click(lambda _: self.accept())
        self.back.on_click(lambda _: self.undo())
        self.shown.observe(lambda _: self._sampled(), names="value")
        self.sought.observe(lambda _: self._seek(), names="value")
        for dropdown in self.dropdowns.values():
            dropdown.observe(lambda _: self._changed(), names="value")

    def _dropdown(self, field, column: str) -> widgets.Dropdown:
        columns = [(name, name) for name in self.table.sheet.columns]
        return widgets.Dropdown(
            options=[NOWHERE, *columns],
            value=column if column in self.table.sheet.columns else "",
            description=field.label + (" *" if field.required else ""),
            style={"description_width": "16em"},
            layout={"width": "40em"},
        )

    def _changed(self) -> None:
        """Take the choice as it stands, or say why it cannot be."""
        choice = {key: dropdown.value for key, dropdown in self.dropdowns.items()}
        self.warned, self.button.description, self.button.button_style = "", ACCEPT, "success"
        self._sampled()
        try:
            self.crosswalk: Crosswalk | None = remapped(self.table.sheet, self.table.crosswalk.target, choice)
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


class ColumnsDesk:
    """The desks of all files of some kinds of a practice, one for each layout, what needs a person first.

    `tables` are those to choose for, by their titles; `problems` say of files why they cannot be opened.
    """

    def __init__(self, practice: Practice, *names: str, as_of: dt.date | None = None):
        self.practice, self.as_of = practice, as_of
        self.kinds = [kinds.named(name) for name in names or kinds.NAMES]
        self.tables: dict[str, TableDesk] = {}
        self.problems: list[str] = []
        self.password = widgets.Password(
            description="Password", placeholder="of a protected workbook, then Enter", continuous_update=False
        )
        self.password.observe(lambda _: self._open(), names="value")
        self.plain = widgets.Button(description=PLAIN, layout={"width": "auto"})
        self.plain.on_click(lambda _: self.accept_plain())
        self.said = widgets.Label()
        self.place = widgets.VBox()
        self._read()

    def show(self) -> widgets.Widget:
        """Return the desk; the password's field stands there only where a workbook is protected."""
        return self.place

    def accept_plain(self) -> None:
        """Accept every proposal that lacks nothing and leaves nothing unsure."""
        plain = [desk for desk in self.tables.values() if desk.is_plain]
        for desk in plain:
            desk.accept()
        self.said.value = f"{len(plain)} of {len(self.tables)} tables confirmed by this click."

    def _open(self) -> None:
        passwords.remember(self.password.value)
        self._read()

    def _read(self) -> None:
        is_protected = self._take()
        problems = [widgets.Label(text) for text in self.problems]
        asked = [self.password] if is_protected else []
        several = [widgets.HBox([self.plain, self.said])] if len(self.tables) > 1 else []
        desks = [desk.show() for desk in self.tables.values()]
        none = [] if problems else [widgets.Label(_NOTHING)]
        shelf = (
            [widgets.Accordion(children=desks, titles=list(self.tables), selected_index=0)] if desks else none
        )
        self.place.children = [*asked, *problems, *several, *shelf]

    def _take(self) -> bool:
        """Take the files as they lie there; tell whether one is protected."""
        files = [file for kind in self.kinds for file in self._of_kind(kind)]
        layouts: dict[tuple[str, str], list[tuple[FileTables, MappedTable]]] = {}
        for file in files:
            for table in file.tables:
                layouts.setdefault((file.kind.name, table.crosswalk.signature), []).append((file, table))
        folder = folder_of(self.practice.raw.parent)
        self.tables = {}
        for found in sorted(layouts.values(), key=lambda found: _order(*found[0])):
            file, table = found[0]
            self.tables[_title(found)] = TableDesk(table, folder, self.as_of, file)
        self.problems = [f"{file.source_file}: {file.problem}" for file in files if file.problem]
        return any(file.is_protected for file in files)

    def _of_kind(self, kind: TableKind) -> list[FileTables]:
        root = self.practice.raw.parent if kind.is_of_client else self.practice.raw
        folder = root / kind.folder
        if not folder.is_dir():
            return []
        return kinds.tables_in(folder, kind, folder_of(self.practice.raw.parent), root)


def _order(file: FileTables, table: MappedTable) -> int:
    """What needs a person first; a sheet of remarks beside the patients, of which no column is known, last."""
    if file.kind.is_joined and not table.crosswalk.used:
        return 2
    return 0 if file.lacking(table) or table.doubts else 1


def _title(found: list[tuple[FileTables, MappedTable]]) -> str:
    """The file and sheet of a layout, and how many others have it."""
    file, table = found[0]
    sheet = f" {table.sheet.name}" if table.sheet.name else ""
    more = f" and {len(found) - 1} more" if len(found) > 1 else ""
    return f"{file.source_file}{sheet}{more}"


def columns_desk(practice: Practice, *names: str, as_of: dt.date | None = None) -> widgets.Widget:
    """Return the desk of a practice's tables of these kinds (all without a name), what needs a person first."""
    return ColumnsDesk(practice, *names, as_of=as_of).show()
