"""The contracts of what was posted and of what the bank received.

A posting is money that somebody entered in one system; a deposit is money that arrived. Neither is derived from
a remittance, which is why both are held against it.
"""

from __future__ import annotations

from cutover.columns import Kind, Privacy, contract

TEXT, CENTS, COUNT, DATE = Kind.TEXT, Kind.CENTS, Kind.COUNT, Kind.DATE
OPEN, DESK, PHI = Privacy.OPEN, Privacy.DESK, Privacy.PHI

OFFICE_ALLY, MEDI = "Office Ally", "Medi"
SYSTEMS = (OFFICE_ALLY, MEDI)
CLAIM, PROVIDER_LEVEL = "claim", "provider-level"


_ORIGIN = contract(
    ("source_file", TEXT, "File", "path below the practice's folder", PHI),
    ("source_sheet", TEXT, "Sheet", "null where the file has none", DESK),
    ("source_row", COUNT, "Row", "row or line in it, from 1", DESK),
)

# one row per posting of a payment to a claim in one system
POSTINGS = contract(
    ("system", TEXT, "Posted in", "one of SYSTEMS", OPEN),
    ("posted_date", DATE, "Posted on", "", OPEN),
    ("claim_number", TEXT, "Claim no.", "as the system writes it", PHI),
    ("account", TEXT, "Account no.", "", PHI),
    ("payer_name", TEXT, "Payer", "as the system writes it", OPEN),
    ("check_number", TEXT, "Check or EFT no.", "", DESK),
    (
        "paid_cents",
        CENTS,
        "Posted",
        "as money received: a take-back is below zero, also one at provider level",
        OPEN,
    ),
    ("adjusted_cents", CENTS, "Adjusted", "", OPEN),
    ("kind", TEXT, "Kind", "claim, or provider-level for an amount that belongs to no claim", OPEN),
    *[(c.name, c.kind, c.label, c.meaning, c.privacy) for c in _ORIGIN],
)

# one row per bank deposit
DEPOSITS = contract(
    ("deposit_date", DATE, "Deposited on", "", OPEN),
    ("amount_cents", CENTS, "Deposited", "below zero for money drawn", OPEN),
    ("description", TEXT, "Description", "the bank's own words", DESK),
    ("trace_number", TEXT, "Trace or check no.", "", DESK),
    *[(c.name, c.kind, c.label, c.meaning, c.privacy) for c in _ORIGIN],
)

# one row per file of postings or deposits that was looked at
POSTED_FILES = contract(
    ("source", TEXT, "Source", "postings or bank", OPEN),
    ("source_file", TEXT, "File", "path below the practice's folder", PHI),
    ("state", TEXT, "State", "read, duplicate, not read", OPEN),
    ("reason", TEXT, "Why", "what was found and what to do, where it was not simply read", DESK),
    ("rows_in", COUNT, "Rows", "data rows of its tables", OPEN),
    ("rows_used", COUNT, "Used", "", OPEN),
    ("rows_set_aside", COUNT, "Set aside", "", OPEN),
)

# one row per row of such a file that is not in its table
POSTED_SET_ASIDE = contract(
    ("source", TEXT, "Source", "postings or bank", OPEN),
    ("reason", TEXT, "Why", "", OPEN),
    ("amount_cents", CENTS, "Amount", "null where it cannot be read", OPEN),
    *[(c.name, c.kind, c.label, c.meaning, c.privacy) for c in _ORIGIN],
)
