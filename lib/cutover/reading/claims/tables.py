"""The contracts of the claim tables: submissions, claim history, payer list.

`submitted claims` is what the non-par fee counts (Office Ally counts submissions in the month they were
submitted); `claim history` is what the practice knows of each claim today.
"""

from __future__ import annotations

from cutover.columns import Column, Kind, Privacy, contract
from cutover.reference import columns_of

CLAIM_STATES = (
    "open",
    "denied",
    "appealed",
    "pending",
    "paid",
    "patient responsibility",
    "written off",
    "voided",
    "replaced",
    "unknown",
    "not stated",
)

SUBMITTED_CLAIMS = columns_of("claims", "submitted_claims")
SENT_CLAIMS = columns_of("claims", "sent_claims")
CLAIM_HISTORY = columns_of("claims", "claim_history")
DENIALS = (
    *CLAIM_HISTORY,
    Column("appeal_by", Kind.DATE, "Last day to appeal, by the list", "null: it prints none", Privacy.DESK),
    Column("listed_remarks", Kind.TEXT, "Remarks, by the list", "RARC; null: it prints none", Privacy.DESK),
)
PAYER_LIST = columns_of("claims", "payer_list")
CLAIM_FILES = columns_of("claims", "claim_files")
CLAIMS_SET_ASIDE = columns_of("claims", "claims_set_aside")
# one row per file or folder that cannot be read
UNREAD_FILES = contract(
    ("reason", Kind.TEXT, "Why", "what was found and what to do", Privacy.DESK),
    ("source_file", Kind.TEXT, "File", "path below the practice's or the client's folder", Privacy.PHI),
)
