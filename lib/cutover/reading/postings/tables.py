"""The contracts of what was posted and of what the bank received.

A posting is money that somebody entered in one system; a deposit is money that arrived. Neither is derived from
a remittance, which is why both are held against it.
"""

from __future__ import annotations

from cutover.reference import columns_of

OFFICE_ALLY, MEDI = "Office Ally", "Medi"
OWN = "the practice's own system"  # an EHR or PM that is neither of the two
NOT_NAMED = "a system that no file names"  # what is shown where the system of a posting is null
CLAIM, PROVIDER_LEVEL = "claim", "provider-level"
CHECK = "check"  # a whole check: the row of a log that names no claims

POSTINGS = columns_of("postings", "postings")
DEPOSITS = columns_of("postings", "deposits")
POSTED_FILES = columns_of("postings", "posted_files")
POSTED_SET_ASIDE = columns_of("postings", "posted_set_aside")
CASH_BOOK = columns_of("postings", "cash_book")
CALLS = columns_of("postings", "calls")
