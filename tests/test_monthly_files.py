"""The monthly chart and the monthly workbook: what is not known is a gap, and no column that an owner may not see."""

from __future__ import annotations

import datetime as dt

import openpyxl
import pandas as pd
import pytest
from cutover.columns import Column, Kind, Privacy
from cutover.reporting.attachments import monthly_files
from cutover.reporting.drawing.monthly_chart import monthly
from cutover.reporting.page import Report
from notebook_maker import AS_OF, one_result, one_table

MONEY = (Column("month", Kind.MONTH, "Month"), Column("paid_cents", Kind.CENTS, "Paid"),
         Column("state", Kind.TEXT, "Data"), Column("tin", Kind.TEXT, "Tax ID", "", Privacy.DESK))  # fmt: skip
ROWS = [[pd.Timestamp(2026, 5, 1), 123_450, "whole", "111223333"], [pd.Timestamp(2026, 6, 1), 1, "in part", "x"],
        [pd.Timestamp(2026, 7, 1), None, "not known", "x"]]  # fmt: skip
TABLE = one_table(MONEY, ROWS, "Money by month")


def drawn(switch: dt.date | None = None) -> str:
    return monthly(TABLE, "paid_cents", "state", "A line.", switch=switch, title="Paid")._repr_html_()


def test_a_month_that_is_not_known_is_a_question_mark_and_the_cutover_is_marked_within_the_months():
    assert drawn().count(">?<") == 1 and ">cutover<" not in drawn()
    assert "No cutover date is set." in drawn()
    inside = drawn(dt.date(2026, 7, 31))
    assert ">cutover<" in inside and "Dashed: the cutover." in inside
    outside = drawn(dt.date(2026, 8, 1))
    assert ">cutover<" not in outside and "The cutover of 2026-08-01 is not in these months." in outside


def test_the_workbook_has_dollars_and_empty_cells_and_no_column_of_the_consultant(tmp_path):
    report = Report(
        one_result(money=TABLE), subject="North", as_of=AS_OF, audience="owner", folder=tmp_path, name="11_x"
    )
    monthly_files.save(report, {"Money": "money"})
    (path,) = tmp_path.rglob("*.monthly.xlsx")
    assert path.parent.name == "desk"
    rows = list(openpyxl.load_workbook(path)["Money"].iter_rows(min_row=4, values_only=True))
    assert rows[0] == ("Month", "Paid", "Data")
    assert rows[1] == (pd.Timestamp(2026, 5, 1), 1234.5, "whole")
    assert rows[3] == (pd.Timestamp(2026, 7, 1), None, "not known")


def test_a_column_that_an_owner_may_not_see_is_not_drawn():
    with pytest.raises(Exception, match="not for owners"):
        monthly(TABLE, "tin", "state", "A line.")
