"""Totals whose label and number stand in different cells, whatever they count, are held against the rows."""

from __future__ import annotations

import pytest
from cutover.reading.files.spreadsheet import read_spreadsheet

HEAD = "Account,Patient,DOS,Paid"
BODY = ("7,Abend,1/2/2026,10.00", "8,Vargas,1/3/2026,20.50", "7,Abend,1/4/2026,5.00")


def sheet_of(*last: str):
    return read_spreadsheet("\n".join([HEAD, *BODY, *last]).encode(), "p.csv").sheets[0]


@pytest.mark.parametrize(
    ("line", "agrees"),
    [
        ("Total patients,2,,", True),  # two accounts in three rows
        ("Number of records,3,,", True), ("Number of records,4,,", False), ("Record count,,3,", True),
        ("Total records: 3,,,", True), ("Total records: 5,,,", False),
        ("Total Paid,35.50,,", True),  # 10.00 + 20.50 + 5.00
        ("Total Paid,36.00,,", False), ("Total payments posted,$35.50,,", True),
        ("Total claims,9,,", False),  # more than there are rows
    ],
)  # fmt: skip
def test_a_total_in_other_cells_is_no_data_and_is_held_against_the_rows(line, agrees):
    sheet = sheet_of(line)
    assert len(sheet.frame) == len(BODY)
    assert sheet.set_aside["reason"].iloc[0] in ("total", "page footer")
    assert sheet.checks["agrees"].tolist() == [agrees]
    assert any(note.code == "total-differs" for note in sheet.notes) is not agrees


def test_a_count_that_may_be_of_anything_is_not_called_wrong():
    assert sheet_of("Total visits,1,,").checks["agrees"].isna().all()


def test_a_row_that_is_filled_like_the_others_is_data():
    row = "Total,Care Inc,1/5/2026,7.00"
    assert len(sheet_of(row).frame) == len(BODY) + 1
    assert len(sheet_of("9,Count,1/5/2026,7.00").frame) == len(BODY) + 1


def test_a_total_under_its_column_is_held_against_it_as_before():
    checks = sheet_of("Total,,,35.50").checks
    assert checks[["column", "agrees"]].to_numpy().tolist() == [["Paid", True]]


@pytest.mark.parametrize(
    ("line", "agrees"),
    [
        ("3 entries,,,", [True]),
        ("(3 visits),,,", []),
        ("5 entries,,,", [False]),  # it speaks of lines, and there are three
        ("2 visits,,,", []),  # visits may be anything: nothing is called wrong
        ("1 payment posted,,,", []),
        ("3 refunds,,,", []),  # no usual word, and the number is that of the rows
        (",,3 home oxygen,", []),
    ],
)
def test_a_count_of_anything_alone_below_the_last_row_is_a_footer(line, agrees):
    sheet = sheet_of(line)
    assert len(sheet.frame) == len(BODY)
    assert sheet.set_aside["reason"].tolist() == ["page footer"]
    assert sheet.checks["agrees"].tolist() == agrees


@pytest.mark.parametrize(
    "line",
    ["12 Linden Row,,,", "4 refunds,,,", "Visits 2,,,", "2 visits,Ash,,"],
)
def test_a_text_that_is_no_count_of_the_rows_is_data(line):
    assert len(sheet_of(line).frame) == len(BODY) + 1


def test_a_count_above_further_rows_is_data():
    assert len(sheet_of("3 entries,,,", "9,Linden,1/5/2026,7.00").frame) == len(BODY) + 2


def test_a_count_in_a_narrow_list_may_be_a_line_of_it():
    text = "Item,Price\nvisits,10.00\nseat,5.00\n2 seats,\n"
    assert len(read_spreadsheet(text.encode(), "p.csv").sheets[0].frame) == 3
