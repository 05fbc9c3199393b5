"""A list of sent claims may tell of answers by codes of acknowledgments alone: what has none is not answered."""

from __future__ import annotations

import pandas as pd
import pytest
from cutover.reading.claims.sent import _states
from cutover.workstreams.parallel_run.sent_answers import Answer, answers
from parallel_frames import day, run, went


def states(*cells: str | None) -> list[str]:
    written = pd.Series(cells, dtype="str")
    return _states(written, pd.Series([None] * len(cells), dtype="str")).tolist()


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        (("A2", "A7", None), ["accepted", "rejected", "sent"]),
        (("A1: received", "A3 - returned"), ["accepted", "rejected"]),
        (
            ("A2", "Z9", None),
            ["accepted", "unknown", "sent"],
        ),  # a code that nobody publishes; half of them are known
        (("A2", "blue", "green", None), ["unknown"] * 4),  # 1 of 3 is a code: a column of something else
        (("waiting", None), ["sent", "unknown"]),  # words: an empty cell says nothing
        (("plan A2", None), ["unknown", "unknown"]),  # no code at its beginning
    ],
)
def test_codes_are_states_where_most_of_a_column_are_codes(cells, expected):
    assert states(*cells) == expected


# the report is of Friday 2026-07-31: three business days before it is Tuesday 2026-07-28
@pytest.mark.parametrize(
    ("sent_on", "last", "answer"),
    [
        ("2026-07-20", "2026-07-22", Answer.SILENT),  # a later claim of the list is answered
        ("2026-07-20", "2026-07-20", Answer.SILENT),
        ("2026-07-20", "2026-07-17", None),  # the list was made before an answer could be there
        ("2026-07-28", "2026-07-29", None),  # not late yet
        ("2026-07-27", "2026-07-29", Answer.SILENT),
    ],
)
def test_a_claim_without_an_answer_in_a_list_that_has_later_ones_is_not_acknowledged(sent_on, last, answer):
    rows = [
        went("Q1", sent_on=day(sent_on), state="sent", state_as_written=None),
        went("Q2", sent_on=day(last), state="accepted", state_as_written="A2"),
    ]
    found = answers(run(sent=rows))
    assert (found["answer"].iloc[0] == Answer.SILENT) is (answer == Answer.SILENT)
    assert found["answer"].iloc[1] != Answer.SILENT
