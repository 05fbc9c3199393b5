"""What receipts of Medi accept went out through Medi: it is no claim of Office Ally's, and its enrollment works."""

from __future__ import annotations

import pandas as pd
import pytest
from claim_makers import submission, submitted
from cutover.columns import conform
from cutover.reading.claims.receipts import ANSWERED
from cutover.reading.claims.submissions import by_receipts
from cutover.workstreams.enrollment.report import by_payer
from cutover.workstreams.enrollment.standing import LIVE, NOT_FILED, REJECTED, UNTOLD
from enrollment_makers import claims, filed, plan

SERVED = pd.Timestamp("2026-05-11")


def answered(account: str = "Q-77", **said) -> dict:
    """One claim that a receipt accepts: the account of `remitted`, without a day of service unless told."""
    row = {"patient_control_number": account, "state": "accepted", "answered_on": pd.Timestamp("2026-05-13")}
    return row | said


def receipts(*rows: dict) -> pd.DataFrame:
    """Claims of receipts (ANSWERED)."""
    return conform(pd.DataFrame(rows, columns=[c.name for c in ANSWERED], dtype=object), ANSWERED)


def remitted(account: str = "Q77", **said) -> dict:
    """A claim of which a remittance alone tells, $100.00."""
    row = {"patient_control_number": account, "service_from": SERVED, "charge_cents": 10_000, "source": "ERA"}
    return submission(**(row | said))


def way(rows: list[dict], *told: dict) -> list[str | None]:
    """By which way each claim went out, null where nothing tells."""
    found = by_receipts(submitted(*rows), receipts(*told))["sent_through"]
    return found.astype(object).where(found.notna(), None).tolist()


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ({}, "Medi"),  # no day and no amount: the one claim of its account
        ({"service_from": SERVED, "charge_cents": 10_000}, "Medi"),
        ({"service_from": SERVED + pd.Timedelta(days=1)}, None),  # another visit
        ({"charge_cents": 10_001}, None),  # another amount: another claim
        ({"answered_on": SERVED - pd.Timedelta(days=1)}, None),  # accepted before the visit was
        ({"answered_on": SERVED}, "Medi"),
        ({"answered_on": None}, None),  # no day at all: of which visit it is nobody knows
        ({"account": "Q78"}, None),
    ],
)
def test_a_claim_known_by_its_remittance_went_through_medi_where_a_receipt_there_accepts_it(said, expected):
    assert way([remitted()], answered(**said)) == [expected]


def test_a_receipt_without_a_day_is_of_no_one_of_two_visits_of_an_account():
    second = remitted(service_from=pd.Timestamp("2026-05-12"))
    assert way([remitted(), second], answered()) == [None, None]
    assert way([remitted(), second], answered(service_from=SERVED)) == ["Medi", None]


@pytest.mark.parametrize("said", [{"source": "claim history"}, {"source": "file summary"}])
def test_what_office_allys_own_files_have_is_not_moved_by_a_receipt(said):
    assert way([remitted(**said)], answered()) == [None]


def test_a_claim_without_an_account_is_met_by_no_receipt():
    assert way([remitted(patient_control_number=None)], answered(patient_control_number=None)) == [None]


@pytest.mark.parametrize(
    ("way", "source", "told", "state"),
    [
        ("Medi", "ERA", None, LIVE),  # it went through Medi, and a remittance decides it
        ("Medi", "ERA", "not filed", LIVE),
        ("Medi", "ERA", "REJECTED", REJECTED),  # what a source says of a request stays
        ("Medi", "claim history", None, UNTOLD),  # sent there, and not answered yet
        (None, "ERA", None, UNTOLD),  # answered, and by which way it went nobody knows
        (None, "ERA", "not filed", NOT_FILED),
    ],
)
def test_claims_that_went_through_medi_and_were_answered_prove_their_enrollment(way, source, told, state):
    rows = [] if told is None else [filed("Maple", "837P", told)]
    made = plan(claims("Maple", 2, "2026-07-06", sent_through=way, source=source), enrollments=rows)
    row = made.standing.set_index("transaction").loc["837P"]
    proven = way == "Medi" and source == "ERA"
    assert row["state"] == state and pd.notna(row["first_answered"]) == proven
    assert made.standing.set_index("transaction").loc["835", "state"] == UNTOLD  # no ERA came to Medi
    shown = by_payer(made).iloc[0]
    assert shown["claims_state"] == state
    assert pd.isna(shown["first_answered"]) or shown["first_answered"] == pd.Timestamp("2026-07-06")
