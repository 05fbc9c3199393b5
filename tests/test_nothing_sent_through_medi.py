"""A practice before its cutover, of which nothing of Medi is on file, has sent no claim through Medi so far."""

from __future__ import annotations

import datetime as dt

import pandas as pd
import pytest
from cutover.reading.mapping.record import FILES
from cutover.workstreams.parallel_run.sent_tables import NO_LIST, NONE_SENT, sent_tables
from era_frames import payment
from parallel_frames import frame, known, receipt, run, sent_there

AHEAD = dt.date(2026, 9, 14)
SHUT = frame(FILES, [{"source": "claims sent through Medi", "source_file": "medi_submissions/a.csv",
                      "state": "not read"}])  # fmt: skip


@pytest.mark.parametrize(
    ("said", "absent"),
    [
        ({"cutover": AHEAD}, NONE_SENT),
        ({"cutover": None}, NONE_SENT),
        ({}, ""),  # it has moved: what is not on file may have gone out
        ({"cutover": AHEAD, "claim_files": SHUT}, ""),
        ({"cutover": AHEAD, "receipts": [receipt("C1", "accepted")]}, ""),
        ({"cutover": AHEAD, "history": [known("M1", sent_through="Medi")]}, ""),
        ({"cutover": AHEAD, "medi": {"payments": [payment("a", "2026-06-01")]}}, ""),
    ],
)
def test_before_the_cutover_no_claim_went_through_medi_as_far_as_is_on_file(said, absent):
    shown = sent_tables(run(old=[sent_there("C1")], **said))["sent_tie"]
    assert (shown.absent, shown.note) == (absent, "" if absent else NO_LIST)
    assert isinstance(shown.frame, pd.DataFrame) and shown.frame.empty
