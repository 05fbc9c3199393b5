"""What each kind of planted defect is called in the findings, and how its cases are counted.

This is the one place where the sample knows the names of the findings about patients and files: to rename
one, change it here. A kind without a code is dirt that a reader has to live with and nobody has to act on;
its cases stand in the key under `dirt`.
"""

from __future__ import annotations

_NAMED = "Cases are rows of the file; `field` is the concept whose cell shows it."

PATIENT_CODES = {
    "birth impossible": ("demo-birth-impossible", "No day: stray characters, or February 30."),
    "birth in future": ("demo-birth-future", "A birth date after the report's date."),
    "birth after visit": ("demo-birth-after-visit", "Born after the last visit; the date itself is a day."),
    "required missing": ("demo-required-missing", "One case a cell; an unknown sex (U) is another kind."),
    "sex unknown": ("demo-sex-unknown", "U or Unknown; a blank is demo-required-missing."),
    "zip restored": ("demo-zip-restored", "Four digits, with a zero before them a ZIP of the row's state."),
    "zip wrong": ("demo-zip-wrong", "Four digits in a state whose ZIPs begin with no zero."),
    "unit in street": ("demo-unit-in-street", "An apartment or suite in the first address line."),
    "phone wrong": ("demo-phone-wrong", "A phone number without its area code."),
    "mbi wrong": ("demo-mbi-wrong", "A Medicare number with a letter that MBIs do not have (S L O I B Z)."),
    "npi wrong": ("demo-npi-wrong", "The patient's provider: ten digits whose check digit is not right."),
    "identifier damaged": (
        "demo-identifier-damaged",
        "A member ID of 17 digits that the spreadsheet holds as a number: its last digits are zeros.",
    ),
    "formula": ("demo-formula", "A text cell that begins with = + - or @ and is no phone number."),
    "coverage expired": ("demo-coverage-expired", "A coverage that ended before the report's date."),
    "auth expired": (
        "demo-authorisation-expired",
        "An authorisation that ended before the report's date, whatever visits are left; none ends between "
        "then and the cutover.",
    ),
    "auth open": (
        "demo-authorisation-open",
        "An authorisation that holds at the planned cutover with visits left: it has to come along.",
    ),
    "payer variant": (
        "demo-payer-unsure",
        "A payer's name in another spelling than the payer's own, its payer ID left blank: to be confirmed.",
    ),
    "inactive": ("demo-inactive", "Marked inactive or deceased in the export."),
    "same person": (
        "demo-same-person",
        "One case a surplus row; `of` is the account of the first. Its member ID is the same and counts "
        "nowhere else. Twins and a father and son of one name are there and are none.",
    ),
    "account shared": (
        "demo-account-shared", "One case a row that bears another person's account number; both rows stay."),
    "member shared": (
        "demo-member-shared",
        "One case a surplus row: a member ID of a person of another family, with the same payer.",
    ),
    # what a reader has to live with
    "sex spelled": ("", "Male, Female or lower case."),
    "state spelled": ("", "The state spelled out."),
    "two-digit year": ("", "A birth date with a year of two digits: the person is old, not unborn."),
    "twin": ("", "Same family name, birth date, address and payer; another first name: two people."),
    "father and son": ("", "Same name and address, Sr and Jr, born decades apart: two people."),
}  # fmt: skip

FILE_CODES = {
    "usage contradicted": (
        "inv-usage-contradicted",
        "The intake names a usage pattern that the files in hand contradict.",
    ),
    "unreadable": ("inv-unreadable", "A workbook that was cut short."),
    "protected": ("inv-protected", "A workbook that asks for a password nobody gave."),
    "empty": ("inv-empty", "A file without a byte."),
    "mislabelled": ("inv-mislabelled", "A file whose content is not what its extension says; it opens."),
    "unknown": ("inv-unknown-file", "A file of no kind we know, outside `era/`."),
    "copy": ("inv-duplicate-file", "A surplus copy of a file outside `era/`."),
    "other practice": (
        "inv-other-practice",
        "A file outside `era/` whose Tax ID, NPI and name are those of another practice of the client.",
    ),
    "formula cells": ("inv-formula-cells", "A file, outside `demographics/`, with cells that begin with =."),
    "demographics stale": (
        "inv-demographics-stale",
        "The patient export, by its name and its last visits, is older than the last claim of the practice.",
    ),
    "support late": (
        "inv-support-waiting",
        "A support request without a delivery, forty days old on the report's date.",
    ),
    "intake cell": ("inv-intake-cell", "A cell of the intake that cannot be read; by sheet, row and header."),
    "intake sheet": ("inv-intake-sheet", "A sheet that the intake does not have."),
}
CODES = PATIENT_CODES | FILE_CODES
NOTES = dict(FILE_CODES.values())
NOTES |= {code: f"{note} {_NAMED}" for code, note in PATIENT_CODES.values() if code}
