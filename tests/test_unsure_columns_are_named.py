"""A column that is too unsure to be used is named by the check as one that is not used."""

from __future__ import annotations

from types import SimpleNamespace

import pandas as pd
import pytest
from cutover.reading.mapping.targets import load_target
from cutover.reading.practice.usable_rows import _unsure


@pytest.mark.parametrize(
    ("key", "required", "state", "named"),
    [
        ("patient_control_number", False, "unsure", ["Tally"]),
        ("patient_control_number", False, "suggested", []),  # it is used
        ("patient_control_number", True, "unsure", []),  # what is lacking is said elsewhere
        ("service_from", False, "unsure", []),  # the only day of a table may be taken all the same
    ],
)
def test_an_unsure_column_goes_nowhere_and_is_named(key, required, state, named):
    rows = pd.DataFrame({"key": [key], "source_column": ["Tally"], "state": [state], "required": [required]})
    used = {key: "Tally"} if state == "suggested" else {}
    assert _unsure(SimpleNamespace(rows=rows, used=used, target=load_target("claims"))) == named
