"""Names and ids that mean one payer are one, two states' plans never are, whatever the files' order."""

from __future__ import annotations

import pandas as pd
import pytest
from cutover.reading.payers.groups import UNNAMED, PayerGroups
from cutover.reading.payers.names import compared
from cutover.workstreams.payer_spellings import one_payer
from examples import examples
from hypothesis import given, settings
from hypothesis import strategies as st


def pairs(said) -> tuple[pd.Series, pd.Series]:
    """The names and the ids of these payers, two columns."""
    names, ids = zip(*said, strict=True) if said else ((), ())
    return pd.Series(names, dtype="str"), pd.Series(ids, dtype="str")


def grouped(*said, hints=None) -> PayerGroups:
    """The payers of one source."""
    groups = PayerGroups(hints or {})
    groups.add(*pairs(said))
    return groups


def labels(*said, hints=None) -> list[str]:
    """What each payer of one source is called."""
    return grouped(*said, hints=hints).label(*pairs(said)).tolist()


def test_two_spellings_of_a_name_are_one_payer_called_as_most_rows_call_it():
    # two rows write BCBS of Texas, one writes it out
    said = [("BCBS of Texas", "84980"), ("BCBS of Texas", None), ("TX Blue Cross Blue Shield", None)]
    assert labels(*said) == ["BCBS of Texas"] * 3


def test_of_two_spellings_that_stand_equally_often_the_first_by_alphabet_names_the_payer():
    assert labels(("Cigna", None), ("CIGNA HEALTHCARE", None)) == ["CIGNA HEALTHCARE"] * 2


def test_rows_of_all_sources_weigh_together():
    groups = grouped(("Golden Oak", "GO1"), ("Golden Oak", "GO1"))
    groups.add(*pairs([("GOLDEN OAK PLAN", "GO1")] * 3))  # three rows against two
    assert groups.label(*pairs([("Golden Oak", "GO1")])).tolist() == ["GOLDEN OAK PLAN"]


def test_one_id_joins_two_names_whatever_its_case():
    assert len(set(labels(("Golden Oak", "go1"), ("Oakland Health", "GO1")))) == 1


def test_names_that_never_meet_under_an_id_are_two_payers():
    assert labels(("Golden Oak", "GO1"), ("Cedar Mutual", "CM1")) == ["Golden Oak", "Cedar Mutual"]


def test_an_id_of_one_character_joins_nothing_and_one_of_two_does():
    assert len(set(labels(("Golden Oak", "7"), ("Cedar Mutual", "7")))) == 2
    assert len(set(labels(("Golden Oak", "77"), ("Cedar Mutual", "77")))) == 1


def test_a_chain_of_names_and_ids_is_one_payer():
    # GO1 and GO2 meet in no row of one name, but both were written beside Golden Oak
    said = [("Golden Oak", "GO1"), ("Golden Oak", "GO2"), ("Oakland Health", "GO2")]
    assert len(set(labels(*said))) == 1


@pytest.mark.parametrize("ids", [("00332", "332"), ("332", "0332")])
def test_an_id_that_lost_its_zeros_is_the_same_where_the_names_share_a_word(ids):
    assert len(set(labels(("Anthem Ohio", ids[0]), ("Anthem BCBS of Ohio", ids[1])))) == 1
    assert len(set(labels(("Anthem Ohio", ids[0]), ("Sunrise Mutual", ids[1])))) == 2


@pytest.mark.parametrize("contractor", ["NOVITAS SOLUTIONS CO", "Noridian", "WPS Government Health"])
def test_medicare_and_its_contractor_are_one_payer_where_the_id_is_the_same_without_zeros(contractor):
    assert len(set(labels(("Medicare CO", "4112"), (contractor, "04112")))) == 1
    assert len(set(labels(("Medicare CO", "4112"), (contractor, "04113")))) == 2  # another id
    assert len(set(labels(("Sunrise Mutual", "4112"), (contractor, "04112")))) == 2


def test_an_id_without_a_name_shares_no_word_and_is_not_taken_for_the_one_that_lost_its_zeros():
    assert labels(("Anthem Ohio", "00332"), (None, "332")) == ["Anthem Ohio", "payer id 332"]


def test_zeros_are_not_taken_off_an_id_with_letters():
    assert len(set(labels(("Golden Oak", "00GO"), ("Golden Oak Plan", "GO")))) == 2


def test_two_states_plans_under_one_id_stay_two():
    assert labels(("Medicaid Ohio", "MCD"), ("Medicaid Texas", "MCD")) == ["Medicaid Ohio", "Medicaid Texas"]


@pytest.mark.parametrize("between", [("Medicaid", "MCD"), (None, "MCD"), ("Conduent", "MCD")])
def test_what_could_be_either_of_two_states_plans_joins_neither(between):
    found = labels(("Medicaid Ohio", "MCD"), between, ("Medicaid Texas", "MCD"))
    assert found == ["Medicaid Ohio", between[0] or "payer id MCD", "Medicaid Texas"]


def test_a_name_without_a_state_is_the_one_states_plan_with_which_it_shares_an_id():
    assert (
        len(set(labels(("Medicaid Ohio", "OHMCD"), ("Medicaid", "OHMCD"), ("Medicaid Texas", "TXMCD")))) == 2
    )


def test_a_name_without_a_state_that_has_the_ids_of_two_states_is_a_payer_of_its_own():
    said = [
        ("Medicaid", "OHMCD"),
        ("Medicaid Ohio", "OHMCD"),
        ("Medicaid", "TXMCD"),
        ("Medicaid Texas", "TXMCD"),
    ]
    assert labels(*said) == ["Medicaid", "Medicaid Ohio", "Medicaid", "Medicaid Texas"]


def test_spellings_of_one_state_s_plan_stay_one_where_a_name_between_two_states_is_torn_off():
    said = [
        ("Medicaid Ohio", "MCD"),
        ("Ohio Department Medicaid", "MCD"),
        ("Medicaid", "MCD"),
        ("Medicaid Texas", "MCD"),
    ]
    assert labels(*said) == ["Medicaid Ohio", "Medicaid Ohio", "Medicaid", "Medicaid Texas"]


def test_a_plan_of_two_states_is_one_with_that_of_one_of_them():
    assert len(set(labels(("Blue Cross of Ohio", "BC1"), ("Blue Cross of Ohio and Utah", "BC1")))) == 1


def test_a_plan_of_two_states_does_not_make_their_plans_one():
    said = [
        ("Blue Cross of Ohio", "BC1"),
        ("Blue Cross of Ohio and Utah", "BC1"),
        ("Blue Cross of Utah", "BC1"),
    ]
    assert len(set(labels(*said))) == 3


def test_a_row_with_an_id_alone_is_called_as_the_list_calls_it():
    said = [(None, "go1"), (None, "XX9")]
    assert labels(*said, hints={"GO1": "GOLDEN OAK"}) == ["GOLDEN OAK", "payer id XX9"]


def test_a_name_of_the_list_never_outweighs_one_that_the_practice_s_files_write():
    # three rows bear the id alone, a single one a name
    said = [(None, "GO1")] * 3 + [("Golden Oak Health", "GO1")]
    assert labels(*said, hints={"GO1": "GOLDEN OAK"}) == ["Golden Oak Health"] * 4


def test_a_row_with_an_id_alone_joins_the_name_of_the_list_under_another_id():
    said = [(None, "GO1"), ("Golden Oak", "GO2")]
    assert labels(*said, hints={"GO1": "GOLDEN OAK"}) == ["Golden Oak"] * 2


def test_a_row_with_neither_name_nor_id_is_not_named_and_joins_nothing():
    assert labels((None, None), ("  ", " "), ("Golden Oak", None)) == [UNNAMED, UNNAMED, "Golden Oak"]


def test_names_without_a_telling_word_are_not_all_one_payer():
    assert labels(("健康", None), ("???", None), ("The Insurance Company", None)) == [
        "健康",
        "???",
        "The Insurance Company",
    ]


def test_every_name_and_id_of_a_payer_can_be_asked_for():
    groups = grouped(("Golden Oak", "GO1"), ("GOLDEN OAK", None), (None, "GO1"), ("Cedar", "C1"))
    assert groups.names_and_ids("GOLDEN OAK") == ({"Golden Oak", "GOLDEN OAK"}, {"GO1"})
    assert groups.names_and_ids("Cedar") == ({"Cedar"}, {"C1"})


def test_labels_keep_the_rows_own_index():
    names = pd.Series(["Golden Oak", "Cedar"], index=[7, 3], dtype="str")
    ids = pd.Series([None, None], index=[7, 3], dtype="str")
    groups = PayerGroups()
    groups.add(names, ids)
    assert groups.label(names, ids).to_dict() == {7: "Golden Oak", 3: "Cedar"}


@pytest.mark.parametrize("name", ["<script>alert(1)</script>", '=HYPERLINK("http://x","y")', "{0} %s Health"])
def test_a_hostile_name_is_a_name_like_any_other(name):
    assert labels((name, "H1"), (None, "H1")) == [name] * 2


BASES = ("Golden Oak Health", "Medicaid", "Cedar Mutual", "Oak Mutual")
STATES = ("", "Ohio", "Texas", "West Virginia")
NAMES = st.builds(
    lambda base, state: f"{base} {state}".strip(), st.sampled_from(BASES), st.sampled_from(STATES)
)
IDS = st.sampled_from([None, "00332", "332", "0332", "OH1", "oh1", "TX1", "7"])
SAID = st.lists(st.tuples(st.none() | NAMES, IDS), min_size=1, max_size=14)
HINTS = {"OH1": "Medicaid Ohio", "TX1": "Golden Oak Health Texas"}


@settings(max_examples=examples(60), deadline=None)
@given(SAID, st.randoms(use_true_random=False))
def test_the_payer_of_a_row_does_not_depend_on_the_order_of_the_sources(said, random):
    mixed = random.sample(said, len(said))
    one_by_one = PayerGroups(HINTS)
    for pair in mixed:
        one_by_one.add(*pairs([pair]))
    assert one_by_one.label(*pairs(said)).tolist() == labels(*said, hints=HINTS)


@settings(max_examples=examples(60), deadline=None)
@given(SAID)
def test_every_row_has_one_payer_and_what_is_asked_for_by_its_label_is_what_has_it(said):
    groups, found = grouped(*said, hints=HINTS), labels(*said, hints=HINTS)
    assert len(found) == len(said)
    for label in set(found):
        own = [pair for pair, given_label in zip(said, found, strict=True) if given_label == label]
        assert groups.names_and_ids(label) == ({n for n, _ in own if n}, {i for _, i in own if i})
    assert [label == UNNAMED for label in found] == [pair == (None, None) for pair in said]


@settings(max_examples=examples(60), deadline=None)
@given(SAID)
def test_no_payer_ever_holds_the_plans_of_two_states(said):
    groups = grouped(*said)
    for label in set(labels(*said)):
        named = {compared(name).states for name in groups.names_and_ids(label)[0]} - {frozenset()}
        assert len(named) <= 1, label


@settings(max_examples=examples(60), deadline=None)
@given(SAID, NAMES)
def test_a_name_in_other_case_and_with_its_state_elsewhere_is_the_same_payer(said, name):
    state = next((one for one in ("West Virginia", "Ohio", "Texas") if name.endswith(f" {one}")), "")
    other = f"{state} {name.removesuffix(state)}".strip().upper()
    *_, first, second = labels(*said, (name, None), (other, None))
    assert first == second


@settings(max_examples=examples(30), deadline=None)
@given(SAID)
def test_two_rows_of_one_id_are_one_payer_wherever_no_two_states_meet(said):
    plain = [(name and name.removesuffix(" Ohio").removesuffix(" Texas").removesuffix(" West Virginia"), payer_id)
             for name, payer_id in said]  # fmt: skip
    found = labels(*plain)
    by_id = {}
    for (_, payer_id), label in zip(plain, found, strict=True):
        if payer_id and len(payer_id) > 1:
            assert by_id.setdefault(payer_id.upper(), label) == label


def test_claims_of_one_id_under_two_names_are_asked_for_as_one_payer():
    names = pd.Series(["UHC", "United Healthcare", "UHC", "Brightpeak", "Brightpeak PPO", None])
    ids = pd.Series(["87726", "87726", None, "BPK01", "BPK01", None])
    assert one_payer(names, ids).tolist() == [
        "UHC",
        "UHC",
        "UHC",
        "Brightpeak",
        "Brightpeak",
        "(payer not named)",
    ]


def at_home(*said, home="NJ", hints=None) -> PayerGroups:
    """The payers of one source of a practice in a state."""
    groups = PayerGroups(hints or {}, home)
    groups.add(*pairs(said))
    return groups


@pytest.mark.parametrize(
    ("bare", "with_id"),
    [
        ("Utd Healthcare", ("UHC", "87726")),
        ("Golden Oak PPO", ("GOLDEN OAK", "GO1")),
        ("Golden-Oak", ("GOLDENOAK", "GO1")),
        ("Novitas Medicare", ("MEDICARE PART B NJ", "12402")),
        ("Medicare NJ", ("NOVITAS SOLUTIONS NJ", "12402")),
        ("Medicaid", ("NEW JERSEY MEDICAID", "610515")),  # the practice's own state
        ("HBCBSNJ", ("Horizon BCBS", "22099")),
    ],
)
def test_a_name_without_an_id_is_the_payer_whose_name_it_is_in_other_words(bare, with_id):
    groups = at_home((bare, None), with_id, with_id)
    assert set(groups.label(*pairs([(bare, None), with_id]))) == {with_id[0]}
    assert groups.doubts() == {}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("Golden Oak HMO", "GO2"), ("Golden Oak", "GO1")),  # two ids
        (("Medicaid", None), ("Pennsylvania Medicaid", "PA1")),  # not the practice's state
        (("Palmetto GBA", None), ("MEDICARE PART B NJ", "12402")),
        (("Railroad Medicare", None), ("Medicare", "12402")),
        (("Horizon NJ Health", None), ("Horizon BCBS", "22099")),
        (("UHC Community Plan", None), ("UHC", "87726")),
        (("Golden Oak Medicare HMO", None), ("Golden Oak", "GO1")),
    ],
)
def test_another_payer_without_an_id_stays_another_payer(one, other):
    assert len(set(at_home(one, other).label(*pairs([one, other])))) == 2


def test_a_name_that_may_be_either_of_two_ids_is_a_payer_of_its_own_and_said():
    said = [("Golden Oak", None), ("Golden Oak PPO", "GO1"), ("Golden Oak HMO", "GO2")]
    groups = at_home(*said)
    assert len(set(groups.label(*pairs(said)))) == 3
    assert groups.doubts() == {"Golden Oak": ("Golden Oak HMO", "Golden Oak PPO")}


def test_of_two_ids_the_one_that_bears_the_very_name_is_meant():
    said = [("GoldenOak", None), ("Golden Oak", "GO1"), ("Golden Oak PPO", "GO2")]
    assert at_home(*said).label(*pairs(said)).tolist() == ["Golden Oak", "Golden Oak", "Golden Oak PPO"]


def test_a_payer_list_tells_which_of_two_ids_a_name_has():
    said = [("Oak Choice Plus", None), ("OAKMUT", "GO1"), ("OAK PLANS", "GO2")]
    listed = {"GO1": "Oak", "GO2": "Oak Medicaid"}
    assert at_home(*said, hints=listed).label(*pairs(said)).tolist() == ["OAKMUT", "OAKMUT", "OAK PLANS"]


def test_a_legal_name_is_the_brand_of_its_state_and_two_states_stay_two():
    law = "HEALTH CARE SERVICE CORPORATION"
    one = grouped((law, None), ("BCBS of Texas", "84980"))
    assert one.label(*pairs([(law, None)])).tolist() == ["BCBS of Texas"]
    two = grouped((law, None), ("BCBS of Texas", "84980"), ("BCBS of Illinois", "00621"))
    assert two.label(*pairs([(law, None)])).tolist() == [law]


def test_two_names_of_one_payer_with_a_stroke_between_are_the_payer_that_one_of_them_is_alone():
    said = [("Cigna", "62308"), ("Cigna/Evernorth", None), ("Evernorth / Cigna", None), ("Aetna", "60054")]
    assert labels(*said)[:3] == ["Cigna"] * 3
    both = grouped(*said, ("Aetna/Cigna", None))
    assert both.label(*pairs([("Aetna/Cigna", None)])).tolist() == ["Aetna/Cigna"]
    assert both.doubts() == {"Aetna/Cigna": ("Aetna", "Cigna")}  # which of the two is a person's to say
