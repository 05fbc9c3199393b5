"""A provider has arrived in Medi (08) where claims sent through Medi name the NPI: lists and 837 files alike."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest
from cutover.reading.claims.batches import BATCH_CLAIMS
from cutover.reading.claims.tables import SENT_CLAIMS
from cutover.workstreams.readiness.providers import CLAIM, providers
from enrollment_makers import AS_OF, NPI, OTHER_NPI
from parallel_frames import frame
from test_receipts_and_read_back import ANN, gate_of, held

SOURCES = [("sent", SENT_CLAIMS), ("batches", BATCH_CLAIMS)]
TODAY = pd.Timestamp(AS_OF)
LATER = TODAY + pd.Timedelta(days=1)


def given(source, columns, **said):
    """Readiness of a patient who arrived, no receipt, and one claim that went out through Medi."""
    row = {"patient_control_number": "P1", "source_file": "medi_submissions/a", "source_row": 1}
    return replace(held([ANN], [ANN], ()), **{source: frame(columns, [row | said])})


@pytest.mark.parametrize(("source", "columns"), SOURCES)
@pytest.mark.parametrize(
    ("said", "states"),
    [
        ({"rendering_npi": NPI, "sent_on": TODAY}, ["seen"]),
        ({"billing_npi": NPI, "sent_on": TODAY}, ["seen"]),
        ({"rendering_npi": NPI}, ["seen"]),  # a list may state no day of sending
        ({"rendering_npi": NPI, "sent_on": LATER}, ["not seen yet"]),  # the report's date decides
        ({"sent_on": TODAY}, ["not seen yet"]),
        ({"rendering_npi": OTHER_NPI, "sent_on": TODAY}, ["not seen yet", "not in the intake"]),
    ],
)
def test_a_claim_sent_through_medi_names_its_providers(source, columns, said, states):
    told = given(source, columns, **said)
    assert list(providers(told)["state"]) == states
    assert gate_of(told).shows is (True if states == ["seen"] else None)


def test_the_table_says_where_and_when_the_npi_was_named():
    [row] = providers(given("sent", SENT_CLAIMS, rendering_npi=NPI, sent_on=TODAY)).to_dict("records")
    assert (row["seen_in"], row["last_on"]) == (CLAIM, TODAY)
