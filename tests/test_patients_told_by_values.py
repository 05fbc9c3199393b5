"""Columns of patient lists that their values tell: who pays alone, members' numbers, the practice's numbers in Medi."""

from __future__ import annotations

from types import SimpleNamespace

import pandas as pd
import pytest
from cutover.reading.mapping.beside import _are_of_members
from cutover.reading.mapping.targets import patients_export
from cutover.reading.patients.exports import READ_BACK, Demographics, read_demographics
from cutover.reading.patients.practice_numbers import numbered_as
from cutover.reading.patients.self_pay import _of_column
from cutover.workstreams.demographics import beside, lists
from cutover.workstreams.demographics.patient_import import prepare
from cutover.workstreams.demographics.record_figures import usable
from patient_maker import AS_OF, a_practice

HEAD = "Acct,Last Name,First Name,DOB,Sex,Street,City,State,Zip,Payer,Member ID"
WHO = ("Ibarra,Ona,02/03/1960,F,4 Elm St,Provo,UT,84601", "Juhl,Per,03/04/1961,M,5 Elm St,Provo,UT,84601",
       "Kemp,Ria,04/05/1962,F,6 Elm St,Provo,UT,84601", "Lund,Sol,05/06/1963,M,7 Elm St,Provo,UT,84601")  # fmt: skip
# the first two are insured, the others have no payer
PAID = ("Aetna,W111222331", "Cigna,U111222333", ",", ",")


@pytest.mark.parametrize(
    ("header", "cells", "marked"),
    [
        ("Type", ("INS", "INS", "CASH", "CASH"), [2, 3]),  # the values alone say it
        ("Fin Class", ("PIP", "HMO", "Private pay", ""), [2]),  # a header of classes
        ("Self Pay?", ("N", "N", "Y", ""), [2]),  # a yes under a header for it
        ("Last paid", ("Check", "CASH", "CASH", "Card"), []),  # ways of paying
        ("Type", ("INS", "CASH", "CASH", "INS"), []),  # half of those who pay cash are insured
        ("Relation", ("Self", "Self", "Self", "Self"), []),
        ("Type", ("", "", "CASH", ""), []),  # nothing tells what the column is of
    ],
)
def test_a_column_marks_who_pays_alone_by_its_values(header, cells, marked):
    insured = pd.Series([True, True, False, False])
    made = _of_column(header, pd.Series(cells, dtype="str"), insured)
    assert made.index[made.notna() & ~insured].tolist() == marked


def test_who_is_marked_as_paying_alone_is_not_asked_for_a_coverage(tmp_path):
    text = "\n".join([f"{HEAD},Type", *(f"{n},{who},{paid},{kind}" for n, who, paid, kind in
                      zip((71, 72, 73, 74), WHO, PAID, ("INS", "INS", "CASH", "INS"), strict=True))])  # fmt: skip
    read = read_demographics(a_practice(tmp_path, list_csv=text.encode()))
    found = prepare(read, AS_OF).exceptions
    asked = found.groupby("code")["account_number"].apply(list).to_dict()
    assert asked["self-pay"] == ["73"] and asked["no-coverage"] == ["74"]
    why = read.tables[0].crosswalk.unmapped.set_index("source_column")["why"]
    assert why["Type"] == "it is read as a mark of who pays alone"


@pytest.mark.parametrize(
    ("values", "are"),
    [
        (["W100200301", "1EG4-TE5-MK73", "945001122"], True),  # two of three have letters
        (["945001122", "945001123"], False),  # nothing tells such from the rows of a database
        (["1", "2", "3"], False),
        (["60054", "62308", "87726"], False),  # payers' numbers
        (["W100200301"] * 4, False),  # one number again and again
    ],
)
def test_numbers_of_members_are_told_from_those_of_rows_and_payers(values, are):
    assert _are_of_members(values) is are


def test_a_bare_id_right_of_the_payer_is_the_members_by_its_values(tmp_path):
    numbers = ("W111222331", "U111222333", "Q90011223A")
    rows = [
        f"8{n},{who},Aetna,{number}" for n, (who, number) in enumerate(zip(WHO[:3], numbers, strict=True))
    ]
    text = "\n".join(["Pt No,Last Name,First Name,DOB,Sex,Street,City,State,Zip,Insurance,ID", *rows])
    used = read_demographics(a_practice(tmp_path, list_csv=text.encode())).tables[0].crosswalk.used
    assert used["account_number"] == "Pt No" and used["primary_member_id"] == "ID"


def medi(home, header: str, *numbers: str):
    rows = [f"{n},{who},{paid}" for n, who, paid in zip((71, 72, 73, 74), WHO, PAID, strict=True)]
    who = a_practice(home, list_csv="\n".join([HEAD, *rows]).encode())
    there = who.raw / READ_BACK
    there.mkdir()
    names = [row.split(",")[:3] for row in WHO]
    lines = [
        f"mp_0{n},{number},{','.join(name)}"
        for n, (number, name) in enumerate(zip(numbers, names, strict=True))
    ]
    (there / "out.csv").write_text(
        "\n".join([f"patient_id,{header},last_name,first_name,date_of_birth", *lines])
    )
    return numbered_as(read_demographics(who, folder=READ_BACK), read_demographics(who))


def test_medis_patients_are_known_by_the_column_that_has_the_practices_numbers(tmp_path):
    # the last is new in Medi, without a number of the practice
    assert medi(tmp_path, "xref", "71", "72", "73", "").rows["account_number"].tolist() == [
        "71",
        "72",
        "73",
        "mp_03",
    ]


def test_medis_own_numbers_stay_where_no_column_has_the_practices(tmp_path):
    own = medi(tmp_path, "external_id", "9901", "9902", "9903", "9904")
    assert not set(own.rows["account_number"]) & {"71", "72", "73", "74"}


def test_expected_deliveries_from_the_cutover_on_are_counted(tmp_path):
    # the cutover is 2026-07-31: one the day before, one on it, one after; "n" is none; one day cannot be read
    cells = ("7/30/2026", "7/31/2026", "2/1/2027", "n")
    rows = [f"{n},{who},Aetna,W11122233{n},{cell}" for n, who, cell in zip(range(4), WHO, cells, strict=True)]
    rows.append(f"9,{WHO[0]},Aetna,W111222339,spring")
    read = read_demographics(a_practice(tmp_path, list_csv="\n".join([f"{HEAD},E.D.D.", *rows]).encode()))
    made = beside.held(read, AS_OF)
    assert made.frame[["kind", "filled", "ahead"]].to_numpy().tolist() == [["expected delivery", 4, 2]]
    assert made.note.endswith("1 expected delivery without a day that can be read")


def test_authorizations_that_can_be_used_are_those_of_the_reports_date_alone():
    # AS_OF is 2026-07-31: K1 can be used; K2 has ended, K3 has no visits, K4 begins the day after, K5 on the day
    rows = pd.DataFrame(
        [("2026-01-05", "2026-08-31", 5), ("2026-01-05", "2026-07-30", 4), ("2026-01-05", "2026-08-31", 0),
         ("2026-08-01", "2026-08-31", 2), ("2026-07-31", "2026-08-31", 2)],
        columns=["valid_from", "valid_through", "visits_left"],
    )  # fmt: skip
    days = ["valid_from", "valid_through"]
    rows[days] = rows[days].astype("datetime64[ms]")
    made = SimpleNamespace(listed=rows.astype({"visits_left": "Int64"}))
    told = usable(Demographics(True, patients_export()), made, AS_OF)
    said = "of 5 in the lists, by their days and the visits or units left; 1 begins later"
    assert (told.value, told.note) == ("2", said)  # K1 and K5


def test_records_are_said_where_some_seem_to_be_a_persons_second():
    # 99 seems to be both 71 and 72 again; those who share a member ID are two people
    pairs = pd.DataFrame(
        {
            "code": ["person-twice", "person-twice", "member-shared"],
            "other_account_number": ["99", "99", "98"],
        }
    )
    assert (
        lists.counted(SimpleNamespace(duplicates=pairs), 4)
        == "patient records of 3 people (1 likely a person's second)"
    )
    assert lists.counted(SimpleNamespace(duplicates=pairs[2:]), 4) == "patients"
