"""A month without remittances is a hole only where something of it is missing: the bank may show that no payer paid."""

from __future__ import annotations

import datetime as dt

import pandas as pd
import pytest
from baseline_makers import book, changed, every_month, state, value
from cutover.reading.postings.tables import DEPOSITS
from cutover.workstreams.quiet_bank import nothing_since
from cutover.workstreams.reporting_baseline.coverage import ABSENT, QUIET, WHOLE
from cutover.workstreams.reporting_baseline.findings import made
from cutover.workstreams.reporting_baseline.verdict import verdict
from cutover.workstreams.run_rules import load_rules
from parallel_frames import deposit, frame

AS_OF = dt.date(2026, 7, 25)
ERAS = every_month(last="2026-06")  # one payment of $80.00 on each 15th, the last in June
CARDS = "MERCHANT BANKCARD DEP PATIENT PMTS"


def banked(*more: dict, eras=ERAS):
    paid = [deposit(f"{one['payment_date']:%Y-%m-%d}", 8_000, one["trace_number"]) for one, *_ in eras]
    return frame(DEPOSITS, [*paid, *more])


@pytest.mark.parametrize(
    ("more", "is_quiet"),
    [
        ([deposit("2026-07-08", 4_500, CARDS)], True),  # July has money of cards alone
        (
            [
                deposit("2026-07-08", 4_500, CARDS),
                deposit("2026-07-15", 7_700, "AETNA HCCLAIMPMT TRN*1*88123"),
            ],
            False,
        ),
        ([deposit("2026-07-08", 4_500, "DEPOSIT")], False),  # may be a payer's
        ([], False),  # the bank's file has nothing of July
        ([deposit("2026-07-02", 4_500, CARDS)], False),  # and nothing of its last three weeks
    ],
)
def test_the_running_month_is_no_hole_where_the_bank_shows_that_no_payer_paid(more, is_quiet):
    told = changed(book(eras=ERAS, as_of=AS_OF), deposits=banked(*more))
    why = state(told, "payments", "2026-07")[1]
    assert (QUIET in why, ABSENT in why) == (is_quiet, not is_quiet)
    assert ("hole in the data" in verdict(told)) != is_quiet
    holes = {"baseline-hole-like-drop", "baseline-hole-likely"} & {one.code for one in made(told)}
    assert not holes if is_quiet else holes
    assert value(told, "payments", "2026-07") == (0 if is_quiet else None)


def test_a_month_that_is_over_without_a_payer_at_the_bank_is_a_drop_and_whole():
    eras = [one for one in every_month(last="2026-07") if one[0]["payment_date"].month != 6]
    bank = banked(deposit("2026-06-10", 4_500, CARDS), eras=eras)
    told = changed(book(eras=eras), deposits=bank)
    assert state(told, "payments", "2026-06") == (WHOLE, "") and value(told, "payments", "2026-06") == 0
    assert "Payments really fell in 2026-06." in verdict(told)


def test_a_bank_file_of_another_account_tells_nothing():
    other = frame(DEPOSITS, [deposit("2026-05-08", 4_500, CARDS), deposit("2026-07-20", 4_500, CARDS)])
    told = changed(book(eras=ERAS, as_of=AS_OF), deposits=other)
    assert ABSENT in state(told, "payments", "2026-07")[1]


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ([deposit("2026-07-08", 4_500, CARDS)], True),
        ([deposit("2026-07-08", 4_500, CARDS), deposit("2026-07-09", 7_700, "GULF TRN*1*9")], False),
        ([], False),
    ],
)
def test_no_newer_remittance_is_missing_where_the_bank_has_none(more, expected):
    told = book(eras=ERAS, as_of=AS_OF).inputs
    last = pd.Timestamp("2026-06-15")
    assert nothing_since(banked(*more), told.counted, load_rules(AS_OF), last, told.today) is expected
