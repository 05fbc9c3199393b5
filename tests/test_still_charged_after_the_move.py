"""What Office Ally still charged after a move is what its invoices say; a month without one keeps its estimate."""

from __future__ import annotations

import datetime as dt

import pytest
from cost_cases import AS_OF, MONTHS, one_book, one_case, one_files, one_intake, one_invoice, submissions
from cutover.workstreams.cost.inputs import Inputs
from cutover.workstreams.cost.model import costs
from cutover.workstreams.cost.options import options
from cutover.workstreams.cost.tables import months, totals

PM, EHR = "Practice Mate", "EHR 24/7"
BILLS = (
    *((f"2026-{n:02}", PM, "30.00") for n in (1, 2, 3, 4)),
    ("2026-05", PM, "36.00"), ("2026-06", PM, "12.50"), ("2026-06", "Payment received", "-30.00"),
    ("2026-06", EHR, "44.95"), ("2026-08", PM, "99.00"),  # of after the report
)  # fmt: skip


def compared(moved: dt.date, bills=BILLS, practice: str | None = "elm", **said):
    intake = one_intake(
        cutover_date=moved, parallel_weeks=12, charts_plan=said.pop("charts", "stay read-only")
    )
    made = one_files(claims=submissions(MONTHS, 10), intake=intake, invoices=one_invoice(*bills))
    return Inputs((made,), (), AS_OF, practice, "Elm Clinic", options(**said)).comparison


@pytest.fixture(scope="module")
def moved_in_may():
    return months(compared(dt.date(2026, 5, 11)))


def test_a_month_with_an_invoice_has_what_it_charges_of_what_leaving_ends(moved_in_may):
    # May 36.00; June 12.50, and its 44.95 for charts goes on; payments are no charge
    assert moved_in_may.frame["overlap_cents"].tolist()[:2] == [3_600, 1_250]


def test_a_month_without_one_keeps_the_estimate_and_says_so(moved_in_may):
    # 12 weeks from 11 May end on 2 August: July and August are of the parallel run, September is not.
    # The year ahead takes for each month its own invoice, else the mean of the six: (4 x 30 + 36 + 12.50) / 6 = 28.08
    assert moved_in_may.frame["overlap_cents"].tolist()[2:5] == [2_808, 2_808, 0]
    said = (
        "What Office Ally still charges is as invoiced in 2026-05 and 2026-06, less what does not end by leaving. "
        "No invoice is on file for 2026-07: what it still charges there is an estimate."
    )
    assert said in moved_in_may.note


def test_an_invoice_after_the_parallel_run_counts_too():
    of = months(compared(dt.date(2026, 2, 2)))  # 12 weeks end on 26 April
    assert of.frame["overlap_cents"].tolist()[:7] == [3_000, 3_000, 3_000, 3_600, 1_250, 0, 0]


def test_before_the_move_in_a_month_that_a_person_sets_and_for_a_book_estimates_alone_count():
    assert compared(dt.date(2026, 8, 3)).subject.cases[0].charged == ()
    assert compared(dt.date(2026, 5, 11), first_month="2026-05").moved == ()
    of = compared(dt.date(2026, 5, 11), practice=None)
    assert of.subject.cases[0].charged == () and "invoice" not in months(of).note


@pytest.mark.parametrize(
    ("charts", "charged"),
    [("move", (5_745, 5_745)), ("stay read-only", (1_250, 1_250)), (None, (1_250, 5_745))],
)
def test_charts_count_as_their_plan_has_it(charts, charged):
    # June: 12.50 and 44.95 for charts
    of = compared(dt.date(2026, 6, 1), charts=charts)
    assert of.subject.cases[0].charged == ((0, *charged),)


def test_staying_costs_no_less_than_what_was_charged_although_the_practice_had_left():
    case = one_case(oa=1_000, oa_high=4_000, weeks_months=3)
    found = costs(
        one_book(type(case)(**vars(case) | {"charged": ((0, 5_000, 5_000), (1, 2_000, 2_000), (4, 0, 0))}))
    )
    assert found.stay_low[0].tolist()[:5] == [5_000, 2_000, 1_000, 1_000, 1_000]
    assert found.stay_high[0].tolist()[:5] == [5_000, 4_000, 4_000, 4_000, 4_000]
    assert found.overlap_low[0].tolist()[:5] == [5_000, 2_000, 1_000, 0, 0]
    assert found.overlap_high[0].tolist()[:5] == [5_000, 2_000, 4_000, 0, 0]


def test_the_totals_add_up_to_the_months():
    of = compared(dt.date(2026, 5, 11))
    saved = totals(of).frame["saved_high_cents"].tolist()
    assert saved == months(of).frame["saved_high_cents"].iloc[[11, 23, 35]].tolist()


def test_of_many_months_the_first_are_named():
    of = compared(dt.date(2025, 10, 1))  # 2025-10 to 12 and 2026-07 have no invoice, January to June have one
    note = months(of).note
    assert "in 2026-01, 2026-02, 2026-03, 2026-04 and 2 more months, less" in note
    assert "No invoice is on file for 2025-10, 2025-11, 2025-12 and 2026-07: what" in note
