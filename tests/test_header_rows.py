"""Headers in two rows and merged cells: a band belongs to the names below it, a merged cell to all it covers."""

from __future__ import annotations

import io

import xlsxwriter
from cutover.reading.files.spreadsheet import read_spreadsheet


def columns(text: str) -> list[str]:
    """The names of the columns of a CSV."""
    return read_spreadsheet(text.encode(), "p.csv").sheets[0].columns


def test_a_band_reaches_to_the_next_one_and_belongs_to_each_name_below_it():
    text = (
        "Patient,,,Primary,,Secondary,\nID,Name,DOB,Payer,ID,Payer,ID\n" + "7,A B,1/2/1950,Aetna,W1,,\n" * 3
    )
    assert columns(text) == [
        "Patient ID", "Patient Name", "Patient DOB", "Primary Payer", "Primary ID", "Secondary Payer", "Secondary ID"
    ]  # fmt: skip


def test_names_that_go_on_in_the_next_row_are_whole_names():
    text = "Account,Patient,Date of,Home\nNumber,Name,Birth,Phone\n" + "7,A B,1/2/1950,201-555-0101\n" * 3
    assert columns(text) == ["Account Number", "Patient Name", "Date of Birth", "Home Phone"]


def test_names_below_a_band_beside_whole_names_are_read_from_the_next_row():
    text = "Account,DOB,Primary Insurance,,Secondary Insurance,\n,,Name,ID,Name,ID\n"
    text += "7,1/2/1950,Aetna,W11111,Cigna,U2222\n8,1/3/1950,Aetna,W11112,,\n"
    assert columns(text)[2:] == [
        "Primary Insurance Name", "Primary Insurance ID", "Secondary Insurance Name", "Secondary Insurance ID"
    ]  # fmt: skip


def test_a_title_a_practice_and_a_row_of_words_are_no_part_of_the_names():
    for above in ("Patient List,,,\n", "Practice,Cedar Grove,,\n", "Practice: Cedar Grove,,As of: today,\n"):
        text = above + "Account,Name,DOB,Sex\n" + "7,A B,1/2/1950,M\n" * 3
        assert columns(text) == ["Account", "Name", "DOB", "Sex"]
    unknown = "Account,Name,DOB,Sex\nunknown,Smith,unknown,unknown\n" + "7,A B,1/2/1950,M\n" * 3
    sheet = read_spreadsheet(unknown.encode(), "p.csv").sheets[0]
    assert sheet.columns == ["Account", "Name", "DOB", "Sex"]


def test_every_row_is_data_header_or_set_aside_with_a_header_of_two_rows():
    text = "Patient,,Primary,\nID,DOB,Payer,ID\n7,1/2/1950,Aetna,W1\n8,1/2/1950,Aetna,W2\n"
    sheet = read_spreadsheet(text.encode(), "p.csv").sheets[0]
    assert sheet.set_aside["reason"].tolist() == ["part of the header"]
    assert sheet.rows_in == len(sheet.frame) + len(sheet.set_aside) + 1 == 4


def a_merged_workbook() -> bytes:
    """A band over two columns, a name over two rows, and a payer over two patients."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        sheet = book.add_worksheet()
        sheet.merge_range("A1:A2", "Account")
        sheet.merge_range("B1:C1", "Primary")
        sheet.write_row(1, 1, ["Payer", "Member ID"])
        sheet.write_row(1, 3, ["DOB"])
        for place, row in enumerate(
            (["7", "", "W111", "1/2/1950"], ["8", "", "W222", "1/3/1950"], ["9", "Cigna", "U3", "1/4/1950"]),
            2,
        ):
            sheet.write_row(place, 0, row)
        sheet.merge_range("B3:B4", "Aetna")
    return out.getvalue()


def test_merged_cells_hold_what_they_cover_in_the_header_and_below_it():
    sheet = read_spreadsheet(a_merged_workbook(), "p.xlsx").sheets[0]
    assert sheet.columns == ["Account", "Primary Payer", "Primary Member ID", "DOB"]
    assert sheet.frame["Primary Payer"].tolist() == ["Aetna", "Aetna", "Cigna"]


def test_cells_that_span_in_a_web_page_do_so_too():
    page = (
        "<table><tr><th rowspan=2>Account</th><th colspan=2>Primary</th></tr><tr><th>Payer</th><th>ID</th></tr>"
        "<tr><td>7</td><td rowspan=2>Aetna</td><td>W123</td></tr><tr><td>8</td><td>W124</td></tr></table>"
    )
    sheet = read_spreadsheet(page.encode(), "p.xls").sheets[0]
    assert sheet.columns == ["Account", "Primary Payer", "Primary ID"]
    assert sheet.frame["Primary Payer"].tolist() == ["Aetna", "Aetna"]
