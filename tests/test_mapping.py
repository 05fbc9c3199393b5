"""Which column of an export is which field: header layouts the code has not seen, and what a person confirms.

The layouts are written in the style of exports of several practice management systems; all data is invented.
"""

# ruff: noqa: E501  (the layouts read as tables)
from __future__ import annotations

import csv
import datetime as dt
import io

import pytest
from cutover.errors import InputError
from cutover.reading.files.spreadsheet import read_spreadsheet
from cutover.reading.mapping.confirmed import confirm, load_confirmed, path_of
from cutover.reading.mapping.header_fit import fits
from cutover.reading.mapping.header_words import are_opposed
from cutover.reading.mapping.suggest import ACCEPT, apply, header_signature, remapped, suggest
from cutover.reading.mapping.targets import claim_history, load_target, patients_export
from cutover.reading.practice.book import practices

VALUES = {
    "account_number": ["10021", "10022", "10023"],
    "chart_number": ["C-881", "C-882", "C-883"],
    "last_name": ["Abend", "O'Neil", "Vargas Ruiz"],
    "first_name": ["Nora", "Ian", "Lucia"],
    "middle_name": ["B", None, "M"],
    "full_name": ["Abend, Nora B", "O'Neil, Ian", "Vargas Ruiz, Lucia"],
    "suffix": [None, "Jr", None],
    "birth_date": ["03/14/1961", "12/01/1988", "07/30/2011"],
    "sex": ["F", "M", "F"],
    "ssn": ["000-12-3456", "000-12-3457", "000-12-3458"],
    "street": ["12 Birch St", "9 Elm Ave Apt 3", "PO Box 77"],
    "street_2": [None, "Apt 3", None],
    "city": ["Hoboken", "Trenton", "Camden"],
    "state": ["NJ", "NJ", "New Jersey"],
    "zip": ["07030", "08608", "8102"],
    "home_phone": ["(201) 555-0101", "609-555-0102", "8565550103"],
    "cell_phone": ["201-555-0111", None, "856-555-0113"],
    "work_phone": [None, "609-555-0122", None],
    "email": ["n@example.com", None, "l@example.com"],
    "language": ["English", "English", "Spanish"],
    "status": ["Active", "Inactive", "Active"],
    "deceased": ["", "2026-03-02", ""],
    "last_visit": ["05/02/2026", "11/20/2024", "07/01/2026"],
    "created_date": ["01/02/2020", "03/04/2021", "05/06/2022"],
    "provider_npi": ["1234567893", "1234567893", "1234567893"],
    "payer_name": ["Aetna", "Horizon BCBSNJ", "Medicare NJ"],
    "payer_id": ["60054", "22099", "12402"],
    "plan_name": ["PPO", "Omnia", "Part B"],
    "member_id": ["W123456789", "YHZ12345678", "1EG4TE5MK73"],
    "group_number": ["0088123", "76431", None],
    "relationship": ["Self", "Spouse", "Self"],
    "holder_name": ["Abend, Nora", "O'Neil, Meg", "Vargas, Lucia"],
    "holder_last_name": ["Abend", "O'Neil", "Vargas"],
    "holder_first_name": ["Nora", "Meg", "Lucia"],
    "holder_birth_date": ["03/14/1961", "02/02/1987", "07/30/2011"],
    "holder_sex": ["F", "F", "F"],
    "effective_from": ["01/01/2025", "01/01/2024", "08/01/2026"],
    "effective_through": [None, "12/31/2026", None],
    "copay": ["$25.00", "40", "0.00"],
    "deductible": ["500.00", "1,500.00", None],
    "number": ["A77812", None, "A77813"],
    "valid_from": ["01/01/2026", None, "02/01/2026"],
    "valid_through": ["12/31/2026", None, "08/31/2026"],
    "visits_authorized": ["20", None, "12"],
    "visits_left": ["8", None, "0"],
    "service": ["97110", None, "97140"],
}
OTHER = ["red", "green", "blue"]
GROUPS = ("primary_", "secondary_", "tertiary_", "guarantor_", "authorization_")

# header -> the field it is; None: no field of the import, "?": nobody could tell from the header alone
CLINIC = {  # one column per thing, words apart, a space-laden web export
    "Chart Number": "chart_number", "Patient ID": "account_number", "First Name": "first_name",
    "Middle Initial": "middle_name", "Last Name": "last_name", "Suffix": "suffix", "Date of Birth": "birth_date",
    "Gender": "sex", "SSN": "ssn", "Address Line 1": "street", "Address Line 2": "street_2", "City": "city",
    "State": "state", "Zip Code": "zip", "Home Phone": "home_phone", "Mobile Phone": "cell_phone",
    "Work Phone": "work_phone", "Email Address": "email", "Default Rendering Provider NPI": "?",
    "Primary Insurance Company Name": "primary_payer_name", "Primary Insurance Plan Name": "primary_plan_name",
    "Primary Insurance Policy Number": "primary_member_id", "Primary Insurance Group Number": "primary_group_number",
    "Primary Insurance Effective Start Date": "primary_effective_from",
    "Primary Insurance Patient Relationship to Insured": "primary_relationship",
    "Primary Insurance Insured Last Name": "primary_holder_last_name",
    "Secondary Insurance Company Name": "secondary_payer_name",
    "Secondary Insurance Policy Number": "secondary_member_id",
    "Secondary Insurance Group Number": "secondary_group_number", "Referral Source": None,
    "Last Appointment Date": "last_visit",
}  # fmt: skip
SNAKE = {  # database columns, abbreviated
    "acct_no": "account_number", "pt_lname": "last_name", "pt_fname": "first_name", "pt_mi": "middle_name",
    "pt_dob": "birth_date", "pt_sex": "sex", "addr1": "street", "addr2": "street_2", "city": "city", "st": "state",
    "zip": "zip", "home_ph": "home_phone", "cell_ph": "cell_phone", "email": "email", "pri_ins_name": "primary_payer_name",
    "pri_payer_id": "primary_payer_id", "pri_subscr_id": "primary_member_id", "pri_grp_no": "primary_group_number",
    "pri_rel": "primary_relationship", "pri_subscr_dob": "primary_holder_birth_date", "pri_eff_dt": "primary_effective_from",
    "pri_term_dt": "primary_effective_through", "pri_copay": "primary_copay", "sec_ins_name": "secondary_payer_name",
    "sec_subscr_id": "secondary_member_id", "ter_ins_name": "tertiary_payer_name", "ter_subscr_id": "tertiary_member_id",
    "auth_no": "authorization_number", "auth_visits": "authorization_visits_authorized", "flag3": None,
}  # fmt: skip
CAMEL = {  # names in one column, camel case, guarantor of his own
    "PatientAcctNo": "account_number", "PatientName": "full_name", "PatientDOB": "birth_date", "PatientGender": "sex",
    "PatientAddress1": "street", "PatientAddress2": "street_2", "PatientCity": "city", "PatientState": "state",
    "PatientZip": "zip", "PatientHomePhone": "home_phone", "PatientCellPhone": "cell_phone",
    "PatientStatus": "status", "LastVisitDate": "last_visit", "GuarantorLastName": "guarantor_last_name",
    "GuarantorFirstName": "guarantor_first_name", "GuarantorAddress1": "guarantor_street",
    "GuarantorCity": "guarantor_city", "GuarantorState": "guarantor_state", "GuarantorZip": "guarantor_zip",
    "Ins1Name": "primary_payer_name", "Ins1PolicyNo": "primary_member_id", "Ins1GroupNo": "primary_group_number",
    "Ins1SubscriberName": "primary_holder_name", "Ins1SubscriberDOB": "primary_holder_birth_date",
    "Ins2Name": "secondary_payer_name", "Ins2PolicyNo": "secondary_member_id", "Ins2GroupNo": "secondary_group_number",
    "FeeScheduleCode": None,
}  # fmt: skip
NO_BIRTH_DATE = {  # without a birth date; shared headers that nobody could tell
    "Account #": "account_number", "Last": "last_name", "First": "first_name", "Sex": "sex", "Street": "street",
    "City": "city", "State": "state", "Zip": "zip", "Phone (Home)": "home_phone", "Phone (Cell)": "cell_phone",
    "Insurance ID": "?", "Insurance Name": "primary_payer_name", "Primary Policy #": "primary_member_id",
    "Insurance Name (2)": "secondary_payer_name", "Policy # 2": "secondary_member_id", "Date": "?",
    "Visits Authorized": "authorization_visits_authorized", "Visits Left": "authorization_visits_left",
    "Prior Authorization Number": "authorization_number", "Favorite Pharmacy": None,
}  # fmt: skip
NO_MEMBER_ID = {  # therapy style: authorizations in full, but neither a member id nor a sex
    "Client ID": "account_number", "Client Last Name": "last_name", "Client First Name": "first_name",
    "Birthdate": "birth_date", "Street Address": "street", "City": "city", "State": "state", "Postal Code": "zip",
    "Cell Phone": "cell_phone", "E-mail": "email", "Preferred Language": "language", "Active": "status",
    "Responsible Party Last Name": "guarantor_last_name", "Responsible Party First Name": "guarantor_first_name",
    "Primary Payer": "primary_payer_name", "Primary Subscriber": "primary_holder_name", "Auth Number": "authorization_number",
    "Auth Start Date": "authorization_valid_from", "Auth End Date": "authorization_valid_through",
    "Authorized Visits": "authorization_visits_authorized", "Remaining Visits": "authorization_visits_left",
    "Auth CPT Code": "authorization_service", "Therapist": None,
}  # fmt: skip
LAYOUTS = {
    "clinic": (CLINIC, []),
    "snake": (SNAKE, []),
    "camel": (CAMEL, []),
    "no birth date": (NO_BIRTH_DATE, ["Birth date"]),
    "no member id": (NO_MEMBER_ID, ["Primary: member id"]),
}


def values_of(key: str | None) -> list[str | None]:
    """Three values that fit a field."""
    for group in GROUPS:
        if key and key.startswith(group):
            key = key.removeprefix(group)
    return VALUES.get(key or "", OTHER)


def a_table(columns):
    """The table of a CSV file with these columns."""
    text = io.StringIO()
    csv.writer(text).writerows([columns, *zip(*columns.values(), strict=True)])
    return read_spreadsheet(text.getvalue().encode(), "t.csv").sheets[0]


def a_sheet(layout: dict[str, str | None], **instead: list[str | None]):
    """A table of three patients under these headers; `instead` replaces the values of a field."""
    columns = [instead.get(key or "", values_of(key)) for key in layout.values()]
    rows = [list(layout), *zip(*columns, strict=True)]
    text = "\n".join("\t".join(cell or "" for cell in row) for row in rows)
    return read_spreadsheet(text.encode(), "patients.txt").sheets[0]


@pytest.mark.parametrize("name", LAYOUTS)
def test_of_an_unseen_layout_at_least_85_percent_are_suggested_rightly_and_none_wrongly(name):
    layout, missing = LAYOUTS[name]
    crosswalk = suggest(a_sheet(layout), patients_export())
    wanted = {key: header for header, key in layout.items() if key not in (None, "?")}
    right = [key for key, header in wanted.items() if crosswalk.used.get(key) == header]
    assert len(right) >= 0.85 * len(wanted), sorted(set(wanted) - set(right))
    assert {k: c for k, c in crosswalk.used.items() if wanted.get(k) != c} == {}
    assert crosswalk.missing == missing


def test_a_column_goes_to_one_field_and_every_other_column_is_listed_with_the_reason():
    crosswalk = suggest(a_sheet(CLINIC), patients_export())
    mapped = crosswalk.rows["source_column"].dropna().tolist()
    assert len(mapped) == len(set(mapped))
    assert sorted([*mapped, *crosswalk.unmapped["source_column"]]) == sorted(CLINIC)
    assert crosswalk.unmapped["why"].str.len().min() > 0


def test_insurance_id_is_never_taken_for_payer_id_or_member_id_without_a_person():
    layout = {"Patient ID": "account_number", "Insurance Name": "primary_payer_name", "Insurance ID": "?"}
    crosswalk = suggest(a_sheet(layout, **{"?": VALUES["member_id"]}), patients_export())
    row = crosswalk.rows[crosswalk.rows["source_column"] == "Insurance ID"].iloc[0]
    assert row["state"] == "unsure"
    assert "payer id" in row["evidence"]
    assert "member id" in row["evidence"]
    assert "Primary: member id" in crosswalk.missing


def test_a_header_whose_values_are_something_else_is_unsure():
    sheet = a_sheet({"Patient ID": "account_number", "DOB": "birth_date"}, birth_date=OTHER)
    crosswalk = suggest(sheet, patients_export())
    assert "birth_date" not in crosswalk.used
    # the same header over dates is taken
    assert (
        "birth_date"
        in suggest(a_sheet({"ID": "account_number", "DOB": "birth_date"}), patients_export()).used
    )


def test_the_second_address_line_is_not_the_address_of_a_second_coverage():
    layout = {"Patient ID": "account_number", "Address 1": "street", "Address 2": "street_2"}
    assert suggest(a_sheet(layout), patients_export()).used["street_2"] == "Address 2"


def test_evidence_shows_no_value_of_the_file():
    crosswalk = suggest(a_sheet(CLINIC), patients_export())
    said = " ".join(crosswalk.rows["evidence"]) + " ".join(crosswalk.unmapped["examples"].dropna())
    for value in ("Abend", "W123456789", "1961", "Birch"):
        assert value not in said


def test_the_signature_does_not_depend_on_order_and_case_but_on_the_names():
    assert header_signature(["Patient ID", "DOB"]) == header_signature(["dob", "PATIENT_ID"])
    assert header_signature(["Patient ID", "DOB"]) != header_signature(["Patient ID", "Sex"])


def test_a_confirmed_mapping_comes_back_for_the_same_header_set_and_for_no_other(tmp_path):
    layout = {"Patient ID": "account_number", "Insurance Name": "primary_payer_name", "Insurance ID": "?"}
    sheet, target = a_sheet(layout), patients_export()
    chosen = remapped(sheet, target, suggest(sheet, target).used | {"primary_member_id": "Insurance ID"})
    confirm(tmp_path, chosen, dt.date(2026, 7, 31))
    again = suggest(sheet, target, load_confirmed(tmp_path, chosen.signature, target))
    assert again.used["primary_member_id"] == "Insurance ID"
    assert again.is_confirmed
    other = a_sheet(layout | {"City": "city"})
    assert load_confirmed(tmp_path, header_signature(other.columns), target) is None
    assert "primary_member_id" not in suggest(other, target, chosen).used


def test_header_text_with_quotes_and_breaks_survives_the_stored_file(tmp_path):
    sheet, target = a_sheet({'ID "new"\\x': "account_number", "Größe 'a'": "city"}), patients_export()
    chosen = remapped(sheet, target, {"account_number": 'ID "new"\\x', "city": "Größe 'a'"})
    confirm(tmp_path, chosen)
    assert suggest(sheet, target, load_confirmed(tmp_path, chosen.signature, target)).used == chosen.used


def test_a_hand_edited_file_that_names_nothing_we_know_is_refused_in_words(tmp_path):
    target = patients_export()
    path_of(tmp_path, "abc", target).write_text('[fields]\nshoe_size = "Feet"\n', "utf-8")
    with pytest.raises(InputError, match="shoe_size"):
        load_confirmed(tmp_path, "abc", target)
    path_of(tmp_path, "abc", target).write_text("[fields]\nsex = 3\n", "utf-8")
    with pytest.raises(InputError, match="quotes"):
        load_confirmed(tmp_path, "abc", target)


def test_one_column_for_two_fields_or_an_unknown_column_is_refused():
    sheet, target = a_sheet({"A": "city", "B": "state"}), patients_export()
    with pytest.raises(InputError, match="two fields"):
        remapped(sheet, target, {"city": "A", "state": "A"})
    with pytest.raises(InputError, match="no column"):
        remapped(sheet, target, {"city": "C"})


def test_rows_in_are_rows_out_with_their_place_and_their_text_unaltered():
    sheet = a_sheet(SNAKE)
    mapped = apply(sheet, suggest(sheet, patients_export()))
    assert mapped["account_number"].tolist() == VALUES["account_number"]
    assert mapped["zip"].tolist() == ["07030", "08608", "8102"]
    assert mapped["source_row"].tolist() == [2, 3, 4]
    assert mapped["tertiary_group_number"].isna().all()


def test_the_import_file_s_own_header_is_known():
    crosswalk = suggest(
        a_sheet({"account_number": "account_number", "last_name": "last_name"}), patients_export()
    )
    assert set(crosswalk.rows["state"]) == {"known", "missing"}


def test_the_claim_history_of_a_report_is_mapped_by_the_same_engine():
    rows = [
        "Claim ID|Patient Name|Acct #|DOS From|DOS To|Payer|Payer ID|Rendering NPI|Billed|Ins Paid|Adj|Balance|Status",
        "81|Abend, Nora|10021|01/02/2026|01/02/2026|Aetna|60054|1234567893|$150.00|80.00|20.00|50.00|Billed primary",
    ]
    sheet = read_spreadsheet("\n".join(rows).encode(), "claims.txt").sheets[0]
    used = suggest(sheet, claim_history()).used
    assert used["service_from"] == "DOS From"
    assert used["service_through"] == "DOS To"
    assert (used["charge"], used["paid"], used["balance"]) == ("Billed", "Ins Paid", "Balance")
    assert used["state_as_written"] == "Status"
    assert suggest(sheet, claim_history()).missing == []


NAMES = ["Abend, Nora", "O'Neil, Ian", "Vargas Ruiz, Lucia", "Quist, Per"]


@pytest.mark.parametrize(
    "header", ["Pt Last, First", "Last Name, First Name MI", "Last/First", "Patient L, F", "Last, First"]
)
def test_a_header_of_both_parts_of_a_name_is_the_whole_name(header):
    claims = suggest(a_table({header: NAMES, "Claim No": list("1234")}), claim_history())
    assert claims.used["patient_name"] == header
    patients = suggest(a_table({header: NAMES, "Acct #": list("1234")}), patients_export())
    assert patients.used["full_name"] == header


@pytest.mark.parametrize("header", ["Pt Last", "Patient First Name", "Pat. Lst Nme"])
def test_a_column_of_whole_names_is_neither_first_nor_last_name_whatever_its_header(header):
    said = suggest(a_table({header: NAMES, "Claim No": list("1234")}), claim_history())
    proposed = said.rows.dropna(subset="source_column").set_index("key")["source_column"]
    assert proposed["patient_name"] == header
    assert not {"patient_last_name", "patient_first_name"} & set(proposed.index)
    assert "patient_name" not in said.used  # header and values differ: a person is asked
    three_of_four = [*NAMES[:3], "Quist"]  # not nearly all
    said = suggest(a_table({"Patient Last Name": three_of_four}), claim_history())
    assert said.used == {"patient_last_name": "Patient Last Name"}


def test_why_a_column_is_not_used_names_no_field_that_it_could_never_be():
    table = {"Acct #": ["A1", "A2"], "Pt Paid": ["10.00", "5.00"], "Patient Account": ["1", "2"]}
    why = suggest(a_table(table), claim_history()).unmapped.set_index("source_column")["why"]
    assert why["Pt Paid"] == "no field of the import fits its header or its values"
    assert why["Patient Account"] == "Account no. comes from `Acct #`, which fits as well or better"


def test_the_threshold_lies_above_what_an_ambiguous_header_can_reach():
    assert ACCEPT > 0.70


def test_the_folder_of_crosswalks_is_not_a_practice(tmp_path):
    for name in ("cedar-grove", "crosswalks"):
        (tmp_path / "data" / "raw" / "acme" / name).mkdir(parents=True)
    assert practices(tmp_path, "acme") == ["cedar-grove"]


def test_a_mapping_stored_in_an_older_spelling_comes_back(tmp_path):
    target = patients_export()
    old = "".join(("authoris", "ation_number"))  # the name of the field before all names became American
    path_of(tmp_path, "abc", target).write_text(f'[fields]\n{old} = "Auth No"\n', "utf-8")
    used = load_confirmed(tmp_path, "abc", target).rows.dropna(subset=["source_column"])
    (row,) = used.itertuples()
    assert (row.group, row.source_column) == (
        next(f.group for f in target.fields if f.key == row.key),
        "Auth No",
    )
    assert row.key.startswith("author") and row.key.endswith("ation_number")


def used_of(target, header: str, *values: str) -> dict[str, str]:
    """What is used of one column, beside nothing."""
    data = "\n".join(["Row," + header, *(f"r{n},{value}" for n, value in enumerate(values))])
    return suggest(read_spreadsheet(data.encode(), "a.csv").sheets[0], target).used


DAYS = ("01/05/2026", "01/07/2026", "02/11/2026")


@pytest.mark.parametrize(
    "header",
    ["Xmit Date", "Xmitted", "Transmission Date", "Transmit Dt", "E-Filed Date", "Sent On", "Claim Sent"],
)
def test_a_day_of_sending_is_the_day_of_submission_and_never_one_of_payment(header):
    assert used_of(claim_history(), header, *DAYS) == {"submission_date": header}


def test_a_header_like_one_of_payment_that_speaks_of_sending_is_proposed_for_no_payment():
    for header, never in (("Xmit Date", "paid_date"), ("Remitted Date", "submission_date")):
        found = fits([header], {header: list(DAYS)}, claim_history())
        assert never not in {fit.key for fit in found}
    assert are_opposed("Transmit Dt", "remit date")
    assert are_opposed("Check Date", "date sent")
    assert not are_opposed("Payment Sent Date", "remit date")  # speaks of both
    assert not are_opposed("Date", "remit date")


@pytest.mark.parametrize(
    ("kind", "header", "key"),
    [
        ("invoices", "Provider", "npi"),
        ("invoices", "Rendering Provider", "npi"),
        ("claims", "Provider", "rendering_npi"),
        ("claims", "Attending", "attending_npi"),
    ],
)
def test_a_column_of_nothing_but_valid_npis_is_the_npi_whatever_its_header(kind, header, key):
    target, valid = load_target(kind), ("1234567893", "1245319599", "1234567893")
    assert used_of(target, header, *valid) == {key: header}
    # one wrong check digit: 3 of 4 are NPIs
    assert key not in used_of(target, header, *valid, "1234567890")


@pytest.mark.parametrize(("header", "values", "key"), [
    ("Sess Dt", DAYS, "service_from"),
    ("Session", DAYS, "service_from"),
    ("Appt Date", DAYS, "service_from"),
    ("Where It Stands", ("Paid", "Denied"), "state_as_written"),
    ("Left To Collect", ("10.00", "0.00"), "balance"),
])  # fmt: skip
def test_a_therapist_s_words_for_a_claim_are_those_of_its_fields(header, values, key):
    assert used_of(claim_history(), header, *values) == {key: header}


@pytest.mark.parametrize("header", ["Session No", "Sessions", "Next Appt Date"])
def test_a_number_of_sessions_or_a_day_to_come_is_no_day_of_service(header):
    values = ("4", "5", "6") if header != "Next Appt Date" else DAYS
    assert "service_from" not in used_of(claim_history(), header, *values)


@pytest.mark.parametrize("header", ["In/Out", "Deposits / Withdrawals", "Credit/Debit"])
@pytest.mark.parametrize(("values", "is_used"), [
    (("80.00", "-15.00"), True),
    (("80.00", "15.00-"), True),
    (("80.00", "(15.00)"), True),
    (("80.00", "15.00"), False),  # nothing tells what left the account
])  # fmt: skip
def test_amounts_headed_by_both_ways_are_signed_amounts_where_some_are_below_zero(header, values, is_used):
    used = used_of(load_target("deposits"), header, *values)
    assert used == ({"amount": header} if is_used else {})


def test_words_headed_by_both_ways_stay_the_signs_beside_an_amount():
    data = b"Date,Amount,In/Out\n01/05/2026,80.00,In\n01/06/2026,15.00,Out\n"
    used = suggest(read_spreadsheet(data, "a.csv").sheets[0], load_target("deposits")).used
    assert used == {"deposit_date": "Date", "amount": "Amount", "kind": "In/Out"}


@pytest.mark.parametrize(("beside", "key"), [
    ("Row", "primary_payer_name"),  # nothing else names the payer
    ("Primary Insurance", "primary_plan_name"),
    ("Primary Payer ID", "primary_plan_name"),
])  # fmt: skip
def test_a_plan_is_the_payer_where_no_column_gives_one(beside, key):
    value = "60054" if beside.endswith("ID") else "Oak Mutual"
    data = f"Account,Last Name,{beside},Primary Plan\nA1,Elm,{value},Oak Gold\nA2,Ash,{value},Fir Silver\n"
    used = suggest(read_spreadsheet(data.encode(), "a.csv").sheets[0], patients_export()).used
    assert [field for field, column in used.items() if column == "Primary Plan"] == [key]
    nobody = data.replace(
        "Last Name", "Policy Number"
    )  # a table of policies: the payer may be in another one
    used = suggest(read_spreadsheet(nobody.encode(), "a.csv").sheets[0], patients_export()).used
    assert used.get("primary_payer_name") != "Primary Plan"


@pytest.mark.parametrize("header", ["Our Rate", "Pays", "Agreed Rate", "USD"])
def test_what_a_contract_pays_is_its_rate_and_what_is_charged_is_none(header):
    assert used_of(load_target("fee_schedules"), header, "121.00", "92.00") == {"rate": header}
    assert used_of(load_target("fee_schedules"), "Our Charge", "121.00", "92.00") == {}
    assert used_of(load_target("fee_schedules"), header, "no", "see note") == {}


def test_npis_under_a_header_of_somebody_else_are_asked_about():
    target = load_target("patients")
    assert used_of(target, "PCP", "1234567893", "1245319599") == {}
