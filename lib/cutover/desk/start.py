"""The first page of the desk: whose work it is today, what is in hand, what was found, and what waits for a person."""

from __future__ import annotations

from pathlib import Path

import ipywidgets as widgets

from cutover.desk.attesting import AttestDesk
from cutover.desk.choosing import Chooser
from cutover.desk.in_hand import InHand
from cutover.desk.last_said import LastSaid
from cutover.desk.minutes import MinutesDesk
from cutover.desk.new_client import NewClient
from cutover.desk.parts import heading, style
from cutover.desk.running import RunDesk
from cutover.desk.waiting import Waiting
from cutover.reading.practice.book import project_home

_EMPTY = "There is no client yet. Make one here: the folders and the intake follow from the form."

_HEADINGS = (
    ("What each notebook last showed",),
    ("Make reports", "They are made in the background: you can go on working here meanwhile."),
    ("What is on file, and what to ask for",),
    ("Mappings that wait", "Tables of which a person must say which column is which."),
    ("Attest", "What people confirm, with name and day. An answer is added, never taken away."),
    ("The last meeting", "Who took each item of the parallel run, and what was answered."),
)


class Start(widgets.VBox):
    """The page; every part follows the choice at its top. `home` is the folder that holds `data` and `reports`."""

    def __init__(self, home: Path | None = None):
        self.home = home or project_home()
        self.said, self.run = LastSaid(), RunDesk(self._said_anew)
        self.hand, self.waiting = InHand(self._in_hand_anew), Waiting()
        self.attest, self.minutes = AttestDesk(), MinutesDesk()
        self.new = NewClient(self.home, self._made)
        pairs = zip(_HEADINGS, self._following(), strict=True)
        self.parts = widgets.VBox([one for words, part in pairs for one in (heading(*words), part)])
        self.choice = Chooser(self.home, self._follow)
        self.folded = widgets.Accordion(children=[self.new], titles=["A new client or practice"])
        self.folded.selected_index = None if self.choice.whom else 0
        self.none = heading("Begin", _EMPTY)
        super().__init__([style(), self.none, self.choice, self.folded, self.parts])
        self._follow()

    def _follow(self) -> None:
        """Show the practice that is chosen; without one, the form alone."""
        whom = getattr(self, "choice", None) and self.choice.whom
        if not hasattr(self, "none"):
            return
        for part, is_there in ((self.none, not whom), (self.choice, whom), (self.parts, whom)):
            part.layout.display = None if is_there else "none"
        if whom:
            for part in self._following():
                part.follow(whom)

    def _following(self) -> tuple[widgets.Widget, ...]:
        return self.said, self.run, self.hand, self.waiting, self.attest, self.minutes

    def _said_anew(self) -> None:
        if self.choice.whom:
            self.said.follow(self.choice.whom)

    def _in_hand_anew(self) -> None:
        if self.choice.whom:
            self.hand.follow(self.choice.whom)

    def _made(self, client: str, practice: str) -> None:
        """Choose a practice that was just made."""
        self.choice.read((client, practice))
        self.folded.selected_index = None
