"""Deposits by month of the bank: insurers' with and without a remittance apart from all others."""

from __future__ import annotations

import datetime as dt

import pandas as pd
from cutover.reading.postings.tables import POSTED_SET_ASIDE
from cutover.workstreams.parallel_run.bank_cases import bank_cases, bank_lacks
from cutover.workstreams.parallel_run.deposit_months import (
    NO_LINES,
    OTHER,
    TOTAL,
    WITH,
    WITHOUT,
    by_month,
    deposited,
)
from era_frames import day, payment
from parallel_frames import deposit, frame, run

DEPOSITS = [
    deposit("2026-06-30", 10_000, "ACH AETNA HCCLAIMPMT", "T1"),  # paid on 29 June, matched by its number
    deposit("2026-07-02", 2_500, "ACH AETNA HCCLAIMPMT", "T9"),  # no remittance
    deposit("2026-07-03", 4_000, "MERCHANT BANKCARD DEP"),
    deposit("2026-10-05", 700, "TRANSFER FROM SAVINGS"),
]
DRAWN = {"source": "bank", "reason": "money drawn, not a deposit", "day": day("2026-08-04"), "amount_cents": -900,
         "source_file": "bank/x.csv"}  # fmt: skip


def made():
    return run(
        office_ally={"payments": [payment("june", "2026-06-29", trace_number="T1", payer_name="AETNA")]},
        deposits=DEPOSITS,
        aside=frame(POSTED_SET_ASIDE, [DRAWN]),
    )


def test_each_month_has_its_deposits_by_kind_and_all_months_add_up():
    inputs = made()
    months = by_month(inputs, deposited(inputs)).set_index("month")
    names = ["insurers_cents", "matched_cents", "open_cents", "others_cents", "deposits_cents"]
    sums = {
        month: [None if pd.isna(one) else int(one) for one in row] for month, row in months[names].iterrows()
    }
    assert sums == {
        "2026-06": [10_000, 10_000, 0, 0, 10_000],
        "2026-07": [2_500, 0, 2_500, 4_000, 6_500],
        "2026-08": [0, 0, 0, 0, 0],  # money was drawn, so the statement is there, and nothing came
        "2026-09": [None] * 5,  # not a line of it: not zero, but unknown
        "2026-10": [0, 0, 0, 700, 700],
        TOTAL: [12_500, 10_000, 2_500, 4_700, 17_200],  # 100.00 + 25.00, 40.00 + 7.00
    }
    assert months.loc[["2026-07", TOTAL], ["insurers", "others", "deposits"]].values.tolist() == [
        [1, 1, 2],
        [2, 2, 4],
    ]
    assert months["said"].dropna().tolist() == [NO_LINES]
    (said,) = bank_lacks(inputs)
    assert said.startswith("2026-09: no line of the bank is on file")


def test_each_deposit_says_of_whom_it_is_and_whether_it_has_a_remittance():
    rows = deposited(made())
    assert rows["what"].fillna("").tolist() == [WITH, WITHOUT, "", ""]
    assert rows["whose"].eq(OTHER).tolist() == [False, False, True, True]


def test_without_a_bank_nothing_is_told_of_any_month():
    inputs = run()
    assert by_month(inputs, deposited(inputs)).empty


def test_a_remittance_of_a_month_without_a_statement_says_so():
    paid = [
        payment(content, on, trace_number=content, payer_name="AETNA")
        for content, on in (("T1", "2026-06-29"), ("T2", "2026-07-06"), ("T3", "2026-09-08"))
    ]
    inputs = run(
        office_ally={"payments": paid},
        deposits=DEPOSITS,
        as_of=dt.date(2026, 10, 31),
        aside=frame(POSTED_SET_ASIDE, [DRAWN]),
    )
    found = bank_cases(inputs)["run-remittance-unpaid"].set_index("check_number")["what"]
    assert found["T2"].endswith(", no deposit")
    assert found["T3"].endswith(", no deposit: no line of the bank of 2026-09 is on file")
