"""The contracts of the canonical tables of remittances; `data/reference/tables/era.csv` has their columns.

They follow the 835 (005010X221A1); the element a column comes from stands in its meaning.
`payment_id`, `claim_id` and `service_id` count from 0 within one content (one 835 file) and, together with
`content` (the sha256 of its bytes), name a row anywhere.
"""

from __future__ import annotations

from cutover.columns import Column, Kind
from cutover.reference import columns_of

PAYMENTS = columns_of("era", "payments")
CLAIMS = columns_of("era", "claims")
SERVICES = columns_of("era", "services")
ADJUSTMENTS = columns_of("era", "adjustments")
PROVIDER_ADJUSTMENTS = columns_of("era", "provider_adjustments")
UNREAD = columns_of("era", "unread")
ARCHIVE_FILES = columns_of("era", "archive_files")
TEXT_CHECKS = columns_of("era", "text_checks")
LISTED_PAYMENTS = columns_of("era", "listed_payments")
NAME_CONFLICTS = columns_of("era", "name_conflicts")
TEXT_COMPARISON = columns_of("era", "text_comparison")


def _stems(columns: tuple[Column, ...], segment: str, end: str = "") -> dict[str, str]:
    """Qualifier -> name without its end, of the columns that come from this segment: AU of `AMT*AU`."""
    found = [(c.meaning.partition("*"), c.name.removesuffix(end)) for c in columns]
    return {qualifier: stem for (head, _, qualifier), stem in found if head == segment}


def _elements(segment: str, prefix: str) -> dict[int, tuple[str, Kind]]:
    """Element -> name without its prefix, and kind, of the columns of a claim from this segment: 1 of `MIA01`."""
    found = [c for c in CLAIMS if c.name.startswith(prefix)]
    return {int(c.meaning.removeprefix(segment)): (c.name.removeprefix(prefix), c.kind) for c in found}


# what is not listed goes to `unread`
CLAIM_AMOUNTS, CLAIM_REFERENCES = _stems(CLAIMS, "AMT", "_cents"), _stems(CLAIMS, "REF")
SERVICE_AMOUNTS, SERVICE_REFERENCES = _stems(SERVICES, "AMT", "_cents"), _stems(SERVICES, "REF")
INPATIENT, OUTPATIENT = _elements("MIA", "inpatient_"), _elements("MOA", "outpatient_")
INPATIENT_REMARKS, OUTPATIENT_REMARKS = (5, 20, 21, 22, 23), (3, 4, 5, 6, 7)

# what is only informative (no column, nothing wrong) and what is damage, kept apart: `True` is damage
UNREAD_REASONS = {
    "no column": (False, "a segment or qualifier of the 835 that the tables have no column for"),
    "repeated": (False, "a second value for a column that holds one; the first is in its column"),
    "not an amount": (True, "text where an amount in whole cents belongs"),
    "not a date": (True, "text where a date belongs"),
    "not a number": (True, "text where a number belongs"),
    "not a segment of the 835": (True, "a segment id that the 835 does not have"),
    "out of place": (True, "a segment where the 835 cannot have it, such as a CAS before any claim"),
    "outside an interchange": (True, "text before the first ISA or after an IEA"),
    "cut": (True, "the file ends inside this segment or before its SE, GE or IEA"),
    "not an 835": (False, "a transaction of another kind, named in the text"),
    "unreadable interchange": (True, "an interchange whose delimiters cannot be known"),
    "damaged ST01": (
        True,
        "an ST that does not say which transaction it is, or another than stands behind it",
    ),
    "second BPR": (True, "a payment inside another: the end of the one and the ST of the other are lost"),
    "too many elements": (True, "elements behind the last that the segment has: in no total"),
    "not a code": (True, "text where a code of the 835 belongs, or none"),
    "control character": (True, "a character that is no text, read as a blank"),
    "another separator": (True, "components separated otherwise than in the rest of the interchange"),
    "short date": (True, "a date of six digits, read as one of this century"),
    "another name": (
        True,
        "a second payer, payee or Tax ID of a payment that is not the first, which counts",
    ),
    "no BPR": (True, "a payment without the segment that states its amount"),
    "no check number": (True, "a payment without TRN02"),
    "no payer": (True, "a payment that names no payer"),
    "no payee": (True, "a payment that names no payee"),
    "no adjustment": (True, "a CAS without a single reason and amount"),
}

# what the archive adds to every remittance table, and to payments
IN_ARCHIVE = {
    "payments": columns_of("era", "in_archive_payments"),
    **dict.fromkeys(
        ("claims", "services", "adjustments", "provider_adjustments", "unread"),
        columns_of("era", "in_archive"),
    ),
}
SET_ASIDE = {
    "same payment again": "the payment stands with the same claims in another file, or earlier in its own",
    "other payee": "neither its payee's NPI nor its Tax ID is this practice's",
}

REMITTANCE = {
    "payments": PAYMENTS,
    "claims": CLAIMS,
    "services": SERVICES,
    "adjustments": ADJUSTMENTS,
    "provider_adjustments": PROVIDER_ADJUSTMENTS,
    "unread": UNREAD,
}
