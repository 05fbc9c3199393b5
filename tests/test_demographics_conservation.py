"""Whatever rows go in: patients, coverages, authorizations and guarantors are conserved to the row."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pandas as pd
from cutover.columns import TEXT
from cutover.reading.mapping.targets import patients_export
from cutover.reading.patients.exports import Demographics, read_demographics
from cutover.reading.practice.book import Practice
from cutover.workstreams.demographics.inputs import Inputs
from cutover.workstreams.demographics.patient_import import IN_IMPORT
from cutover.workstreams.demographics.report import assess
from examples import examples
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from patient_maker import AS_OF, COLUMNS, a_csv, a_practice

LIKELY = {
    "account_number": ["1", "2", "3", "1.23E+15", "=1+1", "x" * 30],
    "last_name": ["Smith", "Smith Jr", "SMITH", "Jones", "Test", "@x", "O'Neil"],
    "first_name": ["Ann", "Anna", "Bob", "Robert", "A1"],
    "full_name": ["Smith, Ann", "Ann Smith", "Smith"],
    "birth_date": ["01/02/1980", "1/2/80", "13/45/1975", "9/26/19991", "01/02/2030", "6/28/198+", "1899-01-01"],
    "sex": ["M", "f", "Unknown", "?"],
    "state": ["NJ", "New Jersey", "ZZ"],
    "zip": ["07030", "7030", "070301234", "abc"],
    "status": ["Active", "inactive"],
    "last_visit": ["05/02/2026", "1/1/1970"],
    "coverage_priority": ["Primary", "2", "tertiary"],
    "primary_payer_name": ["Aetna", "SELF PAY", "Medicare NJ"],
    "primary_member_id": ["W123", "W123456", "1EG4TE5MK73", "-", "1.23E+10"],
    "primary_relationship": ["Self", "Child", "18", "frnd"],
    "secondary_payer_name": ["Cigna", "=cmd"],
    "secondary_member_id": ["U1234", "U1234"],
    "tertiary_member_id": ["T1234"],
    "guarantor_last_name": ["Smith"],
    "authorization_number": ["A1", "=A1"],
    "authorization_visits_left": ["5", "0", "many"],
    "authorization_valid_through": ["12/31/2026", "01/01/2020", "soon"],
}  # fmt: skip
PHASES = [Phase.explicit, Phase.reuse, Phase.generate]  # a case is small enough to read without shrinking
cell = {name: st.sampled_from(LIKELY.get(name, ["x", "7"])) for name in COLUMNS}
rows = st.lists(st.fixed_dictionaries({}, optional=cell), min_size=1, max_size=9)


def made_of(patients: list[dict[str, str]]):
    """The rows as a mapped export, and what becomes of them."""
    target = patients_export()
    frame = pd.DataFrame(patients).reindex(columns=[f.key for f in target.fields]).astype(TEXT)
    frame["source_file"], frame["source_sheet"] = "demographics/patients.csv", None
    frame["source_row"] = range(2, len(frame) + 2)
    frame = frame.astype({"source_sheet": TEXT, "source_row": "Int64"})
    demographics = Demographics(True, target, rows=frame)
    practice = Practice("acme", "one", "One", frozenset(), frozenset(), Path())
    inputs = Inputs(demographics, practice, AS_OF)
    return demographics, inputs.prepared, assess(inputs)


def counted(made, subject: str) -> tuple[int, int]:
    """Records of the conservation table: in the import, and all."""
    of = made.conservation[made.conservation["subject"] == subject]
    return int(of.loc[of["outcome"] == IN_IMPORT, "count"].sum()), int(of["count"].sum())


@settings(max_examples=examples(30), deadline=None, phases=PHASES)
@given(rows)
def test_patients_coverages_and_authorizations_in_are_those_in_the_import_and_those_set_aside(patients):
    _, made, result = made_of(patients)
    assert counted(made, "patient") == (len(made.patients), len(patients))

    def there(keys: list[str]) -> int:
        return sum(any(k in p for k in keys) for p in patients)

    parts = ["payer_name", "payer_id", "member_id", "group_number", "plan_name"]
    covered = sum(
        there([f"{place}_{part}" for part in parts]) for place in ("primary", "secondary", "tertiary")
    )
    assert counted(made, "coverage") == (len(made.coverages), covered)
    authorized = there([name for name in COLUMNS if name.startswith("authorization_")])
    assert counted(made, "authorization") == (len(made.authorizations), authorized)
    assert made.patients["account_number"].is_unique
    assert not made.coverages.duplicated(["account_number", "priority"]).any()
    for records in (made.coverages, made.authorizations, made.guarantors):
        assert set(records["account_number"]) <= set(made.patients["account_number"])
    states = result.tables["readiness"].frame
    blocked = int(states.loc[states["readiness"] == "blocked", "patients"].iloc[0])
    repeated = int((made.people["aside"] == "row-repeated").sum())
    assert len(made.patients) + blocked + repeated == len(patients)


def test_a_coverage_on_a_repeated_row_goes_with_the_row_that_it_repeats():
    """Two rows of one patient, the second with a coverage: it is imported if the first row is, and not else."""
    for last_name, imported in ((None, 0), ("Abend", 1)):  # without a last name the patient is set aside
        first = {
            "account_number": "2",
            "first_name": "Bob",
            "birth_date": "01/02/1980",
            "last_name": last_name,
        }
        again = first | {"tertiary_payer_name": "Aetna", "tertiary_member_id": "T1234",
                         "authorization_number": "A1", "guarantor_last_name": "Smith"}  # fmt: skip
        _, made, _ = made_of([first, again])
        assert list(made.people["aside"].eq("row-repeated")) == [False, True]
        for records in (made.patients, made.coverages, made.authorizations, made.guarantors):
            assert len(records) == imported


def test_no_folder_is_said_and_is_no_error(tmp_path):
    practice = a_practice(tmp_path)
    result = assess(Inputs(read_demographics(practice), practice, dt.date(2026, 7, 31)))
    assert result.verdict.startswith("No patient export is on file.")
    assert result.findings == ()


def test_a_copy_of_a_file_is_set_aside_and_counted(tmp_path):
    data = a_csv({"account_number": "1", "last_name": "Abend", "first_name": "Nora"})
    practice = a_practice(tmp_path, one_csv=data, two_csv=data)
    demographics = read_demographics(practice)
    assert len(demographics.rows) == 1
    assert demographics.copies == (("demographics/two.csv", "demographics/one.csv", 1),)
    codes = {f.code for f in assess(Inputs(demographics, practice, AS_OF)).findings}
    assert "demo-file-copy" in codes
