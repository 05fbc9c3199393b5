"""Two claims of a patient's day in a list of Medi are two where number and charge differ; one sent again is one."""

from __future__ import annotations

import pytest
from cutover.columns import empty
from cutover.reading.claims.claims import Claims
from cutover.reading.claims.tables import (
    CLAIM_FILES,
    CLAIM_HISTORY,
    CLAIMS_SET_ASIDE,
    SENT_CLAIMS,
    SUBMITTED_CLAIMS,
)
from cutover.workstreams.every_claim import beyond
from parallel_frames import frame, went

NONE = Claims(
    empty(SUBMITTED_CLAIMS), empty(CLAIM_HISTORY), empty(CLAIMS_SET_ASIDE), empty(CLAIM_FILES), (),
    empty(CLAIM_HISTORY),
)  # fmt: skip


def counted(*rows: dict) -> list[int]:
    """The charges that Medi's list tells of beyond everything else on file, each claim once."""
    return sorted(beyond(NONE, frame(SENT_CLAIMS, list(rows)))["charge_cents"].tolist())


def on(number: str | None, cents: int | None, served: str = "2026-06-20", **said) -> dict:
    """A claim of the patient whose account is P7."""
    return went("P7", cents, served, claim_number=number, **said)


ELSEWHERE = on("M9", 5_000, "2026-06-27")  # the account stands on two days: it is a patient's


@pytest.mark.parametrize(
    ("rows", "charges"),
    [
        ([on("M1", 12_000), on("M2", 8_100), ELSEWHERE], [5_000, 8_100, 12_000]),
        ([on("M1", 12_000), on("M2", 12_000), ELSEWHERE], [5_000, 12_000]),  # of one charge: sent again
        ([on("M1", 12_000), on("M2", 8_100, frequency="replacement"), ELSEWHERE], [5_000, 8_100]),
        (
            [on("M1", 12_000), on("M2", 8_100)],
            [8_100],
        ),  # an account of one day may be the claim's own: corrected
        ([on(None, 12_000), on("M2", 8_100), ELSEWHERE], [5_000, 8_100]),  # without a number nothing tells,
    ],
)
def test_claims_of_a_patients_day_are_told_apart_by_number_and_charge(rows, charges):
    assert counted(*rows) == charges
