"""Reports that name the payer once above its claims, and letters that a legend below the table explains."""

from __future__ import annotations

import openpyxl
import pytest
from cutover.reading.files.spreadsheet import read_spreadsheet
from cutover.reading.mapping.said_once import with_said_once
from cutover.reading.payers.names import is_a_payers
from hypothesis import given, settings
from hypothesis import strategies as st

HEADER = [None, "Claim", "Patient", "DOS", "Amt", "St"]
PAYER = "payer (above the table)"


def line(number, state="P"):
    return [None, f"C{number}", "Marlowe, Ann", "2026-03-02", 120.5, state]


def table(rows, tmp_path):
    """The one table of a workbook with these rows, with what is said once of it."""
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    path = tmp_path / "by payer.xlsx"
    book.save(path)
    (sheet,) = with_said_once(read_spreadsheet(path).sheets, path.name)
    assert sheet.rows_in == len(sheet.frame) + len(sheet.set_aside) + 1  # the header
    return sheet


def said(sheet):
    return dict(zip(sheet.frame["Claim"], sheet.frame[PAYER], strict=True)) if PAYER in sheet.frame else None


def test_the_payer_above_its_claims_is_the_payer_of_each_until_the_next(tmp_path):
    rows = [HEADER, ["Cigna  (62308)"], line(1), line(2), [None, "Subtotal Cigna", None, None, 241], [],
            ["Aetna (60054)"], line(3)]  # fmt: skip
    sheet = table(rows, tmp_path)
    assert said(sheet) == {"C1": "Cigna", "C2": "Cigna", "C3": "Aetna"}
    assert sheet.frame["payer id (above the table)"].tolist() == ["62308", "62308", "60054"]
    reasons = sheet.set_aside["reason"].value_counts().to_dict()
    assert reasons == {"heading of a group": 2, "total": 1, "empty row": 1}


def test_a_heading_may_stand_in_the_column_of_claim_numbers(tmp_path):
    header = HEADER[1:]
    rows = [header, ["Medicare Part B"], line(1)[1:], ["Aetna"], line(2)[1:], line(3)[1:]]
    assert said(table(rows, tmp_path)) == {"C1": "Medicare Part B", "C2": "Aetna", "C3": "Aetna"}


def test_headings_that_are_providers_make_nobody_a_payer(tmp_path):
    rows = [HEADER, ["Camille Ferro, LCSW"], line(1), ["Tunde Oyelaran, PhD"], line(2)]
    sheet = table(rows, tmp_path)
    assert said(sheet) is None
    assert sheet.frame["group (above the table)"].tolist() == ["Camille Ferro, LCSW", "Tunde Oyelaran, PhD"]


@pytest.mark.parametrize(
    "rows",
    [
        [["Cigna"], line(1), line(2)],  # one heading alone may be a note
        [["Cigna"], line(1), ["Aetna"]],  # nothing stands below the last one
        [["Cigna 1"], line(1), ["Aetna 2"], line(2)],  # numbers of something
        [["Cigna", *line(1)[1:]], ["Aetna"], line(2)],  # a column of payers with a claim beside one
    ],
)
def test_a_text_alone_that_is_not_surely_a_heading_stays_a_row(tmp_path, rows):
    sheet = table([HEADER, *rows], tmp_path)
    assert said(sheet) is None and len(sheet.frame) == len(rows)


@settings(max_examples=25, deadline=None)
@given(counts=st.lists(st.integers(1, 5), min_size=2, max_size=4))
def test_every_claim_of_any_number_of_groups_has_the_payer_above_it(counts, tmp_path_factory):
    rows, wanted = [HEADER], {}
    for payer, count in zip(("Cigna", "Aetna", "Medicare", "Humana"), counts, strict=False):
        rows.append([payer])
        for _ in range(count):
            number = len(wanted) + 1
            rows.append(line(number))
            wanted[f"C{number}"] = payer
    assert said(table(rows, tmp_path_factory.mktemp("groups"))) == wanted


def test_a_number_before_the_payers_name_is_its_id():
    text = "PAYER: 60054  AETNA\n\nCLAIM    NAME           DOS         AMT\n" + "".join(
        f"C10{n}     Marlowe, Ann   03/0{n}/2026  {n}0.00\n" for n in range(1, 5)
    )
    (sheet,) = with_said_once(read_spreadsheet(text.encode(), "c.txt").sheets, "c.txt")
    assert set(sheet.frame["PAYER (above the table)"]) == {"AETNA"}
    assert set(sheet.frame["payer id (above the table)"]) == {"60054"}


def test_letters_bear_what_the_legend_below_the_table_says_of_them(tmp_path):
    rows = [HEADER, line(1), line(2, "D"), line(3, "X"), [None, "St: P paid, D denied by payer"]]
    assert table(rows, tmp_path).frame["St"].tolist() == ["P (paid)", "D (denied by payer)", "X"]


@pytest.mark.parametrize(
    "legend", ["St: all of them", "St: P paid", "Key: P paid, D denied", "St: see the other sheet, ask Pam"]
)
def test_a_line_that_explains_no_two_letters_of_a_column_changes_nothing(tmp_path, legend):
    rows = [HEADER, line(1), line(2, "D"), [None, legend]]
    assert table(rows, tmp_path).frame["St"].tolist() == ["P", "D"]


def test_a_count_below_the_rows_is_no_row(tmp_path):
    rows = [HEADER[1:], line(1)[1:], line(2)[1:], ["Patients:", 2]]
    assert len(table(rows, tmp_path).frame) == 2
    rows[-1] = ["Patience", 2]
    assert len(table(rows, tmp_path).frame) == 3


def test_payers_are_told_by_words_of_payers():
    payers = ("AETNA", "Cigna", "Anthem BCBS CO", "Ohio Medicaid", "UHC", "Medicare")
    assert [name for name in payers if not is_a_payers(name)] == []
    assert [name for name in ("Camille Ferro, LCSW", "Main Street", "Dr. Wren") if is_a_payers(name)] == []
