"""Who may be there twice, where a list's birth dates were not read; and a birth date is no day of an export."""

from __future__ import annotations

import pytest
from cutover.reading.patients.exports import read_demographics
from cutover.reading.patients.other_sources import Known
from cutover.reading.practice.periods import role_of
from cutover.workstreams.demographics.not_judged import why_not
from cutover.workstreams.demographics.report import _not_compared
from patient_maker import a_patient, a_practice, prepared

NAMED = {"last_name": "Solheim", "first_name": "Ida", "primary_member_id": "TRN8842107"}


@pytest.mark.parametrize(
    ("other", "said"),
    [
        ({}, ["person-twice"]),  # one name, one number of their own, and no date of one of them
        ({"primary_member_id": "TRN8842999"}, []),
        ({"first_name": "Kari"}, []),  # twins of one policy, as far as anybody knows
        ({"sex": "M"}, []),
        ({"suffix": "Jr"}, []),
    ],
)
def test_one_name_and_one_member_number_are_looked_at_where_a_birth_date_is_not_known(other, said, tmp_path):
    one = a_patient(account_number="11", birth_date="", **NAMED)
    made = prepared(tmp_path, one, a_patient(account_number="12", **NAMED) | other)
    twice = made.duplicates[made.duplicates["code"] == "person-twice"]
    assert twice["code"].tolist() == said
    assert twice["evidence"].str.contains("a birth date is not known").all()


ROW = {"Account Number": "101", "Last Name": "Solheim", "First Name": "Ida", "Date of Birth": "01/02/1980",
       "Gender": "F", "Address": "1 Main St", "City": "Nyack", "State": "NJ", "Zip": "07030",
       "Primary Insurance": "AETNA", "Member ID": "TRN8842107"}  # fmt: skip


@pytest.mark.parametrize(
    ("without", "words"),
    [
        ((), ""),
        (("Date of Birth",), "not known: no column is read as Birth date"),
        (("Last Name", "First Name"), "not known: no column is read as Last name"),
    ],
)
def test_without_names_or_birth_dates_nobody_is_said_to_be_there_once(without, words, tmp_path):
    row = {name: value for name, value in ROW.items() if name not in without}
    lines = f"{','.join(row)}\n{','.join(row.values())}\n"
    read = read_demographics(a_practice(tmp_path, patients_csv=lines.encode()))
    assert _not_compared(why_not(read, Known())) == words


@pytest.mark.parametrize(
    ("header", "role"),
    [("b-day", None), ("Bday", None), ("B. Date", None), ("D.O.B.", None), ("Born on", None),
     ("Day", "other"), ("Created Date", "other"), ("Last seen", "service")],
)  # fmt: skip
def test_a_birth_date_under_any_of_its_names_is_no_day_of_the_table(header, role):
    assert role_of(header) == role
