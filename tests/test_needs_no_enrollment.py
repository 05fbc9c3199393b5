"""What nobody has to file is neither filed nor live: it is named beside the number of what has to be."""

from __future__ import annotations

import pytest
from cutover.reading.claims.receipts import Receipts
from cutover.reading.claims.tables import PAYER_LIST, SUBMITTED_CLAIMS
from cutover.reading.mapping.targets import patients_export
from cutover.reading.patients.exports import Demographics
from cutover.reading.payers.lists import PayerLists
from cutover.workstreams.enrollment.report import assess
from cutover.workstreams.enrollment.standing import NOT_NEEDED, UNDER_WAY, UNTOLD, needing_none
from cutover.workstreams.readiness.inputs import Inputs
from cutover.workstreams.readiness.steps import steps
from enrollment_makers import claims, day, era, filed, live, plan, required
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


def test_where_no_file_tells_what_is_filed_it_is_not_known_what_is_live():
    value, note, state, _ = told()
    assert value is None and "1 needs no enrollment" in note and state != "done"


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


def paper(*said: tuple[str, bool], **more) -> str:
    """The state of the ERA of a payer of injured workers, where the list says who sends remittances."""
    row = {"list_date": day("2026-07-01"), "transaction": "835"}
    listed = frame(PAYER_LIST, [row | {"payer_name": name, "is_available": there} for name, there in said])
    made = plan(claims("GULF COMP FUND", 3), lists=PayerLists(listed, ()), **more)
    rows = made.standing
    return rows.loc[rows["payer"].eq("GULF COMP FUND") & rows["transaction"].eq("835"), "state"].iloc[0]


@pytest.mark.parametrize(
    ("said", "more", "state"),
    [
        ([("Gulf Comp Fund", False)], {}, NOT_NEEDED),
        ([("Gulf Comp Fund", True)], {}, UNTOLD),
        ([("Other Fund", False)], {}, UNTOLD),  # the list does not name it
        ([], {}, UNTOLD),
        # a remittance of it is held, or somebody filed its ERA: the list does not know it all
        ([("Gulf Comp Fund", False)], {"eras": [era("GULF COMP FUND", "2026-06-01")]}, UNTOLD),
        (
            [("Gulf Comp Fund", False)],
            {"enrollments": [filed("GULF COMP FUND", "835", "SUBMITTED")]},
            UNDER_WAY,
        ),
        # Stedi's own list goes first
        (
            [("Gulf Comp Fund", False)],
            {"rules": [required("GULF COMP FUND", "835", "enrollment required")]},
            UNTOLD,
        ),
    ],
)
def test_a_payer_that_sends_no_remittances_by_the_payer_list_needs_no_era(said, more, state):
    assert paper(*said, **more) == state
