"""Rates of the client's own contracts are read whatever their columns are called, and no row is lost."""

from __future__ import annotations

import pandas as pd
import pytest
from cutover.columns import empty
from cutover.intake.sheets import FEE_SCHEDULES
from cutover.reading.payers.contract_rates import NO_PAYER, NO_PROCEDURE, NO_RATE, load_contract_rates
from cutover.reading.practice.book import Practice

NOBODY = empty(FEE_SCHEDULES.columns)


def held(tmp_path, text: str, name: str = "cigna-2026.csv") -> Practice:
    who = Practice("acme", "elm", "Elm Clinic", frozenset(), frozenset(), tmp_path)
    path = who.raw / "fee_schedules" / name
    path.parent.mkdir(parents=True)
    path.write_text(text)
    return who


HEADERS = (
    "Payer,CPT,Mod,POS,Contract Rate,Effective Date",
    "Health Plan,Procedure Code,Modifier,Place of Service,Allowed Amount,Effective From",
)


@pytest.mark.parametrize("header", HEADERS)
def test_a_contract_is_read_whatever_its_columns_are_called(tmp_path, header):
    rows = "CIGNA,99213,,11,$92.50,01/01/2026\nCIGNA,73562,26,,18.00,01/01/2026\n"
    found = load_contract_rates(held(tmp_path, f"{header}\n{rows}"), NOBODY).rows
    assert found["procedure_code"].tolist() == ["99213", "73562"]
    assert found["rate_cents"].tolist() == [92_50, 18_00]
    assert found["modifiers"].fillna("").tolist() == ["", "26"] and found["place"].fillna("").tolist() == [
        "11",
        "",
    ]
    assert found["effective_from"].unique().tolist() == [pd.Timestamp(2026, 1, 1)]


def test_the_intake_names_the_payer_of_a_file_that_does_not(tmp_path):
    who = held(tmp_path, "CPT,Rate\n99213,92.50\n99214-25,130.00\n")
    told = pd.concat([NOBODY, pd.DataFrame([{"payer": "CIGNA", "name": "PPO", "file": "Cigna-2026.CSV"}])])
    found = load_contract_rates(who, told.astype(NOBODY.dtypes)).rows
    assert found["payer_name"].tolist() == ["CIGNA", "CIGNA"] and found["schedule"].tolist() == ["PPO", "PPO"]
    assert found["modifiers"].fillna("").tolist() == ["", "25"]


@pytest.mark.parametrize(("name", "payer"), [
    ("cigna_rates.csv", "CIGNA HEALTHCARE"),  # the first word of one payer's name
    ("rates of Alder Mutual 2026.csv", "ALDER MUTUAL"),
    ("healthcare rates.csv", None),  # a later word is no name
    ("cigna and alder rates.csv", None),  # two payers
    ("rates 2026.csv", None),
])  # fmt: skip
def test_a_file_that_bears_one_payer_s_name_is_that_payer_s(tmp_path, name, payer):
    who = held(tmp_path, "CPT,Pays\n99213,92.50\n", name)
    found = load_contract_rates(who, NOBODY, ["CIGNA HEALTHCARE", "ALDER MUTUAL"])
    assert found.rows["payer_name"].tolist() == ([payer] if payer else [])
    assert found.set_aside["reason"].tolist() == ([] if payer else [NO_PAYER])


def test_a_payer_that_the_intake_names_goes_before_the_name_of_the_file(tmp_path):
    who = held(tmp_path, "CPT,Rate\n99213,92.50\n", "cigna.csv")
    told = pd.concat([NOBODY, pd.DataFrame([{"payer": "Alder Mutual", "file": "cigna.csv"}])])
    found = load_contract_rates(who, told.astype(NOBODY.dtypes), ["CIGNA HEALTHCARE"]).rows
    assert found["payer_name"].tolist() == ["Alder Mutual"]


def test_a_row_without_payer_procedure_or_rate_is_set_aside_with_its_reason(tmp_path):
    text = "Payer,CPT,Rate\nCIGNA,99213,92.50\n,99214,130.00\nCIGNA,,5.00\nCIGNA,99215,by report\n"
    read = load_contract_rates(held(tmp_path, text), NOBODY)
    assert sorted(read.set_aside["reason"]) == sorted([NO_PAYER, NO_PROCEDURE, NO_RATE])
    assert len(read.rows) + len(read.set_aside) == 4


def test_a_practice_without_the_folder_has_no_contract(tmp_path):
    who = Practice("acme", "elm", "Elm Clinic", frozenset(), frozenset(), tmp_path)
    read = load_contract_rates(who, NOBODY)
    assert read.rows.empty and read.files.empty and read.set_aside.empty
