"""The work list is a workbook that a person works from: rows in their order, columns to fill in, nothing that runs."""

from __future__ import annotations

import datetime as dt

import openpyxl
import pytest
from cutover.columns import Column, Kind
from cutover.errors import UsageError
from cutover.reporting.attachments import work_list
from cutover.reporting.page import Report
from notebook_maker import AS_OF, one_result, one_table

COLUMNS = (
    Column("rank", Kind.COUNT, "No."),
    Column("payer", Kind.TEXT, "Payer"),
    Column("tax_id", Kind.TEXT, "Tax ID"),
    Column("by", Kind.DATE, "By"),
    Column("paid_cents", Kind.CENTS, "Paid"),
)
DAY = dt.datetime(2026, 8, 3)  # noqa: DTZ001  Excel knows no time zones
ROWS = [[1, '=HYPERLINK("x")', "012345678", DAY, 123456], [2, "AETNA", None, None, None]]


def sheet_of(path):
    return openpyxl.load_workbook(path).active


def written(folder, rows=ROWS, name="work.xlsx"):
    table = one_table(COLUMNS, rows, "Work", "what brings most stands first")
    work_list.write(folder / name, table, "Payer enrollment: North", AS_OF)
    return folder / name


def test_the_rows_stand_in_their_order_below_a_heading_that_says_what_it_is(tmp_path):
    page = sheet_of(written(tmp_path))
    assert page["A1"].value == "Payer enrollment: North"
    assert page["A2"].value == "As of 2026-07-31. What brings most stands first."
    assert page["A3"].value.startswith("INTERNAL")
    assert [cell.value for cell in page[5]] == [
        "No.", "Payer", "Tax ID", "By", "Paid", "Done on", "By whom", "What came of it",
    ]  # fmt: skip
    assert [row[0].value for row in page.iter_rows(min_row=6)] == [1, 2]


def test_identifiers_stay_text_money_is_exact_and_nothing_is_a_formula(tmp_path):
    row = sheet_of(written(tmp_path))[6]
    assert [cell.value for cell in row[:5]] == [1, '=HYPERLINK("x")', "012345678", DAY, 1234.56]
    assert row[1].data_type == "s"


def test_what_is_unknown_is_an_empty_cell_and_what_is_to_be_filled_in_has_a_frame(tmp_path):
    row = sheet_of(written(tmp_path))[7]
    assert [cell.value for cell in row] == [2, "AETNA", None, None, None, None, None, None]
    assert all(cell.border.top.style == "thin" for cell in row[5:])


def test_the_header_is_repeated_on_paper_and_stays_on_the_screen(tmp_path):
    page = sheet_of(written(tmp_path))
    assert (page.print_title_rows, page.freeze_panes) == ("$5:$5", "C6")
    assert page.auto_filter.ref == "A5:H7"


def test_equal_lists_give_equal_bytes(tmp_path):
    assert written(tmp_path, name="a.xlsx").read_bytes() == written(tmp_path, name="b.xlsx").read_bytes()


def test_a_list_without_anything_to_do_is_a_header_alone(tmp_path):
    assert sheet_of(written(tmp_path, rows=[])).max_row == 5


def test_the_list_is_saved_beside_the_report_and_nowhere_without_a_folder(tmp_path):
    result = one_result(work=one_table(COLUMNS, ROWS, "Work", "first things first"))
    folder = tmp_path / "client" / "north"
    report = Report(result, subject="North", as_of=AS_OF, folder=folder, name="06_payer_enrollment")
    shown = work_list.save(report, "work")
    assert (tmp_path / "client" / "north" / "desk" / "06_payer_enrollment.work_list.xlsx").is_file()
    assert "06_payer_enrollment.work_list.xlsx" in str(shown.html)
    with pytest.raises(UsageError, match="nowhere to save to"):
        work_list.save(Report(result, subject="North", as_of=AS_OF, name="06_payer_enrollment"), "work")
