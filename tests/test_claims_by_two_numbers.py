"""The monthly report where two files know a claim by two numbers, and how much of a drop missing money explains."""

from __future__ import annotations

from dataclasses import replace

import pytest
from baseline_makers import billed, book, changed, every_month, remitted
from claim_makers import submission
from cutover.reading.claims.tables import CLAIM_HISTORY
from cutover.reading.postings.tables import DEPOSITS, POSTINGS
from cutover.workstreams.reporting_baseline import sent_to_paid
from cutover.workstreams.reporting_baseline.findings import made
from cutover.workstreams.reporting_baseline.verdict import verdict
from era_frames import day
from parallel_frames import deposit, frame

ON = "2026-03-02"


def own(account: str, number: str, file: str = "claims/march.csv", on: str = ON) -> dict:
    """A claim of a history with account and number."""
    return billed(account, on, claim_number=number, submission_date=day("2026-03-05"), source_file=file)


def summed(account: str, number: str = "990001", on: str = ON) -> dict:
    """A claim of a file summary: the practice's number is its account, and the clearinghouse has one of its own."""
    return submission(patient_control_number=account, claim_number=number, service_from=day(on),
                      submission_date=day("2026-03-05"), source="file summary", source_file="files/fs.txt")  # fmt: skip


@pytest.mark.parametrize(
    ("history", "summary", "waits"),
    [
        ([own("K7", "V100")], summed("V100"), 1),  # one claim, by two numbers
        ([own("K7", "V100")], summed("V100", on="2026-03-03"), 2),  # another day: another claim
        ([own("K7", "V100")], summed("V101"), 2),
        (
            [own("K7", "50"), own("50", "51")],
            summed("50"),
            2,
        ),  # 50 is a number and an account of one file: not told
        (
            [own("K7", "V100"), own("K8", "V100")],
            summed("V100"),
            3,
        ),  # the number of two accounts tells neither
    ],
)
def test_a_claim_that_a_summary_names_by_the_number_beside_its_account_waits_once(history, summary, waits):
    told = book(history, submitted=[summary])
    assert sent_to_paid.measured(told.inputs, told.decided).waits == waits


def test_a_posting_by_a_number_of_two_files_is_not_beside_the_remittance_that_it_posts():
    # March 5 to 25: 20 days by the remittance; its posting of March 28 would be a second claim of 23 days
    posted = frame(POSTINGS, [{"account": "K7", "posted_date": day("2026-03-28"), "paid_cents": 8_000,
                               "kind": "claim", "payer_name": "AETNA"}])  # fmt: skip
    told = book([own("K7", "V100")], [remitted("V100", "2026-03-25", on=ON)], submitted=[summed("V100")],
                postings=posted)  # fmt: skip
    found = sent_to_paid.table_of(told.inputs, told.decided).frame
    assert set(found["told_by"]) == {"835, Office Ally"} and found["claims"].max() == 1


def test_a_claim_of_an_837_that_lists_of_medi_have_too_is_not_in_837_files_alone():
    told = book([own("K7", "V100")])
    filed = billed("K9", ON, source="submitted claims (837)", source_file="submissions/a.837")
    alone = changed(told, claims=replace(told.inputs.claims, filed=frame(CLAIM_HISTORY, [filed])))
    listed = changed(alone, claims=replace(alone.inputs.claims, medi_sent=frozenset([f"K9|{ON}"])))
    why = [" ".join(one.coverage["why"].dropna()) for one in (alone, listed)]
    assert "without 1 claim, in 837 files alone, that no payer" in why[0]
    assert "without 1 claim, in 837 files and lists of what was sent alone, that no payer" in why[1]


@pytest.mark.parametrize(
    ("deposited", "missing", "said"),
    [
        # usual $80.00, April $50.00: $30.00 less; $10.00 came without a remittance
        (1_000, 1_000, "2026-04 looks like a drop and has a hole in the data: of $30.00 less than usual $10.00 is"),
        (3_000, 3_000, "2026-04 looks like a drop and is a hole in the data."),
        (9_000, 3_000, "2026-04 looks like a drop and is a hole in the data."),  # more than the drop is not of it
    ],
)  # fmt: skip
def test_a_hole_explains_no_more_of_a_drop_than_the_money_that_is_missing(deposited, missing, said):
    eras = [e for e in every_month() if e[0]["payment_date"].month != 4] + [
        remitted("M8", "2026-04-15", 5_000)
    ]
    rows = [
        deposit(f"{one['payment_date']:%Y-%m-%d}", one["paid_cents"], one["trace_number"])
        for one, _, _ in eras
    ]
    more = deposit("2026-04-16", deposited, "AETNA HCCLAIMPMT TRN*1*88123")
    told = changed(book(eras=eras), deposits=frame(DEPOSITS, [*rows, more]))
    found = {one.code: one.amount_cents for one in made(told)}
    assert found["baseline-hole-like-drop"] == missing and said in verdict(told)
