"""Reports of many systems are read without a question: nearly every column with a field, and none wrongly."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from cutover.reading.files.spreadsheet import read_spreadsheet
from cutover.reading.mapping.suggest import suggest
from cutover.reading.mapping.targets import load_target
from report_layouts import layouts, outcomes

LEAST = 0.95  # share of the columns with a field that are used rightly


@pytest.fixture(scope="module")
def found():
    return [outcome for layout in layouts() for outcome in outcomes(layout)]


def test_of_the_columns_with_a_field_95_percent_are_used_rightly(found):
    wanted = [row for row in found if row.outcome in ("right", "missed", "wrong")]
    right = sum(row.outcome == "right" for row in wanted)
    assert right >= LEAST * len(wanted), [row for row in wanted if row.outcome != "right"]
    assert len({row.layout for row in found}) >= 30


def test_no_column_is_used_as_what_it_is_not(found):
    assert [row for row in found if row.outcome == "wrong"] == []


def test_glued_in_lower_case_they_are_the_same_columns():
    glued = [
        replace(layout, columns=[(_glued(h), key, spec) for h, key, spec in layout.columns])
        for layout in layouts()
    ]
    found = [outcome for layout in glued for outcome in outcomes(layout)]
    wanted = [row for row in found if row.outcome in ("right", "missed", "wrong")]
    assert [row for row in wanted if row.outcome == "wrong"] == []
    assert sum(row.outcome == "right" for row in wanted) >= LEAST * len(wanted)


def _glued(header: str) -> str:
    return re.sub(r"[^A-Za-z0-9#%]", "", header).lower() or header


def used(target: str, *rows: str) -> dict[str, str]:
    """The column of each field of a small table."""
    sheet = read_spreadsheet("\n".join(rows).encode(), "p.txt").sheets[0]
    return suggest(sheet, load_target(target)).used


def test_three_letters_are_no_word_of_sixteen():
    """`prn` stands in this order in `preauthorization`, and so would in half the dictionary."""
    assert "authorization_number" not in used("patients", "PRN|Last Name", "AB1204|Quimby", "CD1217|Ortega")


def test_words_that_add_nothing_to_an_amount_or_a_day_are_left_out():
    rows = (
        "Claim No|Svc Dt|Payer|Claim Status|Outstanding Amt|Allowed Amt",
        "C1|5/1/2026|Aetna|Paid|12.00|15.00",
    )
    claims = used("claims", *rows)
    assert claims["balance"] == "Outstanding Amt"
    assert "Allowed Amt" not in claims.values()  # what is allowed is no field


def test_how_a_name_is_written_is_no_part_of_its_header():
    rows = (
        "Pt ID|Patient Name (L, F M)|Patient Birth",
        "10423|Quimby, Ada M|19870314",
        "10424|Ortega, Ben|19510311",
    )
    patients = used("patients", *rows)
    assert (patients["full_name"], patients["birth_date"]) == ("Patient Name (L, F M)", "Patient Birth")


@pytest.mark.parametrize(
    ("values", "key"),
    [
        (("Self", "Spouse", "Child"), "primary_relationship"),
        (("Quimby, Ada", "Ortega, Ben", "Ross, Mia"), "primary_holder_name"),
    ],
)
def test_who_is_insured_is_a_name_or_a_relationship_as_the_values_say(values, key):
    rows = [f"1042{n}|Aetna|W10010{n}|{value}" for n, value in enumerate(values)]
    assert used("patients", "Pt ID|Carrier|Policy No|Insured", *rows).get(key) == "Insured"


def test_an_account_goes_before_an_encounter():
    rows = ("Enc Nbr|Clm Nbr|Person Nbr|Svc Dt|Payer|Status", "77001|C1|10423|5/1/2026|Aetna|Paid")
    assert used("claims", *rows)["patient_control_number"] == "Person Nbr"
