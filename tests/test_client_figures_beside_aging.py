"""Where no figure of a month is on file, the baseline says what else of the client's own it compared: its A/R aging."""

from __future__ import annotations

from types import SimpleNamespace

import pandas as pd
import pytest
from cutover.workstreams.aging_figures import AGREES, DIFFERS, NOT_STATED, UNKNOWN
from cutover.workstreams.reporting_baseline.verdict import _no_figures


@pytest.mark.parametrize(
    ("states", "said"),
    [
        ([], "none is on file, and none is typed into the intake"),
        ([UNKNOWN, NOT_STATED], "none is on file, and none is typed into the intake"),  # nothing was compared
        # of 4 rows 3 could be compared, and 2 of them agree
        ([AGREES, AGREES, DIFFERS, UNKNOWN], "of the A/R aging 2 of 3 amounts agree"),
        ([DIFFERS], "of the A/R aging 0 of 1 amounts agree"),
    ],
)
def test_an_aging_that_was_compared_is_no_figure_that_is_absent(states, said):
    book = SimpleNamespace(aging_reported=pd.DataFrame({"state": pd.Series(states, dtype="str")}))
    assert _no_figures(book).endswith(said)
