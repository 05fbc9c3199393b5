"""Who counts as a patient: once over all files, whatever a spreadsheet did to the number, and no test record."""

from __future__ import annotations

import datetime as dt

import pytest
from cutover.reading.patients.exports import read_demographics
from cutover.reading.patients.words import names_test
from cutover.reading.practice.blocked_times import names_blocked_time
from cutover.workstreams.demographics import inactive
from cutover.workstreams.demographics.findings import findings
from cutover.workstreams.demographics.patient_import import UNCOUNTED, prepare
from cutover.workstreams.demographics.rules import rules
from patient_maker import AS_OF, a_csv, a_patient, a_practice, prepared
from practice_folder import folder, practice_answers
from practice_folder import said as inventory

AUTH = {
    "authorization_number": "Q77",
    "authorization_visits_authorized": "12",
    "authorization_visits_left": "4",
}
ORIN = a_patient(
    account_number="000812", last_name="Orin", first_name="Dale", birth_date="02/09/1950", **AUTH
)
LUND = a_patient(account_number="000813", last_name="Lund", first_name="Iva", birth_date="02/30/1970")
VEGA = a_patient(account_number="000814", last_name="Vega", first_name="Sol", birth_date="11/30/1990")
# as a spreadsheet saves them: without zeros, days written anew
SAVED = [
    ORIN | {"account_number": "812", "birth_date": "2/9/1950"},
    LUND | {"account_number": "813"},
    a_patient(
        account_number="814", last_name="Vega", first_name="Max", birth_date="11/30/1991"
    ),  # somebody else
    a_patient(account_number="990", last_name="Old", first_name="Tim", birth_date="01/02/1948"),
]


@pytest.fixture(scope="module")
def both(tmp_path_factory):
    """The list as exported and an older one that somebody saved in a spreadsheet program."""
    home = tmp_path_factory.mktemp("zeros")
    return read_demographics(a_practice(home, now_csv=a_csv(ORIN, LUND, VEGA), saved_csv=a_csv(*SAVED)))


def test_a_number_without_its_zeros_is_padded_where_another_file_has_the_same_person(both):
    rows = both.rows
    saved = rows[rows["source_file"].eq("demographics/saved.csv")].set_index("first_name")["account_number"]
    # Iva's birth date is impossible in both, and the same text; Dale's is the same day, written otherwise
    assert saved.to_dict() == {"Dale": "000812", "Iva": "000813", "Max": "814", "Tim": "990"}
    assert [table.padded for table in both.tables if table.padded] == [(("demographics/now.csv", 2),)]


def test_such_a_patient_and_the_authorization_count_once_and_one_finding_says_why(both):
    made = prepare(both, AS_OF)
    people = made.people[~made.people["aside"].isin(UNCOUNTED)]
    assert len(people) == 5  # Dale, Iva, Sol; Max and Tim are in the saved list alone
    assert len(made.authorizations) == 1 and "person-twice" not in set(made.duplicates["code"])
    found = [one for one in findings(both, made, False, None) if one.code == "demo-account-zeros"]
    assert [one.count for one in found] == [1]


def test_two_people_of_one_file_whose_numbers_differ_by_zeros_stay_two(tmp_path):
    rows = [ORIN, ORIN | {"account_number": "812"}]
    read = read_demographics(a_practice(tmp_path, a_csv=a_csv(*rows), b_csv=a_csv(VEGA)))
    assert not any(table.padded for table in read.tables)
    assert set(read.rows["account_number"]) == {"000812", "812", "000814"}


@pytest.mark.parametrize(
    ("name", "is_test"),
    [
        ("ZZTEST Ann", True), ("Patient Test", True), ("TEST TEST", True), ("Dummy Patient 2", True),
        ("Do Not Use Test", True), ("Test Ann", False), ("Test", False), ("Patient Ann", False),
        ("Zzyzx Ann", False), ("Testa Mario", False), ("Demo Lucia", False),
    ],
)  # fmt: skip
def test_a_test_record_is_known_by_its_whole_name(name, is_test):
    assert names_test(name) == is_test


def test_a_test_record_is_set_aside_and_in_no_count(tmp_path):
    made = prepared(
        tmp_path, a_patient(), a_patient(account_number="T1", last_name="ZZTEST", first_name="ONE")
    )
    assert made.people["aside"].fillna("").tolist() == ["", "test-record"] and len(made.patients) == 1
    assert made.people["readiness"].notna().tolist() == [True, False]
    assert set(made.exceptions.loc[made.exceptions["source_row"].eq(3), "code"]) == {"test-record"}
    assert rules()["test-record"].finding == "demo-test-record" and not rules()["test-record"].is_warning


def test_patients_whom_the_export_calls_inactive_are_counted_and_listed(tmp_path):
    gone = {"status": "Discharged", "last_visit": "06/01/2024"}
    made_of = [
        a_patient(),
        a_patient(account_number="2", last_name="Bock", birth_date="01/02/1970", **gone),
        a_patient(
            account_number="3", last_name="Cole", birth_date="01/03/1970", status="Inactive"
        ),  # seen in May
        a_patient(account_number="4", last_name="Dorn", birth_date="01/04/1970", status="??"),
        a_patient(
            account_number="5", last_name="Eck", birth_date="01/05/1970", status="Inactive", last_visit=""
        ),
    ]
    read = read_demographics(a_practice(tmp_path, patients_csv=a_csv(*made_of)))
    made = prepare(read, AS_OF)
    figure, listed = inactive.figure(made, AS_OF), inactive.table(read, made, AS_OF).frame
    assert figure.value == "3"  # Bock, Cole, Eck
    assert figure.note == (
        "1 of them seen in the last 12 months; not known of 1 of them when they were seen; not stated for 1 other"
    )
    assert listed[["account_number", "status", "seen"]].to_numpy().tolist() == [
        ["2", "Discharged", "no"], ["3", "Inactive", "yes"], ["5", "Inactive", "not known"],
    ]  # fmt: skip


def test_without_a_status_nobody_knows_who_is_inactive(tmp_path):
    read = read_demographics(a_practice(tmp_path, patients_csv=a_csv(a_patient(status=""))))
    made = prepare(read, AS_OF)
    assert inactive.figure(made, AS_OF).value is None
    assert inactive.table(read, made, AS_OF).absent.startswith("not known")


@pytest.mark.parametrize(
    ("text", "is_blocked"),
    [
        ("LUNCH", True), ("* Blocked: team meeting *", True), ("Out of office - Dr", True), ("Closed", True),
        ("Holiday, Ann", False), ("Block, Peter", False), ("Ito, Ann", False), ("Staff", False),
    ],
)  # fmt: skip
def test_blocked_time_is_known_by_the_words_in_the_place_of_the_patient(text, is_blocked):
    assert names_blocked_time(text) == is_blocked


def test_blocked_time_is_no_appointment_and_those_to_come_are_told(tmp_path):
    rows = [
        "07/30/2026,8:00,\"Ito, Ann\",visit",  # the day before the report
        "07/31/2026,9:00,\"Holiday, Ann\",visit",
        "08/03/2026,9:00,\"Reyes, Ben\",visit",
        "08/03/2026,12:00,(Lunch),",
        "08/04/2026,12:00,,Staff meeting",
    ]  # fmt: skip
    text = "Appointment Date,Time,Patient,Type\n" + "\n".join(rows) + "\n"
    folder(tmp_path, {"appointments/booked.csv": text}, practice_answers(usage="Practice Mate"))
    made = inventory(tmp_path, dt.date(2026, 7, 31))
    held = made.tables["exports"].frame.set_index("item")["held"]
    assert held[held.index.str.startswith("Appointments")].tolist() == [
        # of 8/3, and not of the report's own day
        "1 file, 3 rows, 2026-07-30 to 2026-08-03, 1 after 2026-07-31, canceled ones included"
    ]
    aside = made.tables["rows_aside"].frame
    assert aside["rows"].tolist() == [2] and aside["reason"].str.startswith("blocked time").all()
