"""A balance that a payer forwards and takes without a reference is settled by its amount: nothing to post."""

from __future__ import annotations

import pandas as pd
import pytest
from cutover.workstreams.parallel_run.postings import _forwarded


@pytest.mark.parametrize(
    ("parts", "settled"),
    [
        ([(1_800, 4, None), (-1_800, 9, None)], True),  # 18.00 forwarded on the 4th, taken on the 9th
        ([(1_800, 9, None), (-1_800, 4, None)], False),  # taken before it was forwarded
        ([(1_800, 4, None), (-1_700, 9, None)], False),
        ([(1_800, 4, "R1"), (-1_800, 9, None)], True),
        ([(1_800, 4, "R1"), (-1_800, 9, "R2")], False),  # two balances
        ([(1_800, 4, None), (1_800, 5, None), (-1_800, 9, None)], False),  # which one is not known
    ],
)
def test_two_parts_without_two_references_are_one_balance_by_their_amount(parts, settled):
    rows = pd.DataFrame(
        [
            {"payer": "P", "reason_code": "FB", "cents": cents, "paid_on": pd.Timestamp(2026, 7, day), "reference": ref}
            for cents, day, ref in parts
        ]
    ).astype({"reference": "str"})  # fmt: skip
    assert _forwarded(rows, pd.Series(True, rows.index)).tolist() == [settled] * len(rows)
