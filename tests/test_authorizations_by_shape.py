"""A list of authorizations is told by its columns: a patient's number, its own, two days, what was allowed and used."""

from __future__ import annotations

import pytest
from cutover.reading.patients.exports import read_demographics
from cutover.workstreams.demographics.patient_import import prepare
from cutover.workstreams.demographics.record_figures import usable
from patient_maker import AS_OF, a_csv, a_patient, a_practice

PEOPLE = [("00310", "Sorrel", "Ivy"), ("00311", "Tamm", "Leo"), ("00312", "Tamm", "Ida")]
# on July 31, 2026: of its own last day with 2 left, ended with 4 left, all used, 3 left, the day before with 1 left
ROWS = [
    ("00310", "AB70001", "Aetna", "1/5/2026", "7/31/2026", "8", "6"),
    ("00311", "AB70002", "Cigna", "1/5/2026", "6/30/2026", "12", "8"),
    ("00311", "AB70003", "Aetna", "7/5/2026", "12/31/2026", "6", "6"),
    ("00312", "AB70004", "Cigna", "7/6/2026", "12/31/2026", "24", "21"),
    ("00310", "AB70005", "Aetna", "1/6/2026", "7/30/2026", "8", "7"),
]
HEADS = (
    "Acct,Auth#,Plan,Start,Thru,Approved,Used",
    "MRN,Reference,Plan,Begin,End,Units,Units used",
    "Acct,PA no,Insurer,from,until,qty,qty used",
    "Client,Ref,Fund,d1,d2,granted,taken so far",
)


def a_read(tmp_path, header: str, rows=ROWS, people=PEOPLE):
    patients = [
        a_patient(account_number=n, last_name=last, first_name=first, ssn="") for n, last, first in people
    ]
    text = "\n".join([header, *(",".join(row) for row in rows), ""])
    return read_demographics(a_practice(tmp_path, all_csv=a_csv(*patients), list_csv=text.encode()))


@pytest.mark.parametrize("header", HEADS)
def test_a_list_of_authorizations_under_any_header(tmp_path, header):
    read = a_read(tmp_path, header)
    found = prepare(read, AS_OF)
    told = found.authorizations.sort_values("number")
    assert told["number"].tolist() == [row[1] for row in ROWS]
    assert told["account_number"].tolist() == [row[0] for row in ROWS]
    assert told["visits_left"].tolist() == [2, 4, 0, 3, 1]
    assert found.coverages["payer_name"].nunique() == 1 and len(found.coverages) == len(
        PEOPLE
    )  # none of the list
    assert len(found.patients) == len(PEOPLE)
    assert usable(read, found, AS_OF).value == "2"  # AB70001 on its last day, AB70004


def test_the_days_may_stand_last_first(tmp_path):
    rows = [(*row[:3], row[4], row[3], *row[5:]) for row in ROWS]
    read = a_read(tmp_path, "Client,Ref,Fund,d2,d1,granted,used", rows)
    assert usable(read, prepare(read, AS_OF), AS_OF).value == "2"


# 8 = 6 + 2, 12 = 8 + 4, 6 = 6 + 0, 24 = 21 + 3, 8 = 7 + 1: what was allowed, used and left
WHOLE = [(*row, str(int(row[5]) - int(row[6]))) for row in ROWS]


@pytest.mark.parametrize(("counts", "order"), [
    ("u1,u2,u3", (5, 6, 7)),  # what is left stands last
    ("u2,u1,u3", (6, 5, 7)),  # the sum is told wherever it stands
    ("Rem,u1,u2", (7, 5, 6)),  # a header tells which of the two is left
    ("u1,Rem,u2", (5, 7, 6)),
])  # fmt: skip
def test_three_counts_of_which_one_is_the_sum_are_what_was_allowed_used_and_left(tmp_path, counts, order):
    rows = [(*row[:5], *(row[place] for place in order)) for row in WHOLE]
    found = prepare(a_read(tmp_path, f"MRN,PA no,Ins,Eff,Exp,{counts}", rows), AS_OF)
    assert found.authorizations.sort_values("number")["visits_left"].tolist() == [2, 4, 0, 3, 1]


def test_three_counts_of_which_none_is_the_sum_tell_nothing(tmp_path):
    rows = [(*row[:7], "1") for row in ROWS]  # only 8 = 7 + 1 is one
    found = prepare(a_read(tmp_path, "MRN,Auth#,Plan,Start,Thru,u1,u2,u3", rows), AS_OF)
    assert found.authorizations["visits_left"].isna().all()


def test_what_no_header_calls_used_or_left_is_not_known_and_not_none(tmp_path):
    read = a_read(tmp_path, "Acct,Auth#,Plan,Start,Thru,n1,n2")
    found = prepare(read, AS_OF)
    assert found.authorizations["visits_left"].isna().all()
    figure = usable(read, found, AS_OF)
    assert figure.value is None and "not known of 3" in figure.note  # two of five have ended


def test_left_beside_allowed_is_no_use(tmp_path):
    read = a_read(tmp_path, "Client,Ref,Fund,from,until,granted,remaining")
    assert prepare(read, AS_OF).authorizations.sort_values("number")["visits_left"].tolist() == [
        6,
        8,
        6,
        21,
        7,
    ]


def test_a_policy_with_its_days_stays_a_coverage(tmp_path):
    rows = [(row[0], row[1], row[2], row[3], row[4]) for row in ROWS]
    read = a_read(tmp_path, "Acct,Member ID,Plan,from,until", rows)
    assert prepare(read, AS_OF).authorizations.empty


def test_numbers_of_nobody_make_no_list_of_authorizations(tmp_path):
    rows = [(f"9{row[0]}", *row[1:]) for row in ROWS]
    read = a_read(tmp_path, "Client,Ref,Fund,d1,d2,granted,used", rows)
    assert prepare(read, AS_OF).listed.empty


@pytest.mark.parametrize(
    ("again", "usable_there"),
    [
        (("00312", "Tamm", "Ida"), 2),
        (("00312", "Voss", "Una"), 1),
    ],  # exported twice; two people of one number
)
def test_a_person_exported_twice_keeps_the_authorizations(tmp_path, again, usable_there):
    read = a_read(tmp_path, HEADS[0], people=[*PEOPLE, again])
    assert (
        int(read.joined["patient_row"].isna().sum()) == 2 - usable_there
    )  # the row of 00312, where two have it
    found = prepare(read, AS_OF)
    with_patient = found.authorizations
    today = with_patient["valid_through"] >= str(AS_OF)
    assert int((today & with_patient["visits_left"].gt(0)).sum()) == usable_there


@pytest.mark.parametrize(("line", "there"), [("red = ask the payer", len(ROWS)), ("00311", len(ROWS) + 1)])
def test_what_a_color_means_is_no_row_and_a_lone_number_is_one(tmp_path, line, there):
    rows = [*ROWS, (line, "", "", "", "", "", "")]
    read = a_read(tmp_path, HEADS[0], rows)
    listed = next(table for table in read.tables if table.source_file.endswith("list.csv"))
    assert len(listed.sheet.frame) == there
