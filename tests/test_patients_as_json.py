"""Patients that come as JSON are patients, whatever their fields are called, and no other JSON is."""

from __future__ import annotations

import json

import pytest
from cutover.errors import InputError
from cutover.reading.mapping.suggest import suggest
from cutover.reading.mapping.targets import patients_export
from cutover.reading.patients.json_lists import opened

FLAT = {
    "id": "m-31", "externalId": "0440", "firstName": "Wren", "lastName": "Okafor", "dateOfBirth": "1990-04-02",
    "payerName": "Premera", "memberId": "PX100200",
}  # fmt: skip
NESTED = {
    "patientId": 77, "externalPatientId": 441, "subscriber": {
        "first_name": "Ines", "last_name": "Doyle", "dob": "1958-11-30", "memberId": "W9",
        "address": {"address1": "4 Elm St", "city": "Reno", "state": "NV", "postalCode": "89501"},
    },
    "coverages": [{"payerName": "Humana", "groupNumber": "G1"}, {"payerName": "AARP", "memberId": "A2"}],
    "tags": ["new"], "portal": True,
}  # fmt: skip


def rows(said: object) -> list[dict]:
    """The rows of a file of patients, blank cells left out."""
    (sheet,) = opened(json.dumps(said).encode(), "medi_patients/x.json").sheets
    return [
        {k: v for k, v in one.items() if isinstance(v, str)}
        for one in sheet.frame[list(sheet.columns)].to_dict("records")
    ]


@pytest.mark.parametrize(
    "wrap", [lambda all_: all_, lambda all_: {"items": all_}, lambda all_: {"Patients": all_}]
)
def test_each_record_is_a_patient_under_the_fields_of_the_import(wrap):
    first, second = rows(wrap([FLAT, FLAT | {"externalId": "0441"}]))
    assert first == {
        "account_number": "m-31", "prior_number": "0440", "first_name": "Wren", "last_name": "Okafor",
        "birth_date": "1990-04-02", "primary_payer_name": "Premera", "primary_member_id": "PX100200",
    }  # fmt: skip
    assert second["prior_number"] == "0441"


def test_what_lies_in_a_subscriber_or_a_coverage_is_the_patients_and_numbers_stay_text():
    (one,) = rows([NESTED])
    assert one == {
        "account_number": "77", "prior_number": "441", "first_name": "Ines", "last_name": "Doyle",
        "birth_date": "1958-11-30", "primary_member_id": "W9", "street": "4 Elm St", "city": "Reno", "state": "NV",
        "zip": "89501", "primary_payer_name": "Humana", "primary_group_number": "G1", "secondary_payer_name": "AARP",
        "secondary_member_id": "A2", "tags.0": "new", "portal": "Yes",
    }  # fmt: skip


def test_the_columns_are_sure_and_need_nobody():
    (sheet,) = opened(json.dumps([FLAT]).encode(), "x.json").sheets
    used = suggest(sheet, patients_export()).used
    assert {"prior_number", "last_name", "birth_date", "primary_member_id"} <= set(used)


@pytest.mark.parametrize(
    "said",
    [
        [{"payer": "Aetna", "status": "LIVE"}],  # enrollments
        {"patients": "none"},
        {"totals": {"patients": 3}},
        [1, 2],
    ],
)
def test_other_json_is_refused_and_never_counted_by_its_lines(said):
    with pytest.raises(InputError):
        opened(json.dumps(said, indent=1).encode(), "x.json")


def test_json_that_is_cut_off_is_refused():
    with pytest.raises(InputError, match="cut off"):
        opened(json.dumps([FLAT]).encode()[:-9], "x.json")


def test_a_name_of_the_readers_own_columns_is_no_trap():
    (one,) = rows([FLAT | {"source_file": "elsewhere", "source_row": "9"}])
    assert one["last_name"] == "Okafor"
