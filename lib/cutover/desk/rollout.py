"""The rollout plan at the desk: widgets for what a client may wish, and the plan that follows."""

from __future__ import annotations

import ipywidgets as widgets

from cutover.desk.parts import shown
from cutover.reporting.markup import Shown
from cutover.reporting.page import Report
from cutover.reporting.phases import phases
from cutover.result import Result
from cutover.workstreams.rollout.inputs import Inputs
from cutover.workstreams.rollout.options import options
from cutover.workstreams.rollout.report import assess
from cutover.workstreams.rollout.tables import BARS, SEEN

_TEXTS = {
    "chance_percent": ("Chance wanted, %", "90"),
    "most_a_week": ("Most a week", "2"),
    "fixed_days": ("Fixed days", "elm 2026-09-14, fir 2026-09-21"),
}


class RolloutDesk(widgets.VBox):
    """Wishes above, plan below. An empty field leaves a wish to the client's folder; a wrong one is said in words."""

    def __init__(self, inputs: Inputs):
        self.given = inputs
        self.inputs = {key: _text(*said) for key, said in _TEXTS.items()}
        self.answer = widgets.HTML()
        super().__init__([*self.inputs.values(), self.answer])
        for widget in self.inputs.values():
            widget.observe(self._follow, names="value")
        self._follow()

    def _follow(self, _change: object = None) -> None:
        self.answer.value = shown(lambda: _pieces(self.result(), self.given))

    def result(self) -> Result:
        """Return the plan under the wishes as they stand; raises CutoverError where one of them is wrong."""
        wishes = options(**{key: str(widget.value).strip() for key, widget in self.inputs.items()})
        return assess(self.given.changed(**wishes))


def _pieces(result: Result, inputs: Inputs) -> list[Shown]:
    report = Report(result, subject=inputs.name, as_of=inputs.as_of, name="what_if")
    chart = phases(result.tables["drawn"], **BARS, alt=SEEN, today=inputs.as_of, title="The plan of the book")
    return [report.verdict(), report.figures(), chart, report.table("waves"), report.table("fixed")]


def _text(label: str, example: str) -> widgets.Text:
    return widgets.Text(
        description=label, placeholder=example, continuous_update=False, style={"description_width": "9rem"}
    )
