"""Whether Office Ally gets new claims: a file of what was sent there that nobody could read leaves it open."""

from __future__ import annotations

import pytest
from cutover.reading.mapping.record import FILES
from cutover.workstreams.readiness.evidence import evidence
from enrollment_makers import AS_OF, day
from parallel_frames import frame
from test_readiness import ready


@pytest.mark.parametrize(
    ("source", "state", "shows"),
    [
        ("file summary", "not read", None),
        ("submitted claims (837)", "not read", None),
        ("claim history", "not read", None),
        ("claim history", "read", True),
        ("bank", "not read", True),  # it names no claim
    ],
)
def test_a_file_of_what_was_sent_that_is_not_read_may_hold_new_claims(source, state, shows):
    old = {"submission_date": day("2026-07-31"), "service_from": day("2026-07-01"), "payer_name": "AETNA",
           "source": "claim history", "source_file": "claims/y.csv", "source_row": 1}  # fmt: skip
    given = ready(AS_OF, submitted=[old])
    given.__dict__["files"] = frame(
        FILES, [{"source": source, "source_file": "submissions/late.txt", "state": state}]
    )
    found = evidence(given)["day-zero-1"]
    assert found.shows is shows
    assert ("1 file of what was sent there is not read" in found.words) is (shows is None)
    assert found.words.startswith("no new claim in files that reach to 2026-07-31")
