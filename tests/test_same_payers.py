"""One payer under several names is one payer where the client's own files prove it, and two on thin evidence."""

from __future__ import annotations

import datetime as dt

import pandas as pd
import pytest
from cutover.columns import conform
from cutover.reading.claims.tables import PAYER_LIST
from cutover.reading.payers.families import load_families
from cutover.reading.payers.lists import PayerLists
from cutover.reading.payers.names import compared
from cutover.reading.payers.same import SamePayers, same_payers
from cutover.workstreams.nonpar.list_changes import size
from cutover.workstreams.payer_spellings import one_name, one_payer

DAY = "2026-03-02"


def listed(*rows: tuple) -> PayerLists:
    """A payer list of (name, id) or (name, id, note)."""
    full = [(*row, None)[:3] for row in rows]
    frame = pd.DataFrame(full, columns=["payer_name", "payer_id", "notes"])
    frame = frame.assign(list_date=pd.Timestamp(2026, 1, 5), par="par")
    return PayerLists(conform(frame.reindex(columns=[c.name for c in PAYER_LIST]), PAYER_LIST), ())


def claims(*rows: tuple) -> pd.DataFrame:
    """What the client calls the payer of each claim: (claim, name, id)."""
    made = pd.DataFrame(rows, columns=["claim_number", "payer_name", "payer_id"])
    day = pd.Series(pd.Timestamp(DAY), made.index, dtype="datetime64[ms]")
    return made.assign(patient_control_number=None, service_from=day)


def answers(*rows: tuple, submission: str = "unknown") -> pd.DataFrame:
    """What the remittance calls the payer of each claim: (claim, name)."""
    made = pd.DataFrame(rows, columns=["patient_control_number", "payer_name"])
    day = pd.Series(pd.Timestamp(DAY), made.index, dtype="datetime64[ms]")
    return made.assign(service_from=day, submission=submission, status="1", set_aside=None)


def paid(*rows: tuple) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["payer_name", "payer_id"])


def groups(found: SamePayers) -> set[frozenset[str]]:
    return {frozenset(group) for group in found.groups}


def of_claims(name: str, payer: str, number: int, start: int = 0) -> tuple[list, list]:
    """So many claims of a name that a payer answered."""
    ids = [f"K{n}" for n in range(start, start + number)]
    return [(one, name, None) for one in ids], [(one, payer) for one in ids]


NOBODY = listed(("Cobalt Health", "COB11"))


def test_a_note_of_the_list_sends_one_name_on_to_the_other_under_one_id():
    lists = listed(
        ("Quill River Alliance", "QRA20"), ("QRA - Legacy Book", "QRA20", "See Quill River Alliance.")
    )
    found = same_payers(claims(), answers(), lists, paid())
    assert found.groups == (("Quill River Alliance", "QRA - Legacy Book"),)
    assert found.main("QRA LEGACY BOOK") == "Quill River Alliance"  # the name that the note sends on to
    other_id = listed(
        ("Quill River Alliance", "QRA20"), ("QRA - Legacy Book", "QRB71", "see Quill River Alliance")
    )
    assert same_payers(claims(), answers(), other_id, paid()).groups == ()
    no_name = listed(
        ("Quill River Alliance", "QRA20"), ("QRA - Legacy Book", "QRA20", "see the portal for attachments")
    )
    assert same_payers(claims(), answers(), no_name, paid()).groups == ()


def test_two_names_of_one_id_are_one_payer_where_they_share_a_word_of_their_own():
    lists = listed(("Marrow PPO Network", "MAR44"), ("Marrow Medicare Advantage", "MAR44"))
    found = same_payers(claims(), answers(), lists, paid(("MARROW PREFERRED NETWORK", "MAR44")))
    assert groups(found) == {
        frozenset({"Marrow PPO Network", "MARROW PREFERRED NETWORK"})
    }  # another line is another
    listed_too = paid(
        ("MARROW PPO NETWORK", "MAR44")
    )  # whose id it is the list says: its other line is not that one
    assert same_payers(claims(), answers(), lists, listed_too).groups == ()


def test_the_only_two_names_of_an_id_are_one_payer_and_an_id_of_many_joins_none():
    lists = listed(("Tessera Regional Fund", "TES07"))
    era = paid(("BLUE HARBOR PAYMENTS", "TES07"))
    both = {frozenset({"Tessera Regional Fund", "BLUE HARBOR PAYMENTS"})}
    assert groups(same_payers(claims(), answers(), lists, era)) == both
    # an administrator's or a clearinghouse's id: two funds bear it
    shared = listed(("Tessera Regional Fund", "TES07"), ("Umber Valley Trust", "TES07"))
    assert same_payers(claims(), answers(), shared, era).groups == ()
    # the same payer of remittances under two ids pays for others too
    twice = paid(("BLUE HARBOR PAYMENTS", "TES07"), ("BLUE HARBOR PAYMENTS", "UMB31"))
    assert same_payers(claims(), answers(), lists, twice).groups == ()
    # claims speak against it: 2 of the 4 claims of the fund were answered by somebody else, below 80 %
    mine, theirs = of_claims("Tessera Regional Fund", "BLUE HARBOR PAYMENTS", 2)
    more, others = of_claims("Tessera Regional Fund", "COBALT HEALTH", 2, start=2)
    era = paid(("BLUE HARBOR PAYMENTS", "TES07"), ("COBALT HEALTH", "COB11"))
    assert same_payers(claims(*mine, *more), answers(*theirs, *others), lists, era).groups == ()


@pytest.mark.parametrize(("number", "is_one"), [(3, True), (2, False)])
def test_claims_of_one_name_that_one_payer_alone_answered_prove_it_from_three_on(number, is_one):
    mine, theirs = of_claims("Juniper Guild", "OSTRICH FERN BENEFITS", number)
    found = same_payers(claims(*mine), answers(*theirs), NOBODY, paid(("OSTRICH FERN BENEFITS", None)))
    assert groups(found) == ({frozenset({"Juniper Guild", "OSTRICH FERN BENEFITS"})} if is_one else set())


def test_a_payer_that_answers_for_several_is_none_of_them():
    mine, theirs = of_claims("Juniper Guild", "OSTRICH FERN BENEFITS", 9)
    more, others = of_claims("Saddle Creek Union", "OSTRICH FERN BENEFITS", 2, start=9)  # 9 of 11: below 90 %
    given = claims(*mine, *more), answers(*theirs, *others), NOBODY, paid(("OSTRICH FERN BENEFITS", None))
    assert same_payers(*given).groups == ()


def test_claims_prove_nothing_of_two_payers_of_the_list_nor_of_a_name_without_a_word_of_its_own():
    mine, theirs = of_claims("Juniper Guild", "OSTRICH FERN BENEFITS", 9)
    era = paid(("OSTRICH FERN BENEFITS", None))
    two = listed(("Juniper Guild", "JUN01"), ("Ostrich Fern Benefits", "OST02"))
    assert same_payers(claims(*mine), answers(*theirs), two, era).groups == ()
    mine, theirs = of_claims("Medicaid", "OSTRICH FERN BENEFITS", 9)  # one of its plans may have answered
    assert same_payers(claims(*mine), answers(*theirs), NOBODY, era).groups == ()


def test_what_a_second_payer_answered_and_a_claim_of_two_payers_prove_nothing():
    mine, theirs = of_claims("Juniper Guild", "OSTRICH FERN BENEFITS", 9)
    era = paid(("OSTRICH FERN BENEFITS", None))
    second = answers(*theirs, submission="secondary")
    assert same_payers(claims(*mine), second, NOBODY, era).groups == ()
    both = claims(
        *mine, *[(one, "Cobalt Health", None) for one, *_ in mine]
    )  # each claim has a row for both payers
    assert same_payers(both, answers(*theirs), NOBODY, era).groups == ()


def test_two_states_stay_two_payers_whatever_id_they_share():
    lists = listed(("Larkspur Plan of Ohio", "LAR55"))
    era = paid(("LARKSPUR PLAN OF TEXAS", "LAR55"))
    assert same_payers(claims(), answers(), lists, era).groups == ()


def test_a_proven_name_is_that_of_the_remittances_and_of_several_none():
    same = SamePayers((("Marrow PPO Network", "MPN - Marrow", "MARROW PREFERRED NETWORK"),))
    names, met = (
        pd.Series(["Marrow PPO Network", "MPN - Marrow", "Cobalt"]),
        pd.Series(["MARROW PREFERRED NETWORK"]),
    )
    assert list(one_name(names, met, same)) == ["MARROW PREFERRED NETWORK"] * 2 + ["Cobalt"]
    several = pd.Series(["MARROW PREFERRED NETWORK", "MPN MARROW"])
    assert list(one_name(names[:1], several, same)) == ["Marrow PPO Network"]
    no_ids = pd.Series([None] * 2, dtype="str")
    assert one_payer(pd.Series(["MPN - Marrow", "MARROW PREFERRED NETWORK"]), no_ids, same).to_list() == [
        "Marrow PPO Network",
        "Marrow PPO Network",
    ]


def test_the_size_of_a_list_is_that_of_the_list_and_names_proven_to_be_one_are_told_beside_it():
    lists = listed(("Marrow PPO Network", "MAR44"), ("MPN - Marrow", "MAR44"), ("Cobalt Health", "COB11"))
    same = SamePayers((("Marrow PPO Network", "MPN - Marrow"),))
    assert "names 3 payers, 0 of them non-par. By this practice's own files" in size(lists, same)
    assert size(lists, same).endswith("some of these names are one payer's: they are 2 payers.")
    assert size(lists).endswith("names 3 payers, 0 of them non-par.")


@pytest.mark.parametrize(
    ("agency", "program"),
    [
        ("OKLAHOMA HEALTH CARE AUTHORITY", "Oklahoma Medicaid"),
        ("WA STATE HEALTH CARE AUTHORITY", "Medicaid - WA"),
        ("State of Colorado Department of Health Care Policy and Financing", "Colorado Medicaid"),
        ("TX HEALTH & HUMAN SERVICES COMMISSION", "TMHP"),
    ],
)
def test_a_state_agency_is_its_states_medicaid(agency, program):
    assert compared(agency) == compared(program)
    assert load_families(dt.date(2026, 10, 31)).of(agency).name == "Medicaid"


@pytest.mark.parametrize(
    "name", ["Health Care Authority", "Oregon Health Care Authority", "Oklahoma Health Plan Authority"]
)
def test_an_agency_without_its_state_or_of_another_one_is_nobodys_medicaid(name):
    assert compared(name).words != "medicaid"
