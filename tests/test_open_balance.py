"""The whole balance of a claim history: payers and patients together, by age, before and since the cutover."""

from __future__ import annotations

import datetime as dt

import pandas as pd
import pytest
from cutover.reading.claims.tables import CLAIM_HISTORY
from cutover.workstreams.open_balance import by_age, figure, told_apart
from parallel_frames import frame

TODAY, CUTOVER = pd.Timestamp("2026-06-30"), dt.date(2026, 6, 10)


def history(*rows):
    """Claims of (day of service, balance in cents, state) and the payer, Sunrise unless named."""
    made = [
        {"claim_number": f"K{n}", "service_from": day and pd.Timestamp(day), "balance_cents": left, "state": state,
         "payer_name": payer[0] if payer else "Sunrise"}
        for n, (day, left, state, *payer) in enumerate(rows)
    ]  # fmt: skip
    return frame(CLAIM_HISTORY, made)


CLAIMS = (
    ("2026-06-10", 9_000, "pending"),  # 20 days old, of the day of the cutover
    ("2026-06-09", 500, "pending"),  # 21 days, the day before
    ("2026-05-31", 700, "paid"),  # 30 days: left to the patient
    ("2026-05-30", 4_000, "denied"),  # 31 days
    ("2026-01-05", 1_500, "patient responsibility"),
    ("2026-01-06", 8_800, "voided"),
    ("2026-01-06", 8_800, "written off"),
    ("2026-01-06", 0, "paid"),
    ("2026-07-01", 6_600, "open"),  # after the report
    (None, 300, "open"),
    ("2026-06-01", 2_500, "open", "Self Pay"),
)


def test_what_patients_have_paid_of_their_part_is_not_known_without_a_balance():
    # 90.00 charged, 60.00 paid, 20.00 off: 10.00 is the patient's part, which no balance states
    row = {"claim_number": "P1", "service_from": pd.Timestamp("2026-05-02"), "state": "paid", "payer_name": "Oak",
           "charge_cents": 9_000, "paid_cents": 6_000, "adjusted_cents": 2_000,
           "source_file": "claims/a.csv"}  # fmt: skip
    said = "$10.00 of it what payers left to patients, and whether they paid is not known"
    assert told_apart(frame(CLAIM_HISTORY, [row]), TODAY) == [said]
    assert told_apart(frame(CLAIM_HISTORY, [row | {"balance_cents": 1_000}]), TODAY) == []
    assert by_age(frame(CLAIM_HISTORY, [row]), TODAY, None)["patient_claims"].iloc[-1] == 1


def test_payers_and_patients_are_one_sum_by_age():
    found = by_age(history(*CLAIMS), TODAY, CUTOVER).set_index("age")
    assert found["open_cents"].to_dict() == {
        "0-30": 9_000 + 500 + 700, "31-60": 4_000, "61-90": 0, "91-120": 0, "over 120": 1_500,
        "no day of service": 300, "all ages": 9_000 + 500 + 700 + 4_000 + 1_500 + 300,
    }  # fmt: skip
    every = found.loc["all ages"]
    assert (every["payers_cents"], every["patients_cents"]) == (9_000 + 500 + 4_000 + 300, 700 + 1_500)
    assert (every["claims"], every["since_cents"], every["self_cents"]) == (6, 9_000, 2_500)


@pytest.mark.parametrize(
    ("said", "waits"),
    [
        ({}, True),
        ({"state": "open", "state_as_written": "Rejected"}, True),  # no payer has it
        ({"state": "unknown"}, True),
        ({"state": "unknown", "state_as_written": "Reversed"}, False),  # a word that is not understood
        ({"state": "denied"}, False),
        ({"paid_cents": 100}, False),
        ({"adjusted_cents": 100}, False),
        ({"state_as_written": "Billed Secondary"}, False),  # the first payer has answered
        ({"forwarded_on": pd.Timestamp("2026-06-20")}, False),
        ({"payer_name": "Self Pay"}, False),
        ({"service_from": pd.Timestamp("2026-07-01")}, False),  # after the report
    ],
)
def test_what_no_payer_has_answered_is_told_with_its_charges(said, waits):
    row = {"claim_number": "K", "service_from": pd.Timestamp("2026-06-01"), "balance_cents": 4_000,
           "charge_cents": 5_000, "state": "pending", "payer_name": "Sunrise"}  # fmt: skip
    found = by_age(frame(CLAIM_HISTORY, [row | said]), TODAY, CUTOVER).set_index("age").loc["all ages"]
    assert (found["unanswered"], found["unanswered_cents"]) == ((1, 5_000) if waits else (0, 0))


def test_the_figure_names_what_is_in_it():
    told = figure(history(*CLAIMS), TODAY, CUTOVER)
    assert told.value == "$160.00"
    assert (
        told.note == "6 claims of the claim history, $90.00 of it since the cutover, self-pay apart: $25.00"
    )


@pytest.mark.parametrize(
    ("rows", "value"), [((), None), ((("2026-06-01", None, "open"),), None), ((CLAIMS[0],), "$90.00"),
                        ((CLAIMS[0], ("2026-06-01", None, "open")), "at least $90.00")]
)  # fmt: skip
def test_what_has_no_amount_is_never_nothing(rows, value):
    assert figure(history(*rows), TODAY, None).value == value


def test_without_a_cutover_nothing_is_after_it():
    assert by_age(history(*CLAIMS), TODAY, None)["since_cents"].isna().all()
