"""Files of postings and deposits that say the same twice."""

from __future__ import annotations

import pandas as pd
import pytest
from cutover.reading.postings.deposits import load_deposits, typed
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
