"""What Medi gives back: receipts of claims, and the patients held against the import, both ways."""

from __future__ import annotations

import csv
import datetime as dt
import io
from dataclasses import replace

import pytest
from cutover.reading.claims.receipts import MEDI_FOLDER, load_receipts
from cutover.reading.patients.exports import read_demographics
from cutover.reading.practice.book import Practice
from cutover.workstreams.readiness.evidence import evidence
from cutover.workstreams.readiness.patients import read_back
from cutover_sample.handoff_files import receipts as written
from cutover_sample.ready_cast import Stand
from practice_folder import NPI
from test_readiness import ready

HEADERS = ["Account Number", "Last Name", "First Name", "Date of Birth", "Gender", "Address", "City", "State",
           "Zip Code", "Primary Insurance", "Primary Policy ID"]  # fmt: skip
ANN = [
    "P-1",
    "ALDER",
    "ANN",
    "04/11/1958",
    "F",
    "12 OAK ST",
    "COLUMBUS",
    "OH",
    "43004",
    "AETNA",
    "W100200301",
]
BEN = [
    "P-2",
    "BIRCH",
    "BEN",
    "09/02/1971",
    "M",
    "4 ELM AVE",
    "COLUMBUS",
    "OH",
    "43004",
    "AETNA",
    "W100200302",
]


@pytest.fixture
def practice(tmp_path):
    return Practice("billing", "north", "North", frozenset(), frozenset(), tmp_path)


def put(practice, path: str, data: bytes) -> None:
    file = practice.raw / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(data)


def sent(*claims: tuple[str, bool, str]) -> dict[str, bytes]:
    """A 999 and a 277CA of these claims."""
    return dict(written("north", Stand((), (), claims, {}), NPI))


def test_a_277ca_tells_of_each_claim_and_a_999_of_its_file(practice):
    for path, data in sent(("A1", True, "A2:20"), ("A2", False, "A7:562")).items():
        put(practice, path, data)
        put(practice, f"{path}.copy", data)  # the same bytes count once
    found = load_receipts(practice, MEDI_FOLDER)
    assert dict(zip(found.claims["patient_control_number"], found.claims["state"], strict=True)) == {
        "A1": "accepted", "A2": "rejected"}  # fmt: skip
    assert list(found.claims["codes"]) == ["A2:20", "A7:562"]
    assert (list(found.files["state"]), found.notes) == (["accepted"], ())
    assert found.claims["answered_on"].dt.date.unique().tolist() == [dt.date(2026, 7, 28)]


def test_what_is_no_receipt_is_passed_over_and_a_cut_one_is_said(practice):
    (name, data), *_ = [(n, d) for n, d in sent(("A1", True, "A2:20")).items() if n.endswith(".277")]
    put(practice, "medi_submissions/readme.txt", b"nothing")
    put(practice, name, data.replace(b"STC*A2:20*20260728*WQ", b"STC*A2:20*20260728*ZZ"))
    found = load_receipts(practice, MEDI_FOLDER)
    assert list(found.claims["state"]) == ["not said"]  # neither accepted nor rejected
    assert not load_receipts(practice, "submissions").claims.size


def held(practice, here: list[list[str]], there: list[list[str]]):
    """The read-back of these patients of the import and of Medi."""
    for path, rows in (("demographics/a.csv", here), ("medi_patients/b.csv", there)):
        out = io.StringIO()
        csv.writer(out).writerows([HEADERS, *rows])
        put(practice, path, out.getvalue().encode())
    return replace(ready(), here=read_demographics(practice),
                   there=read_demographics(practice, folder="medi_patients"), known={})  # fmt: skip


def test_patients_that_all_arrived_show_the_gate(practice):
    given = held(practice, [ANN, BEN], [BEN, ANN])
    assert evidence(given)["day-zero-2"].shows is True
    assert read_back(given).compared == 2


def test_a_patient_with_a_new_account_number_is_found_by_name_and_birth_date(practice):
    given = held(practice, [ANN, BEN], [["77", *ANN[1:]], BEN])
    found = read_back(given)
    assert (len(found.missing), len(found.extra), len(found.changed)) == (0, 0, 0)
    lost = found.searched.set_index("key")["lost"]
    assert (lost["account number"], lost["member ID"]) == (1, 0)


def test_missing_extra_and_changed_are_told_apart(practice):
    cleo = ["P-3", "CEDARS", "CLEO", "01/30/1949", "F", *ANN[5:9], "AETNA", "W100200303"]
    found = read_back(held(practice, [ANN, BEN], [[*ANN[:8], "43017", *ANN[9:]], cleo]))
    assert list(found.missing["last_name"].str.upper()) == ["BIRCH"]
    assert list(found.extra["last_name"].str.upper()) == ["CEDARS"]
    assert found.changed[["field", "was", "now"]].to_numpy().tolist() == [["ZIP", "43004", "43017"]]


def test_case_and_signs_are_no_change_and_a_lost_value_is(practice):
    same = read_back(held(practice, [ANN], [[*ANN[:5], "12 Oak St.", "Columbus", *ANN[7:]]]))
    assert len(same.changed) == 0
    lost = read_back(held(practice, [ANN], [[*ANN[:5], "", *ANN[6:]]]))
    assert list(lost.changed["field"]) == ["street"]


def test_without_an_export_of_either_side_the_gate_stays_open():
    assert evidence(ready())["day-zero-2"].shows is None
