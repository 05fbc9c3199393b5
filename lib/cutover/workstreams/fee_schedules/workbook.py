"""The rows of the handoff workbook for lines paid short: one row each, in the columns of open claims."""

from __future__ import annotations

import pandas as pd

from cutover.intake.handoff_workbook import CLAIMS, as_printed
from cutover.money import dollars
from cutover.workstreams.fee_schedules.book import Book
from cutover.workstreams.fee_schedules.findings import in_time, underpaid
from cutover.workstreams.findings import keyed

CODE, MOST = "fees-underpaid", 5_000  # rows of one workbook


def filled(book: Book) -> dict[str, list[dict]]:
    """Return the records of the workbook: lines that can still be appealed, the earliest last day first.

    The case of a row is that of the finding; what people fill in comes back through the folder `handoff`.
    """
    rows = underpaid(book)
    rows = rows[in_time(rows, book.inputs.today)] if not book.is_too_few else rows[:0]
    cases = keyed(CODE, rows, ["content", "service_id"])
    ordered = cases.sort_values(
        ["appeal_through", "difference_cents", "key"], kind="stable", na_position="last"
    )
    return {CLAIMS.name: [_claim(row) for row in ordered.head(MOST).to_dict("records")]}


def _claim(row: dict) -> dict:
    short = (
        f"paid short: {dollars(row['allowed_cents'])} allowed, {dollars(row['expected_cents'])} is the rate"
    )
    said = {
        "case": row["key"], "payer": row["payer"], "claim_number": row["payer_claim_number"],
        "account": row["patient_control_number"], "service_on": row["service_on"], "amount_cents": row["short_cents"],
        "state": "partly paid", "denial_reason": f"{short}; {row['pattern']}; {row['codes']}",
        "last_event": f"remittance: {row['procedure']} {row['modifiers']}".strip(), "last_event_on": row["paid_on"],
        "deadline_on": row["appeal_through"], "deadline_is": "appeal",
    }  # fmt: skip
    said |= {"as_printed": as_printed({})}
    return {name: value for name, value in said.items() if not pd.isna(value)}
