"""What-ifs of the non-par fee: payers whose claims go another way, or whose status is another."""

from __future__ import annotations

from collections.abc import Sequence

import ipywidgets as widgets

from cutover.desk.what_if import WhatIf
from cutover.result import Figure
from cutover.workstreams.nonpar.desk import choices, figures_if
from cutover.workstreams.nonpar.inputs import Inputs

NOTEBOOK = "04_nonpar_exposure"


class NonparDesk(WhatIf):
    """Three lists of payers: those that go another way, those taken as par, those taken as non-par."""

    def __init__(self, inputs: Inputs):
        self.inputs = inputs
        payers = choices(inputs)
        self.moved, self.par, self.nonpar = (
            widgets.SelectMultiple(
                options=payers, description=label, rows=6, style={"description_width": "6rem"}
            )
            for label in ("Another way", "As par", "As non-par")
        )
        lists = widgets.HBox([self.moved, self.par, self.nonpar], layout={"flex_flow": "row wrap"})
        super().__init__(inputs.practice, NOTEBOOK, inputs.as_of, [lists])
        for one in (self.moved, self.par, self.nonpar):
            one.observe(self.follow, names="value")

    def figures(self) -> Sequence[Figure]:
        """Return the fee as the lists stand."""
        return figures_if(self.inputs, self.moved.value, self.par.value, self.nonpar.value)

    def assumption(self) -> str:
        """Return in words what the lists suppose."""
        said = (
            ("claims go another way for", self.moved.value),
            ("taken as par", self.par.value),
            ("taken as non-par", self.nonpar.value),
        )
        return "; ".join(f"{words}: {', '.join(chosen)}" for words, chosen in said if chosen)
