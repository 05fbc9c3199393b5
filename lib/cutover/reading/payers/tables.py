"""The contracts of payer enrolment: what was filed, what payers require, and what was read of either."""

from __future__ import annotations

from cutover.columns import Kind, Privacy, contract

TEXT, COUNT, DATE, FLAG, CENTS = Kind.TEXT, Kind.COUNT, Kind.DATE, Kind.FLAG, Kind.CENTS
OPEN, DESK, PHI = Privacy.OPEN, Privacy.DESK, Privacy.PHI
INTAKE, EXPORT = "intake", "export of enrolments"

_ORIGIN = contract(
    ("source_file", TEXT, "File", "path below the practice's or the client's folder", PHI),
    ("source_sheet", TEXT, "Sheet", "null where the file has none", DESK),
    ("source_row", COUNT, "Row", "row of the sheet, or number of the item, from 1", DESK),
)

# one row per enrolment as one source states it: payer × Tax ID × billing NPI × transaction
ENROLMENTS = contract(
    ("payer_name", TEXT, "Payer", "as the source writes it", OPEN),
    ("payer_id", TEXT, "Payer id", "as the source writes it", OPEN),
    ("tax_id", TEXT, "Tax ID", "nine digits; may be an SSN", DESK),
    ("billing_npi", TEXT, "Billing NPI", "", OPEN),
    ("transaction", TEXT, "Transaction", "837P, 837I, 837D, 835, 270, 276", OPEN),
    ("status", TEXT, "Status", "Stedi's word, or `not filed`, `not needed`", OPEN),
    ("filed_on", DATE, "Filed", "", OPEN),
    ("status_on", DATE, "Status since", "", OPEN),
    ("live_on", DATE, "Live since", "", OPEN),
    ("waiting_on", TEXT, "Waiting on", "as the intake says", OPEN),
    ("reason", TEXT, "Reason", "of a rejection or of what is asked for, in the source's words", DESK),
    ("line", TEXT, "Line of business", "as the intake says", OPEN),
    ("active_in_office_ally", FLAG, "Active in Office Ally", "", OPEN),
    ("source", TEXT, "Source", f"{INTAKE} or {EXPORT}", OPEN),
    *[(c.name, c.kind, c.label, c.meaning, c.privacy) for c in _ORIGIN],
)

# one row per file of enrolments, or of what payers require, that was looked at
ENROLMENT_FILES = contract(
    ("source", TEXT, "Source", "", OPEN),
    ("source_file", TEXT, "File", "path below the practice's or the client's folder", PHI),
    ("state", TEXT, "State", "read, duplicate, not read", OPEN),
    ("reason", TEXT, "Why", "what was found and what to do, where it was not simply read", DESK),
    ("rows_in", COUNT, "Rows", "", OPEN),
    ("rows_used", COUNT, "Used", "", OPEN),
    ("rows_set_aside", COUNT, "Set aside", "", OPEN),
)

# one row per row of such a file that is not used
ENROLMENTS_ASIDE = contract(
    ("source", TEXT, "Source", "", OPEN),
    ("reason", TEXT, "Why", "", OPEN),
    ("payer_name", TEXT, "Payer", "as the source writes it", OPEN),
    *[(c.name, c.kind, c.label, c.meaning, c.privacy) for c in _ORIGIN],
)

# one row per payer and transaction of one source
REQUIREMENTS = contract(
    ("payer_name", TEXT, "Payer", "", OPEN),
    ("payer_ids", TEXT, "Payer ids", "every id and alias, parted by a blank", OPEN),
    ("transaction", TEXT, "Transaction", "", OPEN),
    ("requirement", TEXT, "Requirement", "supported, enrolment required, not supported, unknown", OPEN),
    ("family", TEXT, "Family", "where the consultant names it", OPEN),
    ("known_from", TEXT, "Known from", "", OPEN),
    ("known_on", DATE, "Known on", "", OPEN),
    ("rank", COUNT, "Rank", "of two sources the lower one goes first", OPEN),
)
