"""What is wrong with a patient, a coverage, an authorization: each rule on both sides of its limit."""

# ruff: noqa: E501  (tables of cases)
from __future__ import annotations

import datetime as dt
import tomllib

import openpyxl
import pandas as pd
import pytest
from cutover.desk.patient_files import write_import
from cutover.reading.claims.tables import PAYER_LIST
from cutover.reading.patients import tables as patient_tables
from cutover.reading.patients.exports import read_demographics
from cutover.reading.patients.other_sources import CLAIM_ACCOUNTS, SERVICES, Known
from cutover.reference import FOLDER
from cutover.workstreams.demographics import values
from cutover.workstreams.demographics.findings import findings
from cutover.workstreams.demographics.guarantor_persons import persons
from cutover.workstreams.demographics.inputs import Inputs
from cutover.workstreams.demographics.patient_import import prepare
from cutover.workstreams.demographics.payers import is_original_medicare, lines, proposals, state_of
from cutover.workstreams.demographics.report import assess
from cutover.workstreams.demographics.rules import rules
from parallel_frames import frame
from patient_maker import AS_OF, a_csv, a_patient, a_practice, codes, prepared

pytestmark = pytest.mark.usefixtures("unwritten")

CHILD = {"primary_relationship": "Child"}
SECOND = {
    "secondary_payer_name": "Cigna",
    "secondary_member_id": "U12345678",
    "secondary_relationship": "Self",
}
AUTH = {"authorization_number": "A1", "authorization_valid_through": "12/31/2026"}
# rule: (what breaks it, what lies just on the good side)
CASES = {
    "account-missing": ({"account_number": ""}, {}),
    "account-long": ({"account_number": "1" * 21}, {"account_number": "1" * 20}),
    "name-missing": ({"first_name": ""}, {"first_name": "B"}),
    "name-placeholder": ({"last_name": "Test"}, {"last_name": "Testa"}),
    "name-odd": ({"last_name": "Sm1th"}, {"last_name": "O'Neil-Ruiz de la Cruz"}),
    "name-order": ({"last_name": "", "first_name": "", "full_name": "Nora Abend"},
                   {"last_name": "", "first_name": "", "full_name": "Abend, Nora B"}),
    "name-suffix": ({"last_name": "Abend, Jr."}, {"last_name": "ABEND", "suffix": "Jr"}),
    "birth-missing": ({"birth_date": ""}, {}),
    "birth-impossible": ({"birth_date": "10/13/19/3"}, {"birth_date": "02/29/2000"}),
    "birth-future": ({"birth_date": "08/01/2026"}, {"birth_date": "07/31/2026", "last_visit": ""}),
    "birth-two-digit": ({"birth_date": "03/14/61"}, {"birth_date": "03/14/1961"}),
    "birth-after-service": ({"birth_date": "05/03/2026"}, {"birth_date": "05/02/2026"}),
    "birth-old": ({"birth_date": "07/30/1911"}, {"birth_date": "07/31/1911"}),
    "sex-unknown": ({"sex": ""}, {"sex": "male"}),
    "sex-unread": ({"sex": "Q"}, {"sex": "Female"}),
    "address-missing": ({"city": ""}, {}),
    "apartment-inside": ({"street": "12 Birch St Apt 4"}, {"street": "12 Flagstone Unity Way"}),
    "state-unread": ({"state": "ZZ"}, {"state": "nj"}),
    "state-spelled": ({"state": "New Jersey"}, {"state": "N.J."}),
    "zip-restored": ({"zip": "7030"}, {"zip": "07030"}),
    "zip-unread": ({"zip": "7030", "state": "TX"}, {"zip": "07030-1234"}),
    "zip-other-state": ({"zip": "90210"}, {"zip": "08999"}),
    "phone-unread": ({"home_phone": "555-0101"}, {"home_phone": "+1 (201) 555-0101 x7"}),
    "phone-extension": ({"home_phone": "201-555-0101 x12"}, {"home_phone": "2015550101.0"}),
    "ssn-unread": ({"ssn": "xxx-xx-1234"}, {"ssn": "123-45-6789"}),
    "npi-wrong": ({"provider_npi": "1234567890"}, {"provider_npi": "1234567893"}),
    "date-unread": ({"last_visit": "soon"}, {"last_visit": "N/A"}),
    "money-unread": ({"primary_copay": "20%"}, {"primary_copay": "$1,020.00"}),
    "formula": ({"street": "=1+1"}, {"home_phone": "+1 201 555 0101"}),
    "digits-lost": ({"account_number": "1.23457E+16"}, {"account_number": "123E4"}),
    "deceased-seen": ({"status": "Deceased", "last_visit": "07/31/2025"},
                      {"status": "Deceased", "last_visit": "07/30/2025"}),
    "inactive-seen": ({"status": "Inactive", "last_visit": "07/31/2025"},
                      {"status": "Inactive", "last_visit": "07/30/2025"}),
    "no-coverage": ({"primary_payer_name": "", "primary_member_id": ""},
                    {"primary_payer_name": "SELF PAY", "primary_member_id": ""}),
    "coverage-lost": ({"primary_member_id": ""}, SECOND | {"primary_member_id": ""}),
    "secondary-first": (SECOND | {"primary_payer_name": "", "primary_member_id": ""}, SECOND),
    "payer-missing": ({"primary_payer_name": ""}, {"primary_payer_name": "", "primary_payer_id": "60054"}),
    "self-pay": ({"primary_payer_name": "Self-Pay", "primary_member_id": ""}, {}),
    "member-missing": ({"primary_member_id": "N/A"}, {}),
    "member-odd": ({"primary_member_id": "999999999"}, {"primary_member_id": "A123"}),
    "mbi-wrong": ({"primary_payer_name": "Medicare NJ", "primary_member_id": "123456789A"},
                  {"primary_payer_name": "Medicare NJ", "primary_member_id": "1EG4-TE5-MK73"}),
    "relationship-unread": ({"primary_relationship": "friend"}, {"primary_relationship": "18"}),
    "holder-missing": (CHILD, CHILD | {"primary_holder_name": "Abend, Jo", "primary_holder_birth_date": "1/2/1980"}),
    "coverage-expired": ({"primary_effective_through": "07/30/2026"}, {"primary_effective_through": "07/31/2026"}),
    "coverage-dates": ({"primary_effective_from": "01/02/2027", "primary_effective_through": "01/01/2027"},
                       {"primary_effective_from": "01/01/2027", "primary_effective_through": "01/01/2027"}),
    "auth-number-missing": ({"authorization_visits_left": "5"}, AUTH),
    "auth-open": (AUTH | {"authorization_visits_left": "1"}, AUTH | {"authorization_visits_left": "0"}),
    "auth-expired": (AUTH | {"authorization_valid_through": "07/30/2026"},
                     AUTH | {"authorization_valid_through": "07/31/2026"}),
    "auth-used-up": (AUTH | {"authorization_visits_left": "0", "authorization_valid_through": "07/30/2026"},
                     AUTH | {"authorization_visits_left": "1", "authorization_valid_through": "07/30/2026"}),
    "auth-visits-wrong": (
        AUTH | {"authorization_visits_left": "6", "authorization_visits_authorized": "5"},
        AUTH | {"authorization_visits_left": "5", "authorization_visits_authorized": "5"}),
}  # fmt: skip


def unlike(number: int) -> dict[str, str]:
    """What keeps one patient of a list from being taken for another."""
    return {
        "account_number": f"B{number}",
        "last_name": "Abend" + "".join("abcdefghij"[int(digit)] for digit in str(number)),
        "primary_member_id": f"W{number:09d}",
        "street": f"{number} Birch St",
    }


@pytest.fixture(scope="module")
def broken_and_good(tmp_path_factory) -> tuple[dict[str, set[str]], dict[str, set[str]]]:
    """The rules that each case's patient breaks: from one list of those who break one, and from one of the others."""
    sides = []
    for side in (0, 1):
        people = [a_patient(**unlike(number) | case[side]) for number, case in enumerate(CASES.values())]
        found = prepared(tmp_path_factory.mktemp("side"), *people).exceptions
        rows = found.groupby("source_row")["code"].agg(set)
        sides.append({code: rows.get(number, set()) for number, code in enumerate(CASES, 2)})  # row 1: names
    return sides[0], sides[1]


@pytest.mark.parametrize("code", CASES)
def test_a_rule_is_broken_on_one_side_of_its_limit_and_not_on_the_other(code, broken_and_good):
    broken, good = broken_and_good
    assert code in broken[code]
    assert code not in good[code]


@pytest.mark.parametrize(
    ("first", "last", "cutover", "said"),
    [
        (
            "",
            "07/30/2026",
            dt.date(2026, 7, 1),
            {"auth-expired"},
        ),  # held at the cutover, ended the day before
        ("", "07/31/2026", dt.date(2026, 7, 1), {"auth-open", "auth-ends-soon"}),  # holds on the report's day
        ("", "08/30/2026", None, {"auth-open", "auth-ends-soon"}),  # 30 days after the report
        ("", "08/31/2026", None, {"auth-open"}),
        (
            "",
            "08/31/2026",
            dt.date(2026, 9, 1),
            {"auth-open", "auth-ends-soon"},
        ),  # the day before the cutover
        ("", "09/01/2026", dt.date(2026, 9, 1), {"auth-open"}),
        ("07/31/2026", "12/31/2026", None, {"auth-open"}),  # it begins on the report's day
        ("08/01/2026", "12/31/2026", None, set()),  # the day after: it cannot be used yet
        ("08/01/2026", "12/31/2026", dt.date(2026, 9, 1), set()),
    ],
)
def test_an_authorization_can_be_used_from_its_first_day_to_its_last_and_ends_soon_before_a_cutover(
    tmp_path, first, last, cutover, said
):
    one = AUTH | {"authorization_visits_left": "3", "authorization_valid_from": first}
    one |= {"authorization_valid_through": last}
    found = codes(prepared(tmp_path, a_patient(**one), cutover=cutover))
    assert {"auth-open", "auth-expired", "auth-ends-soon"} & found == said


def test_a_patient_with_nothing_wrong_is_ready_and_breaks_no_rule(tmp_path):
    made = prepared(tmp_path, a_patient())
    assert codes(made) == set()
    assert made.patients["readiness"].tolist() == ["ready"]


FULL_NAMES = [
    ("Abend, John Jr", ("Abend", "John", None, "Jr")),
    ("John Abend Jr", ("Abend", "John", None, "Jr")),  # the same person in the other order
    ("Abend, John A III", ("Abend", "John", "A", "III")),
    ("Abend, John V Jr.", ("Abend", "John", "V", "Jr")),
    ("Abend, John, Sr", ("Abend", "John", None, "Sr")),
    ("Abend, John V", ("Abend", "John", "V", None)),  # one letter behind a first name is an initial
    ("Abend, V", ("Abend", "V", None, None)),  # and so it is in place of one
    ("Ann Abend, Jr", ("Abend", "Ann", None, "Jr")),
    ("Tran, Anh Le", ("Tran", "Anh", "Le", None)),
    ("Abend, De Andre", ("Abend", "De", "Andre", None)),
]
MIDDLE_NAMES = [("Jr", (None, "Jr")), ("V", ("V", None)), ("B. II", ("B.", "II"))]
PHONES = [
    ("303-555-0101 x12", "12"), ("303-555-0101x12", "12"), ("(303) 555-0101 ext. 12", "12"),
    ("3035550101 ext12", "12"), ("303.555.0101 #12", "12"), ("303 555 0101, extension 12", "12"),
    ("1-303-555-0101 (Ext: 4007)", "4007"), ("1 303 555 0101 X 7", "7"),
    ("303-555-0101", None), ("3035550101.0", None),
]  # fmt: skip
NO_PHONES = ["555-0101 x12", "x12", "303-555-0101 x", "303-555-0101 x12 Ann"]
STATUSES = [("Deceased", "deceased-seen"), ("EXPIRED", "deceased-seen"), ("Passed away", "deceased-seen"),
            ("Inactive", "inactive-seen"), ("Discharged", "inactive-seen"), ("Active", None)]  # fmt: skip


@pytest.fixture(scope="module")
def written(tmp_path_factory):
    """What becomes of patients who write one thing in their own way, by what they write: read in one list."""
    nobody = {"last_name": "", "first_name": ""}
    people = {("full_name", name): nobody | {"full_name": name} for name, _ in FULL_NAMES}
    people |= {("middle_name", name): {"middle_name": name} for name, _ in MIDDLE_NAMES}
    people |= {
        ("home_phone", text): {"home_phone": text} for text in (*(text for text, _ in PHONES), *NO_PHONES)
    }
    people |= {("status", word): {"status": word} for word, _ in STATUSES}
    rows = [a_patient(**unlike(number) | said) for number, said in enumerate(people.values())]
    made = prepared(tmp_path_factory.mktemp("written"), *rows)
    patients, broken = made.patients.set_index("account_number"), made.exceptions
    return {key: (patients.loc[f"B{number}"], broken[broken["source_row"] == number + 2])
            for number, key in enumerate(people)}  # fmt: skip


@pytest.mark.parametrize(("full_name", "told"), FULL_NAMES)
def test_a_suffix_in_a_full_name_is_told_from_a_middle_name_and_from_a_last_name(written, full_name, told):
    row, _ = written["full_name", full_name]
    found = row[["last_name", "first_name", "middle_name", "suffix"]]
    assert tuple(found.astype("object").where(found.notna(), None)) == told


def test_a_suffix_alone_behind_the_comma_is_no_last_name_and_nobody_has_a_first_name():
    assert values.full_name("Abend, Jr") == ("Abend Jr", None, None, True)


@pytest.mark.parametrize(("middle", "told"), MIDDLE_NAMES)
def test_a_suffix_in_the_column_of_middle_names_is_split_off_and_told(written, middle, told):
    row, broken = written["middle_name", middle]
    found = row[["middle_name", "suffix"]]
    assert tuple(found.astype("object").where(found.notna(), None)) == told
    assert ("name-suffix" in set(broken["code"])) is (told[1] is not None)


def test_two_people_on_one_account_number_are_both_set_aside(tmp_path):
    made = prepared(tmp_path, a_patient(), a_patient(first_name="Ian", birth_date="01/01/1990"))
    assert made.patients.empty
    assert (made.exceptions["code"] == "account-shared").sum() == 2


def test_a_row_that_repeats_a_patient_brings_its_other_coverage(tmp_path):
    other = {"coverage_priority": "Secondary", "primary_payer_name": "Cigna", "primary_member_id": "U123"}
    made = prepared(tmp_path, a_patient(coverage_priority="Primary"), a_patient(**other))
    assert len(made.patients) == 1
    assert made.coverages["priority"].tolist() == ["primary", "secondary"]


@pytest.mark.parametrize(
    ("text", "latest", "born"),
    [
        ("01/02/45", AS_OF, dt.date(1945, 1, 2)),  # 2045 would be after the report
        ("07/31/26", AS_OF, dt.date(2026, 7, 31)),
        ("08/01/26", AS_OF, dt.date(1926, 8, 1)),
        ("01/02/20", dt.date(2019, 5, 1), dt.date(1920, 1, 2)),  # 2020 would be after the first service
        ("19800102", AS_OF, dt.date(1980, 1, 2)),
        ("2-Jan-1980", AS_OF, dt.date(1980, 1, 2)),
        ("6/28/198+", AS_OF, None),
        ("9/26/19991", AS_OF, None),
        ("02/29/1900", AS_OF, None),
    ],
)
def test_birth_dates_are_strict_and_two_digit_years_turn_on_their_meaning(text, latest, born):
    assert values.birth_date(text, latest).value == born


@pytest.mark.parametrize("text", ["=A1", "@SUM(A1)", "+cmd|' /C calc'!A0", "-2+3+cmd", "\t=1", "+A1"])
def test_a_text_that_a_spreadsheet_would_run_is_seen(text):
    assert values.runs_as_formula(text)


@pytest.mark.parametrize("text", ["-", "-12.50", "+1 (201) 555-0101", "A=1", "(5.00)", "-$5.00", "--"])
def test_a_number_a_phone_or_a_dash_is_no_formula(text):
    assert not values.runs_as_formula(text)


def test_a_formula_goes_to_the_exceptions_as_text_unaltered_and_not_into_the_import(tmp_path):
    attack = '=HYPERLINK("http://example.com","x")'
    practice = a_practice(tmp_path, patients_csv=a_csv(a_patient(street=attack)))
    export = read_demographics(practice)
    made = prepare(export, AS_OF)
    folder = write_import(practice.processed, export, made)
    assert "HYPERLINK" not in (folder / "patients.csv").read_text("utf-8")
    sheet = openpyxl.load_workbook(folder / "exceptions.xlsx")["exceptions"]
    cell = next(c for row in sheet.iter_rows() for c in row if c.value == attack)
    assert cell.data_type == "s"


def test_values_of_the_csv_are_those_of_the_export(tmp_path):
    practice = a_practice(
        tmp_path, patients_csv=a_csv(a_patient(last_name="O'NEIL RUIZ", primary_copay="-5"))
    )
    export = read_demographics(practice)
    folder = write_import(practice.processed, export, prepare(export, AS_OF))
    assert "O'NEIL RUIZ" in (folder / "patients.csv").read_text("utf-8")
    assert pd.read_csv(folder / "coverages.csv", dtype=str)["copay_cents"].tolist() == ["-500"]  # -$5.00


def a_payer_list(*names: tuple[str, str]) -> pd.DataFrame:
    """A payer list with these names and IDs."""
    rows = [{"list_date": AS_OF, "payer_name": name, "payer_id": payer_id} for name, payer_id in names]
    return frame(PAYER_LIST, rows)


@pytest.mark.parametrize(
    ("written", "listed", "proposed"),
    [
        ("Horizon BCBSNJ", "Horizon Blue Cross Blue Shield of New Jersey", True),
        ("BCBS of Texas", "BCBS of California", False),  # another state
        ("Aetna Medicare Advantage", "Aetna", False),  # another line of business
        ("UHC", "United Healthcare", True),
        ("Medicaid of NJ", "Medicare of New Jersey", False),
        ("Green Valley Mutual", "Aetna", False),
    ],
)
def test_a_payer_is_proposed_only_where_name_state_and_line_of_business_agree(written, listed, proposed):
    covered = pd.DataFrame({"payer_name": [written], "payer_id": [None]}).astype("str")
    found = proposals(covered, a_payer_list((listed, "12345")))
    assert found["proposed_payer_name"].notna().tolist() == [proposed]


def test_two_payers_that_are_equally_like_a_name_are_left_to_a_person():
    covered = pd.DataFrame({"payer_name": ["Blue Cross North"], "payer_id": [None]}).astype("str")
    found = proposals(covered, a_payer_list(("Blue Cross North A", "1"), ("Blue Cross North B", "2")))
    assert found["proposed_payer_name"].isna().all()


def test_the_state_of_a_payer_is_not_read_from_small_words():
    assert state_of("Horizon BCBSNJ") == "NJ"
    assert state_of("Blue Cross of Texas") == "TX"
    assert state_of("Care or Cure in Health") == ""
    assert lines("Medicare Advantage Plus") == "Medicare Advantage"


def test_active_means_seen_in_twelve_months_or_an_open_claim(tmp_path):
    people = [a_patient(account_number="1", last_visit="07/31/2025"), a_patient(account_number="2", last_visit="07/30/2025"),
              a_patient(account_number="3", last_visit="01/01/2020")]  # fmt: skip
    made = prepared(tmp_path, *people, open_accounts=frozenset({"3"}))
    assert made.people["activity"].tolist() == [True, False, True]


@pytest.mark.parametrize(
    ("last_visit", "is_open", "is_told"),
    [("07/31/2025", False, True), ("07/30/2025", False, False), ("07/30/2025", True, True)],
)
def test_who_has_died_is_never_active_and_is_told_while_claims_may_be_open(
    tmp_path, last_visit, is_open, is_told
):
    one = a_patient(account_number="1", last_visit=last_visit, status="Deceased")
    other = a_patient(account_number="2", last_visit="07/31/2025", first_name="Bo", birth_date="02/03/1971")
    made = prepared(tmp_path, one, other, open_accounts=frozenset({"1"} if is_open else {}))
    assert made.people["activity"].tolist() == [False, True]
    assert made.people["to_settle"].tolist() == [is_told, False]
    assert ("deceased-seen" in codes(made)) is is_told
    # the record moves all the same
    assert made.patients["account_number"].tolist() == ["1", "2"]


@pytest.mark.parametrize(("text", "extension"), PHONES)
def test_an_extension_is_set_aside_with_its_row_and_the_ten_digits_stay(written, text, extension):
    row, broken = written["home_phone", text]
    assert row["home_phone"] == "3035550101"
    told = broken[broken["code"] == "phone-extension"]
    assert told[["field", "value", "suggestion"]].values.tolist() == (
        [["home_phone", text, extension]] if extension else []
    )


@pytest.mark.parametrize("text", NO_PHONES)
def test_what_has_no_ten_digits_before_an_extension_or_more_behind_it_is_no_phone(written, text):
    _, broken = written["home_phone", text]
    assert "phone-extension" not in set(broken["code"])


@pytest.mark.parametrize(("status", "rule"), STATUSES)
def test_who_has_died_is_told_apart_from_who_is_inactive(written, status, rule):
    _, broken = written["status", status]
    assert set(broken["code"]) & {"deceased-seen", "inactive-seen"} == ({rule} if rule else set())


def people_of(tmp_path, *patients: dict) -> tuple[int, int, int]:
    """The rows of guarantors in the import, the persons they are, and the patients among these."""
    made = prepared(tmp_path, *(a_patient(account_number=str(n), first_name=f"Kid{'ABCDE'[n]}", **one)
                                for n, one in enumerate(patients)))  # fmt: skip
    found = persons(made.guarantors, made.patients)
    return found.rows, found.persons, found.patients


def of(last: str, first: str, **more) -> dict[str, str]:
    return {"guarantor_last_name": last, "guarantor_first_name": first} | more


@pytest.mark.parametrize(
    ("patients", "told"),
    [
        ((of("Abend", "Jo"), of("ABEND", "Jo"), of("Birch", "Al")), (3, 2, 0)),  # one home, two names
        ((of("Abend", "Jo"), of("Abend", "Jo", street="9 Elm St", zip="07031")), (2, 2, 0)),  # two homes
        # two homes, and one birth date: a parent of children who live apart
        ((of("Abend", "Jo", guarantor_birth_date="01/02/1980"),
          of("Abend", "Jo", guarantor_birth_date="01/02/1980", street="9 Elm St")), (2, 1, 0)),
        # the first shares its home with the second, and this its birth date with the third
        ((of("Abend", "Jo"), of("Abend", "Jo", guarantor_birth_date="01/02/1980"),
          of("Abend", "Jo", guarantor_birth_date="01/02/1980", street="9 Elm St")), (3, 1, 0)),
        ((of("Abend", "KidA"), of("Abend", "Jo")), (2, 2, 1)),  # the first is a patient who pays himself
        ((of("Abend", "KidA", guarantor_birth_date="01/02/1980"),), (1, 1, 0)),  # of one name with his father
        ((), (0, 0, 0)),
    ],
)  # fmt: skip
def test_guarantors_are_counted_as_persons_besides_as_rows(tmp_path, patients, told):
    assert people_of(tmp_path, *(patients or ({},))) == told


def test_the_report_says_how_many_persons_the_guarantors_are(tmp_path):
    data = a_csv(
        a_patient(**of("Abend", "Jo")), a_patient(account_number="2", first_name="Al", **of("Abend", "Jo"))
    )
    practice = a_practice(tmp_path, patients_csv=data)
    told = assess(Inputs(read_demographics(practice), practice, AS_OF)).figures
    (figure,) = [one for one in told if one.label == "Guarantors in the import"]
    assert (figure.value, figure.note) == (
        "2", "one row per patient; 1 person, by name with birth date, home or phone"
    )  # fmt: skip


def of_history(*rows: tuple[str, str]) -> pd.DataFrame:
    """Accounts of a claim history with the day of their last service, one settled claim each."""
    told = [(account, 1, pd.Timestamp(day), 0) for account, day in rows]
    return pd.DataFrame(told, columns=list(CLAIM_ACCOUNTS)).astype(CLAIM_ACCOUNTS)


def test_a_visit_in_the_claim_history_makes_a_patient_active(tmp_path):
    never = {"last_visit": "", "status": ""}
    people = [a_patient(account_number=number, **never) for number in ("0701", "702", "703", "704")]
    accounts = of_history(
        ("701", "2025-07-31"), ("702", "2025-07-30"), ("704", "2026-08-01")
    )  # the last is a plan
    made = prepared(tmp_path, *people, claim_accounts=accounts)
    assert made.people["activity"].tolist() == [True, False, pd.NA, pd.NA]
    assert made.people["told_by"].tolist() == ["the claim history; "] * 2 + [""] * 2


def test_the_history_tells_nobodys_day_where_it_numbers_patients_in_another_way(tmp_path):
    accounts = of_history(("701", "2026-07-01"), ("X1", "2026-07-01"), ("X2", "2026-07-01"))  # 1 of 3 claims
    (one,) = prepared(tmp_path, a_patient(account_number="701", last_visit="", status=""),
                      claim_accounts=accounts).people["activity"]  # fmt: skip
    assert pd.isna(one)


def test_the_status_counts_for_those_whom_the_history_alone_does_not_name(tmp_path):
    people = [a_patient(account_number="1", last_visit="", status="Inactive"),
              a_patient(account_number="2", last_visit="", status="Active")]  # fmt: skip
    made = prepared(tmp_path, *people, claim_accounts=of_history(("1", "2026-07-01")))
    assert made.people["activity"].tolist() == [True, True]
    assert "inactive-seen" in codes(made)


def test_the_report_says_who_told_when_patients_were_seen_and_of_how_many_nobody_knows(tmp_path):
    people = [a_patient(account_number="1"), a_patient(account_number="2", last_visit=""),
              a_patient(account_number="3", last_visit="")]  # fmt: skip
    practice = a_practice(tmp_path, patients_csv=a_csv(*people))
    known = Known(claim_accounts=of_history(("1", "2026-07-01"), ("2", "2026-07-01")))
    told = assess(Inputs(read_demographics(practice), practice, AS_OF, known)).tables["readiness"].note
    assert told == (
        "When patients were seen is known from the last visit in the export (1) and the claim history (2), by the "
        "number of patients. No source knows a day of 1 patient."
    )


def test_the_report_says_first_that_no_person_has_confirmed_the_mapping(tmp_path):
    data = b"Patient ID,Last Name,First Name,DOB\n1,Abend,Nora,03/14/1961\n2,Ruiz,Lucia,04/01/1970\n"
    practice = a_practice(tmp_path, patients_csv=data)
    result = assess(Inputs(read_demographics(practice), practice, AS_OF))
    assert "not confirmed by a person" in result.verdict
    found = {f.code: f.count for f in result.findings}
    assert found["demo-unconfirmed"] == 1
    # street, city, state, ZIP, primary payer, primary member ID; without a sex the rows are imported as U
    assert found["demo-missing-column"] == 6 and found["demo-sex-unknown"] == 2


def test_a_file_that_does_not_open_is_a_finding_and_the_others_are_read(tmp_path):
    practice = a_practice(tmp_path, bad_xlsx=b"PK\x03\x04 damaged", good_csv=a_csv(a_patient()))
    result = assess(Inputs(read_demographics(practice), practice, AS_OF))
    assert {f.code: f.count for f in result.findings}["demo-unreadable"] == 1
    assert result.figures[0].value == "1"


def test_every_rule_has_words_and_the_dictionary_has_every_field():
    words = [rule.words for rule in rules().values()]
    assert all(one.meaning and one.action and one.who and "{n}" in one.many for one in words)
    said = tomllib.loads((FOLDER / "patient_import.toml").read_text("utf-8"))["field"]
    tables = {"patients": patient_tables.PATIENTS, "coverages": patient_tables.COVERAGES,
              "guarantors": patient_tables.GUARANTORS, "authorizations": patient_tables.AUTHORIZATIONS}  # fmt: skip
    wanted = [(f"{name}.csv", c.name) for name, columns in tables.items() for c in columns]
    assert [(f["file"], f["name"]) for f in said] == wanted


def counted(inputs: Inputs) -> dict[str, int]:
    """The findings on patients and their counts, without the report around them."""
    known = inputs.known
    rows = findings(
        inputs.export, inputs.prepared, known.payers is not None, known.cutover, known.claim_accounts
    )
    return {finding.code: finding.count for finding in rows}


def found(home, *files: tuple[str, bytes], known: Known | None = None) -> dict[str, int]:
    """The findings on a practice with these files, and their counts."""
    practice = a_practice(home, **dict(files))
    return counted(Inputs(read_demographics(practice), practice, AS_OF, known or Known()))


def test_a_table_without_a_patient_is_said_to_be_none_and_not_mapped(tmp_path):
    colors = ("colors_csv", b"Color,Shade\nred,dark\ngreen,light\n")
    patients = ("patients_csv", a_csv(a_patient()))
    assert found(tmp_path / "a", colors, patients)["demo-not-patients"] == 1
    assert "demo-not-patients" not in found(tmp_path / "b", patients)


def test_a_header_that_is_only_like_a_field_is_left_to_a_person(tmp_path):
    head = b"Patient ID,Last Name,First Name,DOB,%s\n1,Abend,Nora,03/14/1961,07/01/2026\n"
    assert "demo-unsure-column" in found(tmp_path / "a", ("p_csv", head % b"Last Visited Day"))
    assert "demo-unsure-column" not in found(tmp_path / "b", ("p_csv", head % b"Last Visit"))


@pytest.mark.parametrize(("stated", "cases"), [("75.00", 1), ("70.00", 0)])
def test_a_total_that_is_not_the_sum_of_its_rows_is_found(stated, cases, tmp_path):
    rows = [
        f"{n},Abend,Nora,03/14/1961,Aetna,W12345678{n},{copay}" for n, copay in enumerate((20, 30, 20), 1)
    ]
    head = "Patient ID,Last Name,First Name,DOB,Primary Insurance Name,Primary Policy Number,Primary Copay"
    data = "\n".join([head, *(f"{row}.00" for row in rows), f"Total,,,,,,{stated}"])  # 20 + 30 + 20 = 70
    assert found(tmp_path, ("p_csv", data.encode())).get("demo-total-differs", 0) == cases


@pytest.mark.parametrize(
    ("text", "value"), [("12-3456789", "123456789"), ("123456789", "123456789"), ("12345678", None)]
)
def test_a_tax_id_has_nine_digits_or_is_left_out(text, value):
    reading = values.tax_id(text)
    assert reading.value == value
    assert reading.code == (None if value else "tax-id-wrong")


def test_a_second_coverage_of_one_priority_is_set_aside_and_one_of_another_is_not(tmp_path):
    other = {"primary_payer_name": "Cigna", "primary_member_id": "U12345678"}
    twice = prepared(tmp_path / "a", a_patient(), a_patient(**other))
    assert "coverage-repeated" in codes(twice)
    assert twice.coverages["payer_name"].tolist() == ["Aetna"]
    second = prepared(tmp_path / "b", a_patient(), a_patient(**other, coverage_priority="Secondary"))
    assert "coverage-repeated" not in codes(second)


@pytest.mark.parametrize(
    ("name", "payer_id", "code"),
    [
        ("AETNA", "60054", None),  # name and ID stand on the list
        ("Aetna", "", "demo-payer-proposed"),
        ("AETNA", "60055", "demo-payer-proposed"),  # another ID
        ("Green Valley Mutual", "GVM01", "demo-payer-unmatched"),
    ],
)
def test_a_payer_is_on_the_list_or_proposed_or_not_found(name, payer_id, code, tmp_path):
    patient = a_patient(primary_payer_name=name, primary_payer_id=payer_id)
    listed = Known(payers=a_payer_list(("Aetna", "60054")))
    told = found(tmp_path, ("p_csv", a_csv(patient)), known=listed)
    assert {c for c in told if c.startswith("demo-payer-")} == ({code} if code else set())


def test_a_service_that_a_payer_names_makes_a_patient_active_by_account_or_by_name_and_member_id(tmp_path):
    last = {"last_visit": "01/01/2020"}
    day = pd.Timestamp("2026-07-01")
    rows = [("1", "abend", "nora", None, day, day), ("JH1", "ruiz", "lucia", "U12345678", day, day),
            ("3", "other", "person", None, day, day)]  # fmt: skip
    services = pd.DataFrame(rows, columns=list(SERVICES)).astype(SERVICES)
    people = [a_patient(account_number="1", **last),
              a_patient(account_number="2", last_name="Ruiz", first_name="Lucia", primary_member_id="U-1234-5678", **last),
              a_patient(account_number="3", **last)]  # fmt: skip
    made = prepared(tmp_path, *people, services=services)
    # the third bears the number of somebody else's claim
    assert made.people["activity"].tolist() == [True, True, False]


@pytest.mark.parametrize("header", ["Zq Name,Zq Number", "Last Name,Zq Number"])
def test_where_a_whole_column_is_not_mapped_nobody_is_told_to_type_what_it_may_hold(tmp_path, header):
    data = f"Patient ID,{header},First Name,DOB,Primary Insurance\n1,Abend,W1,Nora,03/14/1961,Aetna\n"
    practice = a_practice(tmp_path, patients_csv=data.encode())
    inputs = Inputs(read_demographics(practice), practice, AS_OF)
    codes = set(counted(inputs))
    assert "demo-missing-column" in codes and not {"demo-name-missing", "demo-member-missing"} & codes
    rows = inputs.exceptions.set_index("code")
    assert rows.loc["member-missing", "todo"].startswith("Map the column by hand")
    assert ("name-missing" in rows.index) is (header[0] == "Z")  # set aside all the same, and counted


ADDRESS = {"Street": "12 Birch St", "City": "Hoboken", "State": "NJ", "Zip": "07030"}


@pytest.mark.parametrize("part", ADDRESS)
def test_no_address_is_to_be_completed_before_each_part_of_it_has_a_column(tmp_path, part):
    given = {name: value for name, value in ADDRESS.items() if name != part}
    header, cells = ",".join(given), ",".join(given.values())
    data = f"Patient ID,Last Name,First Name,DOB,{header}\n1,Abend,Nora,03/14/1961,{cells}\n"
    practice = a_practice(tmp_path, patients_csv=data.encode())
    told = counted(Inputs(read_demographics(practice), practice, AS_OF))
    assert "demo-missing-column" in told and "demo-address-missing" not in told


GUARDIAN = "Patient ID,Last Name,First Name,DOB,Sex,Primary Insurance,Primary Member ID,Responsible Party Last,Responsible Party Address"
WARD = "7,Birch,Ada,03/14/2019,F,Aetna,W100200300,Birch,4 Elm Ave"


@pytest.mark.parametrize(
    ("more", "cells"),
    [
        ("Responsible Party City/State/Zip", '"Hoboken, NJ 07030"'),
        ("Responsible Party City,Responsible Party State,Responsible Party Zip", "Hoboken,NJ,07030"),
    ],
)
def test_a_child_whose_table_has_the_guardians_address_alone_lives_there_and_that_is_said(
    tmp_path, more, cells
):
    practice = a_practice(tmp_path, roster_csv=f"{GUARDIAN},{more}\n{WARD},{cells}\n".encode())
    inputs = Inputs(read_demographics(practice), practice, AS_OF)
    told = counted(inputs)
    (child,) = inputs.prepared.patients[["street", "city", "state", "zip"]].itertuples(index=False)
    assert tuple(child) == ("4 Elm Ave", "Hoboken", "NJ", "07030")
    assert (told["demo-address-of-guarantor"], "demo-missing-column" in told) == (1, False)


@pytest.mark.parametrize(
    ("more", "cells", "missing"),
    [
        (
            "City,Responsible Party City/State/Zip",
            'Salem,"Hoboken, NJ 07030"',
            3,
        ),  # a part of an own one: no mixture
        ("Responsible Party City,Responsible Party Zip", "Hoboken,07030", 4),  # the guardian's is not whole
        ("Responsible Party Phone", "201-555-0101", 4),
    ],
)
def test_an_address_is_lent_whole_or_not_at_all(tmp_path, more, cells, missing):
    told = found(tmp_path, ("roster_csv", f"{GUARDIAN},{more}\n{WARD},{cells}\n".encode()))
    assert (told["demo-missing-column"], "demo-address-of-guarantor" in told) == (missing, False)


def test_a_guardians_address_that_is_not_whole_in_a_row_is_to_be_completed(tmp_path):
    rows = (
        f'{WARD},"Hoboken, NJ 07030"\n8,Cedar,Bo,03/14/2018,M,Aetna,W100200301,Cedar,,"Hoboken, NJ 07030"\n'
    )
    head = f"{GUARDIAN},Responsible Party City/State/Zip\n"
    told = found(tmp_path, ("roster_csv", (head + rows).encode()))
    assert (told["demo-address-missing"], told["demo-address-of-guarantor"]) == (1, 1)


def test_an_address_that_lacks_a_cell_is_to_be_completed(tmp_path):
    practice = a_practice(tmp_path, patients_csv=a_csv(a_patient(), a_patient(account_number="2", city="")))
    told = counted(Inputs(read_demographics(practice), practice, AS_OF))
    assert told["demo-address-missing"] == 1


def test_where_a_column_is_lacking_and_nobody_is_ready_no_zero_of_blocked_patients_is_shown(tmp_path):
    data = b"Patient ID,Last Name,First Name,Birth Date,Zip\n1,Abend,Nora,1961-03-04,43001\n"
    practice = a_practice(tmp_path, patients_csv=data)
    told = assess(Inputs(read_demographics(practice), practice, AS_OF))
    assert "so nobody is ready" in told.verdict
    (figure,) = [one for one in told.figures if one.label == "Patients blocked"]
    assert figure.value is None
    assert figure.note == "0 for what is wrong with them; nobody is ready before a column is mapped"


def test_who_is_blocked_only_for_a_column_is_told_apart_from_who_is_blocked_himself(tmp_path):
    data = b"Patient ID,Last Name,First Name,Zq\n1,Abend,Nora,1961\n2,Birch,Al,1970\n2,Cedar,Bo,1971\n"
    practice = a_practice(tmp_path, patients_csv=data)
    told = assess(Inputs(read_demographics(practice), practice, AS_OF))
    assert told.verdict.startswith("Required columns are missing (Birth date")
    assert "But for that, of 3 patients 0 would be ready" in told.verdict
    # without birth dates all three are set aside; two of them are so for their shared number too
    (figure,) = [one for one in told.figures if one.label == "Patients blocked"]
    assert figure.value is None and "before a column is mapped" in figure.note
    assert (
        "0 would be ready with warnings and 2 would be blocked; 1 waits for a column, without which nobody knows more."
        in told.verdict
    )


def test_a_cell_that_is_empty_in_a_mapped_column_is_to_be_filled(tmp_path):
    made = prepared(tmp_path, a_patient(last_name="", primary_member_id=""))
    todo = made.exceptions.set_index("code")["todo"]
    assert todo["name-missing"].startswith("Add the name") and todo["member-missing"] == "Add the member ID."


def test_the_report_counts_second_coverages_and_sexes_and_says_what_no_column_tells(tmp_path):
    second = {"secondary_payer_name": "Cigna", "secondary_member_id": "U7000001"}
    rows = [
        a_patient(**second),
        a_patient(account_number="2", first_name="Ida", sex="M", birth_date="01/02/1970"),
    ]
    rows += [
        a_patient(account_number="3", last_name="Zorn", sex="", secondary_payer_name="Humana")
    ]  # no member ID
    practice = a_practice(tmp_path, patients_csv=a_csv(*rows))
    result = assess(Inputs(read_demographics(practice), practice, AS_OF))
    figures = {one.label: (one.value, one.note) for one in result.figures}
    # Humana's lacks its member ID: the patient has it, the import does not
    said = "Cigna (1) and Humana (1); 1 of them in no import for want of a member ID"
    assert figures["Patients with a second coverage"] == ("2", said)
    assert figures["Patients by sex"] == ("1 F, 1 M, 1 U", "U is a sex that the export does not tell")
    told = result.tables["further"].frame
    assert told["payer_name"].tolist() == ["Cigna", "Humana"] and told["patient"].tolist()[0] == "Abend, Nora"
    assert told["outcome"].tolist() == ["in the import", "set aside: a coverage has no member ID"]


def test_where_no_column_tells_a_second_coverage_their_number_is_unknown(tmp_path):
    data = b"Acct,Last,First,DOB,Insurance,Member ID\n1,Abend,Nora,03/14/1961,Aetna,W1002345\n"
    practice = a_practice(tmp_path, patients_csv=data)
    result = assess(Inputs(read_demographics(practice), practice, AS_OF))
    assert {one.label: one.value for one in result.figures}["Patients with a second coverage"] is None


@pytest.mark.parametrize(
    ("name", "is_medicare"),
    [
        ("Palmetto GBA JM North Carolina", True), ("NOVITAS SOLUTIONS JL", True), ("NGS", True), ("Medicare Ohio", True),
        ("WPS Health Plan", False), ("First Coast Advantage", False), ("Noridian Medicare Advantage", False),
        ("Government Employees Health", False),
    ],
)  # fmt: skip
def test_a_contractor_of_medicare_is_medicare_and_another_plan_of_its_words_is_not(name, is_medicare):
    assert is_original_medicare(name) is is_medicare
