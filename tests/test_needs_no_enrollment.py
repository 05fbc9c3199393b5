"""What nobody has to file is neither filed nor live: it is named beside the number of what has to be."""

from __future__ import annotations

import pytest
from cutover.reading.claims.receipts import Receipts
from cutover.reading.claims.tables import SUBMITTED_CLAIMS
from cutover.reading.mapping.targets import patients_export
from cutover.reading.patients.exports import Demographics
from cutover.workstreams.enrollment.report import assess
from cutover.workstreams.enrollment.standing import needing_none
from cutover.workstreams.readiness.inputs import Inputs
from cutover.workstreams.readiness.steps import steps
from enrollment_makers import claims, filed, live, plan, required
from parallel_frames import frame

AT_ONCE = required("AETNA", "837P", "supported")  # claims need none; an ERA is always enrolled


def told(enrollments=(), rules=(AT_ONCE,)) -> tuple[str | None, str, str, str]:
    """The figure of what is live with its words, and the state and words of the step that files."""
    made = plan(claims("AETNA", 3), enrollments=enrollments, rules=rules)
    (figure,) = [one for one in assess(made.inputs).figures if one.label == "Enrollments live"]
    nothing = Demographics(False, patients_export())
    given = Inputs(made.inputs, frame(SUBMITTED_CLAIMS, []), nothing, nothing, Receipts(), others={})
    row = steps(given).loc[lambda rows: rows["step"].str.startswith("File claims")].iloc[0]
    return figure.value, figure.note, row["state"], row["detail"]


def test_where_nothing_is_filed_nothing_is_live_and_nothing_is_filed():
    value, note, state, detail = told()
    assert value == "0 of 1" and note.endswith("; 1 needs no enrollment")
    assert detail == "0 of 1 filed; 1 needs no enrollment" and state != "done"


def test_what_has_to_be_filed_is_counted_alone():
    value, note, state, detail = told([filed("AETNA", "835", "LIVE")])
    assert value == "1 of 1" and note.endswith("; 1 needs no enrollment")
    assert detail == "1 of 1 filed; 1 needs no enrollment" and state == "done"


def test_where_both_have_to_be_filed_none_is_named_that_needs_nothing():
    value, note, _, detail = told(live("AETNA"), rules=())
    assert (value, detail) == ("2 of 2", "2 of 2 filed") and "needs no" not in note


@pytest.mark.parametrize(
    ("number", "said"), [(0, ""), (1, "; 1 needs no enrollment"), (2, "; 2 need no enrollment")]
)
def test_their_number_is_said_in_words(number, said):
    assert needing_none(number) == said
