"""What was open at a month's end (11) is in part where claims of 837 files waited: no claim history tells of them."""

from __future__ import annotations

from dataclasses import replace

from baseline_makers import billed, book, changed, every_month, remitted, state
from cutover.reading.claims.tables import CLAIM_HISTORY
from parallel_frames import day, frame


def test_the_open_balance_is_in_part_while_a_claim_of_an_837_waits_and_names_its_tax_id():
    # F1 of June 5 is paid on July 20, F2 of July 6 is not: at June's end F1 waits, at July's F2 does
    history = [billed("L1", "2025-06-10"), billed("L2", "2026-07-28")]
    answered = remitted("F1", "2026-07-20", on="2026-06-05")
    told = book(history, [*every_month("2026-05", "2026-07"), answered])
    rows = [
        {"patient_control_number": number, "service_from": day(on), "charge_cents": cents, "tax_id": "123456789",
         "state": "open", "source_row": 1}
        for number, on, cents in (("F1", "2026-06-05", 10_000), ("F2", "2026-07-06", 7_000))
    ]  # fmt: skip
    found = changed(told, claims=replace(told.inputs.claims, filed=frame(CLAIM_HISTORY, rows)))
    assert "837" not in state(found, "open", "2026-05")[1]
    for month in ("2026-06", "2026-07"):
        how, why = state(found, "open", month)
        assert how == "in part" and "without 1 claim of Tax ID" in why and "6789" in why
    lacks = found.coverage[found.coverage["source"].eq("balances")].set_index("month")["missing_cents"]
    assert [lacks[day(f"2026-0{n}-01")] for n in (6, 7)] == [10_000, 7_000]
    assert "837" not in state(told, "open", "2026-07")[1]
