"""Postings whose account and claim stand in one column: both are read, in either order and with any usual separator."""

from __future__ import annotations

import datetime as dt

import pytest
from cutover.reading.postings.postings import NO_PAIR, load_postings, pairs
from cutover.reading.postings.tables import CLAIM
from cutover.reading.practice.book import load_practice
from cutover.workstreams.remittance_items import compared
from cutover.workstreams.remittance_items import posted as posted_claims
from pandas import DataFrame, Series
from practice_folder import folder, practice_answers


@pytest.mark.parametrize(
    "cells",
    [
        ["A10-501", "A10-502", "A11-503"],
        ["A10 / 501", "A10 / 502", "A11 / 503"],
        ["A10|501", "A10|502", "A11|503"],
        ["A10 501", "A10 502", "A11 503"],
        ["A-10/50-1", "A-10/50-2", "A-11/50-3"],  # a hyphen within a number parts nothing
    ],
)
def test_the_separator_of_the_column_parts_account_and_claim(cells):
    told = pairs(Series(cells))
    assert told["account"].str.replace("-", "").tolist() == ["A10", "A10", "A11"]
    assert told["claim_number"].str.replace("-", "").tolist() == ["501", "502", "503"]


def test_the_side_that_has_several_of_the_other_is_the_account():
    assert pairs(Series(["501-A10", "502-A10", "503-A11"]))["account"].tolist() == ["A10", "A10", "A11"]
    assert pairs(Series(["A10-501", "A10-501", "A11-503"]))["account"].tolist() == [
        "A10",
        "A10",
        "A11",
    ]  # neither has


def test_a_cell_that_cannot_be_taken_apart_is_null_and_a_word_is_no_number():
    told = pairs(Series(["A10-501", "A11-502", "A12", "A13-50-3", "A14-void", None]))
    assert told["claim_number"].fillna("").tolist() == ["501", "502", "", "", "", ""]


def posted(tmp_path, header: str, *cells: str):
    """The postings of a file with a column of this name and these cells."""
    said = practice_answers(cutover_date=dt.date(2026, 8, 3))
    rows = [f"07/0{n}/2026;AETNA;T{n};{cell};{n}0.00" for n, cell in enumerate(cells, 1)]
    folder(
        tmp_path,
        {"postings/journal.csv": "\n".join([f"Post Dt;Insurance;Check No;{header};Amt", *rows])},
        said,
    )
    return load_postings(load_practice(tmp_path, "acme", "cedar-grove"))


@pytest.mark.parametrize("header", ["Acct/Claim", "Patient Account - Claim No", "Chart-Claim #"])
def test_such_a_file_is_read_and_a_row_that_cannot_be_is_set_aside_by_itself(tmp_path, header):
    found = posted(tmp_path, header, "A10-501", "A10-502", "A11", "A12-503")
    assert found.rows["account"].tolist() == ["A10", "A10", "A12"]
    assert found.rows["claim_number"].tolist() == ["501", "502", "503"]
    assert found.set_aside[["reason", "amount_cents"]].values.tolist() == [[NO_PAIR, 3_000]]
    assert "each cell is read as both" in found.files["reason"].iloc[0]


@pytest.mark.parametrize(
    "cells", [["A10", "A11", "A12"], ["K-10", "K-11", "K-12"], ["7001.0", "7002", "7003"]]
)
def test_a_column_of_one_number_a_cell_is_the_account_of_the_claim(tmp_path, cells):
    found = posted(tmp_path, "Claim Acct", *cells)
    assert found.rows["account"].tolist() == [cell.removesuffix(".0") for cell in cells]
    assert found.rows["claim_number"].isna().all()
    assert len(found.set_aside) == 0
    assert "each cell is one number, read as the claim's account" in found.files["reason"].iloc[0]


def test_beside_cells_of_two_numbers_or_without_one_a_cell_stays_set_aside(tmp_path):
    beside_two = posted(tmp_path / "a", "Claim Acct", "A10", "A10-501", "A11-502")
    assert beside_two.set_aside["reason"].tolist() == [NO_PAIR]  # its account may be one, its claim another
    word = posted(tmp_path / "b", "Claim Acct", "A10", "void", "A11")
    assert word.rows["account"].tolist() == ["A10", "A11"]
    assert word.set_aside[["reason", "amount_cents"]].values.tolist() == [[NO_PAIR, 2_000]]


def test_a_claim_column_of_its_own_is_no_pair_and_keeps_its_hyphen(tmp_path):
    found = posted(tmp_path, "Claim No", "A10-501", "A10-502", "A11")
    assert found.rows["claim_number"].tolist() == ["A10-501", "A10-502", "A11"]
    assert len(found.set_aside) == 0


@pytest.mark.parametrize(
    ("in_era", "told"), [("A10-501", "A10501"), ("501-A10", "501A10"), ("501", "501"), ("Z9", "501")]
)
def test_a_remittance_that_writes_both_in_a_row_is_that_of_the_pair(in_era, told):
    postings = DataFrame(
        {"claim_number": ["501"], "account": ["A10"], "check_number": ["T1"], "paid_cents": [1_000]}
    )
    claim = compared(Series([in_era]))
    items = DataFrame({"kind": [CLAIM], "claim": claim, "payer_claim": Series([None], dtype="str")})
    history = DataFrame({"claim_number": [], "patient_control_number": []}, dtype="str")
    assert posted_claims(postings, items, history)["claim"].tolist() == [told]
