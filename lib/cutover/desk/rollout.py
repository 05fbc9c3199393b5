"""The rollout plan at the desk: other wishes and other days of a payer, and the plan that follows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

import ipywidgets as widgets

from cutover.desk.parts import FIELD, WIDE, shown
from cutover.desk.what_if import WhatIf
from cutover.reading.practice.book import Book
from cutover.reporting.drawing.phases import phases
from cutover.reporting.markup import Shown
from cutover.reporting.page import Report
from cutover.result import Figure, Result
from cutover.workstreams.rollout.inputs import Inputs
from cutover.workstreams.rollout.report import assess, plan_of
from cutover.workstreams.rollout.tables import BARS, SEEN
from cutover.workstreams.rollout.verdict import figures

NOTEBOOK = "10_rollout_plan"
NOBODY, AS_WISHED = "(none)", "as wished"


class RolloutDesk(WhatIf):
    """The chance wanted, the most a week, a practice on a fixed day, other days of a payer; the plan unfolds."""

    def __init__(self, inputs: Inputs, who: Book | None = None):
        self.given = inputs
        self.chance = _slider("Chance wanted, %", range(50, 100))
        self.most = _slider("Most a week", range(1, 6))
        self.fixed = _dropdown("Fix the day of", [(one.name, slug) for slug, one in inputs.facts.items()])
        self.on = widgets.DatePicker(description="on", style=WIDE)
        self.slow = _dropdown("Other days for", [(payer, payer) for payer in inputs.awaited])
        self.days = widgets.IntSlider(
            value=0, min=-60, max=120, description="Days more", style=WIDE, layout=FIELD
        )
        self.unfold = widgets.Checkbox(description="show the plan", indent=False)
        self.details = widgets.HTML()
        left = widgets.VBox([self.chance, self.most])
        right = widgets.VBox([self.fixed, self.on, self.slow, self.days])
        controls = widgets.HBox([left, right], layout={"flex_flow": "row wrap"})
        super().__init__(who, NOTEBOOK, inputs.as_of, [controls], [self.unfold, self.details])
        for one in (self.chance, self.most, self.fixed, self.on, self.slow, self.days, self.unfold):
            one.observe(self.follow, names="value")

    def figures(self) -> Sequence[Figure]:
        """Return the plan's figures as the controls stand; raises CutoverError where no plan can be made so."""
        return figures(plan_of(self._inputs()))

    def result(self) -> Result:
        """Return the whole plan as the controls stand; raises CutoverError as `figures`."""
        return assess(self._inputs())

    def follow(self, change: object = None) -> None:
        """Reckon the figures anew and, where it is unfolded, the plan."""
        super().follow(change)
        pieces = shown(lambda: _pieces(self.result(), self.given)) if self.unfold.value else ""
        self.details.value = pieces

    def assumption(self) -> str:
        """Return in words what the controls suppose."""
        said = [f"a chance of {self.chance.value} % is wanted"] if self.chance.value else []
        said += [f"at most {self.most.value} a week"] if self.most.value else []
        said += [f"{slug} on {day}" for slug, day in self._fixed().items()]
        return "; ".join([*said, *(f"{payer} takes {days:+d} days" for payer, days in self._slow().items())])

    def _inputs(self) -> Inputs:
        """The inputs as the controls stand; where nothing is supposed, those of the report."""
        wishes: dict[str, Any] = {"chance_percent": self.chance.value, "most_a_week": self.most.value}
        wishes = {name: value for name, value in wishes.items() if value}
        if self._fixed():
            wishes["fixed"] = {**self.given.wishes.fixed, **self._fixed()}
        found = self.given.changed(**wishes) if wishes else self.given
        return found.supposing(self._slow()) if self._slow() else found

    def _fixed(self) -> dict[str, dt.date]:
        return {self.fixed.value: self.on.value} if self.fixed.value and self.on.value else {}

    def _slow(self) -> dict[str, int]:
        return {self.slow.value: self.days.value} if self.slow.value and self.days.value else {}


def _pieces(result: Result, inputs: Inputs) -> list[Shown]:
    report = Report(result, subject=inputs.name, as_of=inputs.as_of, name="what_if")
    chart = phases(result.tables["drawn"], **BARS, alt=SEEN, today=inputs.as_of, title="The plan of the book")
    return [report.verdict(), chart, report.table("waves"), report.table("fixed")]


def _slider(label: str, values: range) -> widgets.SelectionSlider:
    options = [(AS_WISHED, 0), *((str(value), value) for value in values)]
    return widgets.SelectionSlider(options=options, value=0, description=label, style=WIDE, layout=FIELD)


def _dropdown(label: str, options: list[tuple[str, str]]) -> widgets.Dropdown:
    return widgets.Dropdown(options=[(NOBODY, ""), *options], description=label, style=WIDE, layout=FIELD)
