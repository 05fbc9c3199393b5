"""A consultant looks through any frame: filters, finds, sorts, turns pages, saves."""

from __future__ import annotations

import csv

import openpyxl
import pandas as pd
import pytest
from cutover.desk.explore import PAGE_ROWS, explore


def payments(n=60):
    """Payments of two payers, $1.00 more each; the last without an amount, the first without a payer."""
    frame = pd.DataFrame(
        {
            "payer": ["Aetna" if k % 2 else "Medicare" for k in range(n)],
            "paid_on": pd.date_range("2026-01-01", periods=n).astype("datetime64[ms]"),
            "paid_cents": pd.array([100 * (k + 1) for k in range(n)], dtype="Int64"),
            "note": [f"=1+{k}" for k in range(n)],
        }
    )
    frame.loc[n - 1, "paid_cents"] = pd.NA
    return frame


def test_the_largest_amounts_stand_first_and_an_unknown_one_last():
    shown = explore(payments())
    assert shown.chosen["paid_cents"].iloc[0] == 5_900  # 60 payments, the last unknown: 59 * $1.00
    assert shown.chosen["paid_cents"].isna().tolist().index(True) == 59


def test_a_filter_and_a_search_leave_the_rows_that_fit_and_the_sum_says_what_is_unknown():
    shown = explore(payments(), by=["payer"])
    shown.filters["payer"].value = "Medicare"
    assert len(shown.chosen) == 30 and "at least" not in shown.place.value
    assert "$900.00" in shown.place.value  # 1 + 3 + ... + 59 = 30 * 30
    shown.filters["payer"].value = "Aetna"
    assert "at least $870.00" in shown.place.value  # 2 + 4 + ... + 58 = 2 * 29 * 30 / 2 - 30
    shown.search.value = "$58.00"
    assert shown.chosen["paid_cents"].tolist() == [5_800]


def test_pages_are_turned_within_the_rows():
    shown = explore(payments())
    assert shown.place.value.startswith(f"rows 1 to {PAGE_ROWS} of 60") and shown.back.disabled
    for _ in range(5):
        shown.forward.click()
    assert shown.place.value.startswith("rows 51 to 60 of 60") and shown.forward.disabled


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_all_chosen_rows_are_saved_as_text_that_runs_nothing_and_nobody_else_may_read(kind, tmp_path):
    shown = explore(payments(), by=["payer"], folder=tmp_path, name="payments of a/b")
    shown.filters["payer"].value = "Medicare"
    path = shown.save(kind)
    assert path.name == f"payments_of_a_b.{kind}" and path.stat().st_mode & 0o777 == 0o600
    if kind == "csv":
        rows = list(csv.reader(path.read_text("utf-8-sig").splitlines()))
    else:
        sheet = openpyxl.load_workbook(path).active
        rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
        assert {cell.data_type for row in sheet.iter_rows() for cell in row} == {"s"}
    assert rows[0] == ["Payer", "Paid on", "Paid", "Note"] and len(rows) == 31
    assert rows[1] == ["Medicare", "2026-02-28", "59.00", "=1+58"]


def test_text_of_a_client_is_escaped_and_a_column_that_is_not_there_is_named():
    frame = pd.DataFrame({"payer": ["<script>alert(1)</script>"]})
    assert "<script>" not in explore(frame).view.value
    with pytest.raises(KeyError, match="no column 'paier' \\(there: payer\\)"):
        explore(frame, by=["paier"])


def test_an_unknown_value_can_be_asked_for():
    frame = pd.DataFrame({"payer": pd.array(["Aetna", None], dtype="str"), "paid_cents": [100, 200]})
    shown = explore(frame, by=["payer"])
    shown.filters["payer"].value = None
    assert shown.chosen["paid_cents"].tolist() == [200]


def test_what_fails_at_a_click_is_said_beside_it(monkeypatch, tmp_path):
    shown = explore(payments(), folder=tmp_path)

    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("cutover.desk.text_sheets.write", full)
    shown.to_excel.click()
    assert shown.message.value.startswith("It could not be done: No space left on device.")


def test_what_nobody_foresaw_at_a_click_is_said_too_and_stands_in_the_log(monkeypatch, caplog):
    shown = explore(payments())
    monkeypatch.setattr(shown, "save", lambda kind: {}[kind])
    shown.to_csv.click()
    assert "KeyError" in caplog.text
    assert "nobody foresaw (KeyError: 'csv')" in shown.message.value
