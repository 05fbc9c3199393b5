"""The cost comparison at the desk: widgets for its inputs, a verdict, figures and charts that follow."""

from __future__ import annotations

import ipywidgets as widgets

from cutover.errors import CutoverError
from cutover.reporting import charts
from cutover.reporting.markup import Shown, render
from cutover.reporting.page import Report
from cutover.result import Result
from cutover.workstreams.cost.inputs import Inputs
from cutover.workstreams.cost.options import options
from cutover.workstreams.cost.report import assess

_CHOICES = {
    "commitment": ("Commitment", ("annual", "monthly")),
    "tiers": ("Tiers", ("graduated", "whole-volume")),
    "pooling": ("Claims over", ("book", "practice")),
    "eligibility_price": ("Eligibility at $", ("0.25", "0.20")),
}
_TEXTS = {
    "parallel_weeks": "Parallel weeks",
    "volume_percent": "Claims, % of now",
    "first_month": "First month",
    "work_dollars": "Work, $",
    "eligibility_a_month": "Eligibility",
    "claim_status_a_month": "Claim status",
    "cob_a_month": "COB",
    "attachments_a_month": "Attachments",
}
_OF_THE_BOOK = ("parallel_weeks", "volume_percent", "first_month")


class CostDesk(widgets.VBox):
    """Inputs above, answer below. An empty field leaves an input to the data; a wrong one is said in words.

    `practices` chooses who moves: the others stay with Office Ally and are in no tier. Everything is reckoned
    anew at each change, from files that are read once.
    """

    def __init__(self, inputs: Inputs):
        self.given = inputs
        names = [(one.practice.name, one.practice.slug) for one in inputs.files]
        self.practices = widgets.SelectMultiple(
            options=names,
            value=[slug for _, slug in names],
            description="Moving",
            rows=min(8, len(names) or 1),
        )
        self.inputs = {key: _dropdown(*said) for key, said in _CHOICES.items()}
        texts = _TEXTS if inputs.practice else {key: _TEXTS[key] for key in _OF_THE_BOOK}
        self.inputs |= {key: _text(label) for key, label in texts.items()}
        self.answer = widgets.HTML()
        boxes = widgets.GridBox(
            list(self.inputs.values()), layout=widgets.Layout(grid_template_columns="repeat(3, 19rem)")
        )
        super().__init__([self.practices, boxes, self.answer])
        for widget in (self.practices, *self.inputs.values()):
            widget.observe(self._follow, names="value")
        self._follow()

    def _follow(self, _change: object = None) -> None:
        try:
            pieces = _pieces(self.result(), self.given)
        except CutoverError as error:
            pieces = [Shown(render("sentence.html.j2", text=str(error)))]
        self.answer.value = "".join(piece._repr_html_() for piece in pieces)

    def result(self) -> Result:
        """Return the answer to the inputs as they stand; raises CutoverError where one of them is wrong."""
        chosen = options(**{key: str(widget.value).strip() for key, widget in self.inputs.items()})
        return assess(self.given.changed(chosen, self.practices.value))


def _pieces(result: Result, inputs: Inputs) -> list[Shown]:
    report = Report(result, subject=inputs.name, as_of=inputs.as_of, name="what_if")
    return [
        report.verdict(),
        report.figures(),
        cumulative_chart(result),
        swings_chart(result),
        report.table("practices"),
    ]


def cumulative_chart(result: Result) -> Shown:
    """Return the cost so far of both ways as lines along the months."""
    alt = "The cost so far of each way, month by month; where the line of leaving runs below, it is cheaper."
    title = "Cost so far of staying and of leaving"
    return charts.line(result.tables["cumulative"], "month", "cents", alt, by="way", title=title)


def swings_chart(result: Result) -> Shown:
    """Return the tornado: how far each input moves the saving, the largest first."""
    alt = "One bar an input: how much more or less leaving saves over 36 months at each end of its range."
    title, note = "What moves the saving most", "Right of zero leaving saves more, left of it less."
    return charts.bars(
        result.tables["swings"], "input", "change_cents", alt, by="end", title=title, note=note
    )


def _dropdown(label: str, values: tuple[str, ...]) -> widgets.Dropdown:
    return widgets.Dropdown(options=values, description=label, style={"description_width": "8rem"})


def _text(label: str) -> widgets.Text:
    return widgets.Text(
        description=label,
        placeholder="as the data say",
        continuous_update=False,
        style={"description_width": "8rem"},
    )
