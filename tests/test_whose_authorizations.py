"""A list of authorizations calls its patients clients, members or learners: their own list tells whose each is."""

from __future__ import annotations

import pytest
from cutover.reading.patients.exports import read_demographics
from cutover.reading.practice import places
from cutover.workstreams.demographics.granted import granted
from cutover.workstreams.demographics.patient_import import prepare
from patient_maker import AS_OF, a_csv, a_patient, a_practice

PEOPLE = [("00310", "Sorrel", "Ivy"), ("00311", "Tamm", "Leo"), ("00312", "Tamm", "Ida")]
NUMBERS = ["00310", "00311", "00311", "00312"]
NAMES = ["Sorrel, Ivy", "Tamm, Leo", "Leo Tamm", "Tamm, Ida"]


def prepared(tmp_path, header: str, cells: list[str], more: str = "", values=("", "", "", "")):
    people = [
        a_patient(account_number=n, last_name=last, first_name=first, ssn="") for n, last, first in PEOPLE
    ]
    # on July 31, 2026, one has ended, one ends soon, two go on; left: 40, 0 (5 more than granted), 10, 3
    ends, units = ["7/30/2026", "8/10/2026", "12/31/2026", "12/31/2026"], ["50,10", "20,25", "30,20", "8,5"]
    rows = [
        f'Q70{n},"{cell}",9715{n % 2},{units[n]},1/5/2026,{ends[n]}{values[n]}'
        for n, cell in enumerate(cells)
    ]
    text = "\n".join([f"Auth No,{header},Code,Units OK,Units used,From,Thru{more}", *rows, ""])
    who = a_practice(tmp_path, patients_csv=a_csv(*people), auths_csv=text.encode())
    return prepare(read_demographics(who), AS_OF)


@pytest.mark.parametrize(
    ("header", "cells"),
    [("Client", NUMBERS), ("Member", NUMBERS), ("Learner", NUMBERS), ("Person served", NUMBERS),
     ("Client", NAMES), ("Resident", NAMES)],
)  # fmt: skip
def test_the_column_whose_values_are_the_patients_tells_whose_an_authorization_is(tmp_path, header, cells):
    found = prepared(tmp_path, header, cells)
    assert len(found.patients) == len(PEOPLE)  # nobody is a patient again
    given = found.authorizations.sort_values("number")
    assert given["account_number"].tolist() == NUMBERS
    assert given["visits_left"].tolist() == [40, 0, 10, 3]
    assert given["service"].tolist() == ["97150", "97151", "97150", "97151"]
    note = granted(found.authorizations, AS_OF).note
    assert "have not ended have 13 visits or units left" in note  # 0 + 10 + 3, without the 40 that ended


def test_where_two_columns_hold_patients_numbers_none_is_taken(tmp_path):
    found = prepared(tmp_path, "Client", NUMBERS, ",Sibling", [f",{one}" for one in reversed(NUMBERS)])
    assert found.authorizations.empty


def test_numbers_that_no_patient_has_are_nobodys(tmp_path):
    assert prepared(tmp_path, "Client", ["90", "91", "92", "93"]).authorizations.empty


@pytest.mark.parametrize("name", ["Authorizations 2026", "auths", "precerts"])
def test_a_folder_of_authorizations_is_read_with_the_patients(name):
    assert places.home_of(name) == "demographics"
