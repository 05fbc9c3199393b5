"""The words and columns of the findings on non-par fees."""

from __future__ import annotations

from cutover.columns import Column, Kind, Privacy
from cutover.reading.claims.tables import UNREAD_FILES
from cutover.workstreams.columns import cents, count, text
from cutover.workstreams.nonpar.actions import FEW_COLUMNS
from cutover.workstreams.nonpar.invoices import CHARGED_COLUMNS, REPORTED_COLUMNS
from cutover.workstreams.nonpar.list_changes import CHANGE_COLUMNS
from cutover.workstreams.nonpar_fees.exposure import MONTH, NPI, TIN_END

_COLUMNS = {
    "nonpar-no-list": (Column("as_of", Kind.DATE, "Report of"),),
    "nonpar-file-not-read": UNREAD_FILES,
    "nonpar-list-old": (Column("list_date", Kind.DATE, "List of"), count("days", "Days old")),
    "nonpar-charged-twice": CHARGED_COLUMNS,
    "nonpar-twice-or-two": CHARGED_COLUMNS,
    "nonpar-charged-without-cause": CHARGED_COLUMNS,
    "nonpar-more-fees": CHARGED_COLUMNS,
    "nonpar-fewer-fees": CHARGED_COLUMNS,
    "nonpar-amount-differs": CHARGED_COLUMNS,
    "nonpar-not-charged": CHARGED_COLUMNS,
    "nonpar-invoice-missing": (
        MONTH,
        cents("fee_low_cents", "Fee computed, at least"),
        cents("fee_high_cents", "Fee computed, at most"),
    ),
    "nonpar-new-rule": (
        TIN_END,
        NPI,
        count("nonpar", "Non-par claims"),
        count("claims", "Claims"),
        cents("was_cents", "Under the 50 % rule"),
        cents("is_cents", "Under today's rule"),
        cents("difference_cents", "Difference"),
    ),
    "nonpar-few-claims": FEW_COLUMNS,
    "nonpar-unknown-payer": (
        text("payer", "Payer"),
        count("claims", "Claims"),
        count("cases", "Months and combinations that depend on it"),
        cents("width_cents", "Between low and high", "of these; they may depend on other payers too"),
        text("hint", "Names in the list that are like it", "for a person to judge; not used"),
    ),
    "nonpar-status-changed": CHANGE_COLUMNS,
    "nonpar-report-differs": REPORTED_COLUMNS,
    "nonpar-not-counted": (
        text("why", "Why"),
        text("source", "Source"),
        text("payer", "Payer"),
        cents("charge_cents", "Charged"),
        text("claim_number", "Claim no.", privacy=Privacy.PHI),
        text("patient_control_number", "Account no.", privacy=Privacy.PHI),
        text("source_file", "File", privacy=Privacy.PHI),
        text("source_sheet", "Sheet", privacy=Privacy.DESK),
        Column("source_row", Kind.COUNT, "Row", "", Privacy.DESK),
    ),
}


def cases_columns(code: str) -> tuple[Column, ...]:
    """Return the columns of a finding's evidence, without its key."""
    return _COLUMNS[code]
