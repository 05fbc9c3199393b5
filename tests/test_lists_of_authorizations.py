"""A list of authorizations beside the patients: its days are read, and counts that do not agree are named."""

from __future__ import annotations

import pytest
from cutover.reading.files.days import two_days
from cutover.reading.files.spreadsheet import read_spreadsheet
from cutover.reading.mapping.suggest import suggest
from cutover.reading.mapping.targets import patients_export
from cutover.reading.patients.exports import read_demographics
from cutover.reading.practice import preflight_files
from cutover.workstreams.demographics.patient_import import prepare
from patient_maker import AS_OF, a_csv, a_patient, a_practice

HEAD = "PatientID,Auth #,Insurance,Start,End,Visits Auth,Visits Used,Visits Left"


def columns(text: str) -> dict[str, str]:
    """The columns of a table of patients' data that are used, by field."""
    return suggest(read_spreadsheet(text.encode(), "a.csv").sheets[0], patients_export()).used


ENDED = [
    ("A1,Aetna,1/5/2026,7/30/2026,12,4,8", 1),  # the day before the report, which stands for the cutover
    ("A1,Aetna,1/5/2026,7/31/2026,12,4,8", 0),
]
VISITS = [
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
]


@pytest.fixture(scope="module")
def listed(tmp_path_factory):
    """How often each rule is violated by each row of one list with the rows of all cases; all are patient 10021's."""
    rows = [row for row, _ in ENDED] + [f"A1,Aetna,1/5/2026,12/31/2026,{counts}" for counts, _ in VISITS]
    numbered = [row.replace("A1,", f"B{n},", 1) for n, row in enumerate(rows)]
    right = "A90,Aetna,1/5/2026,12/31/2026,12,4,8"
    text = "\n".join([HEAD, *(f"10021,{row}" for row in (*numbered, right)), ""])
    who = a_practice(
        tmp_path_factory.mktemp("list"), patients_csv=a_csv(a_patient()), auths_csv=text.encode()
    )
    found = prepare(read_demographics(who), AS_OF).exceptions
    found = found[found["source_file"].str.endswith("auths.csv")]
    places = {row: n + 2 for n, row in enumerate(rows)}  # below the header
    return lambda code, row: int((found["code"].eq(code) & found["source_row"].eq(places[row])).sum())


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


@pytest.mark.parametrize(("row", "number"), ENDED)
def test_one_that_has_ended_is_named(listed, row, number):
    assert listed("auth-expired", row) == number


@pytest.mark.parametrize(("counts", "number"), VISITS)
def test_visits_left_are_those_authorized_less_those_used(listed, counts, number):
    assert listed("auth-visits-wrong", f"A1,Aetna,1/5/2026,12/31/2026,{counts}") == number


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


SPANS = [
    ("1/5/2026 - 6/30/2026", ("1/5/2026", "6/30/2026")),
    ("01-05-2026-06-30-2026", ("01-05-2026", "06-30-2026")),
    ("1/5/2026-6/30/2026", ("1/5/2026", "6/30/2026")),
    ("2026-01-05 to 2026-06-30", ("2026-01-05", "2026-06-30")),
    ("eff 1/5/26 exp 6/30/26", ("1/5/26", "6/30/26")),
    ("Jan 5, 2026 thru Jun 30, 2026", ("Jan 5, 2026", "Jun 30, 2026")),
    ("1/5/2026", None),
    ("1/5/2026 - 2/5/2026 - 6/30/2026", None),
    ("1/5/2026 - 6/31", None),  # no second day
    ("13/45/2026 - 6/30/2026", None),  # no day of the calendar's shape
    ("1/5/2026 call the payer back by 6/30/2026", None),  # more than a word between
    ("1/5/2026 (3) 6/30/2026", None),
]


@pytest.mark.parametrize(("text", "days"), SPANS)
def test_a_cell_of_two_days_is_both_of_them(text, days):
    assert two_days(text) == days


@pytest.mark.parametrize("header", ["Eff - Exp", "Auth Dates", "From/Thru"])
def test_two_days_in_one_cell_are_the_first_and_the_last_of_an_authorization(tmp_path, header):
    listed = f"PatientID,Auth #,Insurance,{header},Visits Left\n10021,A1,Aetna,1/5/2026 - 7/30/2026,8\n10021,A2,Aetna,"
    who = a_practice(
        tmp_path, patients_csv=a_csv(a_patient()), auths_csv=f"{listed}1/6/2026 - 9/30/2026,4\n".encode()
    )
    made = prepare(read_demographics(who), AS_OF).authorizations
    days = made[["valid_from", "valid_through"]].map(lambda day: f"{day:%m-%d}").to_numpy().tolist()
    assert days == [["01-05", "07-30"], ["01-06", "09-30"]]


def test_a_cell_that_is_no_two_days_is_named_and_not_lost(tmp_path):
    rows = "".join(f"10021,A{n},Aetna,1/{n}/2026 - 7/30/2026,8\n" for n in range(1, 10))
    listed = f"PatientID,Auth #,Insurance,Eff - Exp,Visits Left\n{rows}10021,A10,Aetna,see letter,4\n"
    who = a_practice(tmp_path, patients_csv=a_csv(a_patient()), auths_csv=listed.encode())
    found = prepare(read_demographics(who), AS_OF).exceptions
    assert found.loc[found["value"].eq("see letter"), "field"].tolist() == ["authorization_valid_from"]


def test_the_days_of_a_policy_in_one_cell_are_its_own():
    rows = "E1,Aetna,W1234567,1/5/2026 - 6/30/2026\nE2,Cigna,U7654321,2/5/2026 - 7/30/2026\n"
    assert (
        columns(f"PatientID,Insurance,Member ID,Coverage Dates\n{rows}")["primary_effective_span"]
        == "Coverage Dates"
    )


def ids(*numbers: str) -> str:
    """The field of a column `Ins1ID` of these numbers beside as many patients of two payers."""
    head = "PatAcct,LastName,FirstName,DOB,Ins1,Ins1ID\n"
    rows = [f"E{n},Doe,Ann,1/{n + 1}/1980,{('Aetna', 'Cigna')[n % 2]},{one}" for n, one in enumerate(numbers)]
    return next((key for key, column in columns(head + "\n".join(rows)).items() if column == "Ins1ID"), "")


LONG, SHORT = [f"YPW12184542{n}" for n in range(10)], [f"W{n}7654" for n in range(10)]


@pytest.mark.parametrize(("numbers", "field"), [
    (SHORT, "primary_member_id"),  # ten of ten differ, of two payers
    ([*LONG[:6], *SHORT[:4]], "primary_member_id"),  # most are too long for a payer's number
    ([*LONG[:9], LONG[0]], "primary_member_id"),  # a child under its mother's: 9 of 10 differ
    ([*LONG[:8], *LONG[:2]], ""),  # 8 of 10: not sure
    (["60054", "62308"] * 5, "primary_payer_id"),  # two numbers over and over
])  # fmt: skip
def test_values_decide_whether_an_insurance_id_is_the_payers_or_the_members(numbers, field):
    assert ids(*numbers) == field


@pytest.mark.parametrize(
    ("header", "is_left"),
    [
        ("Appt ID,Date,Time,Patient ID,Status", True),
        ("Appointment No,Date,Resource,PatientID,Type", True),
        ("Appt ID,Date,Last Name,PatientID,DOB", True),  # who comes when: no address, no sex, no policy
        ("Appt ID,Date,Last Name,PatientID,Zip Code", False),  # an address makes it a record of patients
        ("Item,Date,Room,PatientID,Type", False),  # nothing tells what it is about
    ],
)
def test_a_list_of_appointments_beside_the_patients_is_no_patient_list(tmp_path, header, is_left):
    third, last = ("Doe", "3/4/1980") if "Last Name" in header else ("9:00 AM", "Therapy")
    third = "B12" if "Room" in header else third
    last = "19104" if "Zip" in header else last
    rows = "".join(f"{n},8/{n}/2026,{third},10021,{last}\n" for n in range(1, 6))
    who = a_practice(tmp_path, patients_csv=a_csv(a_patient()), appts_csv=f"{header}\n{rows}".encode())
    found = read_demographics(who)
    files = {table.source_file.rpartition("/")[2] for table in found.tables}
    assert ("appts.csv" not in files) == is_left and "patients.csv" in files
    assert bool(found.missing) == (not is_left)
    told = {one.name: one.words for one in preflight_files.rows_of_folder(who.raw / "demographics", tmp_path)}
    as_other = "5 rows in: appointments, counted in 01; no patient is looked for there"
    assert (told["appts.csv"] == as_other) == is_left
    waits = {one.name for one in preflight_files.of_folder(who.raw / "demographics", tmp_path)}
    assert not (is_left and waits & {"appts.csv"})
