"""The desk at which a person confirms which column is which, for every kind of table: what needs a person comes first.

Each table is chosen for in its own desk (`table_desk`); one click accepts all that lack nothing and leave nothing
unsure.
"""

from __future__ import annotations

import datetime as dt

import ipywidgets as widgets

from cutover.desk.parts import clicked
from cutover.desk.table_desk import TableDesk
from cutover.reading.files import passwords
from cutover.reading.mapping import kinds
from cutover.reading.mapping.confirmed import folder_of
from cutover.reading.mapping.kinds import FileTables, TableKind
from cutover.reading.mapping.tables_of import MappedTable
from cutover.reading.practice.book import Practice
from cutover.reading.practice.known_columns import knowledge_of

PLAIN = "Accept all that lack nothing and leave nothing unsure"
_NOTHING = "There is no file of these kinds: there is nothing to confirm."


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
        self.said = widgets.Label()
        self.password.observe(clicked(self._open, self.said), names="value")
        self.plain = widgets.Button(description=PLAIN, layout={"width": "auto"})
        self.plain.on_click(clicked(self.accept_plain, self.said))
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
        return kinds.tables_in(folder, kind, knowledge_of(self.practice), root)


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
    print("Reading the tables of these kinds; they stand below once they are read.")
    return ColumnsDesk(practice, *names, as_of=as_of).show()
