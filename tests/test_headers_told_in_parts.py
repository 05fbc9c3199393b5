"""A header of several names, with words that add nothing, or over values that tell more than it does."""

from __future__ import annotations

import pandas as pd
import pytest
from cutover.reading.files.spreadsheet import read_spreadsheet
from cutover.reading.mapping.header_words import words_of
from cutover.reading.mapping.suggest import suggest
from cutover.reading.mapping.targets import load_target

DAYS = ["01/05/2026", "01/12/2026", "02/03/2026", "02/19/2026", "03/02/2026", "03/30/2026"]
LATER = ["01/09/2026", "01/22/2026", "02/11/2026", "02/27/2026", "03/12/2026", "04/01/2026"]
MONEY = ["120.00", "85.50", "240.00", "95.00", "310.25", "60.00"]
NUMBERS = ["C1001", "C1002", "C1003", "C1004", "C1005", "C1006"]
PAYERS = ["Aetna", "Cigna", "Humana", "Aetna", "Aetna", "Cigna"]
PAYER_IDS = ["60054", "62308", "61101", "60054", "60054", "62308"]
MEMBERS = ["W10023344", "W10044512", "XK2231188", "W55120098", "W77810023", "Q88120045"]
SURNAMES = ["Doe", "Roe", "Poe", "Lowe", "Moe", "Zoe"]
NAMES = [f"{name}, Ann" for name in SURNAMES]
STATUSES = ["Paid", "Denied", "Pending", "Paid", "Rejected", "Paid"]
REASONS = ["CO-16", "CO-97", "CO-4", "CO-45", "PR-1", "CO-29"]
CHECKS = ["0045123", "0045188", "EFT99120", "0045201", "EFT99155", "0045222"]
PHONES = [f"(512) 555-010{n}" for n in range(6)]
CODES = ["99213", "99214 93000", "90837", "99213", "97110 97140", "90834"]
FORMS = ["837P", "835", "270", "835", "837P", "276"]
STAGES = ["Live", "Submitted", "Approved", "Pending", "Live", "Rejected"]
SUPPORT = [
    "Supported",
    "Enrollment required",
    "Not supported",
    "SUPPORTED",
    "ENROLLMENT_REQUIRED",
    "Supported",
]
NPIS = ["1234567893", "1245319599"] * 3
CITIES = ["Austin", "Tampa", "Dayton", "Fresno", "Mobile", "Akron"]
WORDS = ["No form", "Wrong NPI", "No answer", "Wrong TIN", "No W-9", "No letter"]
BASES = {
    "claims": {"Claim #": NUMBERS, "DOS": DAYS, "Payer": PAYERS, "Claim Status": STATUSES},
    "patients": {
        "Patient ID": NUMBERS, "Last Name": SURNAMES, "First Name": ["Ann"] * 6, "DOB": ["05/01/1981"] * 6,
        "Primary Insurance": PAYERS,
    },
    "enrollments": {"NPI": NPIS, "Payer": PAYERS, "Transaction": FORMS, "Status": STAGES},
    "postings": {"Posted Date": DAYS, "Claim Number": NUMBERS, "Amount Paid": MONEY},
    "deposits": {"Date": DAYS, "Amount": MONEY},
    "fee_schedules": {"CPT": ["99213", "99214", "90837", "99215", "97110", "90834"], "Rate": MONEY},
    "stedi_payers": {"Display Name": PAYERS, "Primary Payer ID": PAYER_IDS},
}  # fmt: skip


def field_of(kind: str, header: str, values: list[str], instead_of: str = "", **beside: list[str]) -> str:
    """The field that a column is used as in a table of a kind; "" where none."""
    table = {name: column for name, column in BASES[kind].items() if name != instead_of} | beside
    data = pd.DataFrame(table | {header: values}).to_csv(index=False).encode()
    target = load_target(kind)
    sheet = read_spreadsheet(data, "t.csv", expected=[target.header_words], synonyms=target.synonyms).sheets[
        0
    ]
    return next((key for key, column in suggest(sheet, target).used.items() if column == header), "")


@pytest.mark.parametrize(("kind", "header", "values", "field", "instead_of"), [
    # every side means the field, or has no meaning of its own
    ("claims", "Carrier/Plan", PAYERS, "payer_name", "Payer"),
    ("claims", "Rendering/Treating Provider", NAMES, "rendering_name", ""),
    ("claims", "Denial/Rejection Code", REASONS, "denial_reason", ""),
    ("claims", "Adjustment or Write-off", MONEY, "adjusted", ""),
    ("claims", "CPT/HCPCS Codes", CODES, "procedure_code", ""),
    ("patients", "City / Municipality", CITIES, "city", ""),
    ("patients", "Policy or Member #", MEMBERS, "primary_member_id", ""),
    ("enrollments", "Filed/Submitted Dt", DAYS, "filed_on", ""),
    ("enrollments", "Live/Effective Date", LATER, "live_on", ""),
    ("postings", "Check/Trace #", CHECKS, "check_number", ""),
    ("deposits", "Debits/Withdrawals", MONEY, "drawn", ""),
    ("patients", "Phone 3 (Work)", PHONES, "work_phone", ""),
    # names of tools and words that add nothing
    ("claims", "Trizetto Claim Number", NUMBERS, "claim_number", "Claim #"),
    ("claims", "Our Acct Nbr", NUMBERS, "patient_control_number", ""),
    ("claims", "Orig Billed Amt", MONEY, "charge", ""),
    ("claims", "How Much Was Billed", MONEY, "charge", ""),
    ("claims", "claimSubmittedDt", LATER, "submission_date", ""),
    ("claims", "Fed Tax Id No", ["12-3456789"] * 6, "tax_id", ""),
    ("enrollments", "Waystar Payer ID", PAYER_IDS, "payer_id", ""),
    ("enrollments", "App Submitted Dt", DAYS, "filed_on", ""),
    ("postings", "$ Paid", MONEY, "paid", "Amount Paid"),
    ("fee_schedules", "Allowed $", MONEY, "rate", "Rate"),
    # numbered carriers
    ("patients", "Carrier #1", PAYERS, "primary_payer_name", "Primary Insurance"),
    ("patients", "Ins Co #2", PAYERS, "secondary_payer_name", ""),
    ("patients", "Carrier 1 Policy Number", MEMBERS, "primary_member_id", ""),
    ("patients", "Plan 2 Copay", MONEY, "secondary_copay", ""),
    ("patients", "Ins 1 ID", MEMBERS, "primary_member_id", ""),  # six rows, all differ, 9 characters each
    # values that tell
    ("claims", "CPTs", CODES, "procedure_code", ""),
    ("claims", "Amt", MONEY, "charge", ""),  # no other amount
    ("stedi_payers", "Claims out (837P)", SUPPORT, "837P", ""),
    ("stedi_payers", "Remits returned (835)", SUPPORT, "835", ""),
    ("enrollments", "Which one", FORMS, "transaction", "Transaction"),
    ("enrollments", "Payor Code", PAYER_IDS, "payer_id", ""),
    ("enrollments", "Payor Code", PAYERS, "payer_name", "Payer"),
    ("enrollments", "Approved?", STAGES, "status", "Status"),
    ("enrollments", "Approved", DAYS, "live_on", ""),
])  # fmt: skip
def test_a_header_in_parts_or_over_telling_values_is_its_field(kind, header, values, field, instead_of):
    assert field_of(kind, header, values, instead_of) == field


@pytest.mark.parametrize(("kind", "header", "values", "instead_of"), [
    # sides that mean two things, or a side of something else
    ("claims", "Charge/Paid", MONEY, ""),
    ("claims", "From/To", DAYS, ""),
    ("claims", "Payer/Employer", PAYERS, "Payer"),
    ("claims", "Provider/Facility", NAMES, ""),
    ("claims", "Patient/Guarantor Balance", MONEY, ""),
    ("claims", "Claim/Batch ID", NUMBERS, "Claim #"),
    ("claims", "Denied/Appealed", LATER, ""),
    ("enrollments", "Filed/Live", DAYS, ""),
    ("enrollments", "Payer/Provider", PAYERS, "Payer"),
    ("postings", "Paid/Adjusted", MONEY, "Amount Paid"),
    ("patients", "Name/Employer", SURNAMES, ""),
    ("patients", "City/County of Employer", CITIES, ""),
    ("patients", "Emergency Contact (Phone)", PHONES, ""),
    ("claims", "Status/Tier", STATUSES, "Claim Status"),  # nobody knows a tier, and texts do not tell
    # a side that nobody knows over values that are not the field's
    ("claims", "Charge/Xyzzy", WORDS, ""),
    # words without which nothing or something else is left
    ("claims", "Kareo ID", NUMBERS, ""),
    ("claims", "Patient Paid", MONEY, ""),
    ("claims", "How Sent Back", STATUSES, ""),
    ("claims", "Total Units", ["1", "2", "1", "4", "1", "3"], ""),
    ("claims", "Original Payer Balance Transfer", MONEY, ""),
    ("enrollments", "Waystar Rep", SURNAMES, ""),
    ("patients", "Our Rep", NAMES, ""),
    ("patients", "Latest Statement", DAYS, ""),
    ("patients", "Clearinghouse Name", PAYERS, ""),
    ("postings", "Original Charge", MONEY, ""),
    # a carrier's, and not what is asked
    ("patients", "Insurance 1 Phone", PHONES, ""),
    ("patients", "Carrier 1 Rep", NAMES, ""),
    ("patients", "Contact #2 Phone", PHONES, ""),
    ("claims", "Dx #1", ["F32.1", "M54.5", "E11.9", "F41.1", "J06.9", "I10"], ""),
    ("patients", "Ins 1 ID", [*MEMBERS[:4], *MEMBERS[:2]], ""),  # two numbers come again: payers' may
    ("patients", "Ins 1 ID", [one[:8] for one in MEMBERS], ""),  # one character less
    # values like those of a field below a name of something else
    ("claims", "Batch", ["12001", "12002", "12003", "12004", "12005", "12006"], ""),
    ("claims", "Locker", ["12001", "12002", "12003", "12004", "12005", "12006"], ""),
    ("patients", "Employer email", [f"{n}@x.com" for n in NUMBERS], ""),
    ("stedi_payers", "Coverage types", ["Medical", "Dental", "Vision"] * 2, ""),
    ("stedi_payers", "Claims out (837P)", ["Medical", "Dental", "Vision"] * 2, ""),
    ("enrollments", "Assigned staff", SURNAMES, "Transaction"),
])  # fmt: skip
def test_a_header_whose_parts_differ_or_whose_values_do_not_tell_is_not_taken(
    kind, header, values, instead_of
):
    assert field_of(kind, header, values, instead_of) == ""


def test_an_amount_beside_a_payment_is_not_taken_for_what_was_billed():
    assert field_of("claims", "Amount", MONEY, **{"Paid Date": LATER, "Check #": CHECKS}) == ""
    # a list without states may be one of denials
    assert field_of("claims", "Amount", MONEY, "Claim Status") == ""
    # beside what was billed and what was paid it may be the balance, which nobody knows either
    assert field_of("claims", "Amount", MONEY, **{"Billed": MONEY, "Check #": CHECKS}) == ""


@pytest.mark.parametrize(("header", "words"), [
    ("CPTs", "cpts"), ("ERAs (835)", "eras 835"), ("Carrier #2", "insurance company 2"),
    ("Claim #2044", "claim number 2044"), ("PtDOBs", words_of("Pt DO Bs")),
])  # fmt: skip
def test_letters_in_the_plural_and_which_of_several_are_words(header, words):
    assert words_of(header) == words
