"""Mappings that wait for a person: which tables cannot be used as they are, and the desk that confirms them."""

from __future__ import annotations

import ipywidgets as widgets

from cutover.desk.columns import ColumnsDesk
from cutover.desk.parts import Linked, Whom, clicked, message
from cutover.reading.mapping import kinds
from cutover.reading.mapping.kinds import FileTables
from cutover.reading.practice.known_columns import knowledge_in
from cutover.reporting import registry

# the notebook in which a kind of table is confirmed beside what it changes
OF_NOTEBOOK = {
    "patients": "02", "claims": "04", "invoices": "04", "reports": "04", "payer-list": "04", "enrollments": "06",
    "stedi-payers": "06", "postings": "09", "bank": "09", "medi-submissions": "09", "fee-schedules": "12",
}  # fmt: skip


class Waiting(widgets.VBox):
    """A button that looks for mappings that wait, the list of them, and the desk that confirms them here."""

    def __init__(self):
        self.look = widgets.Button(description="Look for them", layout={"width": "12rem"})
        self.list, self.place = Linked(), widgets.VBox()
        self.message = message()
        self.look.on_click(clicked(self.search, self.message))
        super().__init__([self.look, self.message, self.list, self.place])

    def follow(self, whom: Whom) -> None:
        """Begin anew with a practice: nothing is looked for before it is asked for."""
        if getattr(self, "whom", None) == whom:
            return
        self.list.clear()
        self.whom, self.place.children = whom, ()

    def search(self) -> None:
        """Read the tables of every kind, list those that wait, and open the desk of their kinds."""
        self.look.disabled, self.look.description, self.message.value = True, "Reading the tables", ""
        try:
            waiting = [one for kind in kinds.KINDS for one in _of_kind(self.whom, kind) if one.needs_a_person]
            names = list(dict.fromkeys(one.kind.name for one in waiting))
            self.list.put(
                "desk_waiting.html.j2", waiting=[_told(one) for one in waiting], said=_said(waiting)
            )
            desk = ColumnsDesk(self.whom.opened(), *names, as_of=self.whom.day).show() if names else None
            self.place.children = [desk] if desk else []
        finally:
            self.look.disabled, self.look.description = False, "Look again"


def _of_kind(whom: Whom, kind: kinds.TableKind) -> list[FileTables]:
    root = whom.raw.parent if kind.is_of_client else whom.raw
    folder = root / kind.folder
    return (
        kinds.tables_in(folder, kind, knowledge_in(folder, whom.raw.parent), root) if folder.is_dir() else []
    )


def _said(waiting: list[FileTables]) -> str:
    if not waiting:
        return "Every table can be used as it is: nothing waits for you."
    one = "One file waits" if len(waiting) == 1 else f"{len(waiting)} files wait"
    return f"{one} for you. What is confirmed once holds for every later file with the same headers."


def _told(one: FileTables) -> dict:
    number = OF_NOTEBOOK.get(one.kind.name, "")
    notebook = next((p.name for stem, p in registry.notebooks().items() if stem.startswith(number)), None)
    why = [one.problem.rstrip("."), *(text for t in one.tables for text in (one.lacking(t), t.doubts))]
    return {"source_file": one.source_file, "why": "; ".join(filter(None, why)), "number": number,
            "notebook": notebook if number and one.tables else None}  # fmt: skip
