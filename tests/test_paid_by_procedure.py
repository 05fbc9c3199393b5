"""12 counts what each payer paid for a procedure: lines, units, what one unit was allowed, and the sum paid."""

from __future__ import annotations

import pandas as pd
from cutover.workstreams.fee_schedules.paid_lines import PAID_LINES, paid_lines
from fee_makers import book, line

COUNTED = [
    "lines",
    "units",
    "allowed_cents",
    "least_cents",
    "most_cents",
    "paid_cents",
    "unpaid",
    "later",
    "later_cents",
]


def told(*given, payer="ALDER", code="J0897", marks="", feed="Office Ally") -> list:
    """The counts of one row of the table, None for what is not known."""
    rows = paid_lines(book(*given))
    assert list(rows) == [column.name for column in PAID_LINES]
    row = rows[(rows[["payer", "procedure", "modifiers", "feed"]] == [payer, code, marks, feed]).all(axis=1)]
    return [None if pd.isna(value) else int(value) for value in row[COUNTED].iloc[0]]


def dose(paid: int, units: int | None, charge: int = 90_000, code="J0897", **said) -> dict:
    return line(paid, charge=charge, code=code, payer="ALDER", units=units, **said)


def test_units_are_added_up_and_one_unit_is_allowed_so_much():
    # 60 units for 600.00 (10.00 each), 30 for 330.00 (11.00 each, of which the patient owes 30.00)
    given = (
        dose(60_000, 60),
        dose(30_000, 30, on="2026-03-09", **{}) | {"lowered": (("PR", "2", 3_000), ("CO", "45", 57_000))},
    )
    assert told(*given) == [2, 90, 93_000, 1_000, 1_100, 90_000, 0, 0, 0]


def test_another_modifier_and_another_system_have_rows_of_their_own():
    given = dose(60_000, 60), dose(2_000, 2, marks=("JW",)), dose(20_000, 20, medi=True)
    assert told(*given)[:2] == [1, 60]
    assert told(*given, marks="JW")[:2] == [1, 2]
    assert told(*given, feed="Medi")[:2] == [1, 20]


def test_what_was_denied_is_counted_apart_and_a_later_payer_too():
    denied = line(0, ("CO", "197", 90_000), charge=90_000, code="J0897", payer="ALDER", units=60)
    later = dose(5_000, 60, on="2026-03-20", of_claim={"status": "2"})
    assert told(dose(60_000, 60), denied, later) == [1, 60, 60_000, 1_000, 1_000, 60_000, 1, 1, 5_000]


def test_units_that_are_no_whole_number_are_not_added_up():
    assert told(dose(60_000, 60), dose(7_000, 7.5, on="2026-03-10")) == [
        2,
        None,
        67_000,
        None,
        None,
        67_000,
        0,
        0,
        0,
    ]


def test_without_a_line_there_is_no_row():
    assert paid_lines(book()).empty
