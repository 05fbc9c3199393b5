"""The last meeting as a grid: who took each item, and what was said of it, edited at the desk."""

from __future__ import annotations

import datetime as dt
from typing import Any

import ipywidgets as widgets
import pandas as pd

from cutover.desk.parts import Linked, Whom, clicked, message, piece
from cutover.errors import CutoverError
from cutover.money import dollars
from cutover.reading.postings import meetings
from cutover.wording import wordings

ROWS = 50  # of the grid; a meeting with more is edited in its file


class MinutesDesk(widgets.VBox):
    """The items of the last meeting until the chosen day, with owner and note to write; `boxes` are by item's key."""

    def __init__(self):
        self.opener = widgets.Button(description="Show the meeting", layout={"width": "12rem"})
        self.save = widgets.Button(description="Write it down", button_style="success")
        self.message, self.place, self.none = message(), widgets.VBox(), Linked()
        self.opener.on_click(clicked(self.show, self.message))
        self.save.on_click(clicked(self.write, self.message))
        super().__init__([self.opener, self.none, self.place, self.message])

    def follow(self, whom: Whom) -> None:
        """Begin anew with a practice; the grid is made when it is asked for."""
        if getattr(self, "whom", None) == whom:
            return
        self.none.clear()
        self.whom, self.place.children, self.message.value = whom, (), ""

    def show(self) -> None:
        """Make the grid of the last meeting's items; where there is none, say which notebook writes the first."""
        try:
            self.on, self.items = meetings.last_meeting(self.whom.opened(), self.whom.day + dt.timedelta(1))
        except CutoverError as error:
            self.place.children, self.message.value = (), str(error)
            return
        if self.on is None:
            self.none.put("desk_no_meeting.html.j2")
            return
        shown = self.items.head(ROWS)
        self.none.clear()
        self.boxes = {
            row.key: (_box(row.owner, "owner"), _box(row.note, "note")) for row in shown.itertuples()
        }
        rows = [self._row(row) for row in shown.itertuples()]
        self.place.children = [*rows, self.save]
        more = f" The first {ROWS} of {len(self.items)}; the file has all." if len(self.items) > ROWS else ""
        self.message.value = f"The meeting of {self.on}: {len(self.items)} items.{more}"

    def _row(self, row) -> widgets.Widget:
        amount = "amount unknown" if pd.isna(row.amount_cents) else dollars(int(row.amount_cents))
        since = None if pd.isna(row.first_seen) else f"{row.first_seen:%Y-%m-%d}"
        told = {"key": row.key, "what": _what(row.code), "amount": amount, "since": since}
        text = widgets.HTML(piece("desk_minute.html.j2", **told), layout={"width": "min(30rem, 50%)"})
        return widgets.HBox([text, *self.boxes[row.key]], layout={"flex_flow": "row wrap"})

    def write(self) -> None:
        """Write owners and notes as they stand into the meeting's file."""
        said = self.items.set_index("key")
        for key, (owner, note) in self.boxes.items():
            said.loc[key, ["owner", "note"]] = [owner.value.strip() or None, note.value.strip() or None]
        if self.on is None:
            return
        try:
            path = meetings.edit(self.whom.opened(), said.reset_index(), self.on)
        except OSError as error:
            self.message.value = f"It could not be written ({error.strerror})."
            return
        self.message.value = f"Written: {path.name}, {len(said)} items."


def _what(code: Any) -> str:
    """What an item is, in the words of its finding."""
    titles = {one: words.one for one, words in wordings("parallel_run").items()}
    return "" if pd.isna(code) else titles.get(str(code), str(code))


def _box(value: Any, name: str) -> widgets.Text:
    return widgets.Text(
        "" if pd.isna(value) else str(value), placeholder=name, tooltip=name, layout={"width": "14rem"}
    )
