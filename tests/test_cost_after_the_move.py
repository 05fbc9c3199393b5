"""The comparison of a practice that has moved begins with its move, and what went on paper is told as bills tell it."""

from __future__ import annotations

import datetime as dt

import pandas as pd
import pytest
from cost_cases import AS_OF, MONTHS, one_files, one_intake, one_invoice, submissions
from cutover.reading.claims.invoices import INVOICE_LINES
from cutover.workstreams.cost import moved
from cutover.workstreams.cost.bills import printed
from cutover.workstreams.cost.facts import first_month
from cutover.workstreams.cost.inputs import Inputs
from cutover.workstreams.cost.options import options
from cutover.workstreams.cost.volumes import VOLUMES
from parallel_frames import frame

NEXT = dt.date(2026, 8, 1)  # AS_OF is 2026-07-31


def compared(day: dt.date | None, practice: str | None = "elm", invoices=None, **said):
    intake = one_intake(**({"cutover_date": day, "parallel_weeks": 4} if day else {"parallel_weeks": 4}))
    files = {} if invoices is None else {"invoices": invoices}
    made = one_files(claims=submissions(MONTHS, 10), intake=intake, **files)
    return Inputs((made,), (), AS_OF, practice, "Elm Clinic", options(**said)).comparison


@pytest.mark.parametrize(
    ("day", "first"),
    [
        (dt.date(2026, 9, 14), dt.date(2026, 9, 1)),  # is planned
        (dt.date(2026, 7, 31), dt.date(2026, 7, 1)),  # moved on the day of the report
        (dt.date(2026, 3, 16), dt.date(2026, 3, 1)),
        (dt.date(2025, 8, 1), dt.date(2025, 8, 1)),  # the first of the last twelve months
        (dt.date(2025, 7, 31), NEXT),  # before them
        (None, NEXT),
    ],
)
def test_the_ways_are_compared_from_the_month_of_the_move_on(day, first):
    intake = one_intake(**({"cutover_date": day} if day else {}))
    assert first_month(intake, AS_OF, options()) == first


def test_a_practice_that_has_moved_is_told_so_with_what_office_ally_still_charged():
    bills = one_invoice(
        ("2026-05", "EHR 24/7", "44.95"), ("2026-06", "EHR 24/7", "44.95"), ("2026-07", "Printing", "1.10")
    )
    of = compared(dt.date(2026, 5, 18), invoices=bills)
    assert of.subject.scenario.cases[0].parallel_months == 2  # 4 weeks from 18 May end on 14 June
    assert moved.opening(of, "Elm Clinic") == (
        "Elm Clinic moved on 2026-05-18, and the comparison begins in that month."
    )
    # after May: 44.95 + 1.10 = 46.05
    assert moved.limits(of)[0].endswith("come to $46.05 (2026-06 $44.95 and 2026-07 $1.10).")


@pytest.mark.parametrize(
    ("day", "asked"), [("2026-07-02", False), ("2026-07-03", False), ("2026-07-04", True)]
)
def test_nobody_is_asked_to_shorten_a_parallel_run_that_is_over(day, asked):
    # 4 weeks from 3 July end on 30 July, and from 4 July on 31 July, the day of the report
    of = compared(dt.date.fromisoformat(day))
    assert of.own[0].run_ends_after(AS_OF) is asked


def test_before_the_move_and_for_a_month_that_a_person_sets_nothing_of_it_is_said():
    for of in (compared(dt.date(2026, 8, 3)), compared(None),
               compared(dt.date(2026, 5, 18), first_month="2026-10")):  # fmt: skip
        assert (moved.opening(of, "Elm Clinic"), moved.limits(of)) == ("", ())


def test_a_book_names_whom_it_compares_as_if_they_moved_with_the_others():
    of = compared(dt.date(2026, 5, 18), practice=None)
    assert of.first == NEXT and moved.opening(of, "Book") == ""
    assert moved.limits(of) == (
        "Elm Clinic has moved already. Here it is compared as if it moved with the others in 2026-08.",
    )


@pytest.mark.parametrize(
    ("words", "number", "told"),
    [
        ("Paper claims", 12, "12 claims on paper for $6.60."),
        ("Claim printing and postage", 1, "1 claim on paper for $6.60."),
        (
            "Statements printed",
            12,
            "12 for $6.60. The claim list does not tell how many claims went on paper.",
        ),
        ("Paper claims", None, "$6.60. The claim list does not tell how many claims went on paper."),
    ],
)
def test_a_bill_that_counts_claims_on_paper_tells_how_many_went(words, number, told):
    line = {
        "month": pd.Timestamp("2026-04-01"), "charge": "printing", "description": words, "quantity": number,
        "amount_cents": 660,
    }  # fmt: skip
    assert printed(frame(INVOICE_LINES, [line]), frame(VOLUMES, [])) == (
        f"Printing on the bill of 2026-04: {told}",
    )
