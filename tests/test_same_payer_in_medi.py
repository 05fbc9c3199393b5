"""A payer or ZIP that Medi's list writes in its own way is no difference of the patient; another payer is."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest
from cutover.reading.patients.exports import READ_BACK, read_demographics
from cutover.reading.payers.same import SamePayers
from cutover.workstreams.readiness.evidence import evidence
from cutover.workstreams.readiness.patients import read_back
from cutover.workstreams.readiness.report import assess
from patient_maker import a_practice
from test_readiness import ready

HEAD = "Account Number,Last Name,First Name,Date of Birth,ZIP,Primary Insurance,Primary Member ID\n"
# number, birth date, ZIP and payer in the practice's list; birth date, ZIP and payer in Medi
PEOPLE = (
    ("811", "04/03/1950", "44301", "Tarnbrook HP", "04/03/1950", "44301", "Tarnbrook Health of the Lakes"),  # proven
    ("812", "05/03/1951", "1841", "Medicare Part B", "05/03/1951", "01841", "Medicare B"),  # as Excel saved it
    ("813", "06/03/1952", "44301", "UHC", "06/03/1952", "44301", "United Healthcare"),  # spelled otherwise
    ("814", "07/03/1953", "1841", "UHC", "07/03/1953", "01842", "Humana"),  # another ZIP, another payer
    ("815", "08/03/1954", "44301", "Aetna HMO", "08/04/1954", "44301", "Aetna"),  # the list has Aetna too
    ("816", "09/03/1955", "44301", "Aetna", "09/03/1955", "44301", "Aetna Medicare Advantage"),  # another line
    ("817", "10/03/1956", "44301", "Cigna HMO", "10/03/1956", "44301", "CIGNA"),  # no other Cigna on either side
    ("818", "11/03/1957", "44301", "Humana", "11/03/1957", "", ""),  # what is lost is no spelling
)  # fmt: skip
PROVEN = SamePayers((("Tarnbrook HP", "Tarnbrook Health of the Lakes"),), ())


@pytest.fixture(scope="module")
def told(tmp_path_factory):
    """The inputs of a practice whose patients are in Medi, and what is found of them."""
    names = dict(
        zip(
            (one[0] for one in PEOPLE),
            ["Vik", "Moe", "Lund", "Dahl", "Berg", "Holm", "Foss", "Rask"],
            strict=True,
        )
    )
    here = HEAD + "".join(f"{n},{names[n]},Ola,{b},{z},{p},W1002{n}\n" for n, b, z, p, *_ in PEOPLE)
    there = HEAD + "".join(f"{n},{names[n]},Ola,{b},{z},{p},W1002{n}\n" for n, *_, b, z, p in PEOPLE)
    practice = a_practice(tmp_path_factory.mktemp("respelled"), patients_csv=here.encode())
    (practice.raw / READ_BACK).mkdir()
    (practice.raw / READ_BACK / "medi.csv").write_text(there)
    made = ready()
    enrolled = replace(made.enrolled, files=replace(made.enrolled.files, same=PROVEN), known={})
    sides = [read_demographics(practice, folder=one) for one in ("demographics", READ_BACK)]
    inputs = replace(made, enrolled=enrolled, here=sides[0], there=sides[1], known={})
    return inputs, read_back(inputs)


def test_a_payer_in_other_writing_and_a_zip_without_its_zero_are_no_difference(told):
    changed = told[1].changed.sort_values(["field", "account_number"])
    assert changed[["field", "account_number"]].to_numpy().tolist() == [
        ["ZIP", "814"], ["ZIP", "818"], ["birth date", "815"],
        ["payer", "814"], ["payer", "815"], ["payer", "816"], ["payer", "818"],
    ]  # fmt: skip
    # payers of 811, 812, 813 and 817, and the ZIP of 812
    assert told[1].respelled == 5


def test_a_payer_that_either_list_tells_apart_is_another_one(told):
    payers = told[1].changed[told[1].changed["field"].eq("payer")]
    assert payers.set_index("account_number")["now"].dropna().to_dict() == {
        "814": "Humana", "815": "Aetna", "816": "Aetna Medicare Advantage",
    }  # fmt: skip


def test_gate_finding_and_table_count_what_differs(told):
    inputs, found = told
    assert len(found.changed) == 7
    assert "7 fields differ" in evidence(inputs)["day-zero-2"].words
    result = assess(inputs)
    assert next(f for f in result.findings if f.code == "ready-patient-changed").count == 7
    arrived: pd.DataFrame = result.tables["patients"].frame
    assert (
        arrived.set_index(arrived.columns[0])
        .iloc[:, 0]
        .to_dict()["the same payer or ZIP in other writing: no difference"]
        == 5
    )
