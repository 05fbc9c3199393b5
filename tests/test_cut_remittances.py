"""A remittance that is cut off: its claim is no second claim, and its money stands in no sum of whole payments."""

from __future__ import annotations

import pandas as pd
import pytest
from claim_makers import submission, submitted
from cutover.reading.claims.era_submissions import SOURCE as ERA
from cutover.reading.claims.submissions import joined
from cutover.workstreams.era_audit.coverage import months_table
from cutover.workstreams.era_audit.inputs import Inputs
from cutover.workstreams.era_audit.payers_and_denials import payers_paid_table
from era_frames import AS_OF, PRACTICE, archive, payment


def put_together(*history: tuple[str, str, str], bare: str):
    told = [
        submission(claim_number=number, patient_control_number=account, on=on)
        for number, account, on in history
    ]
    alone = submission(patient_control_number=bare, service_from=None, source=ERA)
    return joined(submitted(), submitted(*told), submitted(alone))


@pytest.mark.parametrize(
    ("history", "bare", "claims"),
    [
        ([("K-1", "P7", "2026-03-05")], "k1", 1),  # the file ends before the day of the claim's line
        ([("K-1", "P7", "2026-03-05")], "K2", 2),  # another claim
        (
            [("K-1", "P7", "2026-03-05"), ("K-2", "P7", "2026-04-05")],
            "P7",
            3,
        ),  # a patient's account: two claims
        ([("K-1", "P7", "2026-03-05")], "P7", 1),  # an account with one claim
    ],
)
def test_a_claim_without_a_day_is_the_one_claim_of_its_number(history, bare, claims):
    found, left = put_together(*history, bare=bare)
    assert len(found) == claims and len(found) + len(left) == len(history) + 1


def audited(*rows: dict) -> Inputs:
    return Inputs(archive(payments=list(rows)), PRACTICE, AS_OF)


def test_the_money_of_a_cut_file_is_in_no_sum_of_whole_payments():
    told = audited(
        payment("a", "2026-05-04", 30_000), payment("b", "2026-05-11", 4_000, is_whole=False),
        payment("c", "2026-06-08", 5_000),
    )  # fmt: skip
    months = months_table(told).frame.set_index("month")
    may = months.loc[pd.Timestamp("2026-05-01")]
    # May: 300.00 whole + 40.00 cut
    assert (may["payment_count"], may["paid_cents"]) == (2, 34_000)
    assert (may["whole_count"], may["whole_cents"]) == (1, 30_000)
    assert months.loc[pd.Timestamp("2026-06-01"), "whole_cents"] == 5_000
    (payer,) = payers_paid_table(told).frame.to_dict("records")
    assert (payer["whole_count"], payer["whole_cents"]) == (2, 35_000)


def test_where_no_file_is_cut_there_is_no_column_for_it():
    assert "whole_cents" not in months_table(audited(payment("a", "2026-05-04"))).frame
