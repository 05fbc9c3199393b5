"""12 counts the procedures of claims that lists say were sent, answered or not, by modifiers and system."""

from __future__ import annotations

from cutover.reading.claims.tables import SENT_CLAIMS
from cutover.workstreams.fee_schedules.sent_procedures import sent_procedures
from parallel_frames import frame


def sent(*rows: tuple) -> object:
    """Claims of lists: system, procedures, charge, and what the list says of each."""
    made = [{"procedures": codes, "charge_cents": cents, "state": state} for _, codes, cents, state in rows]
    return frame(SENT_CLAIMS, made).assign(system=[row[0] for row in rows])


def test_an_assistants_claims_and_visits_without_a_charge_are_counted_by_system():
    rows = sent_procedures(sent(
        ("Office Ally", "28296-80-RT", 110_000, "accepted"), ("Office Ally", "28296-80-RT", 90_000, "sent"),
        ("Medi", "28296-80-RT", 110_000, "rejected"), ("Office Ally", "99024", 0, "accepted"),
        ("Office Ally", "99024 20610-LT", 12_500, "accepted"), ("Medi", "28296-80-RT", 1, "withdrawn"),
        ("Medi", None, 500, "sent"),
    ))  # fmt: skip
    assert rows.values.tolist() == [
        ["20610", "LT", "Office Ally", 1, 0, 12_500],
        ["28296", "80 RT", "Medi", 1, 0, 110_000],
        ["28296", "80 RT", "Office Ally", 2, 0, 200_000],  # 1,100.00 + 900.00
        ["99024", "none", "Office Ally", 2, 1, 12_500],  # one of them beside a procedure with a charge
    ]


def test_without_a_list_or_procedures_there_is_no_row():
    assert sent_procedures(sent()).empty
    assert sent_procedures(sent(("Medi", None, 100, "sent"))).empty
