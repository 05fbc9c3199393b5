"""Days from the submission of a claim to its first payment: by payer, with what is left out."""

from __future__ import annotations

import pandas as pd
from baseline_makers import billed, book, remitted
from claim_makers import submission
from cutover.reading.postings.tables import POSTINGS
from cutover.workstreams.reporting_baseline import sent_to_paid
from era_frames import day
from parallel_frames import frame


def sent(number: str, on: str, submitted: str | None, **said) -> dict:
    return billed(number, on, submission_date=pd.NaT if submitted is None else day(submitted), **said)


def rows(told) -> dict[tuple[str, str], tuple]:
    found = sent_to_paid.table_of(told.inputs, told.decided).frame
    return {
        (one.told_by, one.payer): (one.claims, one.median_days, one.average_days, one.payments)
        for one in found.itertuples()
    }


def test_the_days_go_from_submission_not_from_service_and_the_first_payment_counts():
    history = [sent("A1", "2026-03-01", "2026-03-11"), sent("A2", "2026-03-02", "2026-03-12"),
               sent("A3", "2026-03-03", "2026-03-13")]  # fmt: skip
    eras = [
        remitted("A1", "2026-03-31", on="2026-03-01"),  # 20 days
        remitted("A2", "2026-04-01", on="2026-03-02"),  # 20 days
        remitted("A2", "2026-05-01", 1_000, on="2026-03-02"),  # paid again: 50 days
        remitted("A3", "2026-05-12", on="2026-03-03", payer="CIGNA"),  # 60 days
    ]
    found = rows(book(history, eras))
    # (20 + 20 + 60) / 3 = 33.3
    assert found["835, Office Ally", "all payers"] == (3, 20.0, 33.3, 4)
    assert found["835, Office Ally", "AETNA"] == (2, 20.0, 20.0, 3)
    assert found["835, Office Ally", "CIGNA"] == (1, 60.0, 60.0, 1)


def test_reversals_denials_and_claims_without_a_day_are_left_out_and_counted():
    history = [sent("A1", "2026-03-01", "2026-03-11"), sent("A2", "2026-03-02", None),
               sent("A3", "2026-03-03", "2026-04-20"), sent("A4", "2026-03-04", "2026-03-14")]  # fmt: skip
    eras = [
        remitted("A1", "2026-03-21", on="2026-03-01"),
        remitted("A1", "2026-03-28", -8_000, -10_000, status="22", taken=(), on="2026-03-01"),
        remitted("A2", "2026-03-21", on="2026-03-02"),
        remitted("A3", "2026-03-21", on="2026-03-03"),  # a month before its day of submission
        remitted("A4", "2026-03-21", 0, on="2026-03-04"),  # denied
    ]
    told = book(history, eras)
    assert rows(told)["835, Office Ally", "all payers"] == (1, 10.0, 10.0, 1)
    found = sent_to_paid.measured(told.inputs, told.decided)
    assert (
        found.left
        == {sent_to_paid.NO_DAY: 1, sent_to_paid.BEFORE: 1, sent_to_paid.CUT: 0, sent_to_paid.SHARED: 0}
        and found.waits == 1
    )
    note = sent_to_paid.table_of(told.inputs, told.decided).note
    assert "1 claim without a day of submission; 1 claim paid before the day of submission" in note


def test_the_first_submission_counts_also_where_the_history_has_the_last():
    again = submission(
        patient_control_number="A1", service_from=day("2026-03-01"), submission_date=day("2026-03-05")
    )
    told = book([sent("A1", "2026-03-01", "2026-03-25")], [remitted("A1", "2026-03-30", on="2026-03-01")],
                submitted=[again])  # fmt: skip
    assert rows(told)["835, Office Ally", "all payers"][:2] == (1, 25.0)  # March 5 to 30


def test_a_claim_that_only_a_posting_pays_stands_apart():
    by_hand = [("A1", "2026-03-31", 5_000), ("A2", "2026-03-31", 5_000), ("A2", "2026-04-30", -5_000)]
    posted = frame(POSTINGS, [
        {"claim_number": number, "posted_date": day(on), "paid_cents": cents, "kind": "claim", "payer_name": "AETNA"}
        for number, on, cents in by_hand
    ])  # fmt: skip
    told = book([sent("A1", "2026-03-01", "2026-03-11"), sent("A2", "2026-03-01", "2026-03-01")],
                [remitted("A1", "2026-03-21", on="2026-03-01")], postings=posted)  # fmt: skip
    found = rows(told)
    assert found["835, Office Ally", "all payers"][:2] == (1, 10.0)
    assert found["posting alone", "all payers"] == (1, 30.0, 30.0, 1)


def test_without_a_submission_there_is_no_measure():
    told = book((), [remitted("A1", "2026-03-21", on="2026-03-01")])
    assert sent_to_paid.table_of(told.inputs, told.decided).frame.empty


def test_a_payment_whose_file_is_cut_off_is_in_no_average_and_counted_apart():
    whole, of, taken = remitted("A2", "2026-04-10", on="2026-03-01")
    eras = [remitted("A1", "2026-03-21", on="2026-03-01"), (whole | {"is_whole": False}, of, taken)]
    told = book([sent("A1", "2026-03-01", "2026-03-11"), sent("A2", "2026-03-01", "2026-03-11")], eras)
    assert rows(told)["835, Office Ally", "all payers"] == (1, 10.0, 10.0, 1)
    assert sent_to_paid.measured(told.inputs, told.decided).left[sent_to_paid.CUT] == 1
