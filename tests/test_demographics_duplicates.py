"""Who may be there twice: what is a pair for review, and who are two people."""

from __future__ import annotations

import pytest
from patient_maker import a_patient, prepared

FATHER = {
    "account_number": "1",
    "last_name": "Ruiz",
    "first_name": "Juan",
    "sex": "M",
    "primary_member_id": "W1111111",
}
TWIN = {
    "account_number": "1",
    "first_name": "Jayden",
    "sex": "M",
    "birth_date": "05/05/2015",
    "primary_relationship": "Child",
}
HOLDER = {"primary_holder_name": "Abend, Nora", "primary_holder_birth_date": "03/14/1961"}


def pairs(home, first: dict[str, str], second: dict[str, str]) -> list[str]:
    """The rules of the pairs that two patients make."""
    made = prepared(home, a_patient(**first), a_patient(**second))
    return made.duplicates["code"].tolist()


OTHER = {"account_number": "2", "primary_member_id": "X9999999"}


@pytest.mark.parametrize(
    "second",
    [
        OTHER,
        OTHER | {"street": "77 New Rd", "home_phone": ""},  # name and birth date alone
        OTHER | {"last_name": "Abendt"},  # one letter more
        OTHER | {"first_name": "N"},  # an initial at the same address
        OTHER | {"last_name": "Walter"},  # a new last name at the same address
        {"account_number": "2", "birth_date": "03/14/1916"},  # digits changed places, own member ID equal
    ],
)
def test_one_person_under_two_account_numbers_is_a_pair_with_evidence(second, tmp_path):
    made = prepared(tmp_path, a_patient(account_number="1"), a_patient(**second))
    assert made.duplicates["code"].tolist() == ["person-twice"]
    assert made.duplicates["evidence"].str.startswith("same: ").all()
    assert len(made.patients) == 2  # a review list, never a merge


@pytest.mark.parametrize("name", ["Jaylen", "Olivia", "Aiden"])
def test_twins_are_two_people(name, tmp_path):
    twin = TWIN | HOLDER
    assert pairs(tmp_path, twin, twin | {"account_number": "2", "first_name": name}) == []


def test_a_father_and_son_of_one_name_at_one_address_are_two_people(tmp_path):
    son = (
        FATHER | {"account_number": "2", "birth_date": "03/14/1991", "primary_relationship": "Child"} | HOLDER
    )
    assert pairs(tmp_path, FATHER, son) == []
    # one digit of the birth year apart (1961, 1991), each with a policy of his own
    assert (
        pairs(
            tmp_path,
            FATHER,
            FATHER | {"account_number": "2", "birth_date": "03/14/1991", "primary_member_id": "W2"},
        )
        == []
    )


def test_senior_and_junior_are_two_people_even_with_one_birth_date(tmp_path):
    assert (
        pairs(
            tmp_path,
            FATHER | {"suffix": "Sr"},
            FATHER | {"account_number": "2", "suffix": "Jr", "primary_member_id": "W2"},
        )
        == []
    )


def test_two_policy_holders_with_one_member_id_are_looked_at_and_a_family_is_not(tmp_path):
    stranger = {"account_number": "2", "first_name": "Ian", "last_name": "Oh", "birth_date": "01/01/1990"}
    assert pairs(tmp_path, {"account_number": "1"}, stranger) == ["member-shared"]
    assert (
        pairs(tmp_path, {"account_number": "1"}, stranger | {"primary_relationship": "Child"} | HOLDER) == []
    )


def test_a_medicare_number_belongs_to_one_person_whatever_the_relationship(tmp_path):
    medicare = {"primary_payer_name": "Medicare NJ", "primary_member_id": "1EG4TE5MK73"}
    spouse = medicare | {"account_number": "2", "first_name": "Ian", "primary_relationship": "Spouse"}
    assert pairs(tmp_path, medicare | {"account_number": "1"}, spouse) == ["member-shared"]


CHILD = {
    "birth_date": "05/05/2026",
    "sex": "F",
    "primary_relationship": "Child",
    "home_phone": "",
    "street": "1 New Rd",
}
PARENT = {"guarantor_last_name": "Abend", "guarantor_first_name": "Nora"}
BABY = (
    CHILD
    | HOLDER
    | PARENT
    | {"account_number": "1", "first_name": "Baby Girl", "primary_member_id": "W1111111"}
)
NAMED = (
    CHILD | HOLDER | PARENT | {"account_number": "2", "first_name": "Ida", "primary_member_id": "W2222222"}
)


@pytest.mark.parametrize(
    ("baby", "named", "is_pair"),
    [
        ({}, {}, True),  # the same guarantor
        ({"first_name": "BB"}, {"street": "2 Far Rd"}, True),
        ({"first_name": "Baby", "middle_name": "Girl A"}, {}, True),
        ({"guarantor_last_name": ""}, {}, True),  # the same street
        ({"guarantor_last_name": ""}, {"street": "2 Far Rd"}, False),  # neither
        ({}, {"birth_date": "05/06/2026"}, False),
        ({}, {"last_name": "Walter"}, False),
        ({}, {"sex": "M"}, False),
        ({"first_name": "Barbara"}, {}, False),  # a name like another: twins
    ],
)
def test_a_newborns_placeholder_beside_the_named_child_is_a_pair(baby, named, is_pair, tmp_path):
    assert pairs(tmp_path, BABY | baby, NAMED | named) == ["person-twice"] * is_pair


def test_a_placeholder_beside_two_named_twins_says_that_it_can_be_one_of_them(tmp_path):
    third = NAMED | {"account_number": "3", "first_name": "Una"}
    told = prepared(tmp_path, *(a_patient(**one) for one in (BABY, NAMED, third))).duplicates
    assert told["evidence"].str.contains("several named children fit").tolist() == [True, True]
    assert set(told["other_account_number"]) == {"2", "3"}  # and never 2 with 3


@pytest.mark.parametrize("second", ["Baby Boy", "Baby Girl B"])
def test_two_placeholders_are_twins(second, tmp_path):
    baby = BABY | {"first_name": "Baby Girl A"}
    assert "person-twice" not in pairs(tmp_path, baby, baby | {"account_number": "2", "first_name": second})


MEDICARE = {"primary_payer_name": "MEDICARE OF OHIO", "primary_member_id": "1EG4TE5MK73"}
OTHERWISE = {"account_number": "2", "street": "77 New Rd", "home_phone": "", "zip": "43004"}


@pytest.mark.parametrize(
    ("first", "second", "told"),
    [
        # name and birth date alone, and the sex differs: nothing says that they are one
        ({"sex": "M"}, OTHERWISE | {"sex": "F", "primary_member_id": "X9999999"}, []),
        # a Social Security number of each
        ({"ssn": "212-45-6781"}, OTHERWISE | {"ssn": "212-45-6791", "primary_member_id": "X9999999"}, []),
        # the same, at one address: the sex may be keyed wrong
        (
            {"sex": "M"},
            {"account_number": "2", "sex": "F", "primary_member_id": "X9999999"},
            ["person-twice"],
        ),
        # the sex is known of one alone
        ({"sex": "M"}, OTHERWISE | {"sex": "", "primary_member_id": "X9999999"}, ["person-twice"]),
    ],
)
def test_two_of_one_name_and_birth_date_are_one_person_only_where_nothing_parts_them(
    first, second, told, tmp_path
):
    assert pairs(tmp_path, {"account_number": "1"} | first, second) == told


@pytest.mark.parametrize(
    ("payer", "told"),
    [
        (MEDICARE, ["person-twice"]),  # its member ID belongs to one person
        ({"primary_payer_name": "Aetna", "primary_member_id": "W222"}, []),  # a family's: they may be twins
    ],
)
def test_a_short_first_name_with_another_sex_is_the_same_person_by_a_number_of_one_person(
    payer, told, tmp_path
):
    first = {"account_number": "1", "first_name": "Alex", "sex": "M"} | payer
    second = {"account_number": "2", "first_name": "Alexandra", "sex": "F"} | payer
    family = {} if payer is MEDICARE else {"primary_relationship": "Child"} | HOLDER
    assert pairs(tmp_path, first | family, second | family) == told
