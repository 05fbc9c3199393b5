"""Files of postings and deposits that say the same twice."""

from __future__ import annotations

import pandas as pd
import pytest
from cutover.reading.postings.deposits import TOTAL, load_deposits, typed
from cutover.reading.postings.postings import load_postings
from cutover.reading.practice.book import Practice

HEADER = "Posted Date,Claim Number,Payer,Check Number,Payment Amount\n"
ONE, TWO = "07/02/2026,C1,AETNA,T1,10.00\n", "07/03/2026,C2,AETNA,T1,20.00\n"


def held(tmp_path, **files: str) -> Practice:
    """A practice with these files; `__` in a name is a folder."""
    who = Practice("c", "p", "P", frozenset(), frozenset(), tmp_path)
    for name, text in files.items():
        path = who.raw / f"{name.replace('__', '/')}.csv"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return who


def test_a_row_that_two_exports_of_overlapping_days_have_is_one_posting(tmp_path):
    who = held(tmp_path, postings__medi_june=HEADER + ONE, postings__medi_july=HEADER + ONE + TWO)
    found = load_postings(who)
    assert sorted(found.rows["paid_cents"]) == [1_000, 2_000]
    assert found.set_aside[["reason", "amount_cents"]].values.tolist() == [
        ["the same row is in another file of overlapping days", 1_000]
    ]
    assert found.files["rows_set_aside"].sum() == 1


def test_what_one_export_has_twice_is_posted_twice_however_many_exports_have_it(tmp_path):
    who = held(
        tmp_path,
        postings__medi_a=HEADER + ONE,
        postings__medi_b=HEADER + ONE * 2,
        postings__medi_c=HEADER + ONE,
    )
    assert load_postings(who).rows["paid_cents"].tolist() == [
        1_000,
        1_000,
    ]  # 1 + 2 + 1 rows, 2 at the most in one


def test_the_same_row_in_each_system_is_two_postings(tmp_path):
    who = held(tmp_path, postings__medi=HEADER + ONE, postings__office_ally=HEADER + ONE + TWO)
    assert len(load_postings(who).rows) == 3  # 1 and 2


def test_rows_without_a_day_are_never_taken_for_one(tmp_path):
    undated = ",C1,AETNA,T1,10.00\n"
    who = held(tmp_path, postings__medi_a=HEADER + undated + TWO, postings__medi_b=HEADER + undated)
    assert sorted(load_postings(who).rows["paid_cents"]) == [1_000, 1_000, 2_000]


def test_a_deposit_that_two_statements_have_is_one(tmp_path):
    lines = "Date,Description,Amount\n07/02/2026,TRN*1*0012345,970.50\n"
    who = held(tmp_path, bank__june=lines, bank__july=lines + "07/05/2026,AETNA,5.00\n")
    assert sorted(load_deposits(who).rows["amount_cents"]) == [500, 97_050]


@pytest.mark.parametrize(
    ("words", "trace"),
    [
        ("AETNA HCCLAIMPMT TRN*1*EFT26080418*1540357120\\", "EFT26080418"),
        ("HCCLAIMPMT AETNA TRN: 26080318245 CO ID 14112", "26080318245"),
        ("Aetna trn#0012345", "0012345"),
        ("DEPOSIT TRN NUMBER UNKNOWN", None),
        ("RETURN 12345", None),
    ],
)
def test_the_trace_number_is_found_in_the_words_of_a_bank(words, trace):
    found = pd.DataFrame(
        {"deposit_date": ["07/02/2026"], "amount": ["970.50"], "description": [words]}, dtype="str"
    )
    blank = ("drawn", "kind", "state", "trace_number", "source_file", "source_sheet", "source_row")
    rows, _ = typed(found.assign(**dict.fromkeys(blank)).astype("str"), "bank/a.csv")
    assert rows["trace_number"].fillna("").tolist() == [trace or ""]


def bank_of(tmp_path, *lines: str):
    """What is read of a bank's file with these lines below its header."""
    return load_deposits(held(tmp_path, bank__june="\n".join(["Cleared,Memo Line,Net Amt", *lines]) + "\n"))


# 300.00 + 45.50 came in, 20.25 went out: 345.50 came, and 325.25 is left
MOVED = ["06/01/2026,AETNA HCCLAIMPMT TRN*1*55501*1,300.00", "06/02/2026,BANK FEE,-20.25",
         "06/03/2026,CHECK 7788,45.50"]  # fmt: skip


@pytest.mark.parametrize("total", ["325.25", "345.50", "-20.25", "20.25"])
def test_a_row_without_a_day_that_totals_the_rows_above_is_no_deposit(tmp_path, total):
    read = bank_of(tmp_path, *MOVED, f",Net activity,{total}")
    assert read.rows["amount_cents"].tolist() == [30_000, 4_550]
    assert dict(zip(read.set_aside["source_row"], read.set_aside["reason"], strict=True))[5] == TOTAL
    assert read.files["state"].tolist() == ["read"]  # nothing is lacking in it


def test_a_row_without_a_day_that_is_a_cent_off_is_a_deposit_whose_day_is_lacking(tmp_path):
    read = bank_of(tmp_path, *MOVED, ",Late entry,325.26")
    assert read.rows["amount_cents"].tolist() == [30_000, 4_550, 32_526]
    assert read.files["reason"].tolist() == ["1 row: no day can be read in it"]


def test_a_row_with_a_day_is_a_deposit_whatever_the_rows_above_add_up_to(tmp_path):
    read = bank_of(tmp_path, *MOVED, "06/04/2026,CIGNA,325.25")
    assert read.rows["amount_cents"].tolist() == [30_000, 4_550, 32_525]


def test_one_row_above_has_no_total(tmp_path):
    read = bank_of(tmp_path, MOVED[0], ",Copy of it,300.00")
    assert read.rows["amount_cents"].tolist() == [30_000, 30_000]


def test_each_month_of_a_statement_has_its_total(tmp_path):
    july = ["07/01/2026,AETNA,10.00", "07/02/2026,CIGNA,5.00"]
    read = bank_of(tmp_path, *MOVED, ",June,325.25", *july, ",July,15.00", ",Both months,340.25")
    assert read.rows["amount_cents"].tolist() == [30_000, 4_550, 1_000, 500]
    assert read.set_aside["reason"].eq(TOTAL).sum() == 3
