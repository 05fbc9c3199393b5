"""Headers are composed: whose, of what kind, which field, in any spelling; no list of whole headers is needed."""

from __future__ import annotations

import re

import pytest
from cutover.reading.files.spreadsheet import read_spreadsheet
from cutover.reading.mapping.header_words import words_of
from cutover.reading.mapping.suggest import suggest
from cutover.reading.mapping.targets import patients_export
from examples import ALL
from test_mapping import OTHER, a_sheet, values_of

TARGET = patients_export()
RANKS = {
    "primary": ("Primary", "Pri", "1st", "1"),
    "secondary": ("Secondary", "Sec", "2"),
    "tertiary": ("Tertiary", "3"),
}
KINDS = ("Insurance", "Ins", "Insurance Policy", "Policy", "Coverage")
HOLDERS = ("Insured", "Subscriber", "Policy Holder", "Holder")
OF_A_HOLDER = {
    "Last Name": "holder_last_name", "First Name": "holder_first_name", "Date of Birth": "holder_birth_date",
    "DOB": "holder_birth_date", "Gender": "holder_sex", "Full Name": "holder_name",
}  # fmt: skip
OF_A_POLICY = {
    "Group Number": "group_number", "Group No": "group_number", "Grp #": "group_number", "Member ID": "member_id",
    "Copay": "copay", "Copay Amt": "copay", "Effective Date": "effective_from", "Eff Dt": "effective_from",
    "End Date": "effective_through", "Term Date": "effective_through", "Company Name": "payer_name",
    "Deductible": "deductible", "Relationship to Insured": "relationship",
}  # fmt: skip
GUARANTORS = ("Guarantor", "Responsible Party", "Resp Party", "Guar")
OF_A_GUARANTOR = {
    "Last Name": "last_name", "First Name": "first_name", "Address 1": "street", "Mailing Address Line 1": "street",
    "City": "city", "State": "state", "Zip Code": "zip", "Home Phone": "home_phone", "DOB": "birth_date",
}  # fmt: skip


def composed() -> list[tuple[str, str]]:
    """Headers of policies, their holders and guarantors, each with its field."""
    made = []
    for place, ranks in RANKS.items():
        for n, rank in enumerate(ranks):
            kind = KINDS[n % len(KINDS)]
            made += [(f"{rank} {kind} {name}", f"{place}_{key}") for name, key in OF_A_POLICY.items()]
            for holder in HOLDERS:
                made += [
                    (f"{rank} {kind} {holder} {name}", f"{place}_{key}") for name, key in OF_A_HOLDER.items()
                ]
    for who in GUARANTORS:
        made += [(f"{who} {name}", f"guarantor_{key}") for name, key in OF_A_GUARANTOR.items()]
    return made


SPELLINGS = {
    "words": lambda text: text,
    "lower case": str.lower,
    "snake_case": lambda text: re.sub(r"\W+", "_", text.replace("#", "no")).lower(),
    "CamelCase": lambda text: "".join(word[:1].upper() + word[1:] for word in text.split()),
    "glued": lambda text: re.sub(r"\s+", "", text).lower(),
}


def in_turn(spelling: str) -> list[tuple[str, str]]:
    """Headers for a spelling: all as words, and of the other four each has every fourth unless all are asked for."""
    turn = list(SPELLINGS).index(spelling)
    return composed() if ALL or turn == 0 else composed()[turn - 1 :: 4]


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_whose_times_what_is_its_field_in_every_spelling(spelling):
    said = {SPELLINGS[spelling](text): key for text, key in in_turn(spelling)}
    wrong = {}
    for header, key in said.items():
        used = suggest(a_sheet({"Account Number": "account_number", header: key}), TARGET).used
        if used != {"account_number": "Account Number", key: header}:
            wrong[header] = used
    assert wrong == {}


@pytest.mark.parametrize(
    ("short", "meant"),
    [
        ("Pt Brth Dt", "birth_date"), ("Gndr", "sex"), ("Ptnt Lst Nm", "last_name"), ("Addrss 1", "street"),
        ("Hm Phn", "home_phone"), ("Prim Grp Nbr", "primary_group_number"), ("Sec Mbr Id", "secondary_member_id"),
        ("SS", "ssn"), ("Frist Name", "first_name"), ("Emial Address", "email"), ("RegDate", "created_date"),
        ("Acct Nmbr", "account_number"), ("Guar Frst Nm", "guarantor_first_name"),
        ("Pri Sbscrbr DOB", "primary_holder_birth_date"),
    ],
)  # fmt: skip
def test_shortened_and_misspelled_words_are_written_out(short, meant):
    assert suggest(a_sheet({short: meant}), TARGET).used == {meant: short}


OTHERS = (
    "Emergency Contact Name", "Employer Name", "Mother First Name", "Referring Provider Last Name", "Maiden Name",
    "Preferred Name", "Gender Identity", "Marital Status", "Employer City", "Pharmacy Phone", "Spouse DOB", "Fax",
    "Patient Balance", "Insurance Balance", "Primary Care Physician Name", "Drivers License State", "Next of Kin Phone",
    "Emergency Contact Phone", "Insured Address 1", "Policy Holder City", "Subscriber SSN", "Insurance Phone", "Race",
)  # fmt: skip
LIKELY = {
    "phone": "home_phone",
    "name": "last_name",
    "city": "city",
    "state": "state",
    "dob": "birth_date",
    "ssn": "ssn",
}


@pytest.mark.parametrize("header", OTHERS)
def test_the_name_of_somebody_else_is_no_patients_field(header):
    """Over values that would fit: only the words tell that they are of another person or thing."""
    kind = next((key for word, key in LIKELY.items() if word in header.lower()), None)
    text = "\n".join([header, *(value or "" for value in (values_of(kind) if kind else OTHER))])
    sheet = read_spreadsheet(text.encode(), "p.txt").sheets[0]
    assert suggest(sheet, TARGET).used == {}


def test_two_columns_that_fit_one_field_equally_are_asked_about():
    rows = ["Policy #|Policy No", *(f"W12345678{n}|X98765432{n}" for n in range(4))]
    sheet = read_spreadsheet("\n".join(rows).encode(), "p.txt").sheets[0]
    crosswalk = suggest(sheet, TARGET)
    assert "primary_member_id" not in crosswalk.used
    said = crosswalk.rows.set_index("key").loc["primary_member_id"]
    assert said["state"] == "unsure" and "equally" in said["evidence"]
    same = read_spreadsheet(
        "\n".join(["Policy #|Policy No", "W123456789|W123456789"]).encode(), "p.txt"
    ).sheets[0]
    assert "primary_member_id" in suggest(same, TARGET).used  # they say the same: nothing is to be asked


def insurance_ids(ids: list[str], further: str = "", payers: str = "Aetna"):
    rows = [f"Patient ID|Insurance Name|Insurance ID{further and '|' + further}"]
    rows += [
        f"{100 + n}|{payers.format('ABCDEFGHIJKL'[n])}|{text}{'|W12345' + str(n) if further else ''}"
        for n, text in enumerate(ids)
    ]
    return suggest(read_spreadsheet("\n".join(rows).encode(), "p.txt").sheets[0], TARGET)


def test_what_one_column_leaves_open_its_values_or_another_column_settle():
    few = ["60054", "87726"] * 6  # the numbers of two payers in twelve rows
    assert insurance_ids(few).used["primary_payer_id"] == "Insurance ID"
    each = [f"W7700{n}" for n in range(12)]  # twelve numbers of one payer are its members'
    assert insurance_ids(each).used["primary_member_id"] == "Insurance ID"
    open_still = insurance_ids(each, payers="Plan {}")  # as many payers as numbers: it may be either
    assert not {"primary_payer_id", "primary_member_id"} & set(open_still.used)
    beside = insurance_ids(each, "Member ID").used
    assert (beside["primary_member_id"], beside["primary_payer_id"]) == ("Member ID", "Insurance ID")


@pytest.mark.parametrize("key", ["patient_id", "pubpid", "pid", "Chart Id"])
def test_where_the_patients_number_stands_beside_it_id_is_the_row(key):
    text = f"id,{key},DOB\n7,10021,1/2/1950\n8,10022,1/3/1950\n"
    used = suggest(read_spreadsheet(text.encode(), "p.csv").sheets[0], TARGET).used
    assert used.get("account_number", used.get("chart_number")) == key or key == "Chart Id"
    assert "id" not in used.values() or key == "Chart Id"  # a chart number is another thing than an account
    alone = suggest(read_spreadsheet(b"id,DOB\n7,1/2/1950\n", "p.csv").sheets[0], TARGET).used
    assert alone["account_number"] == "id"


def test_one_unsure_column_costs_that_column_and_no_other():
    layout = {"Patient ID": "account_number", "DOB": "birth_date", "City": "city", "Date": "last_visit"}
    used = suggest(a_sheet(layout), TARGET).used
    assert used == {"account_number": "Patient ID", "birth_date": "DOB", "city": "City"}


def test_words_keep_their_meaning_when_they_hold_others():
    assert words_of("Inactive") == "inactive"
    assert words_of("PatientInactive") == "patient inactive"
    assert (
        words_of("primaryinsurancepolicyinsureddateofbirth")
        == "primary insurance policy subscriber birth date"
    )


BANDED = [
    ["Child", "", "", "", "", "Parent / Guarantor", "", ""],
    ["Acct", "Last", "First", "Birth", "M/F", "Last", "First", "Tel"],
    *([f"{40 + n}", name, "Ann", f"0{n}/11/2016", "F", name, "Ruth", f"207-555-010{n}"]
      for n, name in enumerate(("Amber", "Birch", "Cedar", "Doyle"), 1)),
]  # fmt: skip


@pytest.mark.parametrize(
    ("band", "whose"),
    [("Child", "patient"), ("Patient", "patient"), ("Kid", "patient"), ("Minor", "patient")],
)
@pytest.mark.parametrize(
    "other", ["Parent / Guarantor", "Responsible Party", "RP", "Guarantor (Mother)", "Resp. Party"]
)
def test_below_a_band_the_child_is_the_patient_and_the_parent_the_guarantor(band, whose, other):
    rows = [[band, *BANDED[0][1:5], other, "", ""], *BANDED[1:]]
    sheet = read_spreadsheet("\n".join("\t".join(row) for row in rows).encode(), "p.txt").sheets[0]
    used = suggest(sheet, TARGET).used
    wanted = ["account_number", "last_name", "first_name", "birth_date", "sex", "guarantor_last_name",
              "guarantor_first_name", "guarantor_home_phone"]  # fmt: skip
    assert list(used) == [key for key in used if key in wanted] and len(used) == len(wanted)
    assert used["last_name"].startswith(band) and used["guarantor_last_name"].endswith("Last")


@pytest.mark.parametrize("kin", ["Mother", "Father", "Parent", "Guardian", "Mom"])
def test_kin_alone_are_proposed_as_guarantor_and_used_by_nobody_before_a_person_has_looked(kin):
    text = "\n".join(
        [f"Last Name|First Name|{kin} Last Name", "Amber|Ann|Amber", "Birch|Bea|Birch", "Cedar|Cy|Cedar"]
    )
    crosswalk = suggest(read_spreadsheet(text.encode(), "p.txt").sheets[0], TARGET)
    row = crosswalk.rows.set_index("key").loc["guarantor_last_name"]
    assert (row["source_column"], row["state"]) == (f"{kin} Last Name", "unsure")


def test_a_guarantor_goes_before_kin_and_a_subscriber_is_none():
    text = "Guarantor Last Name|Mother Last Name|Subscriber Last Name\nAmber|Birch|Cedar\nDoyle|Elm|Fir\nGray|Hale|Ives"
    used = suggest(read_spreadsheet(text.encode(), "p.txt").sheets[0], TARGET).used
    assert used["guarantor_last_name"] == "Guarantor Last Name"
    assert (
        used["primary_holder_last_name"] == "Subscriber Last Name" and "Mother Last Name" not in used.values()
    )
