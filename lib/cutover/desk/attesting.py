"""Attestations written down at the desk: each item of the checklist with its last word, and a new answer beside it."""

from __future__ import annotations

import ipywidgets as widgets
import pandas as pd

from cutover.desk.parts import WIDE, Whom, clicked, message, piece
from cutover.errors import CutoverError
from cutover.reading.intake import written
from cutover.reading.intake.reader import read_intake
from cutover.reading.intake.returned import load_returned
from cutover.reading.intake.written import Attestation
from cutover.reading.practice.book import INTAKE
from cutover.reference import Item, load_checklist
from cutover.workstreams.attested import Word, last_words

LEAVE, YES, NO = "leave as it is", "holds", "does not hold"


class AttestDesk(widgets.VBox):
    """A grid of the items: what was said last, a new answer, a note; who says it stands above, once.

    Nothing is written before the click; an answer without a name is refused. `answers` and `notes` are by item.
    """

    def __init__(self):
        self.opener = widgets.Button(description="Show the items", layout={"width": "12rem"})
        self.who = widgets.Text(description="Who attests", placeholder="first and last name", style=WIDE)
        self.save = widgets.Button(description="Write it down", button_style="success")
        self.message, self.place = message(), widgets.VBox()
        self.opener.on_click(clicked(self.show, self.message))
        self.save.on_click(clicked(self.write, self.message))
        super().__init__([self.opener, self.place, self.message])

    def follow(self, whom: Whom) -> None:
        """Begin anew with a practice; the grid is made when it is asked for."""
        if getattr(self, "whom", None) == whom:
            return
        self.whom, self.place.children, self.message.value = whom, (), ""

    def show(self) -> None:
        """Make the grid of the items as they stand."""
        try:
            said = _last_words(self.whom)
        except CutoverError as error:
            self.place.children, self.message.value = (), str(error)
            return
        items = load_checklist("day_zero").items
        self.answers = {item.code: widgets.Dropdown(options=[LEAVE, YES, NO], layout={"width": "11rem"})
                        for item in items}  # fmt: skip
        self.notes = {
            item.code: widgets.Text(placeholder="note", layout={"width": "13rem"}) for item in items
        }
        rows = [self._row(item, said.get(item.code, Word())) for item in items]
        self.place.children = [self.who, *rows, self.save]
        self.opener.description = "Show them again"

    def _row(self, item: Item, word: Word) -> widgets.Widget:
        text = widgets.HTML(
            piece("desk_item.html.j2", item=item, word=_said(word)), layout={"width": "min(32rem, 50%)"}
        )
        for box, name in ((self.answers[item.code], "Answer"), (self.notes[item.code], "Note")):
            box.tooltip = f"{name}: {item.text}"
        return widgets.HBox(
            [text, self.answers[item.code], self.notes[item.code]], layout={"flex_flow": "row wrap"}
        )

    def write(self) -> None:
        """Write the answers that were given, with name and day."""
        given = {code: box.value == YES for code, box in self.answers.items() if box.value != LEAVE}
        name = " ".join(self.who.value.split())
        if not given or not name:
            self.message.value = "Say who attests." if given else "No answer was given: nothing is written."
            return
        rows = [Attestation(code, holds, name, self.whom.day, self.notes[code].value.strip())
                for code, holds in given.items()]  # fmt: skip
        try:
            count = written.add(self.whom.opened(), rows)
        except OSError as error:
            self.message.value = f"It could not be written ({error.strerror})."
            return
        self.show()
        self.message.value = (
            f"Written: {count} answers of {name} as of {self.whom.day}. 01, 07 and 08 read them."
        )


def _last_words(whom: Whom) -> dict[str, Word]:
    intake = read_intake(whom.raw / INTAKE, f"{whom.target}/{INTAKE}")
    return last_words(intake.tables, load_returned(whom.opened()), pd.Timestamp(whom.day))


def _said(word: Word) -> str:
    if word.holds is None:
        return "no answer yet"
    answer = YES if word.holds else NO
    return f"{answer}: {word.who}, {word.on}" if word.counts else f"{answer}, without name and day"
