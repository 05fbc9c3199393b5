"""The evidence workbook, read back with another library than wrote it."""

from __future__ import annotations

import datetime as dt

import openpyxl
import pytest
from cutover.columns import Column, Kind
from cutover.reporting import workbook
from cutover.result import Severity
from notebook_maker import AS_OF, EVIDENCE, one_case, one_finding, one_result, one_table


def read_back(path, result):
    """Write the workbook of a result and open it."""
    workbook.write(path, result, "Cedar Grove", AS_OF)
    return openpyxl.load_workbook(path)


@pytest.fixture
def path(tmp_path):
    """Where the test's workbook lies."""
    return tmp_path / "evidence.xlsx"


def test_there_is_a_sheet_for_each_finding_and_each_table_after_the_front(path):
    found = (one_finding(Severity.LOW, "era-no-text"), one_finding(Severity.BLOCKER, "era-text-only"))
    book = read_back(path, one_result(*found, payers=one_table(EVIDENCE, [])))
    assert book.sheetnames == ["Read me", "era-text-only", "era-no-text", "payers"]


def test_the_front_says_that_it_is_never_shared_and_leads_to_each_sheet(path):
    front = read_back(path, one_result(one_finding()))["Read me"]
    assert "INTERNAL" in front["A3"].value and "never shared" in front["A3"].value
    assert front["A4"].value == "The archive is whole."
    assert [c.value for c in front[7]][:5] == [
        "era-text-only",
        "high",
        "A check exists only as text",
        1,
        "$123.45",
    ]
    assert front["A7"].hyperlink.location == "'era-text-only'!A1"


def test_identifiers_keep_their_zeros_money_its_cents_and_dates_are_dates(path):
    sheet = read_back(path, one_result(one_finding(cases=[one_case(7, paid=-10)])))["era-text-only"]
    key, payer, day, paid, trace, patient = sheet[2]
    assert (key.value, payer.value, trace.value, patient.value) == (
        "E-000007",
        "Moda Health",
        "000007",
        "Quillfeather",
    )
    assert day.value.date() == dt.date(2026, 1, 8) and day.number_format == "yyyy-mm-dd"
    assert paid.value == -0.1 and paid.number_format.startswith("$#,##0.00")  # -10 cents


@pytest.mark.parametrize("amount", [1, 99, 123_456_789_01, 999_999_999_999_99, -33])
def test_every_cent_survives_the_way_through_excels_numbers(path, amount):
    sheet = read_back(path, one_result(one_finding(cases=[one_case(paid=amount)])))["era-text-only"]
    assert round(sheet["D2"].value * 100) == amount


def test_an_absent_value_is_an_empty_cell_and_not_zero(path):
    sheet = read_back(path, one_result(one_finding(cases=[one_case(paid=None)])))["era-text-only"]
    assert sheet["D2"].value is None


@pytest.mark.parametrize("text", ["=1+1", "@SUM(A1)", "+1", "-1", "http://example.org", "{=1}", "0012"])
def test_text_is_never_a_formula_a_link_or_a_number(path, text):
    cell = read_back(path, one_result(one_finding(cases=[one_case(payer=text)])))["era-text-only"]["B2"]
    assert (cell.value, cell.data_type, cell.hyperlink) == (text, "s", None)


def test_sheets_have_a_fixed_header_and_a_filter(path):
    sheet = read_back(path, one_result(one_finding(cases=[one_case(1), one_case(2)])))["era-text-only"]
    assert sheet.freeze_panes == "B2" and sheet.auto_filter.ref == "A1:F3"


def test_sheet_names_are_short_safe_and_different(path):
    names = ["a" * 40, "a" * 35, "History", "read me", "x/y:z", "", "A" * 31]
    result = one_result(*[one_finding(code=name) for name in names])
    book = read_back(path, result)
    assert len({name.lower() for name in book.sheetnames}) == 8  # 7 findings + the front
    assert all(0 < len(name) <= 31 for name in book.sheetnames)
    for name in names:
        assert workbook.sheet_of(result, name) in book.sheetnames


def test_equal_results_give_equal_bytes(tmp_path):
    result = one_result(one_finding())
    for name in ("a.xlsx", "b.xlsx"):
        workbook.write(tmp_path / name, result, "Cedar Grove", AS_OF)
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()


def test_rows_that_no_sheet_can_hold_are_counted_in_it(path, monkeypatch):
    monkeypatch.setattr(workbook, "SHEET_ROWS", 2)
    table = one_table((Column("n", Kind.COUNT, "N"),), [[1], [2], [3], [4], [5]])
    sheet = read_back(path, one_result(numbers=table))["numbers"]
    assert [row[0].value for row in sheet.rows] == ["N", 1, 2, "3 more rows do not fit into a sheet"]  # 5 - 2
