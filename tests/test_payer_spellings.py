"""A payer is one however it is spelled, and no two payers are ever made one."""

from __future__ import annotations

import pandas as pd
import pytest
from cutover import reference
from cutover.reading.payers.deadlines import APPEAL
from cutover.reading.payers.legal_names import _Companies
from cutover.reading.payers.names import compared, legal_name
from cutover.reading.payers.spellings import Spellings
from cutover.workstreams.payer_spellings import one_name
from open_claims_makers import deadlines

ONE = [
    ("ForeFront Mutual", "FORE FRONT MUTUAL, LLC"),
    ("Well-Care", "WellCare Inc"),
    ("Utd Healthcare", "UnitedHealthcare"),
    ("HBCBSNJ", "Horizon Blue Cross Blue Shield of NJ"),
    ("BC/BS of New Jersey (Horizon)", "BCBS NJ"),
    ("BCBSTX", "Blue Cross Blue Shield of Texas"),
    ("Cigna PPO", "CIGNA HEALTHCARE"),
    ("Cigna", "CIGNA HEALTH AND LIFE INSURANCE COMPANY"),
    ("Aetna Open Access HMO", "Aetna"),
    ("Novitas Medicare", "Medicare Pt B"),
    ("NOVITAS SOLUTIONS NJ", "Medicare NJ"),
    ("Novitas JL", "MEDICARE PART B NJ"),
    ("Texas Medicaid TMHP", "TEXAS MEDICAID AND HEALTHCARE PARTNERSHIP"),
    ("TMHP", "Medicaid - Texas"),
    ("AARP Med Supp", "AARP Medicare Supplement (UHC)"),
    ("Medicare Part B FL First Coast", "FIRST COAST SERVICE OPTIONS INC"),  # a state between the words
    ("Medicare Part B PA Novitas", "Novitas JL"),
    ("Noridian DME MAC JD", "NORIDIAN HEALTHCARE SOLUTIONS LLC DME JD"),
    ("Noridian DMEPOS Jurisdiction A", "Noridian DME JA"),
    ("CGS DME", "DME MAC Region B"),
    ("Medicare DME - OH", "CGS DME JB"),
]
TWO = [
    ("HEALTH CARE SERVICE CORP", "BCBS of Ohio"),  # a state that it does not serve
    ("COMMUNITY INSURANCE CO", "Community"),  # a part of a legal name is nobody's
    ("COMMUNITY INSURANCE CO", "Community Health Insurance"),
    ("ANTHEM HEALTH PLANS OF VIRGINIA INC", "Anthem BCBS of Maine"),
    ("Horizon NJ Health", "Horizon BCBS"),  # its Medicaid plan
    ("Blue Cross Blue Shield of Texas", "BCBSNJ"),
    ("UHC Community Plan", "UHC"),
    ("AARP Medicare Advantage", "AARP Medicare Supplement"),
    ("Medicare HMO", "Medicare"),
    ("Aetna Medicare PPO", "Medicare"),
    ("Aetna Medicare", "Aetna"),
    ("Medicaid HMO", "Medicaid"),
    ("Aetna HMO", "Aetna PPO"),  # two products: neither is the payer itself
    ("Railroad Medicare", "Medicare"),
    ("Palmetto GBA", "Medicare NJ"),  # no contractor of New Jersey
    ("Medicare Part A NJ", "Medicare Part B NJ"),
    ("Novitas JH", "Medicare NJ"),  # Texas and its neighbors
    ("Noridian DME", "Medicare"),
    ("Noridian DME JD", "Noridian JE"),  # equipment enrolls apart from Part B
    ("Noridian DME JA", "Noridian DME JD"),
    ("CGS DME JB", "CGS DME JC"),
    ("CGS DME JC", "CGS Part B KY"),
    ("Medicare DME - OH", "CGS DME JC"),
    ("Apria DME", "Medicare DME"),  # a supplier
    ("Medicare Advantage DME", "Medicare DME"),
    ("Medicare Part B PA Novitas", "Novitas JH"),
    ("Medicare Part A in TX", "Medicare Part B TX"),
    ("WPS Health Plan", "Medicare"),
    ("Health First Medicare", "Medicare"),
    ("Medicare NY", "Medicare NJ"),
    ("Medicaid", "NJ Medicaid"),  # a practice near a border has two
    ("TMHP", "Medicaid NM"),
    ("TMHP Dental", "Texas Medicaid"),
    ("Texas Medicaid CHIP", "Texas Medicaid TMHP"),
    ("HMO", "PPO"),
    ("Oak Mutual", "Oakland Mutual"),
]


@pytest.mark.parametrize(("one", "other"), ONE)
def test_two_spellings_of_a_payer_find_each_other(one, other):
    assert Spellings([other]).find(one) == other
    assert Spellings([one]).find(other) == one


@pytest.mark.parametrize(("one", "other"), TWO)
def test_two_payers_never_find_each_other(one, other):
    assert Spellings([other]).find(one) is None
    assert Spellings([one]).find(other) is None


def test_of_several_the_nearest_spelling_is_meant_and_in_doubt_none():
    listed = Spellings(["Aetna", "Aetna HMO", "Cigna"])
    assert [listed.find(name) for name in ("Aetna HMO", "AETNA PPO")] == ["Aetna HMO", "Aetna"]
    assert Spellings(["Aetna HMO", "Aetna PPO"]).find("Aetna") is None
    assert Spellings(["Medicare NJ", "Medicare NY"]).find("Medicare") is None
    assert Spellings(["NOVITAS SOLUTIONS NJ", "Medicare NJ"]).find("Medicare Pt B") == "NOVITAS SOLUTIONS NJ"


def test_a_blank_or_a_name_of_ignored_words_finds_nothing():
    assert [Spellings(["The Insurance Co"]).find(name) for name in ("", " ", "Inc.", "Services")] == [
        None
    ] * 4


def named(said, known=None) -> list[str]:
    return one_name(
        pd.Series(said, dtype="str"), None if known is None else pd.Series(known, dtype="str")
    ).tolist()


def test_the_words_of_a_history_are_the_payers_that_remittances_name():
    said = ["Qual-Care", "Cigna PPO", "Novitas Medicare", "Golden Oak"]
    known = ["QUALCARE", "CIGNA", "MEDICARE PART B NJ"]
    assert named(said, known) == [*known, "Golden Oak"]


@pytest.mark.parametrize(
    ("short", "known", "meant"),
    [
        ("BC/BS", ["BLUE CROSS BLUE SHIELD OF OREGON", "AETNA"], "BLUE CROSS BLUE SHIELD OF OREGON"),
        ("Blue Cross", ["BLUE CROSS BLUE SHIELD OF OREGON"], "BLUE CROSS BLUE SHIELD OF OREGON"),
        ("BC/BS", ["BLUE CROSS BLUE SHIELD OF OREGON", "BCBS OF OHIO"], None),  # either
        ("BC/BS", ["HORIZON BCBS", "BCBS OF OHIO"], None),
        ("BCBS of Ohio", ["BLUE CROSS BLUE SHIELD OF OREGON"], None),
        ("United", ["UNITEDHEALTHCARE"], "UNITEDHEALTHCARE"),
        ("United", ["UNITEDHEALTHCARE", "UNITED BEHAVIORAL HEALTH"], None),
        ("United", ["UNITEDHEALTHCARE COMMUNITY PLAN"], None),  # a line of business
        ("Sundial", ["SUNDIAL MUTUAL OF OREGON"], "SUNDIAL MUTUAL OF OREGON"),
        ("Sundial", ["SUNDIALS MUTUAL"], None),  # whole words alone
        ("Mutual", ["SUNDIAL MUTUAL"], None),  # the first ones alone
        ("Health Plan", ["HEALTH PLAN OF NEVADA"], None),
        ("Medicaid", ["NEVADA MEDICAID"], None),  # a practice near a border has two
        ("Sundial Gold", ["SUNDIAL"], None),  # a longer name may be a plan of its own
    ],
)
def test_a_short_name_is_the_one_payer_for_which_it_can_be_short(short, known, meant):
    assert named([short], known) == [meant or short]


def test_a_longer_name_beside_a_short_one_in_the_history_leaves_it_alone():
    assert named(["United", "United Concordia"], ["UNITEDHEALTHCARE"]) == ["United", "United Concordia"]
    both = named(["BCBS", "BC/BS", "Blue Cross"], ["BLUE CROSS BLUE SHIELD OF OREGON"])
    assert both == ["BLUE CROSS BLUE SHIELD OF OREGON"] * 3


@pytest.mark.parametrize("state", ["AZ", "az", "Az"])
def test_a_state_at_the_end_of_a_name_is_one_in_any_case(state):
    name = f"Sundial Community Plan {state}"
    assert named([name], ["SUNDIAL COMMUNITY PLAN AZ"]) == ["SUNDIAL COMMUNITY PLAN AZ"]
    assert named([name], ["SUNDIAL COMMUNITY PLAN OH"]) == [name]


def test_what_no_remittance_names_is_one_payer_over_its_products():
    assert named(["Golden Oak PPO", "Golden Oak PPO", "GoldenOak"], ["CIGNA"]) == ["GoldenOak"] * 3


def test_two_products_in_remittances_alone_stay_two_since_each_may_pay_rates_of_its_own():
    assert named(["Aetna HMO", "Aetna", "AETNA, INC."]) == ["Aetna HMO", "AETNA, INC.", "AETNA, INC."]


def test_a_blue_plan_of_one_state_has_that_state_whether_it_is_written_or_not():
    assert compared("Horizon BCBS").states == {"NJ"}
    assert compared("BCBS").states == frozenset()


def test_a_legal_name_of_several_states_is_neither_of_two_that_are_met():
    law = "HEALTH CARE SERVICE CORPORATION"
    assert Spellings(["BCBS TX", "BCBS of Ohio"]).find(law) == "BCBS TX"
    assert Spellings(["BCBS TX", "BCBS IL"]).find(law) is None
    assert Spellings(["BCBS"]).find(law) == "BCBS"  # no state speaks against it


def test_every_legal_name_is_found_and_says_where_it_is_known_from():
    for one in reference.load("payer_legal_names", _Companies).company:
        assert one.known_from and one.states
        for legal in one.legal:
            found = legal_name(f"{legal}, Inc.")
            assert found is not None and found.states == set(one.states)


def test_the_client_s_days_for_the_brand_hold_for_its_legal_name():
    given = deadlines(**{"Anthem BCBS of Ohio": {"appeal_days": 45, "known_from": "manual"}})
    assert given.of("COMMUNITY INSURANCE COMPANY", APPEAL).days == 45
    assert given.of("ANTHEM INSURANCE COMPANIES INC", APPEAL) is None  # of Indiana


def test_of_two_names_with_a_stroke_between_the_one_that_is_known_names_the_payer():
    known = pd.Series(["UNITEDHEALTHCARE INSURANCE COMPANY", "CIGNA HEALTH AND LIFE INSURANCE COMPANY"])
    asked = pd.Series(
        ["UnitedHealthcare / Optum", "Evernorth/Cigna", "Cigna/UnitedHealthcare", "Optum / Evernorth"]
    )
    told = one_name(asked, known).tolist()
    assert told[:2] == known.tolist()
    assert told[2] not in known.tolist()  # which of the two is nobody's to guess
    assert told[3] not in known.tolist()
