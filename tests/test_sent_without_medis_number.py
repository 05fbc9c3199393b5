"""Lists of claims sent through Medi without a number of Medi's: used whole, by what their rows have."""

from __future__ import annotations

import pytest
from cutover.reading.claims.sent import load_sent
from cutover.reading.claims.sent_numbers import with_number
from cutover.reading.mapping import kinds
from cutover.reading.practice.book import Practice

TAIL = "Plan,DOS,Went out on,Fee,Clearinghouse status"
ROWS = ("Cigna,2026-07-13,2026-07-14,120.00,accepted", "Humana,2026-07-15,2026-07-16,80.50,rejected")


def crosswalk(head: str, *firsts: str):
    lines = [f"{head},{TAIL}", *(f"{first},{row}" for first, row in zip(firsts, ROWS, strict=True))]
    kind = kinds.named("medi-submissions")
    [table] = kinds.of_bytes("\n".join(lines).encode(), "list.csv", kind).tables
    return table.crosswalk


@pytest.mark.parametrize(
    ("head", "column"),
    [
        ("Our Claim,Patient Ext. ID", "Our Claim"),  # the claim's number goes before the patient's
        ("Claim Ref #,Ext Patient ID", "Claim Ref #"),
        ("External Reference,Chart", "External Reference"),
        ("Pt External ID,Site", "Pt External ID"),  # the only number that there is
        (
            "Encounter Number,Site",
            "Encounter Number",
        ),  # Medi's or the practice's: claims are compared by either
    ],
)
def test_the_practices_own_number_names_the_claims_of_a_list(head, column):
    walk = crosswalk(head, "K-71,P8", "K-72,P9")
    assert walk.used["patient_control_number"] == column
    assert walk.missing == []


def test_a_number_of_medis_own_keeps_its_field_beside_the_practices():
    walk = crosswalk("Transaction ID,Our Ref", "t1,K-71", "t2,K-72")
    assert (walk.used["claim_number"], walk.used["patient_control_number"]) == ("Transaction ID", "Our Ref")


@pytest.fixture
def practice(tmp_path):
    return Practice("billing", "north", "North", frozenset(), frozenset(), tmp_path)


def read(practice, head: str, *firsts: str):
    path = practice.raw / "medi_submissions" / "list.csv"
    path.parent.mkdir(parents=True)
    rows = [f"{first}{row}" for first, row in zip(firsts, ROWS, strict=True)]
    path.write_text("\n".join([f"{head}{TAIL}", *rows]) + "\n")
    return load_sent(practice)


def test_a_list_of_patients_alone_is_used_with_a_number_made_of_day_and_patient(practice):
    found = read(practice, "Patient,", "Fir Fay,", "Elm Eve,")
    assert found.rows["claim_number"].tolist() == ["NO-NUMBER-20260713-FIR-FAY", "NO-NUMBER-20260715-ELM-EVE"]
    assert found.rows["charge_cents"].sum() == 20_050  # 120.00 + 80.50
    assert found.rows["state"].tolist() == ["accepted", "rejected"]
    assert any("no column numbers its claims" in note for note in found.notes)


def test_a_list_that_names_neither_claim_nor_patient_is_set_aside(practice):
    found = read(practice, "", "", "")  # sums of a payer and day look the same
    assert found.rows.empty
    assert found.files["state"].tolist() == ["not read"]


def test_any_other_list_is_left_as_it_is():
    kind = kinds.named("medi-submissions")
    data = f"Claim ID,{TAIL}\nm1,{ROWS[0]}\n".encode()
    [table] = kinds.of_bytes(data, "list.csv", kind).tables
    assert with_number(table) is table
