"""What people wrote down as open work although nothing of the claim is open by the files."""

from __future__ import annotations

import pandas as pd

from cutover.columns import Column, Kind, Privacy
from cutover.workstreams.columns import PAYER, cents, text
from cutover.workstreams.open_claims.book import Book
from cutover.workstreams.open_claims.claims import RESOLVED

RESOLVED_NOTES = (
    text("case", "Claim", "case of the claim"),
    PAYER,
    text("outcome", "By the remittances", "null: none tells of it"),
    cents("paid_cents", "Paid", "by its remittances, else by the claim history; null: unknown"),
    Column("decided_on", Kind.DATE, "Decided on", "", Privacy.DESK),
    text("history_state", "By the claim history", "null: it has no such claim"),
    text("claim_number", "Claim no.", "", Privacy.PHI),
    text("patient_control_number", "Account no.", "", Privacy.PHI),
    text("owner", "Owner", "", Privacy.DESK),
    text("next_action", "Next action", "", Privacy.PHI),
    text("said_in", "Written in", "", Privacy.PHI),
)


def resolved_notes(book: Book) -> pd.DataFrame:
    """Return the claims that people note as open work and that are resolved (RESOLVED_NOTES), one row each."""
    rows = book.every[book.every["status"] == RESOLVED].join(book.notes.by_claim, how="inner")
    paid = rows["era_paid_cents"].astype("Int64").fillna(rows["history_paid_cents"].astype("Int64"))
    told = rows.assign(paid_cents=paid, outcome=rows["outcome"].astype("str"))
    return told[[c.name for c in RESOLVED_NOTES]].sort_values("case")
