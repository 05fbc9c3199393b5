"""The choice of client, practice and day at the desk: looked for by a part of a name, kept for every notebook."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import ipywidgets as widgets

from cutover.desk.parts import FIELD, WIDE, Whom, message
from cutover.errors import CutoverError
from cutover.reading.practice import book, choice
from cutover.reporting import registry

_ROWS = 8  # of the list of practices
_NAMED = (
    60  # practices whose intakes are opened for their names; of a larger book the folders' names are shown
)


class Chooser(widgets.VBox):
    """A field that looks for a practice, the list of those found, and the day; each change is kept and `told`.

    `whom` is what is chosen, None while there is no practice at all.
    """

    def __init__(self, home: Path, told: Callable[[], None]):
        self.home, self._told = home, told
        self.find = widgets.Text(
            description="Find",
            placeholder="part of a client's or practice's name",
            style=WIDE,
            layout=FIELD,
        )
        self.list = widgets.Select(
            description="Practice", rows=_ROWS, style=WIDE, layout={"width": "min(52rem, 98%)"}
        )
        self.day = widgets.DatePicker(description="As of", style=WIDE)
        self.message = message()
        self._known: dict[tuple[str, str], str] = {}
        before = choice.chosen(home)
        self.day.value = before.day if before else dt.datetime.now().astimezone().date()
        super().__init__([self.find, self.list, self.day, self.message])
        self.read((before.client, before.practice) if before else None)
        self.find.observe(lambda _: self._look(), names="value")
        self.list.observe(lambda _: self._keep(), names="value")
        self.day.observe(lambda _: self._keep(), names="value")

    @property
    def whom(self) -> Whom | None:
        """What is chosen."""
        if self.list.value is None or self.day.value is None:
            return None
        client, practice = self.list.value
        return Whom(self.home, client, practice, self.day.value)

    def read(self, wanted: tuple[str, str] | None = None) -> None:
        """Take the practices as they are on disk now, and choose one of them."""
        there = [(client, slug) for client in book.clients(self.home) for slug in self._practices(client)]
        self._known = {one: _label(self.home, *one, named=len(there) <= _NAMED) for one in there}
        self.find.value = ""
        self._offer(there, wanted if wanted in there else self.list.value)

    def _practices(self, client: str) -> list[str]:
        try:
            return book.practices(self.home, client)
        except CutoverError as error:
            self.message.value = str(error)
            return []

    def _look(self) -> None:
        wanted = self.find.value.casefold().split()
        found = [one for one, label in self._known.items() if all(w in label.casefold() for w in wanted)]
        if found:
            self._offer(found, self.list.value)
        self.message.value = (
            f"{len(found)} of {len(self._known)} practices" if found else "No practice has that in its name."
        )

    def _offer(self, found: list[tuple[str, str]], wanted: tuple[str, str] | None) -> None:
        value = wanted if wanted in found else next(iter(found), None)
        self.list.rows = min(_ROWS, max(2, len(found)))
        self.list.options = [(self._known[one], one) for one in found]
        self.list.value = value
        self._keep()

    def _keep(self) -> None:
        if self.day.value is None:
            self.message.value = "Choose a day: reports are as of a day."
            return
        if self.whom is not None:
            try:
                cells = registry.cells_as_they_are()
                choice.keep(self.home, self.whom.client, self.whom.practice, self.whom.day, cells)
                self.message.value = (
                    f"Chosen: {self.whom.target} as of {self.whom.day}. Notebooks open with it."
                )
            except OSError as error:
                self.message.value = (
                    f"The choice could not be kept ({error.strerror}): notebooks open as they are."
                )
        self._told()


def _label(home: Path, client: str, slug: str, *, named: bool) -> str:
    known = book.remembered(home, client, slug) if named else None
    return f"{known.name if known else slug}, {book.client_name(home, client)} ({client}/{slug})"
