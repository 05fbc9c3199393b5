"""Exports in several tables, flags, guarded and damaged identifiers: each kind by an example of its own."""

from __future__ import annotations

import pytest
from cutover.reading.files.spreadsheet import read_spreadsheet
from cutover.reading.mapping.suggest import remapped
from cutover.reading.mapping.targets import patients_export
from cutover.reading.patients.exports import read_demographics
from cutover.reading.patients.table import PatientTable
from cutover.workstreams.demographics import values
from cutover.workstreams.demographics.findings import findings, unknown_codes
from cutover.workstreams.demographics.inputs import Inputs
from cutover.workstreams.demographics.patient_import import prepare
from cutover.workstreams.demographics.record_figures import usable
from patient_maker import AS_OF, a_csv, a_patient, a_practice

HEAD = "Account,Last Name,First Name,DOB,Sex,Address,City,State,Zip"
PEOPLE = (
    "7,Abend,Nora,3/14/1961,F,12 Birch St,Hoboken,NJ,07030",
    "8,Vargas,Lucia,7/30/2011,F,9 Elm Ave,Camden,NJ,08102",
)


def csv_of(head: str, *rows: str) -> bytes:
    return "\n".join([head, *rows, ""]).encode()


def done(home, **files: bytes):
    """What is prepared of these files, and the codes of the findings."""
    practice = a_practice(home, **files)
    inputs = Inputs(read_demographics(practice), practice, AS_OF)
    known = inputs.known
    made = findings(
        inputs.export, inputs.prepared, known.payers is not None, known.cutover, known.claim_accounts
    )
    return inputs.prepared, {finding.code.removeprefix("demo-") for finding in made}


def test_two_files_are_joined_by_the_account_and_the_rank_is_the_one_it_tells(tmp_path):
    policies = csv_of(
        "Account,Rank,Payer,Member ID", "7,2,Cigna,U12345678", "7,1,Aetna,W12345678", "8,1,Aetna,W22345678"
    )
    made, found = done(
        tmp_path, a_csv=csv_of(HEAD, *PEOPLE), b_csv=policies.replace(b"Rank", b"Insurance Rank")
    )
    told = made.coverages.set_index(["account_number", "priority"])["payer_name"].to_dict()
    assert told == {("7", "secondary"): "Cigna", ("7", "primary"): "Aetna", ("8", "primary"): "Aetna"}
    assert made.coverages["source_file"].unique().tolist() == ["demographics/b.csv"]
    assert found == {"unconfirmed"}


def test_tables_are_joined_by_the_key_that_they_share_where_it_is_not_the_account(tmp_path):
    people = csv_of(
        "id,pubpid," + HEAD.split(",", 1)[1], *(f"{n},A{row}" for n, row in enumerate(PEOPLE, 41))
    )
    policies = csv_of("id,patient_id,payer,policy_number", "1,42,Cigna,U12345678", "2,41,Aetna,W12345678")
    made, _ = done(tmp_path, a_csv=people, b_csv=policies)
    assert made.coverages.set_index("account_number")["payer_name"].to_dict() == {
        "A8": "Cigna",
        "A7": "Aetna",
    }


def test_a_policy_of_nobody_is_set_aside_and_counted(tmp_path):
    policies = csv_of(
        "Account,Payer,Member ID", "7,Aetna,W12345678", "8,Aetna,W12345679", "9,Cigna,U12345678"
    )
    made, found = done(tmp_path, a_csv=csv_of(HEAD, *PEOPLE), b_csv=policies)
    assert "no-patient" in found
    of = made.conservation[made.conservation["subject"] == "coverage"]
    assert of["count"].sum() == 3 and len(made.coverages) == 2
    assert made.people["aside"].isna().all()  # the two who are known go on


def test_one_row_a_policy_gives_the_next_free_priority_and_repeats_are_repeats(tmp_path):
    rows = [
        f"{PEOPLE[0]},{policy}"
        for policy in ("Aetna,W12345678", "Cigna,U12345678", "Aetna,W12345678", "Humana,H1234567")
    ]
    made, found = done(tmp_path, a_csv=csv_of(HEAD + ",Payer,Member ID", *rows))
    assert made.coverages.set_index("payer_name")["priority"].to_dict() == {
        "Aetna": "primary", "Cigna": "secondary", "Humana": "tertiary"
    }  # fmt: skip
    assert "coverage-order" in found and "coverage-repeated" not in found  # the policy again is no second one
    assert made.people["readiness"].tolist()[0] == "ready with warnings"


def test_a_second_policy_under_headers_that_say_primary_is_a_fault(tmp_path):
    rows = [f"{PEOPLE[0]},Aetna,W12345678", f"{PEOPLE[0]},Cigna,U12345678"]
    made, found = done(tmp_path, a_csv=csv_of(HEAD + ",Primary Payer,Primary Member ID", *rows))
    assert made.coverages["payer_name"].tolist() == ["Aetna"]
    assert "coverage-repeated" in found and "coverage-order" not in found


@pytest.mark.parametrize(
    ("header", "text", "active"),
    [
        ("Inactive", "Y", False), ("Inactive", "N", True), ("Patient Inactive", "1", False),
        ("Is Inactive", "FALSE", True), ("Active", "Y", True), ("IsActive", "0", False), ("Active Flag", "T", True),
        ("Status", "Active", True), ("Inactive", "Inactive", False), ("PatStatus", "0", None),
        ("PatStatus", "2", None), ("Status", "Y", None),
        ("Active/Inactive", "Y", None), ("Active/Inactive", "Inactive", False), ("Patient Status", "Deceased", False),
    ],
)  # fmt: skip
def test_a_flag_means_what_its_header_and_its_value_say_together(header, text, active):
    assert values.is_active(text, header).value is active


def test_city_state_and_zip_in_one_column_are_parted(tmp_path):
    head = "Account,Last Name,First Name,DOB,Sex,Address,City State Zip"
    rows = (
        '7,Abend,Nora,3/14/1961,F,12 Birch St,"Jersey City, NJ 07302"',
        "8,Vargas,Lucia,7/30/2011,F,9 Elm Ave,Camden NJ 08102-1234",
    )
    made, found = done(tmp_path, a_csv=csv_of(head, *rows))
    assert made.patients[["city", "state", "zip"]].to_numpy().tolist() == [
        ["Jersey City", "NJ", "07302"],
        ["Camden", "NJ", "08102-1234"],
    ]
    assert "address-missing" not in found


@pytest.mark.parametrize("text", ['"=""00123"""', '="00123"', "'00123", "\x1f00123", "'00123'", '"\t00123"'])
def test_a_guard_around_an_identifier_is_no_part_of_it(text):
    sheet = read_spreadsheet(f"Account,DOB\n{text},1/2/1950\n00124,1/2/1950\n".encode(), "p.csv").sheets[0]
    assert sheet.frame["Account"].tolist() == ["00123", "00124"]


@pytest.mark.parametrize("text", ["O'Neil", "'s Gravesande", "=1+1", '=HYPERLINK("x")', "D'Or 2"])
def test_an_apostrophe_or_a_formula_that_guards_nothing_stays(text):
    data = 'Name,DOB\n"{}",1/2/1950\n'.format(text.replace('"', '""'))
    assert read_spreadsheet(data.encode(), "p.csv").sheets[0].frame["Name"].tolist() == [text]


@pytest.mark.parametrize(
    ("text", "kept"), [("GRP12", True), ("12-5", True), ("5-Dec", False), ("12/5/2026", False)]
)
def test_a_group_number_that_became_a_date_is_never_imported(tmp_path, text, kept):
    rows = [f"{row},Aetna,W1234567{n},{text}" for n, row in enumerate(PEOPLE)]
    made, found = done(
        tmp_path, a_csv=csv_of(HEAD + ",Primary Payer,Primary Member ID,Primary Group Number", *rows)
    )
    assert (made.coverages["group_number"].notna().all(), "identifier-date" not in found) == (kept, kept)


@pytest.mark.parametrize("last", ["Null", "NA", "None", "nan", "Unknown"])
def test_a_word_for_nothing_is_a_name_beside_a_first_name_and_none_beside_another(tmp_path, last):
    row = f"7,{last},Jihye,3/14/1961,F,12 Birch St,Hoboken,NJ,07030"
    made, found = done(tmp_path / "a", a_csv=csv_of(HEAD, row))
    assert made.patients["last_name"].tolist() == [last] and "name-missing" not in found
    made, found = done(tmp_path / "b", a_csv=csv_of(HEAD, row.replace("Jihye", "null")))
    assert made.patients.empty and "name-missing" in found


def test_without_an_account_the_chart_number_is_the_key(tmp_path):
    made, found = done(tmp_path, a_csv=csv_of(HEAD.replace("Account", "MRN"), *PEOPLE))
    assert made.patients["account_number"].tolist() == ["7", "8"]
    assert "account-missing" not in found


def test_codes_that_nobody_explains_are_one_case_of_their_column(tmp_path):
    made, found = done(
        tmp_path, a_csv=csv_of(HEAD + ",PatStatus", *(f"{row},{n}" for n, row in enumerate(PEOPLE)))
    )
    assert "status-codes" in found and made.people["is_active"].isna().all()
    made, found = done(
        tmp_path / "b", a_csv=csv_of(HEAD + ",PatStatus", *(f"{row},Active" for row in PEOPLE))
    )
    assert "status-codes" not in found and made.people["is_active"].all()


@pytest.mark.parametrize(
    ("others", "shown"),
    [
        (19, "DECEASED 9/99/99"),  # 20 different texts may all be statuses: the words are shown, a day is not
        (20, "AAAAAAAA 9/99/99"),  # 21 may be names
    ],
)
def test_a_status_that_nobody_explains_is_shown_in_words(others, shown):
    texts = ["DECEASED 9/12/26", *(f"x{n}" for n in range(others))]  # few are shown, those in capitals first
    text = "Account,Last Name,First Name,DOB,Status\n" + "".join(
        f"{n},Lee{n},Ann,1/2/1950,{said}\n" for n, said in enumerate(texts)
    )
    sheet = read_spreadsheet(text.encode(), "a.csv").sheets[0]
    walk = remapped(sheet, patients_export(), {"account_number": "Account", "status": "Status"})
    assert shown in unknown_codes(PatientTable("a.csv", sheet, walk))


@pytest.mark.parametrize(("account", "left", "value", "note"), [
    ("10021", "4", "1", ""),
    ("10021", "0", "0", ""),  # nothing is left
    ("", "4", "1", ""),  # its patient is set aside, and it can be used all the same
    ("", "", None, "; not known of 1"),  # it may have visits left
])  # fmt: skip
def test_an_authorization_whose_visits_left_are_blank_may_be_usable(tmp_path, account, left, value, note):
    given = {"authorization_number": "A1", "authorization_valid_through": "12/31/2026",
             "authorization_visits_left": left, "account_number": account}  # fmt: skip
    export = read_demographics(a_practice(tmp_path, patients_csv=a_csv(a_patient(**given))))
    shown = usable(export, prepare(export, AS_OF), AS_OF)
    said = "of 1 in the lists, by their days and the visits or units left"
    assert (shown.value, shown.note) == (value, said + note)
