"""A 999 bears no NPI and no Tax ID: one that several practices hold asks for no export that would bear them."""

from __future__ import annotations

import pandas as pd
import pytest
from cutover.reading.practice.whose import NOT_OWN, NOTHING, SAME, SHARED, UNKNOWN
from cutover.workstreams.whose_rows import findings
from parallel_frames import frame


def row(source: str, why: str) -> dict:
    return {"source": source, "rows": 1, "whose": UNKNOWN, "why": why, "counts": False, "source_file": "s/r.txt",
            "amount_cents": None}  # fmt: skip


@pytest.mark.parametrize(
    ("source", "why", "codes"),
    [
        ("receipts (999)", SAME, ["rows-of-a-receipt"]),
        ("receipts (277CA)", SAME, ["rows-not-told-apart"]),  # a 277CA can name the provider
        ("claims", SHARED, ["rows-not-told-apart"]),
        ("receipts (999)", NOTHING, []),  # it counts, and is told at the foot of the page
    ],
)
def test_what_is_asked_for_can_be_done(source, why, codes):
    given = pd.DataFrame([row(source, why)])
    found = findings(frame(NOT_OWN, [{k: v for k, v in one.items() if k in {c.name for c in NOT_OWN}}
                                     for one in given.to_dict("records")]))  # fmt: skip
    assert [one.code for one in found] == codes
    if codes == ["rows-of-a-receipt"]:
        assert "Export the file" not in found[0].action
