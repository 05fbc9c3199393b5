"""Fee schedules of public remittances, and the files that a report writes beside its page."""

from __future__ import annotations

import csv
import dataclasses
import io
import shutil

import openpyxl
import pandas as pd
import pytest
from cutover.intake.sheets import FEE_SCHEDULES
from cutover.reading.era.archive import load_archive
from cutover.reading.practice.book import Practice
from cutover.reporting.attachments import schedule_files
from cutover.reporting.page import Report
from cutover.workstreams.fee_schedules.inputs import Inputs, slim
from cutover.workstreams.fee_schedules.report import assess, report
from cutover.workstreams.fee_schedules.schedule import intake_rows
from era_frames import AS_OF, archive
from fee_makers import DEADLINES, book, line, lines


def test_public_remittances_say_too_few_and_nothing_else(era_samples, tmp_path):
    who = Practice("public", "samples", "Samples", frozenset(), frozenset(), tmp_path)
    shutil.copytree(era_samples, who.raw / "era")
    result = assess(Inputs(who, AS_OF, slim(load_archive(who)), archive(), DEADLINES))
    assert result.verdict.startswith("Too few: ") and result.findings == ()
    assert set(result.tables["schedule"].frame["kind"]) == {"too few"}
    assert result.tables["schedule"].frame["rate_cents"].isna().all()
    assert all(figure.value is None for figure in result.figures[1:])


@pytest.fixture
def saved(tmp_path):
    """The files of a practice with one steady rate and one procedure with too few lines."""
    told = book(*lines(12), *lines(2, code="=1+1"))
    result = report(told)
    page = Report(result, subject="North", as_of=AS_OF, folder=tmp_path / "c" / "p", name="12_fee_schedules")
    rows = intake_rows(told.schedule, told.multiples, told.inputs, schedule_files.name_of("12_fee_schedules"))
    schedule_files.save(page, "schedule", FEE_SCHEDULES, rows)
    return tmp_path / "c" / "p" / "desk"


def test_the_schedule_is_written_as_csv_in_whole_cents_with_class_lines_and_last_day(saved):
    text = (saved / "12_fee_schedules.schedule.csv").read_text("utf-8")
    rows = {row["procedure"]: row for row in csv.DictReader(io.StringIO(text))}
    known = rows["99213"]
    told = [known[name] for name in ("kind", "rate_cents", "lines", "last_on")]
    assert told == ["steady rate", "8000", "12", "2026-01-16"]  # twelve days from the fifth on
    assert rows["=1+1"]["kind"] == "too few" and rows["=1+1"]["rate_cents"] == ""


def test_the_workbook_has_the_same_rates_in_dollars_and_runs_nothing(saved):
    sheet = openpyxl.load_workbook(saved / "12_fee_schedules.schedule.xlsx")["schedule"]
    cells = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=5)]
    assert {80.0} == {row[6] for row in cells if row[2] == "99213"}
    assert not any(cell.data_type == "f" for row in sheet.iter_rows() for cell in row)


def test_the_intakes_sheet_names_the_csv(saved):
    sheet = openpyxl.load_workbook(saved / "12_fee_schedules.intake.xlsx")["fee schedules"]
    assert "12_fee_schedules.schedule.csv" in {cell.value for row in sheet.iter_rows() for cell in row}


def test_a_payer_all_of_whose_lines_are_left_out_has_no_schedule():
    told = book(*lines(10), line(0, ("CO", "50", 15_000), payer="ZENITH"))
    assert set(told.schedule["payer"]) == {"AETNA"}
    assert told.lines.every["payer"].nunique() == 2


def test_a_slim_archive_gives_the_same_result(tmp_path):
    told = book(*lines(12), line(7_000, on="2026-01-09"))
    small = dataclasses.replace(told.inputs, office_ally=slim(told.inputs.office_ally), known={})
    for name, table in report(told).tables.items():
        pd.testing.assert_frame_equal(assess(small).tables[name].frame, table.frame)


def test_a_slim_archive_with_remittances_in_both_folders_gives_the_same_result():
    told = book(*lines(12), line(7_000, on="2026-01-09"))
    small = slim(told.inputs.office_ally)
    twice = dataclasses.replace(told.inputs, medi=told.inputs.office_ally, known={})
    slimmed = dataclasses.replace(told.inputs, office_ally=small, medi=small, known={})
    result = assess(slimmed)
    for name, table in assess(twice).tables.items():
        pd.testing.assert_frame_equal(result.tables[name].frame, table.frame)
