"""A list of authorizations beside the patients: its days are read, and counts that do not agree are named."""

from __future__ import annotations

import pytest
from cutover.reading.files.spreadsheet import read_spreadsheet
from cutover.reading.mapping.suggest import suggest
from cutover.reading.mapping.targets import patients_export
from cutover.reading.patients.exports import read_demographics
from cutover.workstreams.demographics.patient_import import prepare
from patient_maker import AS_OF, a_csv, a_patient, a_practice

HEAD = "PatientID,Auth #,Insurance,Start,End,Visits Auth,Visits Used,Visits Left"


def columns(text: str) -> dict[str, str]:
    """The columns of a table of patients' data that are used, by field."""
    return suggest(read_spreadsheet(text.encode(), "a.csv").sheets[0], patients_export()).used


def cases(home, code: str, row: str, head: str = HEAD) -> int:
    """How many cases of a rule the list has with this row beside one that is right; both are patient 10021's."""
    right = "10021,A90,Aetna,1/5/2026,12/31/2026,12,4,8"
    listed = f"{head}\n10021,{row}\n" + (f"{right}\n{right.replace('A90', 'A91')}\n" if head == HEAD else "")
    who = a_practice(home, patients_csv=a_csv(a_patient()), auths_csv=listed.encode())
    return int((prepare(read_demographics(who), AS_OF).exceptions["code"] == code).sum())


@pytest.mark.parametrize(("start", "end"), [("Start", "End"), ("Begins", "Expires"), ("From", "Thru")])
def test_start_and_end_in_a_list_of_authorizations_are_the_authorizations(start, end):
    rows = "E1,A1,Aetna,1/5/2026,6/30/2026,12,4,8\nE2,A2,Cigna,2/5/2026,7/30/2026,10,4,6\n"
    found = columns(f"PatientID,Auth #,Insurance,{start},{end},Visits Auth,Visits Used,Visits Left\n{rows}")
    assert found["authorization_valid_from"] == start and found["authorization_valid_through"] == end
    assert "primary_effective_from" not in found and "birth_date" not in found


def test_start_and_end_beside_a_member_id_are_the_policys():
    rows = "E1,Aetna,W1234567,1/5/2026,6/30/2026\nE2,Cigna,U7654321,2/5/2026,7/30/2026\n"
    found = columns(f"PatientID,Insurance,Member ID,Start,End\n{rows}")
    assert (found["primary_effective_from"], found["primary_effective_through"]) == ("Start", "End")
    assert "authorization_valid_from" not in found


def test_in_a_table_of_both_the_days_belong_to_what_stands_before_them():
    rows = "E1,A1,4,Aetna,W1234567,1/5/2026,6/30/2026\nE2,A2,5,Cigna,U7654321,2/5/2026,7/30/2026\n"
    found = columns(f"PatientID,Auth #,Visits Auth,Insurance,Member ID,Start,End\n{rows}")
    assert (found["primary_effective_from"], found["primary_effective_through"]) == ("Start", "End")


@pytest.mark.parametrize(("row", "number"), [
    ("A1,Aetna,1/5/2026,7/30/2026,12,4,8", 1),  # the day before the report, which stands for the cutover
    ("A1,Aetna,1/5/2026,7/31/2026,12,4,8", 0),
])  # fmt: skip
def test_one_that_has_ended_is_named(tmp_path, row, number):
    assert cases(tmp_path, "auth-expired", row) == number


@pytest.mark.parametrize(("counts", "number"), [
    ("12,4,8", 0),  # 12 - 4 = 8
    ("12,4,9", 1),
    ("12,4,7", 1),
    ("12,4,", 0),  # the rest is counted
    ("5,5,0", 0),
    ("5,7,", 1),  # two more than were authorized
    ("5,7,0", 1),
    ("5,7,-2", 1),  # once, although it cannot be read either
    ("5,,5", 0),
    ("5,,6", 1),  # more than were authorized
    (",4,8", 0),  # nothing to hold it against
])  # fmt: skip
def test_visits_left_are_those_authorized_less_those_used(tmp_path, counts, number):
    assert cases(tmp_path, "auth-visits-wrong", f"A1,Aetna,1/5/2026,12/31/2026,{counts}") == number


@pytest.mark.parametrize(
    ("header", "field"),
    [
        ("Sessions Left", "visits_left"), ("Sess. Remaining", "visits_left"), ("# Sessions Left", "visits_left"),
        ("Sessions Used", "visits_used"), ("Sessions Authorized", "visits_authorized"), ("Session Date", None),
        ("Sessions Approved", "visits_authorized"), ("Visits Left", "visits_left"),
    ],
)  # fmt: skip
def test_sessions_of_an_authorization_are_its_visits(header, field):
    dates = header == "Session Date"
    rows = "".join(f"E{n},A9{n},{f'{n}/5/2026' if dates else n + 3}\n" for n in range(1, 5))
    found = columns(f"PatientID,Auth #,{header}\n{rows}")
    told = [
        key for key, column in found.items() if column == header and key.startswith("authorization_visits")
    ]
    assert told == ([f"authorization_{field}"] if field else [])
