"""What is open of claims that a first payer paid and sent on, and which claims a remittance has answered."""

from __future__ import annotations

import datetime as dt

import pandas as pd
import pytest
from cutover.reading.claims.tables import CLAIM_HISTORY
from cutover.workstreams.left_open import left_to_next
from cutover.workstreams.legacy_claims import aging, legacy
from cutover.workstreams.open_balance import by_age, figure
from era_frames import day
from parallel_frames import frame

TODAY, CUTOVER = pd.Timestamp("2026-07-31"), dt.date(2026, 8, 1)


def listed(number: str, cents: int = 14_000, **said) -> dict:
    """A claim of a list of charges alone."""
    return {"claim_number": number, "patient_control_number": number, "service_from": day("2026-06-05"),
            "charge_cents": cents, "state": "pending", "payer_name": "PRAIRIE FIRST",
            "source_file": "claims/charges.csv"} | said  # fmt: skip


def answers(*rows: tuple[str, str, int]) -> pd.DataFrame:
    """Claim payments: number, CLP02, and the cents that are left to others."""
    made = pd.DataFrame(rows, columns=["patient_control_number", "status", "patient_responsibility_cents"])
    return made.assign(
        service_from=pd.Series(day("2026-06-05"), made.index).astype("datetime64[ms]"),
        paid_on=pd.Series(day("2026-06-25"), made.index).astype("datetime64[ms]"), payer="PRAIRIE FIRST",
    ).astype({"patient_control_number": "str", "status": "str", "patient_responsibility_cents": "Int64"})  # fmt: skip


@pytest.mark.parametrize(("claim", "told", "cents"), [
    ({}, [("M1", "19", 1_850)], 1_850),  # paid and sent on
    ({}, [("M1", "1", 1_850)], 14_000),  # paid; nothing says that it was sent on
    ({"state_as_written": "Billed secondary"}, [("M1", "1", 1_850)], 1_850),  # the list says so
    ({}, [("M1", "19", 0)], 14_000),  # nothing was left to others
    ({}, [("M1", "19", 1_850), ("M1-2", "2", 0)], 14_000),  # the next payer has answered
    ({"balance_cents": 900}, [("M1", "19", 1_850)], 900),  # a balance that the list states
    ({}, [("M2", "19", 1_850)], 14_000),  # another claim's
])  # fmt: skip
def test_of_a_claim_that_was_sent_on_the_rest_is_open_in_every_report(claim, told, cents):
    rows, decided = frame(CLAIM_HISTORY, [listed("M1", **claim)]), answers(*told)
    whole = by_age(rows, TODAY, CUTOVER, decided).set_index("age").loc["all ages"]
    found = legacy(rows, CUTOVER, decided, pd.Series(["PRAIRIE FIRST"]))
    assert (
        whole["open_cents"]
        == found["amount_cents"].iloc[0]
        == aging(found, TODAY)["open_cents"].iloc[0]
        == cents
    )
    assert found["was_cents"].iloc[0] == 14_000  # the charge stays what it was


def test_without_remittances_nothing_is_left_to_a_next_payer():
    rows = frame(CLAIM_HISTORY, [listed("M1", state_as_written="Billed secondary")])
    assert left_to_next(rows, answers()).isna().all()


def test_the_headline_counts_the_rest_and_names_the_charges_of_others():
    """18.50 left to the next payer and 90.00 that no payer has answered: 108.50."""
    rows = frame(CLAIM_HISTORY, [listed("M1"), listed("M2", 9_000)])
    told = figure(rows, TODAY, CUTOVER, answers(("M1", "19", 1_850)))
    assert told.value == "$108.50"
    assert "$90.00 of it charges without a balance" in told.note


def test_a_claim_that_a_remittance_names_is_answered():
    """Of three claims that the list has pending one was paid and one denied by remittances: the third waits."""
    rows = frame(CLAIM_HISTORY, [listed("M1"), listed("M2"), listed("M3", 9_000)])
    told = by_age(rows, TODAY, CUTOVER, answers(("M1", "1", 0), ("M2", "4", 0))).iloc[-1]
    assert (told["unanswered"], told["unanswered_cents"]) == (1, 9_000)
    assert by_age(rows, TODAY, CUTOVER).iloc[-1]["unanswered"] == 3  # the list alone
