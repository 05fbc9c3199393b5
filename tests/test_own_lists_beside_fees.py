"""A list of the client's own is no workbook that came back unread, where 12 tells what it does not show."""

from __future__ import annotations

import pandas as pd
import pytest
from cutover.reading.intake.returned import OWN
from cutover.workstreams.fee_schedules import unseen


@pytest.mark.parametrize(
    ("states", "said"),
    [
        (["read", OWN, "not used"], []),
        (
            ["read", OWN, "not read"],
            ["1 returned workbook could not be read; the handoff report names the files."],
        ),
    ],
)
def test_only_a_file_that_was_not_read_is_said_not_to_be(states, said):
    files = pd.DataFrame({"state": states})
    assert unseen.unread_workbooks(files) == said
