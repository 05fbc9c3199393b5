"""One payer under the names of a claim list, a remittance, a payer list and an enrollment is one payer."""

from __future__ import annotations

import datetime as dt

import pandas as pd
import pytest
from cutover.columns import conform
from cutover.reading.claims.tables import PAYER_LIST
from cutover.reading.payers.families import load_families
from cutover.reading.payers.groups import PayerGroups
from cutover.reading.payers.lists import PayerLists
from cutover.reading.payers.names import compared, loosely
from cutover.reading.payers.same import NONE_PROVEN, SamePayers, same_payers
from cutover.reading.payers.spellings import likely_one
from cutover.reading.payers.status import resolve

DAY = pd.Timestamp(2026, 3, 2)


def listed(*rows: tuple) -> PayerLists:
    """A payer list of (name, id) or (name, id, status)."""
    full = [(*row, "par")[:3] for row in rows]
    frame = pd.DataFrame(full, columns=["payer_name", "payer_id", "par"])
    frame = frame.assign(list_date=pd.Timestamp(2026, 1, 5))
    return PayerLists(conform(frame.reindex(columns=[c.name for c in PAYER_LIST]), PAYER_LIST), ())


def proven(
    lists: PayerLists,
    answered: list[tuple[str, str, int]] = (),
    paid: list[tuple] = (),
    enrolled: list[tuple] = (),
    worked: list[tuple[str, str, int]] = (),
) -> SamePayers:
    """What claims of (name, remittance's name, number), ids of names, and a work list of claims in turn prove."""
    claims = [(f"K{n}{name}", name, None, payer) for name, payer, number in answered for n in range(number)]
    rows = pd.DataFrame(claims, columns=["claim_number", "payer_name", "payer_id", "payer"])
    rows = rows.assign(
        patient_control_number=None, service_from=pd.Series(DAY, rows.index, dtype="datetime64[ms]")
    )
    said = rows.assign(
        patient_control_number=rows["claim_number"], payer_name=rows["payer"], submission="unknown", status="1",
        set_aside=None,
    )  # fmt: skip
    pair = ["payer_name", "payer_id"]
    lines = [(f"K{n}{name}", other) for name, other, number in worked for n in range(number)]
    return same_payers(
        rows, said, lists, pd.DataFrame(paid, columns=pair), pd.DataFrame(enrolled, columns=pair),
        pd.DataFrame(lines, columns=["claim_number", "payer_name"]),
    )  # fmt: skip


def status_of(name: str, lists: PayerLists, same: SamePayers = NONE_PROVEN) -> tuple:
    asked = pd.DataFrame(
        [(name, None, None, None)], columns=["payer_name", "payer_id", "payer_state", "form"]
    )
    found = resolve(asked, lists, pd.Series([DAY]), same).iloc[0]
    return found["par"], found["payer"], found["evidence"]


@pytest.mark.parametrize(
    ("name", "other"),
    [
        ("PA Medicaid", "Pennsylvania Medicaid"),
        ("BCBS Okla", "Blue Cross Blue Shield of Oklahoma"),
        ("SoonerCare", "OK Medicaid"),
        ("TennCare (TN Medicaid)", "Tennessee Medicaid"),
        ("SOUTH DAKOTA DEPT OF SOCIAL SERVICES", "SD Medicaid"),
        ("MARYLAND MEDICAL ASSISTANCE PROGRAM", "MD Medicaid"),
    ],
)
def test_a_state_and_its_medicaid_are_one_however_they_are_written(name, other):
    assert compared(name) == compared(other)


def test_a_program_of_several_states_and_a_plan_of_a_program_are_not_the_states_medicaid():
    assert compared("FamilyCare").words != "medicaid"  # of which state is not told
    assert compared("TennCare Select").words != "medicaid"
    assert compared("SoonerCare - TX").words != "medicaid"  # of another state
    assert compared("First Health Colorado") != compared("Health First Colorado")
    assert compared("or Medicaid").states == frozenset()  # a word, in small letters


def test_wps_is_medicares_contractor_beside_that_word_alone():
    assert likely_one("WPS Medicare Part B Iowa", "Medicare Part B - IA")
    assert loosely("WPS Health Plan").words != "medicare"
    assert compared("WISCONSIN PHYSICIANS SERVICE IA").states == {"IA"}  # and none of Wisconsin


def test_claims_and_the_remittances_id_prove_a_name_that_has_no_word_of_its_own():
    lists = listed(("WPS Medicare Part B Iowa", "05102"), ("Novitas Medicare Part B Texas", "04412"))
    paid = [("WISCONSIN PHYSICIANS SERVICE IA", "05102")]
    same = proven(lists, [("Medicare B", paid[0][0], 5)], paid)
    assert same.main("Medicare B") == "WPS Medicare Part B Iowa"
    assert same.proof("MEDICARE B") == "5 of its 5 answered claims were answered by this payer's remittances"
    few = proven(lists, [("Medicare B", paid[0][0], 2)], paid)  # 3 claims at least
    assert few.main("Medicare B") == "Medicare B"
    # an id that the list has for a plan of another line proves nothing of Medicare
    other = listed(("Quill River Plan", "05102"))
    assert (
        proven(other, [("Medicare B", "QRP PAYMENTS", 5)], [("QRP PAYMENTS", "05102")]).main("Medicare B")
        == "Medicare B"
    )


def test_a_payer_that_answers_for_two_names_is_not_that_of_the_list():
    lists, paid = listed(("Quill River Plan", "QRP11")), [("OSTRICH FERN BENEFITS", "QRP11")]
    one = proven(lists, [("Juniper Guild", "OSTRICH FERN BENEFITS", 5)], paid)
    assert one.main("Juniper Guild") == one.main("OSTRICH FERN BENEFITS") == "Quill River Plan"
    # 5 of 8 claims are the guild's: below 80 %
    names = [
        ("Juniper Guild", "OSTRICH FERN BENEFITS", 5),
        ("Saddle Creek Union", "OSTRICH FERN BENEFITS", 3),
    ]
    assert proven(lists, names, paid).groups == ()
    # the list has the guild under an id of its own
    both = listed(("Quill River Plan", "QRP11"), ("Juniper Guild", "JUN01"))
    assert proven(both, names[:1], paid).groups == ()


def test_brackets_are_taken_off_a_name_only_beside_further_proof():
    lists = listed(("Ohio Prairie Mutual Insurance", "OPM01"))
    paid, own = [("OHIO PRAIRIE MUTUAL INS CO", "OPM01")], "Ohio Prairie Mutual (WC)"
    assert proven(lists, [(own, paid[0][0], 3)], paid).main(own) == "Ohio Prairie Mutual Insurance"
    assert proven(lists, [], paid, [(own, "OPM01")]).main(own) == "Ohio Prairie Mutual Insurance"
    assert proven(lists, [(own, "", 3)], paid).main(own) == own  # the name alone


def test_an_enrollments_id_joins_its_name_and_another_line_of_business_stays_apart():
    lists = listed(("Marrow HealthPlan", "MAR44"))
    same = proven(
        lists, enrolled=[("Marrow HP (Medicaid MCO)", "MAR44"), ("Marrow Medicare Advantage", "MAR44")]
    )
    assert same.groups == (("Marrow HealthPlan", "Marrow HP (Medicaid MCO)"),)
    assert same.proof("Marrow HealthPlan") == "both bear the payer ID MAR44"
    assert same.told == (
        "Marrow HP (Medicaid MCO) is taken as Marrow HealthPlan: both bear the payer ID MAR44.",
    )


@pytest.mark.parametrize(("number", "is_one"), [(3, True), (2, False)])
def test_a_list_of_the_clients_own_joins_its_name_from_three_claims_on(number, is_one):
    lists = listed(("Cobalt Health", "COB11"))
    same = proven(lists, [("Tessera Fund", "", 4)], worked=[("Tessera Fund", "Tessera (TRF)", number)])
    assert (same.main("Tessera (TRF)") == "Tessera Fund") is is_one


def test_a_list_of_the_clients_own_never_joins_two_payers_of_the_payer_list():
    lists = listed(("Sundial", "SUN01"), ("Harbor|Sundial Plan", "HAR02"))
    answered = [("Harbor|Sundial Plan", "", 5)]
    assert proven(lists, answered, worked=[("Harbor|Sundial Plan", "Sundial", 5)]).groups == ()


def test_the_payer_list_is_asked_by_the_proven_name_and_the_status_says_by_what():
    lists = listed(("Larkspur PPO", "LAR55", "non-par"), ("Cobalt Health", "COB11"))
    same = proven(lists, [("Larkspur/Kestrel", "LARKSPUR", 4)], [("LARKSPUR", "LAR55")])
    par, payer, evidence = status_of("Larkspur/Kestrel", lists, same)
    assert (par, payer) == ("non-par", "Larkspur PPO")
    assert "as Larkspur PPO: 4 of its 4 answered claims were answered by this payer's remittances" in evidence
    assert status_of("Larkspur/Kestrel", lists)[0] == "unknown"
    # a name that the list bears itself is asked as it is, whatever is proven
    noted = SamePayers((("Larkspur PPO", "Cobalt Health"),))
    assert status_of("Cobalt Health", lists, noted)[:2] == ("par", "Cobalt Health")


def test_medicare_of_no_state_is_none_of_two_states_contractors():
    lists = listed(("Novitas Medicare Part B Texas", "04412"), ("Noridian Medicare Part B Oregon", "02302"))
    par, payer, evidence = status_of("Medicare B", lists)
    assert (par, payer) == ("par", "Medicare B") and evidence.endswith(
        "by its name, as 2 payers of several states"
    )
    one = listed(("Novitas Medicare Part B Texas", "04412"))
    assert status_of("Medicare B", one)[:2] == ("par", "Novitas Medicare Part B Texas")


def test_enrollment_counts_proven_names_as_one_payer_and_never_two_states():
    names = pd.Series(["Essex MA", "ESSEX HEALTHCARE INC", "Plum of Ohio", "Plum of Texas"])
    ids = pd.Series([None, "ESX20", None, None], dtype="str")
    groups = PayerGroups(proven=(("ESSEX HEALTHCARE INC", "Essex MA"), ("Plum of Ohio", "Plum of Texas")))
    groups.add(names, ids)
    assert groups.label(names, ids).nunique() == 3  # 4 names, 2 of them one payer
    apart = PayerGroups()
    apart.add(names, ids)
    assert apart.label(names, ids).nunique() == 4


@pytest.mark.parametrize(
    ("name", "family"),
    [
        ("SUPERIOR HEALTHPLAN INC", "Medicaid managed care"),
        ("Superior Vision", "commercial"),
        ("Home State Health", "Medicaid managed care"),
        ("Home State Mutual", "commercial"),
        ("MO HealthNet", "Medicaid"),
    ],
)
def test_plans_of_medicaid_are_of_its_families(name, family):
    assert load_families(dt.date(2026, 10, 31)).of(name).name == family
