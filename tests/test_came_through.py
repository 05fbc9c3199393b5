"""A remittance in the folders of both systems: through which it came, and where nothing tells that."""

from __future__ import annotations

import pandas as pd
import pytest
from cutover.reading.claims.submissions import keys
from cutover.reading.postings.tables import MEDI, OFFICE_ALLY
from cutover.workstreams.came_through import NOT_TOLD, SENDER, SENT, SWITCHED, came_through

PAYEE = {"payer": "CIGNA", "payee_tin": "911", "payee_npi": "1"}


def paid(feed: str, key: str, on: str, sender: str | None = None) -> dict:
    day = pd.Timestamp(on)
    return PAYEE | {"feed": feed, "payment_key": key, "paid_on": day, "isa_sender": sender}


def asked(others: list[dict], sender: str | None = None, sent: frozenset[str] = frozenset()) -> tuple:
    """The system and why of a payment K of 20 July with a claim C1, beside the remittances of one system alone."""
    copies = pd.DataFrame([paid(feed, "K", "2026-07-20", sender) for feed in (OFFICE_ALLY, MEDI)])
    claims = pd.DataFrame(
        {
            "payment_key": ["K"],
            "patient_control_number": ["C1"],
            "service_from": [pd.Timestamp("2026-07-01")],
        }
    )
    frame = pd.DataFrame(others, columns=list(copies.columns))
    row = came_through(copies, frame, claims, sent).loc["K"]
    return (None if pd.isna(row["system"]) else row["system"]), row["why"]


OLD_THEN_NEW = [paid(OFFICE_ALLY, "A", "2026-07-06", "OA9"), paid(MEDI, "B", "2026-07-27", "MX")]


@pytest.mark.parametrize(
    ("others", "sender", "told"),
    [
        (OLD_THEN_NEW, "MX", (MEDI, SENDER)),  # the envelope is that of Medi's other remittances
        (OLD_THEN_NEW, "OA9", (OFFICE_ALLY, SENDER)),
        (OLD_THEN_NEW, None, (None, NOT_TOLD)),  # it switched before the 20th or after: both are possible
        ([paid(OFFICE_ALLY, "A", "2026-07-06", "X"), paid(MEDI, "B", "2026-07-27", "X")], "X", (None, NOT_TOLD)),
        ([paid(MEDI, "B", "2026-07-13")], None, (MEDI, SWITCHED)),
        ([paid(MEDI, "B", "2026-07-13"), paid(OFFICE_ALLY, "A", "2026-07-21")], None, (None, NOT_TOLD)),
        ([paid(OFFICE_ALLY, "A", "2026-07-21")], None, (OFFICE_ALLY, SWITCHED)),  # it had not switched
        ([], "MX", (None, NOT_TOLD)),
    ],
)  # fmt: skip
def test_the_envelope_or_the_payers_switch_tells_through_which_system_a_copy_came(others, sender, told):
    assert asked(others, sender) == told


def test_claims_that_medi_sent_tell_it_where_the_envelope_does_not():
    sent = frozenset(keys(pd.Series(["C1"]), pd.Series([pd.Timestamp("2026-07-01")])))
    assert asked(OLD_THEN_NEW, None, sent) == (MEDI, SENT)
    assert asked(OLD_THEN_NEW, "OA9", sent) == (OFFICE_ALLY, SENDER)
