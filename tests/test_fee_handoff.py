"""What people write down of lines paid short comes back: into the next workbook, and counted on the page."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
from cutover.intake.handoff_workbook import CLAIMS, as_printed
from cutover.reading.intake.returned import Returned
from cutover.workstreams.fee_schedules.book import Book
from cutover.workstreams.fee_schedules.report import report
from cutover.workstreams.fee_schedules.workbook import filled, written
from fee_makers import book, line, lines
from parallel_frames import frame

SHORT = (*lines(12, 8_000, "2026-06-01"), line(7_000, on="2026-06-20"), line(7_100, on="2026-06-21"))


def came_back(told: Book, *rows: dict) -> Book:
    """The same lines with rows of returned workbooks, each from a file of its own."""
    given = [{"source_file": f"handoff/{n}.xlsx", "source_row": 3} | row for n, row in enumerate(rows)]
    names = [*CLAIMS.columns]
    frames = frame(names, [{k: v for k, v in one.items() if k in {c.name for c in names}} for one in given])
    claims = frames.assign(
        source_file=pd.Series([one["source_file"] for one in given], dtype="str"), source_row=3
    )
    return Book(replace(told.inputs, returned=Returned(claims=claims), known={}))


def test_words_on_a_line_paid_short_stand_in_the_next_workbook_as_what_was_printed():
    told = book(*SHORT)
    first, second = (row["case"] for row in filled(told)["open claims"])
    again = came_back(told, {"case": first, "owner": "Kim Lee", "next_step": "appeal", "as_printed": "{}"})
    rows = {row["case"]: row for row in filled(again)["open claims"]}
    assert (rows[first]["owner"], rows[first]["next_step"]) == ("Kim Lee", "appeal")
    assert rows[first]["as_printed"] == as_printed({"owner": "Kim Lee", "next_step": "appeal"})
    assert "owner" not in rows[second]
    (note,) = [figure.note for figure in report(again).figures if figure.label == "Paid short"]
    assert note.endswith("; 1 line with an owner")
    assert "with an owner" not in next(f.note for f in report(told).figures if f.label == "Paid short")


def test_a_row_that_came_back_unchanged_says_nothing_and_of_two_that_differ_the_later_file_is_used():
    told = book(*SHORT)
    case = filled(told)["open claims"][0]["case"]
    printed = as_printed({"owner": "Kim Lee"})
    one = {"case": case, "owner": "Ann Roe", "as_printed": printed}
    same = {"case": case, "owner": "Kim Lee", "as_printed": printed}
    other = {"case": case, "owner": "Bo Poe", "as_printed": printed}
    assert written(came_back(told, same).inputs).by_case["owner"].isna().all()
    both = written(came_back(told, one, other).inputs)
    assert (both.by_case["owner"].tolist(), both.conflicts) == (["Bo Poe"], 1)
    assert any("differ in 1 cell." in limit for limit in report(came_back(told, one, other)).limits)


def test_rows_of_open_claims_in_the_same_folder_are_left_to_the_handoff():
    told = came_back(book(*SHORT), {"case": "E-NOTOURS2", "owner": "Kim Lee", "as_printed": "{}"})
    assert written(told.inputs).by_case.empty and written(told.inputs).settled == 0
