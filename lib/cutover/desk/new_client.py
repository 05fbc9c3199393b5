"""A new client or practice by a form: what `cutover new` makes, with the identity written into the intake."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import ipywidgets as widgets

from cutover.desk.parts import WIDE, clicked, message
from cutover.errors import CutoverError, UsageError
from cutover.identifiers import is_npi, tin_digits
from cutover.reading.practice import book, new_folders
from cutover.reading.practice.book import INTAKE

_WIDTH = {"width": "min(36rem, 98%)"}


class NewClient(widgets.VBox):
    """The form; `told(client, practice)` is called once the folders are there. What is there already is left alone.

    The folders' names follow from the names, and stand below until the click.
    """

    def __init__(self, home: Path, told: Callable[[str, str], None]):
        self.home, self._told = home, told
        self.client = widgets.Combobox(
            description="Client", placeholder="the billing company", options=book.clients(home), style=WIDE,
            layout=_WIDTH,
        )  # fmt: skip
        self.practice = _text("Practice", "as its reports show it")
        self.tin = _text("Tax ID", "12-3456789")
        self.npi = _text("Group NPI", "ten digits; those of single providers go into the intake")
        self.cutover = widgets.DatePicker(description="Planned cutover", style=WIDE)
        self.button = widgets.Button(description="Make the folders", button_style="success")
        self.button.layout.width = "12rem"
        self.message = message()
        super().__init__(
            [self.client, self.practice, self.tin, self.npi, self.cutover, self.message, self.button]
        )
        for box in (self.client, self.practice, self.tin, self.npi):
            box.observe(lambda _: self._follow(), names="value")
        self.button.on_click(clicked(self.make, self.message))
        self._follow()

    def _follow(self) -> None:
        self.message.value = self._wrong() or f"The folders will be data/raw/{'/'.join(self._slugs())}/."

    def _slugs(self) -> tuple[str, str]:
        return slug(self.client.value), slug(self.practice.value)

    def _wrong(self) -> str:
        """What keeps the form from being used, in words; "" where nothing does."""
        if not all(self._slugs()):
            return "Name the client and the practice."
        if self.tin.value.strip() and tin_digits(self.tin.value) is None:
            return "A Tax ID has nine digits."
        if self.npi.value.strip() and not is_npi(self.npi.value.strip()):
            return "That is no NPI: ten digits, of which the last is a check digit."
        if not self.tin.value.strip() and not self.npi.value.strip():
            return "Give a Tax ID or an NPI: they tell a practice's files from another's."
        return ""

    def make(self) -> None:
        """Make the folders and the intake; where the form is not complete, or a practice is there, say so."""
        if wrong := self._wrong():
            self.message.value = wrong
            return
        client, practice = self._slugs()
        try:
            if (self.home / "data" / "raw" / client / practice / INTAKE).exists():
                raise UsageError(f"{client}/{practice} is there already: choose it above.")
            new_folders.checked(f"{client}/{practice}")
            new_folders.make(self.home, client, practice, self.client.value.strip(), self._answers())
        except (CutoverError, OSError) as error:
            self.message.value = str(error)
            return
        self._told(client, practice)
        self.client.options = book.clients(self.home)
        self.message.value = (
            f"Made: data/raw/{client}/{practice}/. It is chosen above; see there what to ask for."
        )

    def _answers(self) -> dict[str, object]:
        """What the form knows, as the intake takes it."""
        name, npi = " ".join(self.practice.value.split()), self.npi.value.strip()
        said = {"name": name, "cutover_date": self.cutover.value}
        said |= {"tins": [tin_digits(self.tin.value)]} if self.tin.value.strip() else {}
        providers = [{"name": name, "npi": npi, "npi_type": "group"}] if npi else []
        return {"practice": {key: value for key, value in said.items() if value}, "providers": providers}


def slug(name: str) -> str:
    """Return the name of a folder that follows from a name: a-z, 0-9 and hyphens."""
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")[:64].strip("-")


def _text(label: str, hint: str) -> widgets.Text:
    return widgets.Text(description=label, placeholder=hint, style=WIDE, layout=_WIDTH)
