"""A title above a table names no column, however many cells it fills."""

from __future__ import annotations

import io

import pytest
import xlsxwriter
from cutover.reading.claims.history import read_claim_history
from cutover.reading.files.sheet import ABOVE
from cutover.reading.files.spreadsheet import read_spreadsheet
from cutover.reading.files.title_rows import is_title_row
from cutover.reading.mapping.said_once import is_said_once, with_said_once
from cutover.reading.mapping.suggest import header_signature

NAMES = ["Visit No", "Client", "DOS", "Carrier", "Chg", "Status"]
ROWS = "".join(f"V{n},Lee Ann,7/{n}/26,Aetna,{n}5.00,Paid\n" for n in range(1, 7))
TITLES = (
    "Report: Ledger,printed 11/27/26,by KIM,,,",
    "TheraOffice Ledger Extract,,,run 10/01/26,,",
    "Ledger Extract,printed 11/27/26,by KIM,,,",
    "Claim Listing,,Elm Street LLC,,page 1,",
    "Claims Export,user kim,run 10:35,,,",
    "Aging,,,Nov 27 2026,,",
    "Ledger Report,run 10/01/26,by KIM,page 1,Elm Street LLC,for period June",  # as wide as the table
)


def sheet_of(text: str, name: str = "a.csv"):
    """The only table of a text."""
    return read_spreadsheet(text.encode(), name).sheets[0]


@pytest.mark.parametrize("title", TITLES)
@pytest.mark.parametrize("separator", [",", "|", "\t", ";"])
def test_a_title_of_several_cells_is_above_the_header_and_in_no_name(title, separator):
    text = f"{title}\n{','.join(NAMES)}\n{ROWS}".replace(",", separator)
    sheet = sheet_of(text)
    assert sheet.columns == NAMES and sheet.header_row == 2
    assert sheet.set_aside["reason"].tolist() == [ABOVE] and len(sheet.frame) == 6


def test_two_titles_and_a_band_leave_the_band_alone_in_the_names():
    text = "Ledger Extract,,run 10/01/26,,,\nElm Street LLC,,by KIM,,,\n,,Primary,,Secondary,\n"
    text += "ID,DOB,Payer,Number,Payer,Number\n" + "7,1/2/1950,Aetna,W1,,\n" * 3
    assert sheet_of(text).columns[2:] == [
        "Primary Payer", "Primary Number", "Secondary Payer", "Secondary Number"
    ]  # fmt: skip


def test_a_title_in_a_workbook_is_no_name_either():
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        page = book.add_worksheet()
        page.write_row(0, 0, ["Ledger Extract", None, None, "run 10/01/26"])
        page.write_row(1, 0, NAMES)
        for n in range(2, 8):
            page.write_row(n, 0, [f"V{n}", "Lee Ann", f"7/{n}/26", "Aetna", f"{n}5.00", "Paid"])
    assert read_spreadsheet(out.getvalue(), "a.xlsx").sheets[0].columns == NAMES


def test_each_month_s_title_leaves_one_header_set_and_its_day_stays_above_the_table():
    sheets = [
        sheet_of(f"Ledger Extract,,run {day},,,\n{','.join(NAMES)}\n{ROWS}") for day in ("10/1/26", "11/2/26")
    ]
    assert header_signature(sheets[0].columns) == header_signature(sheets[1].columns)
    extended = with_said_once(sheets, "a.csv")[0]
    assert [c for c in extended.columns if not is_said_once(c)] == NAMES


def test_a_claim_history_below_such_a_title_is_read_without_a_person():
    text = "Ledger Extract|||run 10/01/26|||\nClaim No|Account|Patient|Date of Service|Payer|Charge|Status\n"
    text += "".join(f"C{n}|{n}|Lee, Ann|7/{n}/26|Aetna|5.00|Paid\n" for n in range(1, 6))
    assert read_claim_history(text.encode(), "claims/a.txt").claims["claim_number"].tolist() == [
        f"C{n}" for n in range(1, 6)
    ]


@pytest.mark.parametrize(
    ("row", "is_title"),
    [
        (["Ledger Extract", "Client", None], True),  # 1 of 2 cells: 50 %
        (["Ledger Extract", "Client", "Carrier"], False),  # 1 of 3: 33 %, below 34
        (["Ledger Extract", "Client", "by KIM"], True),  # 2 of 3
        (["As of 11/27/26", None], False),  # one cell is judged by how little it fills
        (["Date", "Report", "By"], False),  # bare words may be names
        (["Primary Insurance", None, "Secondary Insurance"], False),
        (["Account", "Balance 11/27/26", "Client", "Carrier"], False),  # 1 of 4
        (["Posted By", "Report Date", "Run"], False),
    ],
)
def test_how_many_cells_make_a_row_a_title(row, is_title):
    assert is_title_row(row) is is_title


def test_bands_and_names_that_go_on_below_are_still_whole_names():
    text = "Report,By,Date of,Home\nDate,Whom,Birth,Phone\n" + "7/1/26,A B,1/2/1950,201-555-0101\n" * 3
    assert sheet_of(text).columns == ["Report Date", "By Whom", "Date of Birth", "Home Phone"]
