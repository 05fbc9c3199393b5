"""Findings that the sample does not plant: each is raised by the smallest practice that has its case."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pandas as pd
import pytest
from claim_makers import listed, payer_list, several
from cost_cases import AS_OF, MONTHS, one_files, one_intake, one_invoice, submissions
from cutover.columns import empty
from cutover.reading.claims.cost_files import Left
from cutover.reading.mapping.folder import Mapped
from cutover.reading.payers.tables import ENROLLMENT_FILES, ENROLLMENTS, ENROLLMENTS_ASIDE
from cutover.reading.postings.tables import MEDI, OFFICE_ALLY
from cutover.workstreams.cost import report as cost
from cutover.workstreams.cost.facts import load_rules
from cutover.workstreams.cost.inputs import Inputs as CostInputs
from cutover.workstreams.cost.options import options
from cutover.workstreams.enrollment.report import assess_plan
from cutover.workstreams.findings import placed
from cutover.workstreams.nonpar.report import assess as nonpar
from cutover.workstreams.parallel_run.report import assess as reconcile
from enrollment_makers import frame
from enrollment_makers import plan as enrollment_plan
from era_frames import claim, day, payment
from nonpar_makers import basis_of, sent
from parallel_frames import posting, run

TEN = submissions(MONTHS, 10)


def counts(result) -> dict[str, tuple]:
    """Cases and cents of each finding."""
    return {f.code: (f.count, f.amount_cents) for f in result.findings}


def compared(
    *files, practice: str | None = "elm", left=(), as_of: dt.date = AS_OF, **said
) -> dict[str, tuple]:
    """The findings of a cost comparison."""
    return counts(cost.assess(CostInputs(files, tuple(left), as_of, practice, "Elm", options(**said))))


def test_transactions_that_nobody_counts_or_states_are_assumed_and_named():
    # eligibility, status, and what else goes with claims: all but the claims themselves
    found = compared(one_files(claims=TEN))
    assert found["cost-volume-assumed"][0] == 4


def test_the_readings_that_the_price_list_leaves_open_are_named_where_they_move_the_answer():
    assert compared(one_files(claims=submissions(MONTHS, 600)))["cost-reading-open"][0] >= 1


def test_a_charge_that_leaving_does_not_surely_end_is_named_with_a_year_of_it():
    charts = one_invoice(*[(m, "EHR 24/7 subscription", "44.95") for m in MONTHS])
    unsure = one_files(claims=TEN, intake=one_intake(usage="EHR 24/7"), invoices=charts)
    assert compared(unsure)["cost-charge-stays"] == (1, 12 * 44_95)
    sure = one_files(claims=TEN, intake=one_intake(usage="EHR 24/7", charts_plan="move"), invoices=charts)
    assert "cost-charge-stays" not in compared(sure)


@pytest.mark.parametrize(("weeks", "found"), [("4", True), ("0", False)])
def test_a_parallel_run_costs_the_months_of_office_ally_that_it_touches(weeks, found):
    invoices = one_invoice(*[(m, "Practice Mate", "29.00") for m in MONTHS])
    told = compared(one_files(claims=TEN, invoices=invoices), parallel_weeks=weeks)
    assert ("cost-two-sets-of-fees" in told) is found


def test_an_answer_that_turns_within_the_range_of_an_input_is_undecided():
    # whether six NPIs owe the fee is not known: Office Ally charges from nothing to 6 * $44.95, Medi $129.80
    claims = submissions(MONTHS, 20, unknown=1, npis=6)
    told = compared(one_files(claims=claims, intake=one_intake(6, usage="clearinghouse-only")))
    assert told["cost-undecided"][0] >= 1


def test_a_line_of_an_invoice_that_no_known_words_explain_is_named_with_its_amount():
    told = compared(one_files(claims=TEN, invoices=one_invoice(("2026-05", "Gizmo", "12.00"))))
    assert told["cost-invoice-unclear"] == (1, 12_00)


@pytest.mark.parametrize(("more", "found"), [(0, False), (1, True)])
def test_a_price_list_is_old_on_the_day_after_the_days_that_are_allowed(more, found):
    rules = load_rules(AS_OF)
    last = rules.prices.read_on + dt.timedelta(days=rules.assumptions.stale_after_days + more)
    assert ("cost-price-old" in compared(one_files(claims=TEN), as_of=last)) is found


def test_a_practice_of_the_book_that_cannot_be_read_is_named_in_the_book_alone():
    left = [Left("Oak Clinic", "its intake is not a workbook")]
    both = [one_files(claims=TEN), one_files("fir", "Fir", claims=TEN)]
    assert compared(*both, practice=None, left=left)["cost-practice-left-out"] == (1, None)
    assert "cost-practice-left-out" not in compared(*both, left=left)


def test_files_and_rows_about_enrollments_that_cannot_be_used_are_named():
    plan = enrollment_plan()
    bad = frame(ENROLLMENT_FILES, [{"source_file": "a.pdf", "state": "not read", "reason": "not a table"}])
    aside = frame(ENROLLMENTS_ASIDE, [{"payer_name": "AETNA", "reason": "no payer", "source_file": "b.csv"}])
    files = replace(plan.inputs.files, enrollments=Mapped(empty(ENROLLMENTS), aside, bad, ()))
    told = counts(assess_plan(replace(plan, inputs=replace(plan.inputs, files=files))))
    assert (told["enroll-file-not-read"], told["enroll-row-not-used"]) == ((1, None), (1, None))


def test_a_payer_that_turned_non_par_between_two_lists_is_named():
    free = payer_list(listed("SUNRISE", "S1", "No"), day="2026-01-01")
    dear = payer_list(listed("SUNRISE", "S1", "Yes"), day="2026-04-01")
    found = counts(nonpar(basis_of(*sent("Sunrise"), lists=several(free, dear))))
    assert found["nonpar-status-changed"] == (1, None)
    assert "nonpar-status-changed" not in counts(nonpar(basis_of(*sent("Sunrise"), lists=dear)))


def paid(cents: int = 10_000, served: str | None = "2026-07-01", total: int | None = None, **said) -> dict:
    """A remittance of 14 July with one claim."""
    told = {"patient_control_number": "C1", "paid_cents": cents, "statement_from": served and day(served)}
    difference = {} if total is None else {"is_balanced": False, "difference_cents": total - cents}
    return {"payments": [payment("a", "2026-07-14", total or cents, **difference)],
            "claims": [claim("a", 0, **(told | said))]}  # fmt: skip


STRAY = posting(MEDI, "Z", "Z", 0)  # so that postings of Medi are in hand


def reconciled(medi: dict, *postings: dict) -> dict[str, tuple]:
    """The findings of a parallel run with this remittance in Medi."""
    return counts(reconcile(run(medi=medi, postings=[*postings, STRAY])))


def test_a_posting_under_another_check_number_is_named():
    assert reconciled(paid(), posting(MEDI, "C1", "OTHER", 10_000)) == {"run-other-check": (1, 10_000)}
    assert reconciled(paid(), posting(MEDI, "C1", "Ta", 10_000)) == {}


def test_a_posted_payment_without_a_day_of_service_has_no_known_side():
    told = reconciled(paid(served=None), posting(OFFICE_ALLY, "C1", "Ta", 10_000))
    assert told["run-side-unknown"] == (1, 10_000)


def test_a_remittance_whose_parts_do_not_add_up_is_named_with_the_difference():
    told = reconciled(paid(total=10_700), posting(MEDI, "C1", "Ta", 10_000))
    assert told["run-unbalanced"] == (1, 700)  # 107.00 - 100.00


def test_a_reversal_that_no_decision_follows_is_named():
    told = reconciled(paid(-9_000, status="22"), posting(MEDI, "C1", "Ta", -9_000))
    assert told["run-reversal-open"] == (1, 9_000)


def test_the_place_of_a_row_names_its_sheet_where_there_is_one_on_both_sides_of_a_pair():
    rows = pd.DataFrame({"source_sheet": ["East", None], "source_row": [2, 2],
                         "other_source_sheet": ["West", None], "other_source_row": [2, 3]})  # fmt: skip
    told = placed(placed(rows), "other_")
    assert told["place"].tolist() == ["East!2", "2"] and told["other_place"].tolist() == ["West!2", "3"]
