"""Patients in Medi whose numbers lost their zeros there, and second charts with an initial behind the first name."""

from __future__ import annotations

from dataclasses import replace

import pytest
from cutover.reading.patients.exports import READ_BACK, read_demographics
from cutover.workstreams.readiness.patients import read_back
from cutover.workstreams.readiness.report import _arrived
from patient_maker import a_practice
from test_readiness import ready

HEAD = "Patient No,Last Name,First Name,Date of Birth,Phone,Payer,Policy #"
OURS = (
    "007101,Holm,Ebba,,2165550101,Lakeline Mutual,LK1001",  # no birth date: set aside
    "007102,Foss,Arne,02/11/1962,2165550102,Lakeline Mutual,LK1002",
    "007103,Rask,Nora,03/12/1963,2165550103,Lakeline Mutual,LK1003",  # another birth date in Medi
    "007104,Dahl,Liv,04/13/1964,2165550104,Lakeline Mutual,LK1004",  # another first name in Medi: another person
    "007105,Berg,Rosa,05/14/1965,2165550105,Lakeline Mutual,LK1005",
    "009901,Berg,Rosa M,05/14/1965,2165550105,,",  # a second chart of Rosa Berg
    "007106,Lund,Ida K,06/15/1966,2165550106,Lakeline Mutual,LK1006",
    "009902,Lund,Ida T,06/15/1966,2165550106,,",  # another initial: a twin
    "007107,Moe,Ann,07/16/1967,2165550107,Lakeline Mutual,LK1007",
    "009903,Moe,Anna,07/16/1967,2165550107,,",  # another name: a twin
    "007108,Vik,Tor,,2165550108,Lakeline Mutual,LK1008",  # no birth date, and not in Medi
)
MEDI = (
    "7101,Holm,Ebba,1961-01-10,,Lakeline Mutual,LK1001",
    "7102,Foss,Arne,1962-02-11,,Lakeline Mutual,LK1002",
    "7103,Rask,Nora,1963-12-03,,Lakeline Mutual,",
    "7104,Dahl,Per,1931-04-13,,Lakeline Mutual,LK2004",
    "007105,Berg,Rosa,1965-05-14,,Lakeline Mutual,LK1005",
    "007106,Lund,Ida K,1966-06-15,,Lakeline Mutual,LK1006",
    "007107,Moe,Ann,1967-07-16,,Lakeline Mutual,LK1007",
)


@pytest.fixture(scope="module")
def back(tmp_path_factory):
    ours, theirs = ("\n".join([HEAD, *rows]) + "\n" for rows in (OURS, MEDI))
    practice = a_practice(tmp_path_factory.mktemp("numbered"), patients_csv=ours.encode())
    (practice.raw / READ_BACK).mkdir()
    (practice.raw / READ_BACK / "medi.csv").write_text(theirs)
    sides = [read_demographics(practice, folder=one) for one in ("demographics", READ_BACK)]
    return read_back(replace(ready(), here=sides[0], there=sides[1], known={}))


def accounts(rows):
    return sorted(rows["account_number"])


def test_a_number_without_its_zeros_is_the_patient_of_these_names(back):
    # Foss by name and birth date, Rask by number and names, Berg, Lund and Moe by number
    assert back.compared == 5
    assert back.changed.loc[back.changed["field"].eq("birth date"), "account_number"].tolist() == ["007103"]
    assert accounts(back.extra) == ["7104"]  # the number alone makes nobody of another first name the same


def test_who_is_set_aside_for_no_birth_date_is_in_medi_under_the_number_without_zeros(back):
    assert back.aside[["last_name", "where"]].to_numpy().tolist() == [["Holm", "the import"]]
    assert accounts(back.absent) == ["007104", "007108", "009902", "009903"]  # Vik alone of the two set aside


def test_an_initial_behind_the_first_name_is_a_second_chart_and_another_initial_or_name_is_not(back):
    assert back.twice[["account_number", "arrived_as"]].to_numpy().tolist() == [["009901", "007105"]]
    assert accounts(back.missing) == ["007104", "009902", "009903"]


def test_the_charts_that_medi_lacks_are_counted_with_the_second_ones(back):
    told = dict(_arrived(back).to_numpy().tolist())
    # Dahl, Lund's and Moe's twins, Vik, and Berg's second chart
    assert told["charts of the export, not in Medi"] == 5
    # 11 charts: 5 on both sides, Holm who is set aside on one, and these 5
    assert told["on both sides"] + told["set aside on one side"] + 5 == len(OURS)


def test_what_differs_is_told_by_field_and_a_blank_side_apart(back):
    told = {
        what: number for what, number in _arrived(back).to_numpy().tolist() if what.startswith("of them ")
    }
    # Rask's birth date is another one; her member ID, and the phones of Foss, Rask, Berg, Lund and Moe, Medi has blank
    assert told == {
        "of them birth date, filled on both sides": 1,
        "of them member ID, blank on one side": 1,
        "of them home phone, blank on one side": 5,
    }
