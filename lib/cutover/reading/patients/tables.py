"""The contracts of the patient import: patients, coverages, guarantors, authorisations. A neutral form.

The data dictionary for readers is `data/reference/patient_import.toml`; a test holds the two together.
"""

from __future__ import annotations

from cutover.columns import Kind, Privacy, contract

TEXT, CENTS, COUNT, DATE, FLAG = Kind.TEXT, Kind.CENTS, Kind.COUNT, Kind.DATE, Kind.FLAG
OPEN, DESK, PHI = Privacy.OPEN, Privacy.DESK, Privacy.PHI


PRIORITIES = ("primary", "secondary", "tertiary")
RELATIONSHIPS = ("self", "spouse", "child", "other")
SEXES = ("F", "M", "U")

_ORIGIN = contract(
    ("source_file", TEXT, "File", "path below the practice's folder", PHI),
    ("source_sheet", TEXT, "Sheet", "null where the file has none", DESK),
    ("source_row", COUNT, "Row", "row or line of the file, from 1", DESK),
)
_ADDRESS = contract(
    ("street", TEXT, "Street", "", PHI),
    ("street_2", TEXT, "Street, second line", "", PHI),
    ("city", TEXT, "City", "", PHI),
    ("state", TEXT, "State", "two letters", PHI),
    ("zip", TEXT, "ZIP", "five or nine digits", PHI),
)

# one row per patient of the import
PATIENTS = (
    *contract(
        ("account_number", TEXT, "Account no.", "the practice's own number of the patient, unique", PHI),
        ("chart_number", TEXT, "Chart no.", "", PHI),
        ("last_name", TEXT, "Last name", "letters as found, without suffix", PHI),
        ("first_name", TEXT, "First name", "", PHI),
        ("middle_name", TEXT, "Middle name", "", PHI),
        ("suffix", TEXT, "Suffix", "Jr, Sr, II and so on", PHI),
        ("birth_date", DATE, "Birth date", "", PHI),
        ("sex", TEXT, "Sex", "F, M or U", PHI),
        ("ssn", TEXT, "Social Security no.", "nine digits", PHI),
    ),
    *_ADDRESS,
    *contract(
        ("home_phone", TEXT, "Home phone", "ten digits", PHI),
        ("cell_phone", TEXT, "Cell phone", "ten digits", PHI),
        ("work_phone", TEXT, "Work phone", "ten digits", PHI),
        ("email", TEXT, "E-mail", "", PHI),
        ("language", TEXT, "Language", "", PHI),
        ("is_active", FLAG, "Active in the source", "as the export says; null where it is silent", PHI),
        ("created_date", DATE, "Created on", "", PHI),
        ("first_visit", DATE, "First visit", "", PHI),
        ("last_visit", DATE, "Last visit", "", PHI),
        ("provider_npi", TEXT, "Provider NPI", "usual rendering provider", DESK),
        ("tax_id", TEXT, "Tax ID", "of the practice; nine digits", DESK),
        ("readiness", TEXT, "Readiness", "ready, or ready with warnings", DESK),
    ),
    *_ORIGIN,
)  # fmt: skip

# one row per patient and priority
COVERAGES = (
    *contract(
        ("account_number", TEXT, "Account no.", "the patient", PHI),
        ("priority", TEXT, "Priority", "primary, secondary, tertiary", DESK),
        ("payer_name", TEXT, "Payer", "as the export writes it", OPEN),
        ("payer_id", TEXT, "Payer ID", "as the export writes it", OPEN),
        ("proposed_payer_name", TEXT, "Payer list: name", "a proposal, never accepted unseen", OPEN),
        ("proposed_payer_id", TEXT, "Payer list: ID", "a proposal, never accepted unseen", OPEN),
        ("payer_score", Kind.SHARE, "Likeness", "of name and proposal, 0 to 1", OPEN),
        ("plan_name", TEXT, "Plan", "", DESK),
        ("member_id", TEXT, "Member ID", "", PHI),
        ("group_number", TEXT, "Group no.", "", PHI),
        ("relationship", TEXT, "Relationship", "of the patient to the policy holder", PHI),
        ("holder_last_name", TEXT, "Policy holder: last name", "null where it is the patient", PHI),
        ("holder_first_name", TEXT, "Policy holder: first name", "", PHI),
        ("holder_birth_date", DATE, "Policy holder: birth date", "", PHI),
        ("holder_sex", TEXT, "Policy holder: sex", "", PHI),
        ("effective_from", DATE, "Coverage from", "", DESK),
        ("effective_through", DATE, "Coverage through", "", DESK),
        ("copay_cents", CENTS, "Copay", "", DESK),
        ("deductible_cents", CENTS, "Deductible", "", DESK),
    ),
    *_ORIGIN,
)

# one row per patient whose export names a guarantor
GUARANTORS = (
    *contract(
        ("account_number", TEXT, "Account no.", "the patient", PHI),
        ("last_name", TEXT, "Last name", "", PHI),
        ("first_name", TEXT, "First name", "", PHI),
        ("middle_name", TEXT, "Middle name", "", PHI),
        ("birth_date", DATE, "Birth date", "", PHI),
        ("relationship", TEXT, "Relationship", "of the patient to the guarantor", PHI),
    ),
    *_ADDRESS,
    *contract(
        ("home_phone", TEXT, "Home phone", "ten digits", PHI),
        ("cell_phone", TEXT, "Cell phone", "ten digits", PHI),
    ),
    *_ORIGIN,
)

# one row per authorisation
AUTHORISATIONS = (
    *contract(
        ("account_number", TEXT, "Account no.", "the patient", PHI),
        ("number", TEXT, "Authorisation no.", "", PHI),
        ("payer", TEXT, "Payer", "as named, else that of the primary coverage", OPEN),
        ("service", TEXT, "Service", "procedure or kind of service as written", DESK),
        ("valid_from", DATE, "From", "", DESK),
        ("valid_through", DATE, "Through", "", DESK),
        ("visits_authorised", COUNT, "Visits authorised", "", DESK),
        ("visits_left", COUNT, "Visits left", "on the day of the export", DESK),
    ),
    *_ORIGIN,
)

# one row per violation of a rule
EXCEPTIONS = contract(
    ("code", TEXT, "Rule", "code of the rule, the finding's too", OPEN),
    ("severity", TEXT, "Severity", "blocker, high, medium, low", OPEN),
    ("subject", TEXT, "Of", "patient, coverage, guarantor, authorisation", OPEN),
    ("field", TEXT, "Field", "", OPEN),
    ("wrong", TEXT, "What is wrong", "", OPEN),
    ("value", TEXT, "Value", "as found, unaltered", PHI),
    ("suggestion", TEXT, "Suggestion", "", PHI),
    ("todo", TEXT, "What to do", "", OPEN),
    ("account_number", TEXT, "Account no.", "", PHI),
    *[(c.name, c.kind, c.label, c.meaning, c.privacy) for c in _ORIGIN],
)

# one row per pair of records that may be one person, or per pair that shares a number
DUPLICATES = contract(
    ("code", TEXT, "Rule", "", OPEN),
    ("account_number", TEXT, "Account no.", "", PHI),
    ("name", TEXT, "Name", "", PHI),
    ("birth_date", DATE, "Birth date", "", PHI),
    ("other_account_number", TEXT, "Other account no.", "", PHI),
    ("other_name", TEXT, "Other name", "", PHI),
    ("other_birth_date", DATE, "Other birth date", "", PHI),
    ("evidence", TEXT, "Evidence", "what agrees and what differs, without values", DESK),
    ("source_file", TEXT, "File", "", PHI),
    ("source_sheet", TEXT, "Sheet", "", DESK),
    ("source_row", COUNT, "Row", "", DESK),
    ("other_source_file", TEXT, "Other file", "", PHI),
    ("other_source_sheet", TEXT, "Other sheet", "", DESK),
    ("other_source_row", COUNT, "Other row", "", DESK),
)

# one row per kind of record and what became of it
CONSERVATION = contract(
    ("subject", TEXT, "Of", "patient, coverage, authorisation, guarantor", OPEN),
    ("outcome", TEXT, "What became of it", "in the import, or why it is set aside", OPEN),
    ("count", COUNT, "Records", "", OPEN),
)
