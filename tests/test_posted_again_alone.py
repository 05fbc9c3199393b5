"""Postings that stand twice without a remittance on file, and equal lines of one claim that are no double."""

from __future__ import annotations

import pandas as pd
import pytest
from cutover.reading.postings.tables import MEDI, OFFICE_ALLY, POSTINGS
from cutover.workstreams.parallel_run.posted_again import posted_again
from cutover.workstreams.parallel_run.report import assess
from parallel_frames import findings, frame, posting, run


def told(*rows: dict) -> list[bool]:
    made = frame(POSTINGS, list(rows)).assign(
        claim=[row["claim_number"] for row in rows],
        check=[row["check_number"] for row in rows],
        cents=[row["paid_cents"] for row in rows],
    )
    return posted_again(made, pd.Series(True, made.index)).tolist()


def one(
    cents: int = 6_400, code: str | None = None, claim: str = "C5", check: str | None = "K5", system=MEDI
):
    return posting(system, claim, check, cents, procedure_code=code)


@pytest.mark.parametrize(
    ("rows", "again"),
    [
        ([one(), one()], [False, True]),
        ([one(), one(), one()], [False, True, True]),
        ([one(), one(check="K6")], [False, False]),  # two payments of one claim
        ([one(check=None), one(check=None)], [False, False]),  # of no known check
        ([one(), one(system=OFFICE_ALLY)], [False, False]),  # in two systems: another matter
        ([one(code="97110"), one(code="97140")], [False, False]),  # two lines of equal amounts
        ([one(code="97110"), one(code="97110")], [False, True]),
        # the line of 64.00 stands twice and that of 20.00 once: two units, or a double
        ([one(), one(), one(2_000)], [False, False, False]),
        ([one(), one(2_000), one(), one(2_000)], [False, False, True, True]),  # the whole claim twice
        # a file with a row per line: the equal rows of C5 may be two of its lines
        ([one(), one(), one(300, claim="C7"), one(900, claim="C7")], [False] * 4),
        ([one(-6_400), one(-6_400)], [False, False]),  # take-backs
    ],
)
def test_equal_postings_of_one_claim_and_check_are_a_double_unless_they_may_be_lines(rows, again):
    assert told(*rows) == again


def test_a_double_without_a_remittance_is_told_with_its_surplus_and_the_comparison_ties_out():
    found = run(postings=[one(), one()])
    cases = {f.code: f.evidence.frame for f in findings(found)}
    assert cases["run-twice"]["amount_cents"].tolist() == [6_400]
    assert cases["run-no-remittance"]["amount_cents"].tolist() == [6_400]  # the first of the two
    leg = found.legs["postings"]
    assert (leg["again"], leg["no remittance"], leg["postings"], leg["remains"]) == (6_400, 6_400, 12_800, 0)


def test_each_claim_payment_has_a_row_with_where_it_landed_and_belongs():
    made = assess(run(postings=[one()]))
    assert made.tables["routed"].frame.empty and made.tables["routing"].frame.empty
