"""Rates of the client's own contracts are read whatever their columns are called, and no row is lost."""

from __future__ import annotations

import pandas as pd
import pytest
from cutover.columns import empty
from cutover.intake.sheets import FEE_SCHEDULES
from cutover.reading.payers.contract_rates import (
    NO_PAYER,
    NO_PROCEDURE,
    NO_RATE,
    ONE_PATIENT,
    load_contract_rates,
    payers_of,
)
from cutover.reading.practice.book import Practice
from era_frames import archive, payment

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
    ("Anthem Blue Cross Blue Shie rates.csv", "COMMUNITY INSURANCE COMPANY"),  # its brand, cut short
    ("blue community rates.csv", None),  # a word that many have, and one of the legal name
])  # fmt: skip
def test_a_file_that_bears_one_payer_s_name_is_that_payer_s(tmp_path, name, payer):
    who = held(tmp_path, "CPT,Pays\n99213,92.50\n", name)
    found = load_contract_rates(
        who, NOBODY, ["CIGNA HEALTHCARE", "ALDER MUTUAL", "COMMUNITY INSURANCE COMPANY"]
    )
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


def rates(tmp_path, text: str, name="contracts.csv") -> list[tuple[str, str, int]]:
    found = load_contract_rates(held(tmp_path, text, name), NOBODY).rows
    return list(zip(found["payer_name"], found["procedure_code"], found["rate_cents"], strict=True))


@pytest.mark.parametrize("header", [
    "CPT,Cigna,Alder Mutual,BCBS OH",
    "Procedure Code,2026 Cigna Rate,Alder Mutual Allowed,BCBS OH contract",
    "CPT,Our Charge,Cigna,Alder Mutual,BCBS OH",  # what is charged is nobody's rate
    "CPT,Description,Cigna,Alder Mutual,BCBS OH",
])  # fmt: skip
def test_a_contract_with_a_column_for_each_payer_is_read_as_one_schedule_a_payer(tmp_path, header):
    middle = "200.00," if "Charge" in header else "office visit," if "Description" in header else ""
    text = f"{header}\n99213,{middle}92.50,88.00,95.10\n73562-26,{middle}18.00,,17.25\n"
    found = load_contract_rates(held(tmp_path, text, "contracts.csv"), NOBODY)
    told = list(
        zip(found.rows["payer_name"], found.rows["procedure_code"], found.rows["rate_cents"], strict=True)
    )
    assert told == [
        ("Cigna", "99213", 92_50), ("Cigna", "73562", 18_00), ("Alder Mutual", "99213", 88_00),
        ("BCBS OH", "99213", 95_10), ("BCBS OH", "73562", 17_25),
    ]  # fmt: skip
    # two rows of three payers, one cell of them empty: 2 * 3 - 1 = 5 rates
    assert found.files[["state", "rows_in", "rows_used", "rows_set_aside"]].values.tolist() == [
        ["read", 5, 5, 0]
    ]
    assert found.rows["source_row"].tolist() == [2, 3, 2, 2, 3]


def test_a_cell_that_is_no_amount_is_set_aside_for_its_payer_alone(tmp_path):
    text = "CPT,Cigna,Alder Mutual\n99213,92.50,88.00\n99214,by report,130.00\n99215,150.00,160.00\n"
    found = load_contract_rates(held(tmp_path, text, "contracts.csv"), NOBODY)
    assert len(found.rows) == 5
    assert found.set_aside[["source_row", "reason"]].values.tolist() == [[3, NO_RATE]]


@pytest.mark.parametrize(("header", "rows"), [
    ("CPT,Contract Rate,Medicare", [("Cigna", "99213", 92_50)]),  # the rate, and a column to compare it with
    ("CPT,2025,2026", [("Cigna", "99213", 92_50), ("Cigna", "99213", 88_00)]),  # years: a rate from each on
    ("CPT,Min,Max", []),
    ("CPT,Work RVU,Total RVU", []),
])  # fmt: skip
def test_columns_that_are_no_payers_make_no_payers(tmp_path, header, rows):
    text = f"{header}\n99213,92.50,88.00\n"
    found = load_contract_rates(held(tmp_path, text, "cigna.csv"), NOBODY, ["Cigna"]).rows
    assert list(zip(found["payer_name"], found["procedure_code"], found["rate_cents"], strict=True)) == rows


def test_a_column_of_payers_goes_before_headers_that_look_like_payers(tmp_path):
    text = "Payer,CPT,Rate,Alder Mutual,Birch Health\nCigna,99213,92.50,1.00,2.00\n"
    assert rates(tmp_path, text) == [("Cigna", "99213", 92_50)]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("CPT,Description,Cigna\n99213,office visit,92.50\n", [("Cigna", "99213", 92_50)]),
        (
            "CPT,Our Fee,Cigna\n99213,200.00,92.50\n",
            [("Cigna", "99213", 92_50)],
        ),  # what is charged is no rate
        ("CPT,Cigna\n99213,$92\n", [("Cigna", "99213", 92_00)]),
        ("CPT,Cigna\n99213,92\n", []),  # it may count visits
        ("CPT,Cigna,Work RVU\n99213,92.50,1.3\n", []),  # beside another number it may be anything
        ("CPT,Alder Mutual\n99213,92.50\n", []),  # nobody knows that this is a payer
    ],
)
def test_one_column_of_amounts_under_a_known_payers_name_is_its_rates(tmp_path, text, told):
    assert rates(tmp_path, text) == told


@pytest.mark.parametrize(
    ("others", "named"),
    [
        ("Aetna,99213,88.00\n", ["C1", ""]),
        ("Cigna,99214,88.00\n", ["C1", "C1"]),
        (",99214,88.00\n", ["C1", "C1"]),
    ],
)
def test_what_the_intake_says_of_one_payer_of_a_file_holds_for_no_other_of_it(tmp_path, others, named):
    who = held(tmp_path, f"Payer,CPT,Rate\nCigna,99213,92.50\n{others}", "all.csv")
    asked = NOBODY.reindex(range(1)).assign(payer="Cigna", name="C1", file="all.csv")
    assert load_contract_rates(who, asked).rows["schedule"].fillna("").tolist() == named


NEVADA = ["NORIDIAN HEALTHCARE SOLUTIONS JE NEVADA", "AETNA"]


@pytest.mark.parametrize(
    ("header", "cells", "told"),
    [
        ("HCPCS,Non-Facility Price,Facility Price", "90,60", [("non-facility", 90_00), ("facility", 60_00)]),
        ("HCPCS,Nonfacility", "90", [("non-facility", 90_00)]),
        ("HCPCS,POS,Rate", "11,90", [("11", 90_00)]),
        ("HCPCS,POS,Rate", "NF,90", [("non-facility", 90_00)]),
        ("HCPCS,Facility Limiting Charge", "90", []),  # the most that who does not take part may charge
        ("HCPCS,Facility,Facility Fee", "90,60", []),  # two of one kind: a person says which
    ],
)
def test_prices_in_facilities_and_outside_are_rates_of_their_places(tmp_path, header, cells, told):
    who = held(tmp_path, f"{header}\n97110,{cells}\n", "Medicare NV 2026.csv")
    found = load_contract_rates(who, NOBODY, NEVADA).rows
    assert list(zip(found["place"].fillna("any"), found["rate_cents"], strict=True)) == told
    assert set(found["payer_name"]) <= {NEVADA[0]}


def test_a_code_with_a_price_for_one_kind_of_places_or_for_none_is_not_lost(tmp_path):
    lines = "HCPCS,Non-Facility Price,Facility Price\n97110,90,60\n97140,,40\n97530,,\n"
    read = load_contract_rates(held(tmp_path, lines, "Medicare NV 2026.csv"), NOBODY, NEVADA)
    assert sorted(read.rows["rate_cents"]) == [40_00, 60_00, 90_00]
    assert read.set_aside["source_row"].tolist() == [4]  # of the code without any price


@pytest.mark.parametrize(
    ("name", "payers", "payer"),
    [
        ("Medicare NV 2026", NEVADA, NEVADA[0]),
        ("Medicare 2026", NEVADA, NEVADA[0]),  # the one contractor of the practice
        ("Medicare UT 2026", NEVADA, None),  # of another state
        ("Medicare NV 2026", ["AETNA"], None),
        ("Aetna Medicare NV", NEVADA, "AETNA"),
    ],
)
def test_a_file_of_medicare_is_that_of_its_contractor_in_the_remittances(tmp_path, name, payers, payer):
    who = held(tmp_path, "CPT,Rate\n97110,33.00\n", f"{name}.csv")
    found = load_contract_rates(who, NOBODY, payers).rows
    assert found["payer_name"].tolist() == ([payer] if payer else [])


def test_a_file_that_the_intake_names_for_two_payers_is_nobodys_by_it_and_each_keeps_its_own_days(tmp_path):
    who = held(tmp_path, "Payer,CPT,Rate\nCigna,99213,92.50\nAetna,99213,88.00\n,99213,70.00\n", "all.csv")
    asked = NOBODY.reindex(range(2)).assign(
        payer=["Cigna", "Alder Mutual"],
        name=["C1", "A1"],
        file="all.csv",
        ends_on=pd.to_datetime(["2026-06-30"] * 2),
    )
    read = load_contract_rates(who, asked)
    assert read.rows["payer_name"].tolist() == ["Cigna", "Aetna"]
    assert read.rows["schedule"].fillna("").tolist() == ["C1", ""]
    assert read.rows["effective_through"].notna().tolist() == [True, False]
    assert read.set_aside["reason"].tolist() == [NO_PAYER]


@pytest.mark.parametrize(
    ("patient", "rows", "is_one"),
    [
        ("EL-041", 1, True),
        ("Farr; Ada", 1, True),  # a name of words alone, for a few procedures
        ("Elm Clinic", 4, True),
        ("Elm Clinic", 5, False),  # a billing company's client beside each rate of its contract
        ('"Farr, Ada"', 6, True),
        ("", 1, False),
    ],
)
def test_an_agreement_for_one_patient_is_no_rate_of_the_payers_others(tmp_path, patient, rows, is_one):
    agreed = "".join(f"{patient},CIGNA,9921{n},150.00,3/1/2026,6/30/2026\n" for n in range(rows))
    found = load_contract_rates(held(tmp_path, f"Client,Payer,Code,Agreed rate,From,To\n{agreed}"), NOBODY)
    assert len(found.rows) == (0 if is_one else rows)
    assert found.set_aside["reason"].tolist() == (rows * [ONE_PATIENT] if is_one else [])
    assert len([note for note in found.notes if "for one patient alone" in note]) == is_one


@pytest.mark.parametrize(("title", "payers", "told"), [
    ("Cigna commercial rates eff 2/1/2026", ["CIGNA HEALTHCARE"], "CIGNA HEALTHCARE"),
    ("BCBS OH PPO", ["BLUE CROSS AND BLUE SHIELD OF OHIO"], "BLUE CROSS AND BLUE SHIELD OF OHIO"),
    ("BCBS TX PPO", ["BLUE CROSS AND BLUE SHIELD OF OHIO"], None),  # another state's
    ("Cigna Medicare Advantage", ["CIGNA HEALTHCARE"], "Cigna Medicare Advantage"),  # another line of business
    ("Keystone Mutual 2026", ["KEYSTONE MUTUAL HMO"], "KEYSTONE MUTUAL HMO"),  # known from the remittances alone
    ("Keystone Mutual 2026", ["CIGNA HEALTHCARE"], None),
])  # fmt: skip
def test_the_payer_of_a_title_is_that_of_the_remittances_who_is_meant(tmp_path, title, payers, told):
    found = load_contract_rates(
        held(tmp_path, f"{title},\nCPT,Rate\n99213,92.50\n", "rates.csv"), NOBODY, payers
    )
    assert found.rows["payer_name"].tolist() == ([told] if told else [])
    assert found.set_aside["reason"].tolist() == ([] if told else [NO_PAYER])


@pytest.mark.parametrize(
    ("file", "told"),
    [
        ("BCBSOH.csv", "BLUE CROSS AND BLUE SHIELD OF OHIO"),  # the file is named as the payer is
        ("BCBSTX.csv", "BCBSOH PPO behavioral"),  # another state's
        ("bcbsoh 2026.csv", "BCBSOH PPO behavioral"),  # more than the name
    ],
)
def test_a_title_of_a_specialty_is_the_payers_after_whom_the_file_is_named(tmp_path, file, told):
    title = "BCBSOH PPO behavioral fee schedule eff 1/1/2026"
    payers = ["BLUE CROSS AND BLUE SHIELD OF OHIO", "CIGNA HEALTHCARE"]
    found = load_contract_rates(held(tmp_path, f"{title},\nCPT,Rate\n99213,92.50\n", file), NOBODY, payers)
    assert found.rows["payer_name"].tolist() == [told]


@pytest.mark.parametrize(("of_text", "told"), [
    ("OAKMARK HEALTH", {"CEDAR MUTUAL", "OAKMARK HEALTH"}),  # no 835 of it is held
    ("CEDAR MUTUAL OF IOWA", {"CEDAR MUTUAL"}),  # the 835 names it so
    (None, {"CEDAR MUTUAL"}),
])  # fmt: skip
def test_a_payer_whose_remittances_are_text_alone_is_one_of_theirs(tmp_path, of_text, told):
    feed = archive(
        payments=[payment("a", "2026-03-02", payer_name="CEDAR MUTUAL")],
        text_checks=[{"content": "t", "check_id": 0, "payer_name": of_text}],
    )
    assert payers_of(feed) == told
    found = load_contract_rates(
        held(tmp_path, "code,$\n11720,33.10\n", "oakmark.csv"), NOBODY, payers_of(feed)
    )
    assert found.rows["rate_cents"].tolist() == ([3310] if "OAKMARK HEALTH" in told else [])


@pytest.mark.parametrize(("header", "cells", "cents"), [
    ("code,$", ("33.10", "44"), [3310, 4400]),
    ("CPT,($)", ("33.10", "44"), [3310, 4400]),
    ("code,$", ("by report", "call"), []),  # a sign over no amounts
    ("code,$,our rate", ("99,33.10", "98,44"), [3310, 4400]),  # a column that says what it is goes first
])  # fmt: skip
def test_a_heading_that_is_a_currency_sign_alone_is_the_rate(tmp_path, header, cells, cents):
    rows = "".join(f"{code},{cell}\n" for code, cell in zip(("11720", "11721"), cells, strict=True))
    found = load_contract_rates(held(tmp_path, f"what they pay 1/1/26\n{header}\n{rows}", "oakmark.csv"),
                                NOBODY, ["OAKMARK HEALTH"])  # fmt: skip
    assert found.rows["rate_cents"].tolist() == cents
