"""Further header layouts that are public, over invented rows: import templates and tables of EHI exports.

Sources, read in November 2026: the import guides of several practice management systems and patient portals, and the
table descriptions that vendors publish for 45 CFR 170.315(b)(10). Only names of columns are taken.
"""

from __future__ import annotations

import pytest
from cutover.reading.files.spreadsheet import read_spreadsheet
from cutover.reading.mapping.suggest import suggest
from cutover.reading.mapping.targets import patients_export
from test_mapping import GROUPS, VALUES

# header -> field; None: no field of the import
TEMPLATE_OF_A_PORTAL = {
    "patient_first_name": "first_name", "patient_middle_name": "middle_name", "patient_last_name": "last_name",
    "patient_dob": "birth_date", "patient_gender": "sex", "patient_ethnicity": None, "patient_race": None,
    "patient_phone_number": "home_phone", "patient_email": "email", "patient_street": "street",
    "patient_city": "city",
    "patient_state": "state", "patient_zip_code": "zip", "patient_county": None, "patient_organization": None,
    "patient_location": None, "patient_authorization_status": None, "patient_screening_status": None,
}  # fmt: skip
TABLE_OF_POLICIES = {  # of an open-source record system, one row a policy
    "id": None, "type": "coverage_priority", "plan_name": "primary_plan_name", "policy_number": "primary_member_id",
    "group_number": "primary_group_number", "subscriber_lname": "primary_holder_last_name", "subscriber_mname": None,
    "subscriber_fname": "primary_holder_first_name", "subscriber_relationship": "primary_relationship",
    "subscriber_ss": None, "subscriber_DOB": "primary_holder_birth_date", "subscriber_street": None,
    "subscriber_postal_code": None, "subscriber_city": None, "subscriber_state": None, "subscriber_phone": None,
    "subscriber_employer": None, "subscriber_sex": "primary_holder_sex", "copay": "primary_copay",
    "pid": "account_number", "date_end": "primary_effective_through",
}  # fmt: skip
CASE_INSURANCE = {  # of a hospital's record system
    "PAT_ID": "account_number", "LINE": None, "INS_FILING_ORDER_C_NAME": "coverage_priority",
    "INS_PAYOR_ID_PAYOR_NAME": "primary_payer_name", "INS_SUBSCRIBER_NUM": "primary_member_id",
    "INS_SUBSCR_DOB_DT": "primary_holder_birth_date", "INS_GROUP_NUM": "primary_group_number",
    "INS_PRECERT_NUM": "authorization_number", "INS_PLAN_ID_BENEFIT_PLAN_NAME": "primary_plan_name",
}  # fmt: skip
WAREHOUSE = {
    "PATIENT_IDENTIFIER": "account_number", "PATIENT_FULL_NAME": "full_name", "PATIENT_LAST_NAME": "last_name",
    "PATIENT_FIRST_NAME": "first_name", "PATIENT_MIDDLE_NAME": "middle_name", "PATIENT_PREFIX": None,
    "PATIENT_SUFFIX": "suffix", "PATIENT_GENDER": "sex", "PATIENT_BIRTHDATE": "birth_date",
    "PATIENT_DECEASEDDATE": "deceased",
    "ADDRESS_LINE_1_TEXT": "street", "ADDRESS_LINE_2_TEXT": "street_2", "CITY_NAME": "city", "STATE_NAME": "state",
    "POSTAL_CODE": "zip", "COUNTY_NAME": None, "PATIENT_RACE": None, "COVERAGE_GROUP_ID": "primary_group_number",
    "PATIENT_MARITALSTATUS": None, "PATIENT_LANGUAGE": "language", "PATIENT_PCP_FIRST_NAME": None,
    "PATIENT_PCP_LAST_NAME": None,
}  # fmt: skip
WELLNESS_LIST = {
    "Program Identifier": None, "Data Source": None, "Card Number": None, "Member ID": "primary_member_id",
    "First Name": "first_name", "Last Name": "last_name", "Date of Birth": "birth_date", "Address 1": "street",
    "Address 2": "street_2", "City": "city", "State": "state", "Zip code": "zip", "Telephone number": "home_phone",
    "Email Address": "email", "CONSENT": None, "Mobile Phone": "cell_phone",
}  # fmt: skip
BEHAVIORAL = {
    "FirstName": "first_name", "LastName": "last_name", "DateOfBirth": "birth_date", "GenderAtBirth": "sex",
    "CurrentGender": None, "SSN": "ssn", "MobilePhoneNumber": "cell_phone", "EmergencyContactFirstName": None,
    "EmergencyContactLastName": None, "AddressLine1": "street", "AddressLine2": "street_2", "ZipCode": "zip",
}  # fmt: skip
WITH_AUTHORIZATIONS = {  # prefixes of two letters for the rank
    "patient_id": "account_number", "pr_payer_name": "primary_payer_name", "pr_member_id": "primary_member_id",
    "pr_group_no": "primary_group_number", "se_payer_name": "secondary_payer_name",
    "se_member_id": "secondary_member_id", "se_group_no": "secondary_group_number",
}  # fmt: skip
LAYOUTS = {
    "template of a portal": TEMPLATE_OF_A_PORTAL,
    "table of policies": TABLE_OF_POLICIES,
    "case insurance": CASE_INSURANCE,
    "warehouse": WAREHOUSE,
    "wellness list": WELLNESS_LIST,
    "behavioral health": BEHAVIORAL,
    "with authorizations": WITH_AUTHORIZATIONS,
}
RANK = ["primary", "secondary", "primary"]
OF_OTHERS = {
    "race": ["White", "Asian", "Black"],
    "county": ["Hudson", "Mercer", "Camden"],
    "id": ["41", "42", "43"],
}
LIKE = {"name": "last_name", "city": "city", "state": "state", "phone": "home_phone", "zip": "zip", "postal": "zip",
        "street": "street", "gender": "sex", "date": "last_visit", "ss": "ssn"}  # fmt: skip


def values_for(header: str, key: str | None) -> list[str | None]:
    """Values of the field; of what is no field such as would fit the patient's."""
    if key == "coverage_priority":
        return RANK
    if key is None:
        known = next((v for word, v in OF_OTHERS.items() if word in header.lower()), None)
        like = next((VALUES[k] for word, k in LIKE.items() if word in header.lower()), ["x", "y", "z"])
        return known or like
    for group in GROUPS:
        key = key.removeprefix(group)
    return VALUES[key]


def sheet_of(layout: dict[str, str | None]):
    """Three invented rows under the headers of a layout."""
    rows = zip(*(values_for(header, key) for header, key in layout.items()), strict=True)
    lines = ["\t".join(cell or "" for cell in row) for row in (list(layout), *rows)]
    return read_spreadsheet("\n".join(lines).encode(), "p.txt").sheets[0]


@pytest.mark.parametrize("name", LAYOUTS)
def test_of_a_public_layout_95_percent_are_used_rightly_and_no_column_wrongly(name):
    layout = LAYOUTS[name]
    used = {column: key for key, column in suggest(sheet_of(layout), patients_export()).used.items()}
    wanted = {header: key for header, key in layout.items() if key}
    wrong = {header: key for header, key in used.items() if layout[header] != key}
    assert wrong == {}
    right = sum(used.get(header) == key for header, key in wanted.items())
    assert right >= 0.95 * len(wanted), sorted(set(wanted) - set(used))
