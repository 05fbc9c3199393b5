"""The contracts of the claim tables: submissions, claim history, payer list.

`submitted claims` is what the non-par fee counts (Office Ally counts submissions in the month they were
submitted); `claim history` is what the practice knows of each claim today.
"""

from __future__ import annotations

from cutover.columns import Kind, Privacy, contract

TEXT, CENTS, COUNT, DATE, FLAG = Kind.TEXT, Kind.CENTS, Kind.COUNT, Kind.DATE, Kind.FLAG
OPEN, DESK, PHI = Privacy.OPEN, Privacy.DESK, Privacy.PHI


_ORIGIN = contract(
    ("source", TEXT, "Source", "claim history, file summary or ERA", OPEN),
    ("source_file", TEXT, "File", "path below the practice's folder", PHI),
    ("source_sheet", TEXT, "Sheet", "null where the file has none", DESK),
    ("source_row", COUNT, "Row", "row, line or segment in it, from 1", DESK),
)

CLAIM_FORMS = ("professional", "institutional", "dental")
SUBMISSION_STATES = ("accepted", "rejected", "pending", "unknown")
DATE_BASES = {
    "stated": "the source states the day of submission",
    "processed": "the day on which the clearinghouse processed the file; taken for that of submission",
    "received by payer": "DTM*050 of the remittance; taken for that of submission",
}
PAR_STATES = ("par", "non-par", "unknown")
CLAIM_STATES = (
    "open",
    "denied",
    "appealed",
    "pending",
    "paid",
    "patient responsibility",
    "written off",
    "unknown",
)

# one row per submission of a claim: a resubmission is another row
SUBMITTED_CLAIMS = contract(
    ("claim_number", TEXT, "Claim no.", "Office Ally's claim id where known", PHI),
    ("patient_control_number", TEXT, "Account no.", "", PHI),
    ("form", TEXT, "Form", "professional, institutional, dental; null where not known", OPEN),
    (
        "submission_date",
        DATE,
        "Submitted",
        "the fee's month is that of submission",
        OPEN,
    ),
    ("date_basis", TEXT, "Date from", "one of DATE_BASES; null where there is no date", OPEN),
    ("service_from", DATE, "Service from", "", DESK),
    ("service_through", DATE, "Service through", "", DESK),
    ("state", TEXT, "State", "accepted, rejected, pending, unknown", OPEN),
    ("submission", TEXT, "Submission", "original, resubmitted, secondary, unknown", OPEN),
    ("is_paper", FLAG, "Paper", "printed and mailed by the clearinghouse", OPEN),
    ("tax_id", TEXT, "Tax ID", "nine digits; may be an SSN", DESK),
    ("rendering_npi", TEXT, "Rendering NPI", "", OPEN),
    ("attending_npi", TEXT, "Attending NPI", "institutional claims", OPEN),
    ("billing_npi", TEXT, "Billing NPI", "", OPEN),
    ("payer_name", TEXT, "Payer", "as the source writes it", OPEN),
    ("payer_id", TEXT, "Payer id", "as the source writes it", OPEN),
    ("payer_state", TEXT, "Payer's state", "two letters where the source tells it", OPEN),
    ("charge_cents", CENTS, "Charged", "", OPEN),
    *[(c.name, c.kind, c.label, c.meaning, c.privacy) for c in _ORIGIN],
)

# one row per claim
CLAIM_HISTORY = contract(
    ("claim_number", TEXT, "Claim no.", "", PHI),
    ("patient_control_number", TEXT, "Account no.", "", PHI),
    ("payer_claim_number", TEXT, "Payer's claim no.", "", PHI),
    ("patient_last_name", TEXT, "Patient: last name", "", PHI),
    ("patient_first_name", TEXT, "Patient: first name", "", PHI),
    ("form", TEXT, "Form", "professional, institutional, dental; null where not known", OPEN),
    ("service_from", DATE, "Service from", "", DESK),
    ("service_through", DATE, "Service through", "", DESK),
    ("submission_date", DATE, "Submitted", "", OPEN),
    ("paid_date", DATE, "Paid on", "", OPEN),
    ("payer_name", TEXT, "Payer", "as the source writes it", OPEN),
    ("payer_id", TEXT, "Payer id", "as the source writes it", OPEN),
    ("tax_id", TEXT, "Tax ID", "", DESK),
    ("rendering_npi", TEXT, "Rendering NPI", "", OPEN),
    ("attending_npi", TEXT, "Attending NPI", "", OPEN),
    ("billing_npi", TEXT, "Billing NPI", "", OPEN),
    ("charge_cents", CENTS, "Billed", "", OPEN),
    ("paid_cents", CENTS, "Paid", "", OPEN),
    ("adjusted_cents", CENTS, "Adjusted", "", OPEN),
    ("balance_cents", CENTS, "Balance", "as the source states it", OPEN),
    ("state", TEXT, "State", "one of CLAIM_STATES", OPEN),
    ("state_as_written", TEXT, "State as written", "the source's own word", DESK),
    ("denial_reason", TEXT, "Denial reason", "the source's own words", DESK),
    ("check_number", TEXT, "Check or EFT no.", "", DESK),
    *[(c.name, c.kind, c.label, c.meaning, c.privacy) for c in _ORIGIN],
)

# one row per payer and transaction of one dated list
PAYER_LIST = contract(
    ("list_date", DATE, "List of", "the day the list was taken", OPEN),
    ("payer_name", TEXT, "Payer", "", OPEN),
    ("payer_id", TEXT, "Payer id", "", OPEN),
    (
        "transaction",
        TEXT,
        "Transaction",
        "270, 276, 837P, 837I, 837D, 835; null in the older form",
        OPEN,
    ),
    ("is_available", FLAG, "Available", "", OPEN),
    ("par", TEXT, "Par", "one of PAR_STATES", OPEN),
    ("needs_enrollment", FLAG, "Enrolment needed", "", OPEN),
    ("takes_secondary", FLAG, "Secondary", "", OPEN),
    ("takes_attachment", FLAG, "Attachment", "", OPEN),
    ("is_wc_auto", FLAG, "Workers' comp or auto", "", OPEN),
    ("notes", TEXT, "Notes", "", OPEN),
    ("source_file", TEXT, "File", "", DESK),
    ("source_row", COUNT, "Row", "", DESK),
)

# one row per file of claims that was looked at
CLAIM_FILES = contract(
    ("source", TEXT, "Source", "claim history, file summary or ERA", OPEN),
    ("source_file", TEXT, "File", "path below the practice's folder", PHI),
    ("state", TEXT, "State", "read, duplicate, not read", OPEN),
    ("reason", TEXT, "Why", "what was found and what to do, where it was not simply read", DESK),
    ("rows_in", COUNT, "Rows", "rows that could be a claim", OPEN),
    ("rows_used", COUNT, "Claims", "", OPEN),
    ("rows_set_aside", COUNT, "Set aside", "", OPEN),
)

# one row per row of a source that is not in a table of claims
CLAIMS_SET_ASIDE = contract(
    ("table", TEXT, "Table", "submitted or history: the table that it is not in", OPEN),
    ("reason", TEXT, "Why", "", OPEN),
    ("charge_cents", CENTS, "Charged", "null where the source does not tell it", OPEN),
    *[(c.name, c.kind, c.label, c.meaning, c.privacy) for c in _ORIGIN],
)
