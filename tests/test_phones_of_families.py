"""A parent's phone reaches the child: two charts are compared by it, and a phone alone makes no guarantor."""

from __future__ import annotations

import pytest
from cutover.reading.files.spreadsheet import read_spreadsheet
from cutover.reading.mapping.suggest import suggest
from cutover.reading.mapping.targets import patients_export
from cutover.reading.patients.exports import read_demographics
from cutover.reading.patients.parts import GUARANTORS, parts_of
from cutover.workstreams.demographics.patient_import import prepare
from patient_maker import AS_OF, a_practice

TARGET = patients_export()
PHONES = ("216-555-0141", "216-555-0142", "216-555-0143", "216-555-0144")


def used(*headers: str, cells: tuple[str, ...] = PHONES) -> dict[str, str]:
    """The columns in use of four children, each further column with these cells."""
    rows = [
        f"K{n}|Holm{'abcd'[n]}|Ebba|03/1{n}/2015" + f"|{cell}" * len(headers) for n, cell in enumerate(cells)
    ]
    text = "\n".join(["|".join(["Client ID", "Last Name", "First Name", "DOB", *headers]), *rows])
    return suggest(read_spreadsheet(text.encode(), "p.txt").sheets[0], TARGET).used


@pytest.mark.parametrize(
    ("header", "field"),
    [
        ("Mother's Phone", "guarantor_home_phone"),
        ("ParentTel", "guarantor_home_phone"),
        ("Legal Guardian Ph", "guarantor_home_phone"),
        ("Dad Cell", "guarantor_cell_phone"),
        ("Parent / Guardian Mobile", "guarantor_cell_phone"),
        ("Emergency Contact Phone", None),  # may be anybody's
        ("Grandmother Phone", None),
    ],
)
def test_a_parent_s_phone_is_used_and_anybody_else_s_is_not(header, field):
    assert {key for key, column in used(header).items() if column == header} == ({field} - {None})


def test_other_values_and_a_guarantor_by_name_leave_it_open():
    assert "Mom Phone" not in used("Mom Phone", cells=("Ebba", "see chart", "none", "216-555-0144")).values()
    rows = "\n".join(f"K{n}|Holm|Ebba|03/1{n}/2015|Holm, Per|{phone}" for n, phone in enumerate(PHONES))
    text = f"Client ID|Last Name|First Name|DOB|Guarantor Name|Mom Phone\n{rows}"
    found = suggest(read_spreadsheet(text.encode(), "p.txt").sheets[0], TARGET)
    assert "Mom Phone" not in found.used.values()  # she may be another one than Per


def test_two_parents_phones_fit_equally_and_a_person_is_asked():
    cells = "\n".join(
        f"K{n}|Holm|Ebba|03/1{n}/2015|{phone}|{PHONES[n - 1]}" for n, phone in enumerate(PHONES)
    )
    text = f"Client ID|Last Name|First Name|DOB|Mother Phone|Father Phone\n{cells}"
    assert (
        "guarantor_home_phone" not in suggest(read_spreadsheet(text.encode(), "p.txt").sheets[0], TARGET).used
    )


HEAD = "Client ID,Last Name,First Name,DOB,Sex,Parent Phone,Payer,Member ID"
CHILDREN = (
    "501,Dahl,Runa,04/02/2014,F,216-555-0151,Lakeline Mutual,LK5011",
    "901,Dahl,Runa B,04/02/2014,F,216-555-0151,,",  # her second chart
    "502,Foss,Siri,05/03/2015,F,216-555-0152,Lakeline Mutual,LK5021",
    "902,Foss,Siri T,05/03/2015,F,216-555-0159,,",  # another phone: nothing but the birth date ties them
    "503,Berg,Odd,,M,216-555-0153,,",  # no birth date: set aside, and without coverage
    "504,Moe,Nils,06/04/2016,M,216-555-0154,Lakeline Mutual,LK5041",
    "505,Vik,Ask,,M,216-555-0155,Lakeline Mutual,LK5051",  # set aside, and covered
    "506,Rask,Tor,07/05/2012,M,216-555-0156,Lakeline Mutual,LK5061",
    "506,Lund,Pia,08/06/2013,F,216-555-0157,,",  # set aside: one number of two; the coverage may be hers
)


@pytest.fixture(scope="module")
def export(tmp_path_factory):
    text = "\n".join([HEAD, *CHILDREN]) + "\n"
    return read_demographics(a_practice(tmp_path_factory.mktemp("children"), patients_csv=text.encode()))


@pytest.fixture(scope="module")
def made(export):
    return prepare(export, AS_OF)


def test_two_charts_of_a_child_are_told_by_the_parent_s_phone(made):
    pairs = made.duplicates.loc[made.duplicates["code"].eq("person-twice")]
    assert pairs[["account_number", "other_account_number"]].to_numpy().tolist() == [["501", "901"]]
    assert "phone" in pairs["evidence"].iloc[0]


def test_a_phone_alone_makes_no_guarantor(export, made):
    assert GUARANTORS not in parts_of(export) and made.guarantors.empty


def test_who_is_set_aside_without_a_coverage_is_among_those_without_one(made):
    found = made.exceptions
    lacks = found.loc[found["code"].eq("no-coverage"), "account_number"]
    # the second charts 901 and 902, and 503 of those set aside
    assert sorted(lacks) == ["503", "901", "902"]
    assert sorted(made.people.loc[made.people["aside"].notna(), "account_number"]) == [
        "503",
        "505",
        "506",
        "506",
    ]
