"""A payer's short name and the one with `Health Plan` behind it are one payer, and look-alikes stay two."""

from __future__ import annotations

import pandas as pd
import pytest
from claim_makers import payer_list
from cutover.reading.payers.deadlines import FILING, Deadlines, load_deadlines
from cutover.reading.payers.families import load_families
from cutover.reading.payers.groups import PayerGroups
from cutover.reading.payers.lists import one_named, without_era
from cutover.reading.payers.names import core
from cutover.reading.payers.spellings import Spellings
from cutover.workstreams.claim_reconciliation import pays_on_paper
from open_claims_makers import AS_OF, PRACTICE

ONE = [
    ("Sundial HMO", "SUNDIAL HEALTH PLANS"),
    ("Sundial", "Sundial Benefit Administrators, Inc"),
    ("Sundial Health", "SUNDIAL HEALTH PLAN"),
    ("Clearwater Vision", "CLEARWATER VISION PLAN"),
    ("Brightmoor (MCO)", "BRIGHTMOOR"),
    ("Molina", "Molina Healthcare"),
    ("Sundial (OON)", "SUNDIAL"),
    ("Sundial - out of network", "Sundial HMO"),
    ("OH MCAID", "Ohio Medicaid"),
    ("Sundial MCARE", "Sundial Medicare"),
    ("AARP supp", "AARP MEDICARE SUPPLEMENT - UNITEDHEALTHCARE"),
    ("Blue Cross NC", "BCBS OF NC"),
    ("Blue Cross NC", "BLUE CROSS AND BLUE SHIELD OF NORTH CAROLINA"),
]
TWO = [
    ("Aetna", "Aetna Better Health"),
    ("UHC", "UHC Community Plan"),
    ("United Health Plan", "United Benefit Administrators"),
    ("American", "American Health Plan"),  # a word of many payers
    ("Sundial Health Plan", "Sundial Benefit Administrators"),  # neither is the other with more words
    ("Sundial HMO", "Sundial PPO Plan"),
    ("Sundial Vision", "Sundial Health Plan"),
    ("Sundial Medicare", "Sundial Health Plan"),
    ("Medicare", "Medicare Health Plan"),
    ("Medicaid NC", "NC Medicaid Plan"),
    ("Sundial NC", "Sundial Health Plan of Ohio"),
    ("Healthy Blue", "Blue Health Plan"),
    ("Horizon NJ", "Horizon NJ Health"),
    ("Blue Cross CA", "BCBS of California"),  # two companies there
    ("UHC", "United Behavioral Health"),
]


@pytest.mark.parametrize(("one", "other"), ONE)
def test_a_name_with_words_of_any_plan_is_the_payer_of_the_shorter_one(one, other):
    assert Spellings([other]).find(one) == other
    assert Spellings([one]).find(other) == one


@pytest.mark.parametrize(("one", "other"), TWO)
def test_look_alikes_stay_two(one, other):
    assert Spellings([other]).find(one) is None
    assert Spellings([one]).find(other) is None


def test_a_short_name_of_which_two_payers_may_be_meant_is_neither():
    two = ["Sundial Health Plan", "Sundial Benefit Administrators"]
    assert Spellings(two).find("Sundial") is None
    assert Spellings(two[:1]).find("Sundial") == two[0]
    assert core("Blue Cross Health Plan") == frozenset()


def test_at_home_a_name_without_a_state_is_the_plan_of_the_practices_state():
    known = ["Brightmoor NC", "Brightmoor SC"]
    assert Spellings(known, "NC").find("Brightmoor (MCO)") == "Brightmoor NC"
    assert Spellings(["Bright Moor NC"], "NC").find("BRIGHTMOOR") == "Bright Moor NC"
    assert Spellings(known[1:], "NC").find("Brightmoor") is None  # South Carolina's alone
    assert Spellings(known[:1]).find("Brightmoor") is None  # of no known state
    assert Spellings(["BRIGHTMOOR"], "NC").find("Brightmoor NC") == "BRIGHTMOOR"
    assert Spellings(["BRIGHTMOOR"], "NC").find("Brightmoor SC") is None


def groups(*said: tuple[str | None, str | None], home: str | None = None) -> list[str]:
    names, ids = (pd.Series(part, dtype="str") for part in zip(*said, strict=True))
    made = PayerGroups(home=home)
    made.add(names, ids)
    return made.label(names, ids).tolist()


def test_claims_remittances_and_tracker_of_one_payer_are_one_group():
    said = [("Sundial HMO", None), ("SUNDIAL HEALTH PLANS", None), ("Sundial Health Plans", "00417")]
    assert len(set(groups(*said))) == 1
    said = [("Brightmoor (MCO)", None), ("BRIGHTMOOR", None), ("Brightmoor NC", "00417")]
    assert len(set(groups(*said, home="NC"))) == 1
    assert len(set(groups(*said, home="OH"))) == 2  # North Carolina's stays apart from what bears no state
    assert (
        len(set(groups(("Sundial", None), ("Sundial Health Plan", "1A"), ("Sundial Benefit Group", "2B"))))
        == 3
    )


def stated(payer: str, days: int, home: str | None) -> Deadlines:
    found = load_deadlines(PRACTICE.raw.parent, load_families(AS_OF), AS_OF, home)
    row = {
        "payer": payer,
        "filing_days": days,
        "corrected_days": None,
        "appeal_days": None,
        "known_from": None,
    }
    return Deadlines(found.rules, found.families, found.source, pd.DataFrame([row]), home=found.home)


def test_the_clients_deadline_is_found_under_the_claims_own_name_of_the_payer():
    assert stated("Brightmoor NC", 75, "NC").of("BRIGHTMOOR (MCO)", FILING).days == 75
    assert stated("Blue Cross Blue Shield of North Carolina", 75, "NC").of("BCBS", FILING).days == 75
    assert stated("Blue Cross Blue Shield of North Carolina", 75, "SC").of("BCBS", FILING) is None
    assert stated("Sundial Health Plans", 75, None).of("Sundial HMO", FILING).days == 75
    assert stated("Aetna", 75, "NC").of("Aetna Better Health", FILING) is None


def test_a_payer_whose_list_row_has_more_words_pays_on_paper_unless_its_remittance_is_held():
    row = ("CLEARWATER VISION PLAN", "CV1", "Remits 835", "No", "No", "No", "No", "No", "No", "")
    lists = payer_list(row)
    asked = pd.DataFrame({"payer_name": ["Clearwater Vision", "Clearwater"], "payer_id": None}, dtype="str")
    assert without_era(asked, lists).tolist() == [True, False]
    assert pays_on_paper(asked, pd.Series(["CLEARWATER VISION PLAN"]), lists).tolist() == [False, False]
    assert pays_on_paper(asked, pd.Series(["AETNA"]), lists).tolist() == [True, False]


def test_a_payer_id_names_its_payer_where_the_list_has_one_under_it():
    listed = (("SUNDIAL HEALTH PLANS", "00417"), ("TIDEWATER TRUST", "77"), ("GRANITE MUTUAL", "77"))
    rows = [(*one, "Remits 835", "Yes", *["No"] * 5, "") for one in listed]
    names = one_named(payer_list(*rows))
    assert names.to_dict() == {"417": "SUNDIAL HEALTH PLANS"}
    # of two under one id the one of whom a remittance is held
    assert one_named(payer_list(*rows), pd.Series(["Tidewater Trust"]))["77"] == "TIDEWATER TRUST"
    assert "77" not in one_named(payer_list(*rows), pd.Series(["TIDEWATER TRUST", "GRANITE MUTUAL"]))
