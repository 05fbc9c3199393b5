"""A fee schedule with a column of rates for each day gives every rate its day, and loses no row."""

from __future__ import annotations

import io

import pandas as pd
import pytest
import xlsxwriter
from cutover.columns import empty
from cutover.intake.sheets import FEE_SCHEDULES
from cutover.reading.files.title_rows import is_title_row
from cutover.reading.payers import dated_rates
from cutover.reading.payers.contract_rates import NO_RATE, load_contract_rates
from cutover.reading.practice.book import Practice

NOBODY = empty(FEE_SCHEDULES.columns)
ROWS = "92507,Speech,80.00,82.40\n92526,Swallow,91.25,93.99\n92610,Exam,104.10,107.22\n"
JAN, JULY = pd.Timestamp(2025, 1, 1), pd.Timestamp(2026, 7, 1)


def read(tmp_path, text: str, name: str = "alder.csv"):
    """What is read of a practice with one fee schedule, of the payer ALDER MUTUAL by its name."""
    who = Practice("acme", "elm", "Elm Clinic", frozenset(), frozenset(), tmp_path)
    (who.raw / "fee_schedules").mkdir(parents=True)
    (who.raw / "fee_schedules" / name).write_text(text)
    return load_contract_rates(who, NOBODY, ["ALDER MUTUAL"])


def rates(found, code: str) -> list[tuple]:
    """Cents and first day of the rates of a procedure."""
    rows = found.rows[found.rows["procedure_code"] == code]
    return list(zip(rows["rate_cents"], rows["effective_from"], strict=True))


@pytest.mark.parametrize("header", [
    "CPT,Description,Rate 1/1/2025,Rate 7/1/2026",
    "Code,Description,Rate per unit 1/1/2025,Rate per unit eff 7/1/2026",
    "Procedure,Name,Allowed as of 2025-01-01,Allowed effective 2026-07-01",
    "CPT,Description,1/1/2025,7/1/2026",
    "HCPCS,Description,Eff. Jan 1 2025,Eff. July 1 2026",
])  # fmt: skip
def test_each_column_of_a_day_is_a_rate_of_that_day(tmp_path, header):
    found = read(tmp_path, f"{header}\n{ROWS}")
    assert rates(found, "92507") == [(80_00, JAN), (82_40, JULY)]
    assert len(found.rows) == 6 and found.set_aside.empty  # 3 procedures x 2 days
    assert found.rows["effective_through"].isna().all()
    assert found.rows["source_row"].tolist() == [2, 2, 3, 3, 4, 4]
    assert found.files[["state", "rows_in", "rows_used"]].to_numpy().tolist() == [["read", 6, 6]]


def test_a_year_begins_on_its_first_day_and_a_word_before_a_day_ends_the_rate(tmp_path):
    found = read(tmp_path, f"CPT,Description,2025 rate,CY2026\n{ROWS}")
    assert rates(found, "92526") == [(91_25, JAN), (93_99, pd.Timestamp(2026, 1, 1))]
    ends = read(
        tmp_path / "b", f"CPT,Description,Fee 1/1/2025 - 6/30/2026,Fee from 7/1/2026\n{ROWS}"
    ).rows.iloc[:2]
    assert ends["effective_from"].tolist() == [JAN, JULY]
    assert ends["effective_through"].tolist() == [pd.Timestamp(2026, 6, 30), pd.NaT]
    last = read(tmp_path / "c", f"CPT,Description,Rate thru 6/30/2026,Rate 7/1/2026\n{ROWS}").rows.iloc[0]
    assert pd.isna(last["effective_from"]) and last["effective_through"] == pd.Timestamp(2026, 6, 30)


@pytest.mark.parametrize("header", [
    "Code,Old (DOS to 30-Jun-2026),New (DOS from 01-Jul-2026)",
    "Code,thru 6/30/26,from 7/1/26",
    "Code,DOS before 7/1/26,DOS on or after 7/1/26",
    "Code,on or before 6/30/2026,after 6/30/2026",
    "Code,Rates prior to 1 July 2026,Rates as of 1 July 2026",
    "Code,Old rate,New rate eff 7/1/2026",
    "Code,Current,Rate from 7/1/2026",
])  # fmt: skip
@pytest.mark.parametrize(("title", "file"), [
    ("Alder Mutual - allowed amounts\n", "rates.csv"), ("Alder \u2013 contract\n\n", "x.csv"), ("", "Alder 26.csv"),
])  # fmt: skip
def test_rates_side_by_side_end_on_the_day_before_the_next_ones_begin(tmp_path, header, title, file):
    rows = "92507,80.00,82.40\n92526,91.25,93.99\n92610,104.10,107.22\n"
    found = read(tmp_path, f"{title}{header}\n{rows}", file).rows
    assert found["payer_name"].unique().tolist() == ["ALDER MUTUAL"]
    told = found[found["procedure_code"] == "92507"].set_index("rate_cents")
    assert told.loc[80_00, "effective_through"] == pd.Timestamp(2026, 6, 30)
    assert told.loc[82_40, "effective_from"] == JULY and len(told) == 2


def test_two_days_in_one_header_without_blanks_are_the_first_and_the_last(tmp_path):
    header = "Code,1/1/25-6/30/26,7/1/26\u201312/31/26"
    found = read(tmp_path, f"{header}\n92507,80.00,82.40\n92526,91.25,93.99\n").rows.iloc[:2]
    assert found["effective_from"].tolist() == [JAN, JULY]
    assert found["effective_through"].tolist() == [pd.Timestamp(2026, 6, 30), pd.Timestamp(2026, 12, 31)]


def test_two_columns_of_earlier_rates_without_a_day_are_left_as_they_are():
    text = "Code,Old,Prior,Rate from 7/1/2026\n92507,80.00,81.00,82.40\n92526,91.25,92.00,93.99\n"
    opened = dated_rates.opened(text.encode(), "a.csv")
    assert opened is None or {"Old", "Prior"} <= set(opened[0].columns)


def test_a_workbook_is_read_like_a_text(tmp_path):
    data = io.BytesIO()
    with xlsxwriter.Workbook(data) as book:
        sheet = book.add_worksheet("Alder")
        sheet.write_row(0, 0, ["CPT", "What", "Rate per unit 1/1/2025", "Rate per unit eff 7/1/2026"])
        for place, line in enumerate(ROWS.split(), 1):
            code, words, old, new = line.split(",")
            sheet.write_row(place, 0, [int(code), words, float(old), float(new)])
    who = Practice("acme", "elm", "Elm Clinic", frozenset(), frozenset(), tmp_path)
    (who.raw / "fee_schedules").mkdir(parents=True)
    (who.raw / "fee_schedules" / "rates.xlsx").write_bytes(data.getvalue())
    found = load_contract_rates(who, NOBODY, ["ALDER MUTUAL"])  # by its sheet's name
    assert rates(found, "92610") == [(104_10, JAN), (107_22, JULY)]


def test_a_rate_that_a_procedure_lacks_is_none_and_one_without_any_is_set_aside(tmp_path):
    rows = "92507,Speech,80.00,\n92526,Swallow,,\n92610,Exam,104.10,107.22\n"
    found = read(tmp_path, f"CPT,Description,Rate 1/1/2025,Rate 7/1/2026\n{rows}")
    assert len(found.rows) == 3 and rates(found, "92507") == [(80_00, JAN)]
    assert found.set_aside["reason"].tolist() == [NO_RATE]


@pytest.mark.parametrize("header", [
    "CPT,Description,Rate 1/1/2025,Rate",  # the undated one may be the newer
    "CPT,Description,Paid 2025,Rate",  # what was paid is no rate
    "CPT,Effective date,Rate 1/1/2025,Units",  # the table has days of its own
])  # fmt: skip
def test_a_table_with_an_undated_rate_or_days_of_its_own_is_left_as_it_is(header):
    text = f"{header}\n92507,1/1/2025,80.00,82.40\n92526,1/1/2025,91.25,93.99\n92610,1/1/2025,104.10,107.22\n"
    assert dated_rates.opened(text.encode(), "a.csv") is None


def test_columns_of_other_words_are_no_rates():
    text = f"CPT,Description,Paid 2025,Charge 2026\n{ROWS}"
    assert dated_rates.opened(text.encode(), "a.csv") is None
    assert dated_rates.opened(b"", "a.csv") is None


@pytest.mark.parametrize(("row", "is_title"), [
    (["CPT", "Name", "Rate 1/1/2025", "Rate eff 7/1/2026"], False),
    (["CPT", "Name", "Rate 1/1/2025", "Printed 7/1/2026"], True),  # two of four tell a day, of different things
    (["Rates", "Elm", "run date 1/1/2025", "run date 7/1/2026"], True),
    (["CPT", "Name", "Rate 1/1/2025", "Rate 1/1/2025"], True),  # one day twice
])  # fmt: skip
def test_cells_of_the_same_words_with_several_days_tell_no_title(row, is_title):
    assert is_title_row(row) is is_title


def test_one_workbook_may_hold_a_sheet_of_days_and_a_sheet_of_payers(tmp_path):
    who = Practice("acme", "elm", "Elm Clinic", frozenset(), frozenset(), tmp_path)
    (who.raw / "fee_schedules").mkdir(parents=True)
    with xlsxwriter.Workbook(who.raw / "fee_schedules" / "alder.xlsx") as book:
        for name, rows in (
            (
                "days",
                [("CPT", "Rate 1/1/2025", "Rate 7/1/2026"), ("92507", 80, 82.4), ("92526", 91.25, 93.99)],
            ),
            ("payers", [("CPT", "Birch Health", "Cedar Plan"), ("92507", 70, 60.5), ("92526", 71, 61.5)]),
        ):
            sheet = book.add_worksheet(name)
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, row)
    rows = load_contract_rates(who, NOBODY, ["ALDER MUTUAL"]).rows
    of_payers = rows[rows["source_sheet"].eq("payers")]
    told = list(zip(of_payers["payer_name"], of_payers["rate_cents"], strict=True))
    assert sorted(told) == [
        ("Birch Health", 70_00),
        ("Birch Health", 71_00),
        ("Cedar Plan", 60_50),
        ("Cedar Plan", 61_50),
    ]
    assert len(rows[rows["source_sheet"].eq("days")]) == 4  # 2 procedures x 2 days
