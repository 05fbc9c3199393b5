"""Names in one cell without a comma, and two people of one name: what the remittances and the payers tell of them."""

from __future__ import annotations

import pandas as pd
import pytest
from cutover.workstreams.demographics.duplicates import APART, comparable, same_person
from cutover.workstreams.demographics.name_order import ordered
from cutover.workstreams.demographics.people import by_full_name

TEXTS = ["middle_name", "suffix", "ssn", "home_phone", "cell_phone", "street", "email"]
CELLS = ["Marlow Ann", "Nesbit Bo", "Orwell Cy", "Penrose Dee", "Van Doren Eli", "Quimby, Flo"]


def services(*names: str) -> pd.DataFrame:
    """The patients of remittances, each `last first`, in letters alone."""
    return pd.DataFrame([name.split() for name in names], columns=["last", "first"])


def last_names(*remitted: str) -> list[str]:
    cells = pd.Series(CELLS, dtype="str")
    return ordered(cells, by_full_name(cells), services(*remitted) if remitted else None)[
        "last_name"
    ].tolist()


@pytest.mark.parametrize(
    ("remitted", "wanted"),
    [
        (["marlow ann", "nesbit bo", "orwell cy"], ["Marlow", "Nesbit", "Orwell", "Penrose", "Eli", "Quimby"]),
        (["marlow ann", "nesbit bo"], ["Ann", "Bo", "Cy", "Dee", "Eli", "Quimby"]),  # two names bear nothing out
        (["ann marlow", "bo nesbit", "cy orwell"], ["Ann", "Bo", "Cy", "Dee", "Eli", "Quimby"]),
        (["marlow ann", "nesbit bo", "orwell cy", "dee penrose"], ["Ann", "Bo", "Cy", "Dee", "Eli", "Quimby"]),
        ([], ["Ann", "Bo", "Cy", "Dee", "Eli", "Quimby"]),
    ],
)  # fmt: skip
def test_the_last_name_stands_first_where_the_remittances_have_it_so(remitted, wanted):
    assert last_names(*remitted) == wanted


def pair(**other: str) -> str:
    """The evidence that two records of one name and birth date are one person; "" where they are no pair."""
    one = {"payer_name": "Bellwood Health", "member_id": "QXB1001", "zip": "18431"}
    both = [one, one | other]
    people = pd.DataFrame(
        {
            "account_number": ["A1", "A2"], "last_name": "Marlow", "first_name": "Ann", "sex": "U",
            "birth_date": pd.Timestamp("1970-05-04"), "zip": [row["zip"] for row in both],
            **dict.fromkeys(TEXTS),
        }
    ).astype(dict.fromkeys(TEXTS, "str"))  # fmt: skip
    covered = pd.DataFrame(
        {"row": [0, 1], "relationship": "self", "payer_name": [row["payer_name"] for row in both],
         "member_id": [row["member_id"] for row in both]}
    )  # fmt: skip
    found, _ = same_person(comparable(people, covered))
    return found["evidence"].iloc[0] if len(found) else ""


@pytest.mark.parametrize(
    ("other", "is_apart"),
    [
        ({"payer_name": "Cardinal Mutual", "member_id": "WXB2002", "zip": "18999"}, True),
        (
            {"payer_name": "Cardinal Mutual", "member_id": "WXB2002"},
            False,
        ),  # the same ZIP: one who changed insurers
        ({"member_id": "WXB2002", "zip": "18999"}, False),
        ({"payer_name": "Cardinal Mutual", "zip": "18999"}, False),
    ],
)
def test_who_differs_in_payer_member_id_and_zip_is_shown_and_not_called_a_second_record(other, is_apart):
    said = pair(**other)
    assert said.startswith("same: last name, first name, birth date") and (APART in said) is is_apart
