"""A file or sheet that is named after a year or a day holds from then on: earlier service is under no rate of it."""

from __future__ import annotations

import pandas as pd
import pytest
from cutover.reading.payers.contract_rates import _begun_by_name
from cutover.reading.payers.dated_rates import begins_by_name
from cutover.reading.payers.tables import CONTRACT_RATES
from parallel_frames import frame


@pytest.mark.parametrize(
    ("sheet", "file", "day"),
    [
        ("Sheet1", "rates 2025", "2025-01-01"),
        ("OAK eff 4-1-25", "rates 2024", "4-1-25"),  # the sheet goes first
        ("2026", "oak_rates_2025", "2026-01-01"),
        ("Sheet1", "oak_rates_2025", "2025-01-01"),
        (None, "rates 2024 and 2025", None),  # which one is not known
        (None, "oak thru 12/31/2025", None),  # it ends then
        (None, "rates 12025", None),  # no year
        ("OAK", "rates", None),
    ],
)
def test_rates_begin_by_the_name_of_their_sheet_else_of_their_file(sheet, file, day):
    assert begins_by_name(sheet, file) == day


def test_a_day_that_a_column_tells_holds_and_no_rate_begins_after_its_end():
    told = [(None, None), ("2025-06-01", None), (None, "2025-12-31"), (None, "2026-12-31")]
    rows = frame(CONTRACT_RATES, [
        {"source_file": "fee_schedules/oak 2026.csv", "effective_from": first and pd.Timestamp(first),
         "effective_through": last and pd.Timestamp(last)} for first, last in told
    ])  # fmt: skip
    begun = _begun_by_name(rows)["effective_from"].dt.strftime("%Y-%m-%d").fillna("").tolist()
    assert begun == ["2026-01-01", "2025-06-01", "", "2026-01-01"]
