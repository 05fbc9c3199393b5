"""What is late, missing or fallen is said as sure only where a source tells it."""

from __future__ import annotations

import datetime as dt

import pandas as pd
import pytest
from baseline_makers import billed, changed, every_month, remitted, state
from baseline_makers import book as monthly
from cutover.reading.postings.tables import DEPOSITS
from cutover.workstreams.parallel_run.sent_answers import usual_days
from cutover.workstreams.parallel_run.sent_tables import _tie
from cutover.workstreams.parallel_run.verdict import unseen
from cutover.workstreams.reporting_baseline.verdict import verdict
from era_frames import claim, day, payment
from parallel_frames import OFFICE_ALLY, deposit, frame, posting, run, sent_there, went

NOTHING = pd.Series([], dtype="datetime64[ms]"), pd.Series([], dtype="str")


def answered(sent: str, wait: int, number: int = 12, served_before: int = 0):
    """Claims of PRAIRIE that Office Ally sent on a day, each paid so many days after."""
    on = str(dt.date.fromisoformat(sent) + dt.timedelta(wait))
    served = dt.date.fromisoformat(sent) - dt.timedelta(served_before)
    names = [f"S{n}" for n in range(number)]
    old = [sent_there(n, served=str(served), submission_date=day(sent), payer_name="PRAIRIE") for n in names]
    return old, {
        "payments": [payment(n, on, payer_name="PRAIRIE") for n in names],
        "claims": [claim(n, patient_control_number=n, statement_from=day(str(served))) for n in names],
    }


@pytest.mark.parametrize(("sent", "days"), [
    ("2026-07-16", 26.0),  # 15 days before the report: slower answers cannot be here; 6 + 20 days from service
    ("2026-06-20", 6.0),  # 41 days before: more than 26 days, so that slow answers would have shown
])  # fmt: skip
def test_fast_answers_of_a_few_days_do_not_make_a_slow_payer_late(sent, days):
    old, feed = answered(sent, 6, served_before=20)
    assert usual_days(run(office_ally=feed, old=old), *NOTHING) == {"PRAIRIE": days}


def test_a_take_back_from_before_the_first_posting_is_taken_off():
    """$40.00 paid and $15.00 taken back before the first posting of 2026-07-20: $25.00 in all."""
    feed = {"payments": [payment("T1", "2026-06-18", 4_000), payment("T2", "2026-06-19", -1_500)],
            "claims": [claim("T1", patient_control_number="T1", paid_cents=4_000, statement_from=day("2026-06-01")),
                       claim("T2", patient_control_number="T2", paid_cents=-1_500, status="22",
                             statement_from=day("2026-06-02"))]}  # fmt: skip
    given = run(
        office_ally=feed, postings=[posting(OFFICE_ALLY, "Z9", "Z9", 100)], since=dt.date(2026, 7, 20)
    )
    told = list(unseen(given))
    assert any("2 amounts, $25.00 in all" in words for words in told), told


@pytest.mark.parametrize(("number", "served", "both"), [
    ("D1", "2026-06-20", 1),  # one number and day, another payer's name
    ("D1", "2026-06-21", 0),  # another day
])  # fmt: skip
def test_a_claim_of_one_number_and_day_in_both_lists_counts_once(number, served, both):
    given = run(sent=[went("D1")], old=[sent_there(number, served=served, payer_name="OTHERWISE MUTUAL")])
    whole = _tie(given).iloc[-1]
    assert (whole["both_claims"], whole["all_claims"]) == (both, 2 - both)


def test_months_of_which_no_source_tells_are_not_called_missing():
    quiet = [era for era in every_month() if era[0]["payment_date"].month != 4]
    assert "are whole; whether anything of the others is missing no source tells." in verdict(
        monthly(eras=quiet)
    )


@pytest.mark.parametrize(("banked", "said"), [
    (False, "Payments fell in 2026-06; nothing is known to be missing, and no bank file tells."),
    (True, "Payments really fell in 2026-06."),
])  # fmt: skip
def test_payments_really_fell_where_the_bank_tells_of_the_month(banked, said):
    low = [remitted("L6", "2026-06-15", 3_000), remitted("L7", "2026-07-15")]
    told = monthly(eras=[*every_month("2025-08", "2026-05"), *low])
    rows = [deposit("2026-05-15", 8_000), deposit("2026-06-15", 3_000, low[0][0]["trace_number"]),
            deposit("2026-07-15", 8_000, low[1][0]["trace_number"])]  # fmt: skip
    told = changed(told, deposits=frame(DEPOSITS, rows)) if banked else told
    assert said in verdict(told)


@pytest.mark.parametrize(("paid_on", "due"), [("2026-06-08", False), (None, True)])
def test_a_claim_that_was_answered_late_is_no_missing_remittance(paid_on, due):
    """LAGOON pays each week until December, then on 2026-06-08 alone; W1 waits from February on."""
    weekly = [f"2025-{m:02d}-{d:02d}" for m in (8, 9, 10, 11, 12) for d in (4, 11, 18, 25)]
    eras = [remitted(f"G{n}", on, 5_000, payer="LAGOON", on=f"{on[:8]}01") for n, on in enumerate(weekly)]
    eras += [remitted("W1" if paid_on else "W2", "2026-06-08", 5_000, payer="LAGOON", on="2026-02-10")]
    history = [billed("M9", "2026-07-20"), billed("W1", "2026-02-10", payer_name="LAGOON")]
    told = monthly(history, [*every_month(), *eras])
    assert ("nothing from LAGOON when due" in state(told, "payments", "2026-03")[1]) is due
