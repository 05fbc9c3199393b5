"""What each kind of planted defect is called in the findings, and how its cases are counted.

This is the one place where the sample knows the names of the findings outside the ERA archive: to rename
one, change it here. A kind without a code is dirt that a reader has to live with and nobody has to act on;
its cases stand in the key under `dirt`.
"""

from __future__ import annotations

_NAMED = "Cases are rows of the file; `field` is the concept whose cell shows it."

PATIENT_CODES = {
    "birth impossible": ("demo-birth-impossible", "No day: stray characters, or February 30."),
    "birth in future": ("demo-birth-future", "A birth date after the report's date."),
    "birth after visit": ("demo-birth-after-service", "Born after the last visit; the date itself is a day."),
    "two-digit year": ("demo-birth-two-digit", "A year of two digits: the person is old, not unborn."),
    "birth missing": ("demo-birth-missing", "A blank birth date."),
    "name missing": ("demo-name-missing", "A blank last name."),
    "address missing": ("demo-address-missing", "A blank street, or a blank ZIP: one case a row."),
    "member missing": ("demo-member-missing", "A member ID of a first coverage that is blank or damaged."),
    "coverage lost": ("demo-coverage-lost", "The only coverage of a patient has no member ID."),
    "sex unknown": ("demo-sex-unknown", "U, Unknown or blank."),
    "state spelled": ("demo-state-spelled", "The state spelled out."),
    "zip restored": ("demo-zip-restored", "Four digits, with a zero before them a ZIP of the row's state."),
    "zip wrong": ("demo-zip-unread", "Four digits in a state whose ZIPs begin with no zero."),
    "unit in street": ("demo-apartment-inside", "An apartment or suite in the first address line."),
    "phone wrong": ("demo-phone-unread", "A phone number without its area code."),
    "mbi wrong": ("demo-mbi-wrong", "A Medicare number with a letter that MBIs do not have (S L O I B Z)."),
    "npi wrong": ("demo-npi-wrong", "The patient's provider: ten digits whose check digit is not right."),
    "identifier damaged": (
        "demo-digits-lost",
        "A member ID of 17 digits that the spreadsheet holds as a number: its last digits are zeros. It is "
        "left out, so that its coverage lacks a member ID and its patient a coverage: they count there too.",
    ),
    "formula": ("demo-formula", "A text cell that begins with = or @."),
    "coverage expired": (
        "demo-coverage-expired",
        "A coverage that ended before the report's date; none ends between then and the cutover.",
    ),
    "auth expired": (
        "demo-auth-expired",
        "An authorization that ended before the report's date, with visits left; none ends between then and "
        "the cutover.",
    ),
    "auth open": ("demo-auth-open", "An authorization that holds at the planned cutover with visits left."),
    "auth used up": ("demo-auth-used-up", "An authorization that holds at the cutover, no visit left."),
    "payer variant": (
        "demo-payer-proposed",
        "A payer's name not as on the payer list, its payer ID left blank: to be confirmed. "
        "Each spelling stands once.",
    ),
    "payer vague": (
        "demo-payer-unmatched",
        "A payer's name that is on no payer list, or that may be several payers' or tells another state: each "
        "name stands once.",
    ),
    "payer unlisted": (
        "demo-payer-unmatched",
        "A payer's name that is on no payer list, or that may be several payers' or tells another state: each "
        "name stands once.",
    ),
    "inactive": ("demo-inactive-seen", "Marked inactive, and seen in the last twelve months."),
    "deceased": ("demo-deceased-seen", "Marked deceased, and seen in the last twelve months."),
    "same person": (
        "demo-person-twice",
        "One case a pair; `of` is the account of the first. The member ID is the same and counts nowhere "
        "else. Twins and a father and son of one name are there and are none.",
    ),
    "account shared": (
        "demo-account-shared", "One case a row: two pairs of people bear one account number each."),
    "member shared": (
        "demo-member-shared",
        "One case a pair of rows: a member ID on people of other families, each the holder, with one payer.",
    ),
    # what a reader has to live with
    "sex spelled": ("", "Male, Female or lower case."),
    "twin": ("", "Same family name, birth date, address and payer; another first name: two people."),
    "father and son": ("", "Same name and address, Sr and Jr, born decades apart: two people."),
}  # fmt: skip

FILE_CODES = {
    "usage contradicted": (
        "inv-usage-contradicted",
        "The intake names a usage pattern that the files contradict: an export of patients, or EHR 24/7 on an "
        "invoice.",
    ),
    "unreadable": (
        "inv-unreadable",
        "A workbook outside `era/` that was cut short, or asks for a password nobody gave.",
    ),
    "protected": (
        "inv-unreadable",
        "A workbook outside `era/` that was cut short, or asks for a password nobody gave.",
    ),
    "empty": ("inv-empty-file", "A file without a byte."),
    "mislabelled": ("inv-mislabelled", "A file whose content is not what its extension says; it opens."),
    "unknown": ("inv-unknown-file", "A file of no kind we know, outside `era/`."),
    "copy": ("inv-duplicate-file", "A surplus copy of a file outside `era/`."),
    "other practice": (
        "inv-wrong-practice",
        "A file whose Tax ID, NPI and name are those of another practice: an export, an 835, or its text.",
    ),
    "formula cells": (
        "inv-formulas",
        "A file outside `era/` with cells that a spreadsheet program would run.",
    ),
    "demographics stale": (
        "inv-demographics-stale",
        "The patient export, by its name and its last visits, is older than the last claim of the practice.",
    ),
    "support late": (
        "inv-support-waiting",
        "A support request without a delivery, forty days old on the report's date.",
    ),
    "intake cell": (
        "inv-intake-problem",
        "A cell of the intake that cannot be read; by sheet, row and header.",
    ),
    "not held": ("inv-must-move-missing", "A thing that must move, of which the sample holds nothing."),
    "partly held": (
        "inv-must-move-partly",
        "A thing that must move, of which part was never filled in or fetched: a provider without a taxonomy, a "
        "user without a view in Medi, rates in a file that is not here, a month without ERAs.",
    ),
    "not attested": ("inv-not-attested", "An agreement before the cutover that nobody attests as holding."),
    "not written down": (
        "inv-by-hand-missing",
        "A sheet or a question of the intake, for what no export carries, left blank. The plan for charts counts "
        "where the invoices name EHR 24/7.",
    ),
    "not asked for": (
        "inv-support-not-asked",
        "Appointments of a practice with patients in Office Ally, or charts where the invoices name EHR 24/7, "
        "that nobody asked support for.",
    ),
    "statement untrue": (
        "inv-intake-contradicted",
        "A delivery or a file of rates that the intake names and the folder does not hold.",
    ),
    "intake sheet": ("", "A sheet that the intake does not have."),
}
CLAIM_CODES = {
    "paid without ERA": (
        "claims-paid-no-era",
        "A claim that the history calls paid and no counting 835 names; the amount is the history's. It "
        "follows from remittances that were never fetched, do not open, or came as text alone.",
    ),
    "amounts differ": (
        "claims-amount-differs",
        "Absolute difference between what the history and the counting 835s say was paid, all decisions and "
        "payers of a claim together; of truncated files the claims that can be seen count.",
    ),
    "not in history": (
        "claims-not-in-history",
        "A claim that 835s of the practice pay and its history lacks; the amount is that of the 835s.",
    ),
    "status unknown": ("claims-status-unknown", "A status that nobody can place: Z9; what was charged."),
    "charged twice": (
        "nonpar-charged-twice",
        "A second fee for one NPI and month; the amount of the surplus.",
    ),
    "charged without cause": (
        "nonpar-charged-without-cause",
        "A fee for an NPI without a non-par claim in the month: its payer turned non-par a month later.",
    ),
    "charged too much": ("nonpar-amount-differs", "A fee of $49.95 where $44.95 was due; the difference."),
}

# the same files as the demographics mapping meets them in its folder
IN_DEMOGRAPHICS = {
    "unreadable": ("demo-unreadable", "A workbook cut short and an empty file, in `demographics/`."),
    "empty": ("demo-unreadable", "A workbook cut short and an empty file, in `demographics/`."),
    "copy": ("demo-file-copy", "A surplus copy of the patient export."),
    "unconfirmed": ("demo-unconfirmed", "Nobody has confirmed the mapping of the practice's patient export."),
}
CODES = PATIENT_CODES | FILE_CODES
NOTES = dict(FILE_CODES.values()) | dict(CLAIM_CODES.values()) | dict(IN_DEMOGRAPHICS.values())
NOTES.pop("")
NOTES |= {code: f"{note} {_NAMED}" for code, note in PATIENT_CODES.values() if code}
