"""A draft is not filed, whatever filed day its row has: 06 and 08 count it alike, and both say status and day."""

from __future__ import annotations

import pytest
from cutover.reading.claims.receipts import Receipts
from cutover.reading.claims.tables import SUBMITTED_CLAIMS
from cutover.reading.mapping.targets import patients_export
from cutover.reading.patients.exports import Demographics
from cutover.workstreams.enrollment.cases import cases
from cutover.workstreams.enrollment.plan import calendar
from cutover.workstreams.enrollment.report import by_payer
from cutover.workstreams.enrollment.work_list import work
from cutover.workstreams.readiness.inputs import Inputs
from cutover.workstreams.readiness.steps import steps
from enrollment_makers import claims, day, filed, plan
from parallel_frames import frame

ERA = "ERA (835)"


def made(status: str, filed_on: str | None):
    """A payer whose claims are live, and whose ERA has this status and this filed day."""
    on = None if filed_on is None else day(filed_on)
    era = filed("TARN MUTUAL", "835", status, None, filed_on=on)
    return plan(claims("TARN MUTUAL", 3), enrollments=[era, filed("TARN MUTUAL", "837P", "LIVE")])


def step(of) -> tuple[str, str]:
    """State and words of the step that files, in the calendar of 08."""
    nothing = Demographics(False, patients_export())
    given = Inputs(of.inputs, frame(SUBMITTED_CLAIMS, []), nothing, nothing, Receipts(), others={})
    row = steps(given).loc[lambda rows: rows["step"].str.startswith("File claims")].iloc[0]
    return row["state"], row["detail"]


@pytest.mark.parametrize(
    ("status", "filed_on", "said", "state"),
    [
        ("DRAFT", "2026-07-20", "1 of 2 filed; 1 with a filed day has the status DRAFT", "to do"),
        ("not filed", "2026-07-20", "1 of 2 filed; 1 with a filed day has the status not filed", "to do"),
        ("DRAFT", None, "1 of 2 filed", "to do"),
        ("SUBMITTED", "2026-07-20", "2 of 2 filed", "done"),
        ("SUBMITTED", None, "2 of 2 filed", "done"),  # an export need not date it
    ],
)
def test_a_draft_is_not_counted_as_filed_in_08_and_its_filed_day_is_told(status, filed_on, said, state):
    assert step(made(status, filed_on)) == (state, said)


@pytest.mark.parametrize(
    ("status", "filed_on", "state", "action"),
    [
        ("DRAFT", "2026-07-20", "not filed: status DRAFT, filed day given", "Ask whether it was filed on"),
        ("DRAFT", None, "not filed", "File it today"),
        ("SUBMITTED", "2026-07-20", "under way", "Wait, and ask"),
    ],
)
def test_06_says_both_of_a_draft_with_a_filed_day_and_has_a_person_ask(status, filed_on, state, action):
    of = made(status, filed_on)
    rows = {one["transaction"]: one for one in work(of).to_dict("records")}
    assert rows[ERA]["state"] == state and rows[ERA]["action"].startswith(action)
    dates = calendar(of).set_index("transaction")
    assert dates.loc[ERA, "state"] == state and by_payer(of)["era_state"].iloc[0] == state


@pytest.mark.parametrize(
    ("filed_on", "what"),
    [
        ("2026-07-20", "claims are filed, the ERA is not filed: status DRAFT, filed day given"),
        (None, "claims are filed, the ERA is not"),
    ],
)
def test_the_case_of_an_era_that_is_not_known_to_be_filed_says_what_its_row_has(filed_on, what):
    assert list(cases(made("DRAFT", filed_on))["enroll-era-forgotten"]["what"]) == [what]
