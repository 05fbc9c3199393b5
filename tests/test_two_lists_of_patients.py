"""Two systems' lists of one practice's patients: each tells what it knows, and who stands in one alone is named."""

from __future__ import annotations

import pandas as pd
import pytest
from cutover.reading.patients.exports import read_demographics
from cutover.workstreams.demographics import lists
from cutover.workstreams.demographics.findings import findings
from cutover.workstreams.demographics.patient_import import prepare
from patient_maker import AS_OF, a_practice

BILLS = (  # the billing system: payers, no address and no sex
    "Acct,Last Name,First Name,DOB,Payer,Member ID\n"
    "811,Arden,Lea,02/03/1960,Aetna,W111222331\n"
    "812,Boyle,Otto,03/04/1961,Aetna,W111222332\n"
    "813,Crane,Pia,04/05/1962,Cigna,U111222333\n"
)
CARE = (  # the same numbers, addresses and sexes, no member IDs; one more, who pays cash
    "Patient No,Full Name,Birth Date,Sex,Street,City,State,Zip,Insurance\n"
    "811,Lea Arden,1960-02-03,F,4 Elm St,Provo,UT,84601,Aetna\n"
    "812,Otto Boyle,1961-03-04,M,5 Elm St,Provo,UT,84601,Aetna\n"
    "813,Pia Crane,1962-04-05,F,6 Elm St,Provo,UT,84601,Cigna\n"
    "814,Rex Dahl,1963-05-06,M,7 Elm St,Provo,UT,84601,\n"
)
WHOLE = (  # numbers of its own; Crane has no birth date, Boyle stands there twice
    "Patient ID,Last Name,First Name,DOB,Sex,Street,City,State,Zip,Payer,Member ID\n"
    "20,Arden,Lea,02/03/1960,F,4 Elm St,Provo,UT,84601,Aetna,W111222331\n"
    "21,Boyle,Otto,03/04/1961,M,5 Elm St,Provo,UT,84601,Aetna,W111222332\n"
    "22,Crane,Pia,,F,6 Elm St,Provo,UT,84601,Cigna,U111222333\n"
    "90,BOYLE,OTTO,03/04/1961,M,5 Elm St,Provo,UT,84601,Aetna,W111222332\n"
)
CHARTS = (
    'Chart No,Patient Name,Birth Date\nE1,"Arden, Lea",1960-02-03\nE2,"Boyle, Otto",1961-03-04\n'
    'E3,"Crane, Pia",1962-04-05\nE4,"Egan, Una",1990-01-02\n'
)


def told(home, **files: str):
    read = read_demographics(a_practice(home, **{name: text.encode() for name, text in files.items()}))
    return read, prepare(read, AS_OF)


@pytest.fixture(scope="module")
def by_number(tmp_path_factory):
    return told(tmp_path_factory.mktemp("number"), bills_csv=BILLS, care_csv=CARE)


@pytest.fixture(scope="module")
def by_name(tmp_path_factory):
    return told(tmp_path_factory.mktemp("name"), charts_csv=CHARTS, whole_csv=WHOLE)


def test_what_one_list_lacks_the_other_one_tells(by_number):
    read, made = by_number
    assert not read.missing  # addresses from the one, member IDs from the other
    assert made.patients["account_number"].tolist() == ["811", "812", "813", "814"]
    assert made.patients["street"].notna().all() and made.patients["sex"].tolist() == ["F", "M", "F", "M"]
    assert made.patients["last_name"].tolist()[:3] == ["Arden", "Boyle", "Crane"]
    assert made.coverages["member_id"].tolist() == ["W111222331", "W111222332", "U111222333"]
    assert made.people["readiness"].dropna().ne("blocked").all()


def test_rows_and_people_of_each_list_and_who_stands_in_one_alone(by_number):
    known = {file.split("/")[-1]: one for (file, _), one in lists.listed(*by_number).items()}
    assert (known["care.csv"].people, known["care.csv"].alone) == (4, 1)
    assert (known["bills.csv"].people, known["bills.csv"].alone) == (3, 0)
    only = lists.alone(*by_number)
    assert only["account_number"].tolist() == ["814"] and only["not_in"].tolist() == [
        "demographics/bills.csv"
    ]
    found = {one.code: one for one in findings(*by_number, False, None)}
    assert found["demo-only-in-one-list"].count == 1


def test_lists_that_number_people_in_their_own_ways_are_joined_by_name_and_birth_date(by_name):
    read, made = by_name
    known = {file.split("/")[-1]: one for (file, _), one in lists.listed(read, made).items()}
    assert (known["whole.csv"].people, known["whole.csv"].alone) == (3, 0)  # 4 rows, Boyle held twice
    assert (known["charts.csv"].people, known["charts.csv"].alone) == (4, 1)  # Egan
    assert not read.missing
    kept = made.people[made.people["aside"].isna()].set_index("account_number")
    assert kept.loc["20", "chart_number"] != kept.loc["20"].name and "E4" in kept.index


def test_a_birth_date_found_by_the_name_alone_is_told_and_not_taken(by_name):
    _, made = by_name
    lacking = made.exceptions[made.exceptions["code"].eq("birth-missing")]
    assert lacking["account_number"].tolist() == ["22"] and lacking["suggestion"].tolist() == ["1962-04-05"]
    assert pd.isna(made.people.loc[made.people["account_number"].eq("22"), "birth_date"]).all()


def test_other_people_under_the_same_numbers_lend_nothing(tmp_path):
    other = CARE.replace("Lea Arden", "Max Moor").replace("1960-02-03", "1999-09-09")
    _, made = told(tmp_path, bills_csv=BILLS, care_csv=other)
    assert "account-shared" in set(made.exceptions["code"])
    arden = made.people[made.people["last_name"].eq("Arden")]
    assert arden["street"].isna().all()


def test_one_list_alone_is_compared_with_none(tmp_path):
    read, made = told(tmp_path, whole_csv=WHOLE)
    assert [one.alone for one in lists.listed(read, made).values()] == [None]
    assert lists.alone(read, made).empty
