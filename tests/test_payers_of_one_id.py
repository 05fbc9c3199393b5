"""Names to which the client's own lists of patients give one payer ID are one payer's, and two families never are."""

from __future__ import annotations

from types import SimpleNamespace

import pandas as pd
import pytest
from cutover.columns import conform
from cutover.errors import InputError
from cutover.reading.claims.tables import PAYER_LIST
from cutover.reading.payers.ids_of_patients import ids_of_patients, with_one_id
from cutover.reading.payers.lists import PayerLists
from cutover.reading.payers.same import SamePayers, same_payers
from cutover.reading.payers.spellings import of_one_id

PAIR = ["payer_name", "payer_id"]


def pairs(*rows: tuple) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=PAIR)


def proven(in_list: list[tuple], of_patients: list[tuple]) -> SamePayers:
    """What a payer list and the lists of patients, each of (name, ID), prove of names that claims write without one."""
    frame = pairs(*in_list).assign(list_date=pd.Timestamp(2026, 1, 5), par="par")
    lists = PayerLists(conform(frame.reindex(columns=[c.name for c in PAYER_LIST]), PAYER_LIST), ())
    claims = pd.DataFrame(
        {
            "claim_number": [f"K{n}" for n in range(len(of_patients))],
            "payer_name": [p[0] for p in of_patients],
        }
    )
    claims = claims.assign(payer_id=None, patient_control_number=None, service_from=pd.Timestamp(2026, 3, 2))
    answers = claims.head(0).assign(submission=None, status=None, set_aside=None)
    return same_payers(claims, answers, lists, pairs(), pairs(*of_patients))


@pytest.mark.parametrize(
    ("one", "other", "is_one"),
    [
        ("TARNBROOK HLTHKPR", "Tarnbrook HealthKeeper", True),  # a word of its own is the same
        ("PINEHVN", "Pinehaven Health Plan", True),  # 7 of 9 letters, the first among them
        ("PNHN", "Pinehaven Health Plan", False),  # 4 of 9: less than half
        ("INEHAVEN", "Pinehaven Health Plan", False),  # the first letter is another
        ("Blue Cross NE", "BCBS of Nebraska", True),  # a shorter name in one state
        ("Blue Shield of Idaho", "Blue Cross of Idaho", False),  # two plans of one state
        ("Blue Cross NE", "BCBS of Iowa", False),
        ("Blue Cross", "BCBS of Nebraska", False),  # a name of no state is of any
        ("Tarnbrook BH", "Tarnbrook Behavioral", True),
        ("Tarnbrook", "Tarnbrook Medicare Advantage", False),  # another line of business
        ("Tarnbrook", "Tarnbrook Medicaid", False),
        ("Tarnbrook", "Ellsmere", False),  # an administrator's ID: two families
    ],
)
def test_of_one_id_are_the_names_of_one_family_in_one_line_of_business(one, other, is_one):
    assert of_one_id(one, other) is of_one_id(other, one) is is_one


def test_a_name_in_claims_is_that_of_the_list_by_the_id_of_the_patients():
    in_list = [("TARNBROOK SHIELD PLAN", "TB471"), ("BCBS OF NEBRASKA", "00840")]
    mine = [
        ("Tarnbrook BS", "TB471"), ("Tarnbrook", "TB471"), ("Tarnbrook Medicare Advantage", "TB471"),
        ("Blue Cross NE", "840"),  # a spreadsheet saved it as a number
    ]  # fmt: skip
    found = proven(in_list, mine)
    assert found.main("TARNBROOK BS") == found.main("Tarnbrook") == "TARNBROOK SHIELD PLAN"
    assert found.main("Tarnbrook Medicare Advantage") == "Tarnbrook Medicare Advantage"
    assert found.main("Blue Cross NE") == "BCBS OF NEBRASKA"
    assert found.proof("Blue Cross NE") == "both bear the payer ID 00840"


def test_two_rows_of_the_list_with_ids_of_their_own_are_two_whatever_patients_lists_give_them():
    in_list = [("TARNBROOK", "TB471"), ("TARNBROOK BETTER KIDS", "TB900")]
    # by the third name, of the first one's ID, the two are not joined either
    mine = [("Tarnbrook", "TB471"), ("Tarnbrook Better Kids", "TB471"), ("Tarnbrook Better", "TB471")]
    found = proven(in_list, mine)
    assert found.main("Tarnbrook Better Kids") != found.main("Tarnbrook")


def test_the_id_of_a_name_is_that_of_nearly_all_its_rows():
    rows = [("Ellsmere", "EL100")] * 9 + [("ELLSMERE", "EL999")]  # 9 of 10: 90 %
    assert with_one_id(pairs(*rows)).to_numpy().tolist() == [["Ellsmere", "EL100"]]
    rows = [("Ellsmere", "EL100")] * 8 + [("ELLSMERE", "EL999")]  # 8 of 9: 88.9 %
    assert with_one_id(pairs(*rows)).empty
    # without the zeros it is the same ID: 2 of 2; a row without any ID tells nothing
    rows = [("Ellsmere", "00731"), ("Ellsmere", "731"), ("Ellsmere", None), (None, "731")]
    assert with_one_id(pairs(*rows))["payer_id"].tolist() == ["00731", "731"]


def test_ids_are_those_of_patients_and_of_their_coverages_here_and_in_medi(monkeypatch):
    primary, secondary = ([f"{one}_{name}" for name in PAIR] for one in ("primary", "secondary"))
    people = pd.DataFrame([["Pinehaven Mutual", "PH210"]], columns=primary)
    policies = pd.DataFrame([["PINEHVN MUT", "PH210", "Ellsmere", "EL100"]], columns=[*primary, *secondary])
    folders = {"demographics": (people, policies), "medi_patients": (people.head(0), policies.head(0))}

    def read(_practice, folder):
        if folder not in folders:
            raise InputError("columns.toml", "a column that is not there", "Confirm it again.")
        return SimpleNamespace(rows=folders[folder][0], joined=folders[folder][1])

    monkeypatch.setattr("cutover.reading.payers.ids_of_patients.read_demographics", read)
    wanted = [["Ellsmere", "EL100"], ["PINEHVN MUT", "PH210"], ["Pinehaven Mutual", "PH210"]]
    assert sorted(ids_of_patients(None).to_numpy().tolist()) == wanted
    del folders["medi_patients"]  # what does not open is said by the report on patients
    assert len(ids_of_patients(None)) == 3
    folders.clear()
    assert ids_of_patients(None).empty
