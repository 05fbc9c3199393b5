"""What 01 makes of lists of denials, of months that came through Medi, and of the files that findings are about."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd
import pytest
from cutover.columns import empty
from cutover.reading.practice import file_subject
from cutover.reading.practice.tables import HELD_DAYS
from cutover.workstreams.inventory import as_read as reading
from cutover.workstreams.inventory import inputs as made
from cutover.workstreams.inventory.as_read import as_read
from cutover.workstreams.inventory.inputs import missing_months


@pytest.mark.parametrize(
    ("history", "subject"),
    [
        ([], file_subject.DENIALS),
        (["claims/q.csv"], file_subject.CLAIMS),
    ],  # a file that also has claims stays one
)
def test_a_list_of_denials_is_no_claim_history(monkeypatch, history, subject):
    @dataclass
    class Held:
        practice: object
        era: object
        files: pd.DataFrame
        sheets: pd.DataFrame
        days: pd.DataFrame

    class Read:
        denials = pd.DataFrame({"source_file": ["claims/q.csv"]})
        balances = pd.DataFrame({"source_file": pd.Series(dtype="str")})

    names = ["source_file", "source", "source_sheet", "service_from"]
    Read.history = pd.DataFrame({"source_file": history}, columns=names, dtype="str")
    monkeypatch.setattr(reading, "load_claims", lambda *_: Read)
    files = pd.DataFrame({
        "source_file": ["claims/q.csv", "claims/r.csv"], "subject": [file_subject.CLAIMS] * 2,
        "folder": "claims", "told_by": "folder", "duplicate_of": None,
    })  # fmt: skip
    sheets = pd.DataFrame({"source_file": files["source_file"], "sheet": None, "subject": None}, dtype="str")
    held = Held(None, None, files, sheets, empty(HELD_DAYS))
    assert as_read(held).files["subject"].tolist() == [subject, file_subject.CLAIMS]


@pytest.mark.parametrize(
    ("cutover", "missing"),
    [
        (None, ["2026-05", "2026-06"]),
        ("2026-05-12", ["2026-05"]),  # May began in Office Ally: what is missing of it nobody knows
        ("2026-05-01", []),
        ("2026-06-02", ["2026-05", "2026-06"]),
    ],
)
def test_no_month_is_missing_that_came_through_medi(monkeypatch, cutover, missing):
    months = pd.to_datetime(["2026-04-01", "2026-05-01", "2026-06-01"])
    rows = pd.DataFrame({"month": months, "source": "ERAs", "rows": [3, 0, 0]})

    class Inputs:
        months_of_medi = pd.DatetimeIndex(months[1:])

    Inputs.cutover = None if cutover is None else pd.Timestamp(cutover)
    monkeypatch.setattr(made, "months_by_source", lambda _: rows)
    monkeypatch.setattr(made, "_never_there", lambda *_: pd.DatetimeIndex([]))
    assert missing_months(Inputs, "ERAs").strftime("%Y-%m").tolist() == missing
    rows["source"] = "posted payments"
    assert len(missing_months(Inputs, "posted payments")) == 2
