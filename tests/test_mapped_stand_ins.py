"""A required field that the column of another field stands in for is told with that column, and is not missing."""

from __future__ import annotations

import pytest
from cutover.reading.patients.exports import read_demographics
from cutover.workstreams.demographics.mapped import mapping_of
from patient_maker import a_practice

HEAD = "{},Last Name,First Name,DOB,Sex,Address,City,State,Zip"
PEOPLE = (
    "71,Orr,Ann,3/14/1961,F,12 Reed St,Salem,NJ,07030\n82,Ives,Bea,4/15/1962,F,3 Fern Rd,Camden,NJ,08102\n"
)


@pytest.mark.parametrize(
    ("header", "says"),
    [
        ("MRN", "no column of its own: the chart number is taken as the key of a patient"),
        ("Account", "header"),
    ],
)
def test_the_column_that_is_the_key_of_patients_is_no_missing_account_number(tmp_path, header, says):
    text = f"{HEAD.format(header)}\n{PEOPLE}"
    export = read_demographics(a_practice(tmp_path, a_csv=text.encode()))
    row = mapping_of(export)[0].set_index("key").loc["account_number"]
    assert (row["source_column"], row["state"]) == (header, "suggested")
    assert row["evidence"].startswith(says)


def test_a_required_field_that_no_column_tells_stays_missing(tmp_path):
    text = f"{HEAD.format('MRN')}\n{PEOPLE}".replace("City,", "").replace("Salem,", "").replace("Camden,", "")
    export = read_demographics(a_practice(tmp_path, a_csv=text.encode()))
    rows = mapping_of(export)[0].set_index("key")
    assert (rows.loc["city", "state"], rows.loc["account_number", "state"]) == ("missing", "suggested")


GRANTED = b"Account,Auth No,Good Thru,Visits Left\n71,AU-1,12/31/2026,4\n82,AU-2,11/30/2026,0\n"


def test_a_list_of_authorizations_lacks_nothing_that_the_list_of_patients_beside_it_has(tmp_path):
    people = f"{HEAD.format('Account')}\n{PEOPLE}".encode()
    both = mapping_of(read_demographics(a_practice(tmp_path, a_csv=people, b_csv=GRANTED)))[0]
    assert not both["state"].eq("missing").loc[both["key"].eq("last_name")].any()
    assert "Auth No" in set(both["source_column"])


def test_a_list_of_authorizations_alone_lacks_the_names_of_its_patients(tmp_path):
    alone = mapping_of(read_demographics(a_practice(tmp_path, b_csv=GRANTED)))[0].set_index("key")
    assert alone.loc["last_name", "state"] == "missing"
