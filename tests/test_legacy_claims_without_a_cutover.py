"""What is open of old claims before any day of the cutover is set: all of it up to the report, and never nothing."""

from __future__ import annotations

import pandas as pd
import pytest
from cutover.workstreams.parallel_run.aging import aging, closeout
from cutover.workstreams.parallel_run.report import _legacy
from era_frames import day
from parallel_frames import AS_OF, CUTOVER, known, run

CLAIMS = [
    known(
        "L1", service_from=day(f"{CUTOVER}"), balance_cents=1_100
    ),  # of the day of the cutover: Medi has it
    known("L2", service_from=day(f"{AS_OF}"), balance_cents=2_200),  # of the report's own day
    known("L3", service_from=day("2026-05-01"), balance_cents=4_400, payer_name="CIGNA"),
    known("L4", service_from=day("2026-05-01"), balance_cents=0, state="paid"),
    known("L5", service_from=day(f"{AS_OF}") + pd.Timedelta(days=1), balance_cents=8_800),  # not served yet
]


@pytest.mark.parametrize(("cutover", "claims", "cents"), [(CUTOVER, 1, 4_400), (None, 3, 7_700)])
def test_without_a_cutover_every_claim_up_to_the_report_is_an_old_one(cutover, claims, cents):
    given = run(history=CLAIMS, cutover=cutover)
    told = closeout(given)
    assert (told["claims"], told["open_cents"], told["last_day"] is None) == (claims, cents, cutover is None)
    assert int(aging(given)["open_cents"].sum()) == cents
    figure = _legacy(given, told)
    assert figure.value == f"${cents / 100:.2f}"
    assert ("every one with service up to this report" in figure.note) is (cutover is None)
