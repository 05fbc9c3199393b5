"""The meeting of a parallel run, written down at the desk by one click."""

from __future__ import annotations

import datetime as dt

import ipywidgets as widgets

from cutover.desk.parts import clicked
from cutover.errors import CutoverError
from cutover.reading.postings.meetings import hold
from cutover.reading.practice.book import Practice
from cutover.result import Table
from cutover.workstreams.parallel_run.meeting import minutes


class MeetingDesk(widgets.HBox):
    """A button that writes a day's open items into the practice's folder, once; `message` says what became of it."""

    def __init__(self, practice: Practice, sheet: Table, on: dt.date):
        self.practice, self.items, self.on = practice, minutes(sheet.frame), on
        self.button = widgets.Button(description="Write it down")
        self.message = widgets.Label(f"{len(self.items):,} open items on {on}")
        self.button.on_click(clicked(self.write, self.message))
        super().__init__([self.button, self.message])

    def write(self) -> None:
        """Write the items; where that day's meeting is on disk already, say so and change nothing."""
        try:
            self.message.value = f"Written: {hold(self.practice, self.items, self.on).name}"
        except CutoverError as error:
            self.message.value = str(error)
