"""Two people who look alike are two, are listed as such, and nobody is told to merge them."""

from __future__ import annotations

import pandas as pd
import pytest
from cutover.workstreams.demographics.duplicates import ALIKE, TWICE, comparable, same_person
from cutover.workstreams.demographics.lists import counted

TEXTS = (
    "middle_name", "suffix", "ssn", "home_phone", "cell_phone", "street", "email",
)  # fmt: skip
ONE = {
    "account_number": "P1", "last_name": "Harrow", "first_name": "Mina", "birth_date": "1984-02-09", "zip": "44107",
    "sex": "U", "payer_name": "Lakeline Mutual", "member_id": "LK550", **dict.fromkeys(TEXTS),
}  # fmt: skip


def found(one: dict | None = None, **other: str | None) -> pd.DataFrame:
    """The pairs of one record and another that differs in some fields."""
    rows = [ONE | (one or {}), ONE | {"account_number": "P2"} | other]
    people = pd.DataFrame(rows).astype({name: "str" for name in ONE if name != "birth_date"})
    people["birth_date"] = pd.to_datetime(people["birth_date"])
    covered = pd.DataFrame(
        {
            "row": [0, 1],
            "relationship": "self",
            "payer_name": people["payer_name"],
            "member_id": people["member_id"],
        }
    )
    return same_person(comparable(people, covered))[0]


@pytest.mark.parametrize(
    ("other", "codes"),
    [
        ({"first_name": "Tess", "member_id": "LK556"}, [ALIKE]),  # twins: another first name and number
        ({"first_name": "Tess"}, [ALIKE]),  # on one policy
        # one name and birth date, and neither payer, number nor ZIP in common
        ({"payer_name": "Osprey Care", "member_id": "OC77", "zip": "44108"}, [ALIKE]),
        ({"payer_name": "Osprey Care", "member_id": "OC77"}, [TWICE]),  # one who changed insurers
        ({"zip": "44108"}, [TWICE]),  # one who moved
        # a Medicaid number is one person's
        ({"first_name": "Tess", "birth_date": "1984-02-10"}, []),  # a day between them: no twins
        ({"last_name": "Fenwick", "first_name": "Tess"}, []),
        ({"first_name": "Min"}, [TWICE]),  # short for the other, and the same number
        ({"first_name": "Min", "member_id": "LK556"}, []),  # either may be: nobody says so
        ({"first_name": "Tess", "account_number": "P1"}, []),  # one number on two people has its own rule
        # one name with two birth dates: a parent and a child, or one date keyed wrong
        ({"birth_date": "1951-07-30"}, [ALIKE]),
        ({"birth_date": "1951-07-30", "member_id": "LK556", "zip": "44108"}, [ALIKE]),
        ({"birth_date": "1984-02-08"}, [TWICE]),  # one digit apart, and one number
        ({"birth_date": "1984-02-08", "member_id": "LK556"}, [ALIKE]),
        ({"birth_date": None, "member_id": "LK556"}, []),  # of one no birth date is known
        ({"birth_date": "1951-07-30", "last_name": "Harlow"}, []),  # another name
        ({"birth_date": "1951-07-30", "account_number": "P1"}, []),
    ],
)
def test_twins_and_namesakes_are_two_and_a_second_record_is_one(other, codes):
    pairs = found(**other)
    assert pairs["code"].tolist() == codes
    assert ALIKE not in codes or "different: " in pairs["evidence"].iloc[0]


@pytest.mark.parametrize(
    ("one", "other", "number"),
    [
        ({"suffix": "Jr"}, {"suffix": "Sr"}, 0),  # told apart already
        ({"suffix": "Jr"}, {}, 1),
        ({"middle_name": "Ann"}, {"middle_name": "B."}, 0),  # two names
        ({"middle_name": "Ann"}, {"middle_name": "A"}, 1),
        ({"first_name": "Baby Girl"}, {"first_name": "Baby Girl"}, 0),  # no name yet
    ],
)
def test_two_names_are_not_one_name_with_two_birth_dates(one, other, number):
    assert len(found(**other, birth_date="1951-07-30", one=one)) == number


def test_what_two_of_one_name_share_beside_it_is_said():
    both = {"birth_date": "1951-07-30", "one": {"home_phone": "2165550100", "street": "1 Elm St"}}
    said = found(**both, home_phone="2165550100", street="1 Elm St")["evidence"].iloc[0]
    assert said == "same: last name, first name, phone, street and ZIP, own member ID; different: birth date"
    said = found(**both, home_phone="2165550199", member_id="LK556")["evidence"].iloc[0]
    assert said == "same: last name, first name; different: phone, own member ID, birth date"


def test_the_headline_counts_second_records_alone():
    class Made:
        duplicates = pd.DataFrame({"code": [TWICE], "other_account_number": ["P9"]})

    # 12 records, of which one is a second: 11 people
    assert counted(Made, 12) == "patient records of 11 people (1 likely a person's second)"
    Made.duplicates = Made.duplicates.iloc[:0]
    assert counted(Made, 11) == "patients"
