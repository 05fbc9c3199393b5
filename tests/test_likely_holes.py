"""A hole is sure where a source names missing money, and likely where remittances alone are absent."""

from __future__ import annotations

import pytest
from baseline_makers import billed, book, changed, every_month, remitted, state
from cutover.reading.postings.tables import DEPOSITS
from cutover.workstreams.reporting_baseline.coverage import is_inferred
from cutover.workstreams.reporting_baseline.findings import made
from cutover.workstreams.reporting_baseline.verdict import verdict
from parallel_frames import deposit, frame


def codes(told):
    return {
        f.code: (f.count, f.amount_cents)
        for f in made(told)
        if f.code.startswith(("baseline-hole", "baseline-drop"))
    }


WITHOUT_APRIL = [era for era in every_month() if era[0]["payment_date"].month != 4]


def test_a_month_without_a_remittance_is_likely_a_hole_where_no_bank_file_tells():
    told = book(eras=WITHOUT_APRIL)
    assert codes(told) == {"baseline-hole-likely": (1, 8_000)}  # 80.00 in each other month, none here
    assert (
        "2026-04 looks like a drop and is likely a hole in the data, which no bank file can tell."
        in verdict(told)
    )
    assert told.falls["why"].tolist() == [
        "no remittance of the month on file; nothing from AETNA when due; no bank file is there to tell"
    ]


@pytest.mark.parametrize(
    ("on", "code"),
    [("2026-04-16", "baseline-hole-like-drop"), ("2026-03-16", "baseline-hole-likely")],
)
def test_a_deposit_of_that_month_without_a_remittance_makes_the_hole_sure(on, code):
    rows = [
        deposit(f"{one[0]['payment_date']:%Y-%m-%d}", 8_000, one[0]["trace_number"]) for one in WITHOUT_APRIL
    ]
    money = frame(DEPOSITS, [*rows, deposit(on, 7_700, "AETNA HCCLAIMPMT TRN*1*88123")])
    told = changed(book(eras=WITHOUT_APRIL), deposits=money)
    assert code in codes(told)
    assert "no bank file" not in verdict(told)


@pytest.mark.parametrize(
    ("why", "inferred"),
    [
        ("no remittance of the month on file", True),
        ("nothing from GULF when due", True),
        ("no remittance of the month on file; nothing from GULF and 2 more when due", True),
        ("no remittance of the month on file; 1 check is on file as text alone", False),
        ("1 remittance cut, damaged or not adding up", False),
    ],
)
def test_only_the_absence_of_remittances_is_a_guess(why, inferred):
    assert is_inferred(why) is inferred


def gulf(*days):
    """Remittances of a payer that pays each week, each of a claim served ten days before."""
    return [remitted(f"G{n}", on, 5_000, payer="GULF", on=f"{on[:8]}01") for n, on in enumerate(days)]


STEADY = [f"2025-{m:02d}-{d:02d}" for m in (8, 9, 10, 11, 12) for d in (4, 11, 18, 25)]


@pytest.mark.parametrize(
    ("served", "due"),
    [
        ("2026-02-10", True),  # a claim waits in the silence
        ("2026-05-20", False),  # the next claim is of later
        (None, True),  # the history has no claim of the payer: nothing is known
    ],
)
def test_nothing_is_due_of_a_payer_that_has_no_claim_to_answer(served, due):
    eras = [*every_month(), *gulf(*STEADY, "2026-06-08")]
    history = [billed("M9", "2026-07-20")]
    if served:
        history += [billed("G99", served, payer_name="GULF"), billed("G98", "2026-06-01", payer_name="GULF")]
    told = book(history, eras)
    assert ("nothing from GULF when due" in state(told, "payments", "2026-03")[1]) is due
