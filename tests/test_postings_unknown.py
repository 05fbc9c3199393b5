"""Without postings nobody can say what is posted: the parallel run shows no $0.00 for it."""

from __future__ import annotations

import pytest
from cutover.workstreams.parallel_run.report import assess
from era_frames import claim, payment
from parallel_frames import posting, run

ONE = {"payments": [payment("P1", "2026-06-20", 9_000)], "claims": [claim("P1", paid_cents=9_000)]}


@pytest.mark.parametrize("is_there", [True, False])
def test_the_comparison_with_postings_is_unknown_without_them(is_there):
    there = [posting("Office Ally", "C1", "T1", 5_000)] if is_there else []
    tables = assess(run(office_ally=ONE, postings=there)).tables
    legs = tables["legs"].frame
    of_postings = legs[legs["leg"].eq("postings")].set_index("part")["amount_cents"]
    assert of_postings.pop("remittances") == 9_000
    assert of_postings.notna().all() if is_there else of_postings.isna().all()
    payers = tables["payers"].frame
    assert len(payers) == 1 and payers["posted_cents"].notna().all() == is_there
    assert payers["reads"].str.startswith("not known").all() != is_there
