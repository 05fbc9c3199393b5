"""Claims that a 277CA rejects, with payer, day and charge: its own, else those of the 837 that sent them."""

from __future__ import annotations

import pandas as pd
import pytest
from cutover.reading.claims.batches import BATCH_CLAIMS
from cutover.reading.claims.receipts import ANSWERED, Receipts
from cutover.workstreams.readiness.inputs import with_batches
from era_frames import day
from parallel_frames import frame

SENT = {
    "patient_control_number": "R7",
    "payer_name": "GULF",
    "service_from": day("2026-07-06"),
    "charge_cents": 9_500,
}


def filled(said, *batches):
    rows = frame(ANSWERED, [{"patient_control_number": "R7", "state": "rejected", "codes": "A3:21"} | said])
    found = with_batches(Receipts(rows), frame(BATCH_CLAIMS, list(batches))).claims.iloc[0]
    return tuple(
        None if pd.isna(one) else one for one in found[["payer_name", "service_from", "charge_cents"]]
    )


@pytest.mark.parametrize(
    ("said", "batches", "told"),
    [
        ({}, [SENT], ("GULF", day("2026-07-06"), 9_500)),
        ({"charge_cents": 9_000}, [SENT], ("GULF", day("2026-07-06"), 9_000)),  # its own word goes before
        ({}, [SENT | {"patient_control_number": "R8"}], (None, None, None)),
        ({}, [SENT, SENT | {"charge_cents": 8_000}], (None, None, None)),  # two claims of one number
        ({}, [SENT, SENT], ("GULF", day("2026-07-06"), 9_500)),  # sent again as it was
        ({}, [], (None, None, None)),
    ],
)
def test_a_rejected_claim_has_what_its_837_says(said, batches, told):
    assert filled(said, *batches) == told
