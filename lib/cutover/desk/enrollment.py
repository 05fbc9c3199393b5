"""What-ifs of the cutover's date: payers taken as live, days of a payer, the chance that is wanted, the day."""

from __future__ import annotations

from collections.abc import Sequence

import ipywidgets as widgets

from cutover.desk.parts import FIELD, WIDE
from cutover.desk.what_if import WhatIf
from cutover.result import Figure
from cutover.workstreams.enrollment.dates import SURE
from cutover.workstreams.enrollment.desk import figures_if, waited_for
from cutover.workstreams.enrollment.plan import Plan

NOTEBOOK = "06_payer_enrollment"
NOBODY = "(no payer)"


class EnrollmentDesk(WhatIf):
    """Payers that are live already, one payer that takes other days, the chance wanted, and a day of the cutover."""

    def __init__(self, plan: Plan):
        self.plan = plan
        payers, inputs = waited_for(plan), plan.inputs
        self.live = widgets.SelectMultiple(
            options=payers, description="Live already", rows=6, style=WIDE, layout=FIELD
        )
        self.slow = widgets.Dropdown(options=[NOBODY, *payers], description="Other days for", style=WIDE)
        self.days = widgets.IntSlider(
            value=0, min=-60, max=120, description="Days more", style=WIDE, layout=FIELD
        )
        self.share = widgets.IntSlider(
            value=round(100 * SURE), min=50, max=99, description="Chance wanted, %", style=WIDE,
            layout=FIELD,
        )  # fmt: skip
        self.cutover = widgets.DatePicker(value=inputs.cutover, description="Cutover", style=WIDE)
        right = widgets.VBox([self.slow, self.days, self.share, self.cutover])
        controls = widgets.HBox([self.live, right], layout={"flex_flow": "row wrap"})
        super().__init__(inputs.files.practice, NOTEBOOK, inputs.as_of, [controls])
        for one in (self.live, self.slow, self.days, self.share, self.cutover):
            one.observe(self.follow, names="value")

    def figures(self) -> Sequence[Figure]:
        """Return the days as the controls stand."""
        more = {} if self.slow.value == NOBODY else {self.slow.value: self.days.value}
        return figures_if(self.plan, self.live.value, more, self.share.value / 100, self.cutover.value)

    def assumption(self) -> str:
        """Return in words what the controls suppose."""
        said = [f"live already: {', '.join(self.live.value)}"] if self.live.value else []
        if self.slow.value != NOBODY and self.days.value:
            said.append(f"{self.slow.value} takes {self.days.value:+d} days")
        if self.share.value != round(100 * SURE):
            said.append(f"a chance of {self.share.value} % is wanted")
        if self.cutover.value != self.plan.inputs.cutover:
            said.append(f"the cutover is {self.cutover.value or 'on no day'}")
        return "; ".join(said)
