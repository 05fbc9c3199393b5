"""A denial that is written off is to be appealed while its deadline runs; where none runs it is told apart."""

from __future__ import annotations

import dataclasses
import datetime as dt

import pytest
from cutover.reading.claims.tables import DENIALS
from cutover.reading.intake.own_lists import APPEAL, OWN_LIST
from cutover.workstreams.parallel_run.cases import cases
from cutover.workstreams.parallel_run.switch_dates import switches
from cutover.workstreams.parallel_run.written_off import DECIDED, NO_RIGHT, PASSED, UNDER_APPEAL
from era_frames import AS_OF, adjustment, day
from open_claims_makers import deadlines
from parallel_frames import OFFICE_ALLY, frame, known, posting, run
from test_parallel_postings import one

RUNS, OVER = "run-denial-written-off", "run-write-off-without-appeal"


def told(payer: str = "AETNA", paid: str = "2026-06-20", claim: dict | None = None, stated=None, **said):
    """(code, cents, what) of the one denial of 150.00, of which 30.00 are by contract, that was written off whole."""
    refused = one(("C1", 0, "2026-06-01", claim or {}), paid=paid, payer_name=payer)
    refused["adjustments"] = [adjustment("a", "CO", "45", 3_000), adjustment("a", "CO", "197", 12_000)]
    given = run(
        office_ally=refused, postings=[posting(OFFICE_ALLY, "C1", "Ta", 0, adjusted_cents=15_000)], **said
    )
    given = dataclasses.replace(given, deadlines=deadlines(**(stated or {})))
    found = cases(given, switches(given))
    rows = [
        (code, row["amount_cents"], row["what"])
        for code in (RUNS, OVER)
        for row in found[code].to_dict("records")
    ]
    assert len(rows) == 1 and rows[0][1] == 12_000
    return rows[0][0], rows[0][2].split("; ")[-1]


def own(**cells):
    return frame(
        OWN_LIST,
        [{"list": APPEAL, "claim_number": "C1", "source_file": "claims/a.csv", "source_row": 2} | cells],
    )


def listed(**cells):
    return frame(
        DENIALS, [{"patient_control_number": "C1", "source_file": "claims/d.csv", "source_row": 2} | cells]
    )


def ago(days: int) -> str:
    """The day of a notice whose limit of 30 days ended so many days before the report."""
    return str(AS_OF - dt.timedelta(30 + days))


@pytest.mark.parametrize(
    ("given", "code", "why"),
    [
        ({}, RUNS, None),  # no rule of the payer is known: its deadline may run
        ({"stated": {"AETNA": {"appeal_days": 30}}, "paid": ago(0)}, RUNS, None),  # the last day itself
        ({"stated": {"AETNA": {"appeal_days": 30}}, "paid": ago(1)}, OVER, PASSED),
        ({"denials": listed(appeal_by=day(str(AS_OF)))}, RUNS, None),
        ({"denials": listed(appeal_by=day("2026-06-25"))}, OVER, PASSED),
        ({"own_lists": own(filed_on=day("2026-06-25"))}, OVER, UNDER_APPEAL),
        ({"own_lists": own(filed_on=None)}, RUNS, None),  # written down, and not filed
        ({"own_lists": own(filed_on=day("2026-06-25"), claim_number="C2")}, RUNS, None),
        ({"history": [known("C1", state="written off")]}, OVER, DECIDED),
        ({"history": [known("C1", state="denied")]}, RUNS, None),
        ({"payer": "Medicare Part B", "claim": {"remark_codes": "N290 MA130"}}, OVER, NO_RIGHT),
        ({"payer": "Medicare Part B", "claim": {"remark_codes": "N290"}}, RUNS, None),
        ({"claim": {"remark_codes": "MA130"}}, OVER, NO_RIGHT),  # the remark's own word, of every payer
        ({"claim": {"remark_codes": "N130"}}, RUNS, None),
    ],
)
def test_a_write_off_of_a_denial_is_told_by_whether_its_deadline_runs(given, code, why):
    found = told(**given)
    assert found[0] == code
    assert why is None or found[1] == why
