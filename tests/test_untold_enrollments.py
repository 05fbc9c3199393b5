"""Enrollments of which no file tells where they stand are neither live nor late: unknown is said, never zero."""

from __future__ import annotations

from cutover.workstreams.enrollment.report import assess_plan
from enrollment_makers import claims, filed, plan

LABELS = ("Enrollments live", "Largest payers live", "Claims whose payer is live")


def figures(given) -> dict[str, tuple[str | None, str]]:
    return {f.label: (f.value, f.note) for f in assess_plan(given).figures if f.label in LABELS}


def test_where_no_row_is_about_any_enrollment_none_is_counted_as_live_or_not_live():
    told = figures(plan(claims("AETNA", 3)))
    assert {value for value, _ in told.values()} == {None}
    # claims and ERA of the one payer: 2 enrollments are needed
    assert told["Enrollments live"][1].endswith("of 2 no file tells where they stand")


def test_where_one_row_is_there_what_is_live_is_counted_and_the_others_are_named_as_untold():
    sent = [*claims("AETNA", 3), *claims("CIGNA", 1)]
    told = figures(plan(sent, enrollments=[filed("AETNA", "837P", "LIVE")]))
    # 1 of 2 payers with claims and ERA each: 4 are needed
    assert told["Enrollments live"] == (
        "1 of 4",
        "claims and ERAs in use; of 3 no file tells where they stand",
    )


def test_an_enrollment_that_is_said_to_be_not_filed_counts_as_not_live():
    told = figures(plan(claims("AETNA", 1), enrollments=[
        filed("AETNA", "837P", "not filed"), filed("AETNA", "835", "not filed")]))  # fmt: skip
    assert told["Enrollments live"] == ("0 of 2", "claims and ERAs in use")
