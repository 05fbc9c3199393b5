"""The cost comparison at the desk: widgets for its inputs, and an answer that follows the hand."""

from __future__ import annotations

from collections.abc import Sequence

import ipywidgets as widgets

from cutover.desk.parts import WIDE, shown
from cutover.desk.what_if import WhatIf
from cutover.errors import CutoverError
from cutover.reading.practice.book import Book, Practice
from cutover.reporting.drawing import charts
from cutover.reporting.markup import Shown
from cutover.reporting.page import Report
from cutover.result import Figure, Result
from cutover.workstreams.cost.inputs import Inputs
from cutover.workstreams.cost.options import Options, options
from cutover.workstreams.cost.report import assess
from cutover.workstreams.cost.verdict import figures

NOTEBOOK, OF_BOOK = "05_cost_comparison", "05_cost_comparison_book"
_CHOICES = {
    "commitment": ("Commitment", ("annual", "monthly")),
    "tiers": ("Tiers", ("graduated", "whole-volume")),
    "pooling": ("Claims over", ("book", "practice")),
    "eligibility_price": ("Eligibility at $", ("0.25", "0.20")),
}
_BY_DATA = ("by data", "")
_SLIDERS = {
    "volume_percent": ("Claims, % of now", [(str(n), "" if n == 100 else str(n)) for n in range(10, 305, 5)]),
    "parallel_weeks": ("Parallel weeks", [_BY_DATA, *((str(n), str(n)) for n in range(53))]),
}
_TEXTS = {
    "first_month": "First month",
    "work_dollars": "Work, $",
    "eligibility_a_month": "Eligibility",
    "claim_status_a_month": "Claim status",
    "cob_a_month": "COB",
    "attachments_a_month": "Attachments",
}
_OF_THE_BOOK = ("first_month",)
_DETAILS = "Verdict, charts and practices for these inputs"


class CostDesk(WhatIf):
    """Inputs above, figures right below them. An empty field leaves an input to the data; a wrong one is said in words.

    `practices` chooses who moves: the others stay with Office Ally and are in no tier. Everything is reckoned anew at
    each change, from files that are read once; verdict and charts, which take longer, once they are unfolded.
    """

    def __init__(self, inputs: Inputs):
        self.given = inputs
        names = [(one.practice.name, one.practice.slug) for one in inputs.files]
        self.practices = widgets.SelectMultiple(
            options=names, value=[slug for _, slug in names], description="Moving", rows=min(5, len(names) or 1),
            style=WIDE, layout={"width": "38rem"},
        )  # fmt: skip
        self.inputs: dict[str, widgets.Widget] = {key: _slider(*said) for key, said in _SLIDERS.items()}
        self.inputs |= {key: _dropdown(*said) for key, said in _CHOICES.items()}
        texts = _TEXTS if inputs.practice else {key: _TEXTS[key] for key in _OF_THE_BOOK}
        self.inputs |= {key: _text(label) for key, label in texts.items()}
        self.unfold = widgets.Checkbox(description=_DETAILS, indent=False, layout={"width": "auto"})
        self.details = widgets.HTML()
        boxes = widgets.GridBox(
            list(self.inputs.values()), layout=widgets.Layout(grid_template_columns="repeat(3, 19.5rem)")
        )
        notebook = NOTEBOOK if inputs.practice else OF_BOOK
        more = [self.unfold, self.details]
        super().__init__(_whose(inputs), notebook, inputs.as_of, [self.practices, boxes], more)
        for widget in (self.practices, self.unfold, *self.inputs.values()):
            widget.observe(self.follow, names="value")

    def _computed(self) -> Sequence[Figure]:
        try:
            return figures(self.given.comparison)
        except CutoverError:
            return ()

    def figures(self) -> Sequence[Figure]:
        """Return the figures for the inputs as they stand; raises CutoverError where one of them is wrong."""
        return figures(self._changed().comparison)

    def result(self) -> Result:
        """Return the whole answer to the inputs as they stand; raises CutoverError where one of them is wrong."""
        return assess(self._changed())

    def assumption(self) -> str:
        """Return in words what is other than in the report."""
        said = [
            f"{box.description}: {box.value}"
            for key, box in self.inputs.items()
            if box.value not in ("", _first(key))
        ]
        staying = [
            one.practice.name for one in self.given.files if one.practice.slug not in self.practices.value
        ]
        return "; ".join([*said, *([f"not moving: {', '.join(staying)}"] if staying else [])])

    def follow(self, change: object = None) -> None:
        """Reckon the figures anew and, where they are unfolded, verdict and charts."""
        super().follow(change)
        if not self.unfold.value:
            self.details.value = ""
            return
        self.details.value = shown(lambda: _pieces(self.result(), self.given))

    def _changed(self) -> Inputs:
        return self.given.changed(self._options(), self.practices.value)

    def _options(self) -> Options:
        return options(**{key: str(widget.value).strip() for key, widget in self.inputs.items()})


def _first(key: str) -> str:
    """What a choice stands at before anybody touches it."""
    return _CHOICES[key][1][0] if key in _CHOICES else ""


def _whose(inputs: Inputs) -> Practice | Book | None:
    """Whom the scenarios are kept of: the practice, else its client."""
    there = [one.practice for one in inputs.files]
    own = next((one for one in there if one.slug == inputs.practice), None)
    if inputs.practice or not there:
        return own
    return Book(there[0].client, inputs.name, there[0].home)


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


def _slider(label: str, values: list[tuple[str, str]]) -> widgets.SelectionSlider:
    return widgets.SelectionSlider(
        options=values, value="", description=label, style=WIDE, layout={"width": "19rem"}
    )


def _dropdown(label: str, values: tuple[str, ...]) -> widgets.Dropdown:
    return widgets.Dropdown(options=values, description=label, style=WIDE, layout={"width": "18.5rem"})


def _text(label: str) -> widgets.Text:
    return widgets.Text(
        description=label,
        placeholder="as the data say",
        continuous_update=False,
        style=WIDE,
        layout={"width": "18.5rem"},
    )
