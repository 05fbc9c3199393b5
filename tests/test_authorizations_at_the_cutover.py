"""How many authorizations still run at a cutover ahead, and how many patients the claim history has."""

from __future__ import annotations

import datetime as dt

import pandas as pd
import pytest
from cutover.workstreams.demographics.granted import left_at
from cutover.workstreams.demographics.record_figures import with_claims


def _lists(*rows: tuple) -> pd.DataFrame:
    """Authorizations, each (first day, last day, visits left); null where nothing is known."""
    frame = pd.DataFrame(rows, columns=["valid_from", "valid_through", "visits_left"])
    days = {name: pd.to_datetime(frame[name]) for name in ("valid_from", "valid_through")}
    return frame.assign(**days, visits_left=frame["visits_left"].astype("Int64"))


TODAY, MOVE = dt.date(2026, 4, 1), dt.date(2026, 6, 1)
RUNS = (None, "2026-06-01", 1)  # until the day of the move itself


@pytest.mark.parametrize(
    ("rows", "move", "said"),
    [
        (
            [RUNS, (None, "2026-05-31", 4), (None, "2026-07-01", 0)],
            MOVE,
            "at the cutover, 2026-06-01, 1 still runs",
        ),
        ([RUNS, ("2026-06-01", "2026-09-01", 2)], MOVE, "at the cutover, 2026-06-01, 2 still run"),
        (
            [RUNS, ("2026-06-02", "2026-09-01", 2)],
            MOVE,
            "at the cutover, 2026-06-01, 1 still runs",
        ),  # it begins later
        ([RUNS, (None, "2026-07-01", None)], MOVE, "at the cutover, 2026-06-01, at least 1 still runs"),
        ([RUNS, (None, None, 3)], MOVE, "at the cutover, 2026-06-01, at least 1 still runs"),
        ([(None, "2026-07-01", None)], MOVE, "how many still run at the cutover, 2026-06-01, is not known"),
        ([(None, "2026-05-31", 4)], MOVE, "at the cutover, 2026-06-01, 0 still run"),
        ([RUNS], TODAY, ""),  # the day has come: what can be used today is said already
        ([RUNS], None, ""),
    ],
)
def test_how_many_authorizations_still_run_at_a_cutover_ahead_is_said(rows, move, said):
    words = left_at(_lists(*rows), TODAY, move)
    assert words.startswith(said) and bool(words) is bool(said)


def test_patients_of_the_claim_history_are_its_different_accounts():
    def accounts(*numbers):
        return pd.DataFrame({"account_number": numbers, "claims": [3] * len(numbers)}).astype(
            {"account_number": "str"}
        )

    assert with_claims(accounts("0041", "41", "52")).value == "2"  # zeros in front are no difference
    assert "9 claims" in with_claims(accounts("0041", "41", "52")).note
    assert with_claims(accounts()).value is None and with_claims(None).value is None
