"""What-ifs at the desk: the answer beside the report's own and beside others that are kept, while the hand moves."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import ipywidgets as widgets

from cutover.desk.parts import FIELD, WIDE, clicked, message
from cutover.errors import CutoverError
from cutover.reading.practice import scenarios
from cutover.reading.practice.book import Book, Practice
from cutover.reading.practice.scenarios import Scenario
from cutover.reporting.markup import render, styled
from cutover.result import Figure

REPORTED, NOW = "As reported", "Now"


class WhatIf(widgets.VBox):
    """Controls, and right below them the figures: as reported, of scenarios that are kept, and as the controls stand.

    A family says `figures()` and `assumption()`: what is computed, and in words what is supposed. A scenario that is
    kept has a name and says who supposes it, and from when; it goes into the report where that is chosen.
    """

    def __init__(
        self,
        who: Practice | Book | None,
        notebook: str,
        day: dt.date,
        controls: Sequence[widgets.Widget],
        more: Sequence[widgets.Widget] = (),
    ):
        self.who, self.notebook, self.day = who, notebook, day
        self.answer = widgets.HTML()
        self.name = widgets.Text(
            description="Name it", placeholder="such as: without parallel run", style=WIDE, layout=FIELD
        )
        self.by = widgets.Text(description="Supposed by", placeholder="your name", style=WIDE, layout=FIELD)
        self.in_report = widgets.Checkbox(description="shown in the report, as an assumption", indent=False)
        self.keep_it = widgets.Button(description="Keep this one")
        self.drop = widgets.Button(description="Drop that name")
        self.message = message()
        self.keep_it.on_click(clicked(self.keep, self.message))
        self.drop.on_click(clicked(self.forget, self.message))
        self.kept = list(scenarios.kept(who, notebook)) if who else []
        naming = widgets.HBox(
            [self.name, self.by, self.in_report, self.keep_it, self.drop], layout={"flex_flow": "row wrap"}
        )
        places = [naming, self.message] if who else []
        super().__init__([*controls, self.answer, *places, *more])
        self.reported = self._computed()
        self.follow()

    def figures(self) -> Sequence[Figure]:
        """Return the figures as the controls stand."""
        raise NotImplementedError

    def assumption(self) -> str:
        """Return in words what the controls suppose, "" where they are as the report has it."""
        raise NotImplementedError

    def _computed(self) -> Sequence[Figure]:
        try:
            return self.figures()
        except CutoverError:
            return ()

    def follow(self, _change: object = None) -> None:
        """Reckon anew and show it; a wrong entry is said in words."""
        try:
            now = self.figures()
        except CutoverError as error:
            self.answer.value = str(styled(render("sentence.html.j2", text=str(error))))
            return
        columns = [(REPORTED, _values(self.reported), "")]
        columns += [(one.name, dict(one.figures), one.told) for one in self.kept]
        columns.append((NOW, _values(now), self.assumption() or "nothing is supposed"))
        labels = list(dict.fromkeys(label for _, values, _ in columns for label in values))
        html = render("what_if.html.j2", columns=columns, labels=labels)
        self.answer.value = str(styled(html))

    def keep(self) -> None:
        """Keep what the controls suppose, by its name; one of the same name is replaced."""
        name, by = self.name.value.strip(), " ".join(self.by.value.split())
        if self.who is None:
            return
        if not name or not by or not self.assumption():
            self.message.value = (
                "Change something first." if name and by else "Name it, and say who supposes it."
            )
            return
        try:
            figures = tuple((one.label, one.value or "unknown") for one in self.figures())
            on = dt.datetime.now().astimezone().date()
            one = Scenario(name, by, on, self.day, self.assumption(), figures, self.in_report.value)
            self.kept = scenarios.keep(self.who, self.notebook, one)
        except (CutoverError, OSError) as error:
            self.message.value = f"It was not kept: {error}"
            return
        self.message.value = f"Kept: {name}." + (" The next report shows it." if one.in_report else "")
        self.follow()

    def forget(self) -> None:
        """Drop the scenario of that name."""
        if self.who is None:
            return
        before = len(self.kept)
        self.kept = scenarios.drop(self.who, self.notebook, self.name.value.strip())
        gone = before - len(self.kept)
        self.message.value = "Dropped." if gone else "There is none of that name."
        self.follow()


def _values(figures: Sequence[Figure]) -> dict[str, str]:
    return {one.label: one.value or "unknown" for one in figures}
