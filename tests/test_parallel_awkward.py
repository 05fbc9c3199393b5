"""Awkward runs, each made by hand: what a sceptical reader would try first."""

from __future__ import annotations

import pytest
from cutover.reading.postings.tables import MEDI, OFFICE_ALLY
from era_frames import claim, day, payment, plb
from parallel_frames import deposit, findings, known, posting, run


def paid(name: str, cents: int, number: str = "C1", on: str = "2026-07-14", **said) -> dict:
    """A remittance of one claim served on 2026-07-01, which belongs to Medi."""
    told = {"patient_control_number": number, "paid_cents": cents, "statement_from": day("2026-07-01")}
    return {"payments": [payment(name, on, cents, **said)], "claims": [claim(name, 0, **told)]}


def joined(*parts: dict) -> dict:
    """The rows of several remittances in one archive."""
    names = {name for part in parts for name in part}
    return {name: [row for part in parts for row in part.get(name, [])] for name in names}


def codes(found) -> dict[str, tuple]:
    return {f.code: (f.count, f.amount_cents) for f in findings(found)}


def test_postings_and_deposits_without_any_remittance_are_all_unexplained():
    found = run(postings=[posting(MEDI, "C1", "T1", 500)], deposits=[deposit("2026-07-14", 700)])
    assert codes(found) == {"run-no-remittance": (1, 500), "run-deposit-open": (1, 700)}


def test_two_provider_level_amounts_of_one_payment_are_two_cases_also_where_each_is_the_first_of_its_segment():
    both = {"provider_adjustments": [plb("a", "WO", 200, "X", 1), plb("a", "WO", 300, "Y", 1)]}
    found = run(
        medi={"payments": [payment("a", "2026-07-14", -500)]} | both, postings=[posting(MEDI, "Q", "Q", 1)]
    )
    missed = next(f for f in findings(found) if f.code == "run-plb-not-posted")
    assert (missed.count, missed.amount_cents) == (2, 500)  # 200 + 300
    assert missed.evidence.frame["key"].nunique() == 2


def test_a_case_keeps_its_key_when_the_same_remittance_comes_in_another_file():
    one, other = paid("a", 10_000, payment_key="K"), paid("b", 10_000, payment_key="K")
    other["claims"][0]["claim_id"] = 7  # the eighth claim of a larger file
    stray = [posting(MEDI, "Z", "Z", 1)]
    keys = [
        next(f for f in findings(run(medi=medi, postings=stray)) if f.code == "run-not-posted")
        .evidence.frame["key"].tolist()
        for medi in (one, other)
    ]  # fmt: skip
    assert keys[0] == keys[1]


def settled(cents: int, *done: tuple, since: str = "2026-07-14") -> tuple[list, dict]:
    """The class of one claim payment of Medi after these postings (system, cents, check), and the findings."""
    told = [posting(system, "C1", check, amount) for system, amount, check in done]
    found = run(medi=paid("a", cents, on=since), postings=[*told, posting(MEDI, "Z", "Z", 0)])
    assert {name: leg["remains"] for name, leg in found.legs.items()} == dict.fromkeys(found.legs, 0)
    return found.items["class"].tolist(), codes(found)


def test_a_payment_posted_half_in_each_system_is_posted_once_and_half_of_it_is_astray():
    kinds, found = settled(10_000, (OFFICE_ALLY, 4_000, "Ta"), (MEDI, 6_000, "Ta"))
    assert kinds == ["posted in parts in both systems"]
    assert found == {"run-other-system": (1, 4_000)}  # nothing counts twice: 4,000 + 6,000 = 10,000
    kinds, found = settled(10_000, (OFFICE_ALLY, 4_000, "Ta"), (MEDI, 7_000, "Ta"))
    assert found == {"run-both-systems": (1, 7_000)}  # 11,000 are no halves of 10,000


@pytest.mark.parametrize("second", [MEDI, OFFICE_ALLY])
def test_a_denial_that_is_noted_with_zero_twice_is_no_payment_posted_twice(second):
    assert settled(0, (MEDI, 0, "Ta"), (second, 0, "Ta")) == (["posted"], {})
    assert settled(0, (MEDI, 0, "Ta"), (second, 0, None)) == (["posted"], {})


def test_a_posting_without_a_check_number_and_with_another_amount_is_one_error_and_not_two():
    kinds, found = settled(12_340, (MEDI, 13_240, None))
    assert kinds == ["posted with another amount"]
    assert found == {"run-digits-swapped": (1, 900)}  # 13,240 - 12,340
    # of another payer it says nothing of this payment: a copay is no payment of AETNA
    copay = posting(MEDI, "C1", None, 2_000, payer_name="Patient")
    assert set(codes(run(medi=paid("a", 10_000), postings=[copay]))) == {
        "run-not-posted",
        "run-no-remittance",
    }


def test_a_correction_posted_half_in_each_system_is_seen_beside_a_reversal_that_nobody_posted():
    back = paid("a", -9_000)
    back["claims"][0]["status"] = "22"
    back["claims"].append(back["claims"][0] | {"claim_id": 1, "status": "1", "paid_cents": 7_000})
    done = [posting(system, "C1", "Ta", 3_500) for system in (OFFICE_ALLY, MEDI)]
    found = run(medi=back, postings=done).items["class"].tolist()
    assert found == ["not posted", "posted in parts in both systems"]  # 3,500 + 3,500 = 7,000


def of_old_claim(system: str, history=(), feed: str = "medi") -> tuple[list, dict]:
    """The class of a payment for an old claim that is posted in one system, and the findings about where."""
    remitted = paid("a", 10_000)
    remitted["claims"][0]["statement_from"] = day("2026-06-01")  # before the cutover on June 15
    told = [
        posting(system, "C1", "Ta", 10_000),
        posting(MEDI if system == OFFICE_ALLY else OFFICE_ALLY, "Z", "Z", 0),
    ]
    found = run(**{feed: remitted}, postings=told, history=history)
    wanted = ("run-other-system", "run-old-claim-in-medi")
    return found.items["class"].tolist(), {code: n for code, n in codes(found).items() if code in wanted}


def test_an_old_claims_payment_that_came_to_medi_may_be_posted_there_and_its_claim_must_be_closed():
    landed, astray = "posted in Medi, where it came", "posted in the other system"
    assert of_old_claim(MEDI) == ([landed], {"run-old-claim-in-medi": (1, 10_000)})
    assert of_old_claim(OFFICE_ALLY) == (["posted"], {})
    assert of_old_claim(MEDI, feed="office_ally") == ([astray], {"run-other-system": (1, 10_000)})
    done = known("C1", state="paid", service_from=day("2026-06-01"), charge_cents=12_000, paid_cents=10_000)
    assert of_old_claim(MEDI, [done]) == ([landed], {})  # the old system knows it


@pytest.mark.parametrize(("sent", "wrong"), [("2026-06-14", False), ("2026-06-15", True)])
def test_an_old_claim_that_office_ally_sent_from_the_cutover_on_is_not_posted_in_medi(sent, wrong):
    row = known(
        "C1", state="pending", service_from=day("2026-06-01"), submission_date=day(sent), charge_cents=12_000
    )
    _, found = of_old_claim(MEDI, [row])
    assert list(found) == ["run-other-system" if wrong else "run-old-claim-in-medi"]
