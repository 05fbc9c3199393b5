"""What the client and Stedi say of a payer is found under the name that the practice's claims have."""

from __future__ import annotations

import pytest
from claim_makers import listed
from enrollment_makers import TIN, claims, payer_list, plan, required

NOBODY = ("unknown", "nobody has looked it up")


def requirement(
    payer: str, name: str, ids: str | None = None, state: str | None = "NC", lists=None
) -> tuple[str, str]:
    """What a practice in a state finds of a payer's claims where a list has one payer of that name and those ids."""
    answers = {"practice": {"name": "North Clinic", "tins": [TIN], "state": state}}
    rules = [required(name, "837P", "supported", payer_ids=ids)]
    return plan(claims(payer, 1), rules=rules, intake=answers, lists=lists).inputs.requirement(payer, "837P")


@pytest.mark.parametrize(
    ("payer", "name", "state"),
    [
        ("BRIGHTMOOR", "Brightmoor NC", "NC"),
        ("BRIGHTMOOR (MCO)", "Brightmoor NC", "NC"),
        ("MEDICARE B NC", "Medicare Part B North Carolina", "NC"),
        ("SUNDIAL", "Sundial Health Plans", None),
    ],
)
def test_a_name_that_differs_by_its_state_or_by_words_of_any_plan_is_found(payer, name, state):
    assert requirement(payer, name, state=state) == ("supported", "a list")


@pytest.mark.parametrize(
    ("payer", "name", "state"),
    [
        ("BRIGHTMOOR", "Brightmoor SC", "NC"),
        ("BRIGHTMOOR", "Brightmoor NC", None),
        ("MEDICARE B NC", "Medicare Part B Ohio", "NC"),
        ("AETNA", "Aetna HMO", "NC"),  # what a product needs is not what its payer needs
        ("AETNA", "Aetna Better Health", "NC"),
    ],
)
def test_another_state_s_plan_and_another_product_are_not(payer, name, state):
    assert requirement(payer, name, state=state) == NOBODY


def test_the_payer_list_s_id_joins_names_that_share_a_word_alone():
    lists = payer_list(listed("UNITED BEHAVIORAL HEALTH", "87726"))
    found = requirement("UNITED BEHAVIORAL HEALTH", "Unitedhealthcare", "87726", lists=lists)
    assert found == ("supported", "a list")
    assert requirement("UNITED BEHAVIORAL HEALTH", "Oak Mutual", "87726", lists=lists) == NOBODY
    assert requirement("UNITED BEHAVIORAL HEALTH", "Unitedhealthcare", "99999", lists=lists) == NOBODY
    assert (
        requirement("UNITED BEHAVIORAL HEALTH", "Unitedhealthcare", "87726") == NOBODY
    )  # no list has its id


@pytest.mark.parametrize(
    ("met", "label"),
    [
        ("Plains Mutual", {"Plains Mutual": 3}),
        ("Plains Mutual Federal", {"Plains Mutual Federal": 3}),
        (
            "Trident Health",
            {"payer id 70011": 2, "Trident Health": 1},
        ),  # of the two names of the id neither is met: none is taken
    ],
)
def test_of_two_names_of_one_payer_id_in_the_list_the_one_that_is_met_holds(met, label):
    """A list gives one id to a plan and to its line for federal staff; claims that bear the id alone are the plan's."""
    lists = payer_list(
        ["Plains Mutual", "70011", "Professional Claims (837P)", "Yes", "No", "No", "", "", "", ""],
        ["Plains Mutual Federal", "70011", "Professional Claims (837P)", "Yes", "No", "No", "", "", "", ""],
    )
    sent = claims(None, 2, payer_id="70011") + claims(met, 1)
    assert plan(sent, lists=lists).inputs.claims["payer"].value_counts().to_dict() == label
