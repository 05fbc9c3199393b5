"""Checks of payers that send no remittance: named apart with their money, and not as deposits without one."""

from __future__ import annotations

import pandas as pd
import pytest
from cutover.columns import framed
from cutover.reading.claims.tables import PAYER_LIST
from cutover.reading.payers.lists import PayerLists
from cutover.workstreams.paper_checks import on_paper
from cutover.workstreams.parallel_run.bank_cases import AS_TEXT, bank_cases, beside_deposits, paid_on_paper
from cutover.workstreams.parallel_run.cases import _postings
from cutover.workstreams.parallel_run.posted_again import AGAIN_ALONE
from era_frames import check, day
from parallel_frames import deposit, findings, known, posting, run

NAMES = [column.name for column in PAYER_LIST]


def listed(*payers: tuple[str, bool]) -> PayerLists:
    """One list of July with the payers and whether each sends remittances."""
    row = {"list_date": day("2026-07-01"), "transaction": "835"}
    rows = [row | {"payer_name": name, "is_available": there} for name, there in payers]
    return PayerLists(framed([tuple(one.get(name) for name in NAMES) for one in rows], PAYER_LIST), ())


LISTS = listed(
    ("Gulf Comp Fund", False),
    ("Prairie Auto", False),
    ("Aetna", True),
    ("Plains Mutual (WC)", False),
    ("Aetna Auto (MedPay)", False),
    ("Kestrel Auto (MedPay)", False),
)
CLAIMS = [
    known("W1", payer_name="Gulf Comp Fund", check_number="778123"),
    known("W2", payer_name="Plains Mutual (WC)"),
    known("W3", payer_name="Aetna Auto (MedPay)"),
    known("W4", payer_name="Kestrel Auto (MedPay)"),
    known("A1", payer_name="Aetna", check_number="990001"),
]


def made(deposits, history=CLAIMS, lists=LISTS):
    return run(deposits=deposits, history=history, lists=lists)


@pytest.mark.parametrize(
    ("words", "is_paper"),
    [
        ("MOBILE DEPOSIT CHECK 778123", True),  # a check of that payer's claim
        ("REMOTE DEPOSIT 55 GULF COMP FUND (WC)", True),  # its name
        ("MOBILE DEPOSIT CHECK 990001", False),  # a check of a payer that sends remittances
        ("REMOTE DEPOSIT CHECK 5560659201", False),  # nothing known
        ("GULF COMP", False),  # not the whole name
        ("DEPOSIT CHECK 4410 PLAINS MUTUAL", True),  # without its coverage
        ("KESTREL", True),
        ("KESTRELS NEST", False),  # another word
        ("PLAINS", False),  # a part of the name without its coverage
        ("AETNA", False),  # without its coverage it would be a payer that sends remittances
        ("AETNA AUTO MEDPAY", True),
        ("PRAIRIE AUTO CLAIM 88", False),  # on the list, but no claim of the practice went there
    ],
)
def test_a_deposit_is_on_paper_by_its_check_or_by_its_payers_name(words, is_paper):
    found = made([deposit("2026-07-01", 15120, words)])
    assert found.on_paper.tolist() == [is_paper]
    assert len(bank_cases(found)["run-deposit-open"]) == (0 if is_paper else 1)


def test_the_money_is_named_apart_and_the_leg_adds_up():
    found = made(
        [deposit("2026-07-01", 15120, "GULF COMP FUND WC"), deposit("2026-07-02", 8000, "AETNA HCCLAIMPMT")]
    )
    leg = found.legs["bank"]
    assert (leg["all deposits"], leg["on paper"], leg["deposits"]) == (
        23120,
        15120,
        8000,
    )  # 151.20 + 80.00 = 231.20
    assert (leg["deposits without a remittance"], leg["remains"]) == (8000, 0)
    assert "1 deposit worth $151.20" in paid_on_paper(found)[0]
    assert beside_deposits(found) == "without 1 deposit worth $151.20 paid on paper"


@pytest.mark.parametrize("lists", [None, listed(("Gulf Comp Fund", True)), listed(("Other Fund", False))])
def test_without_a_list_that_denies_its_remittances_a_deposit_lacks_one(lists):
    found = made([deposit("2026-07-01", 15120, "GULF COMP FUND WC")], lists=lists)
    assert not found.on_paper.any() and len(bank_cases(found)["run-deposit-open"]) == 1
    assert paid_on_paper(found) == () and beside_deposits(found) == ""


def test_a_payer_that_has_sent_a_remittance_pays_by_it_whatever_the_list_says():

    found = made([deposit("2026-07-01", 15120, "GULF COMP FUND WC")])
    deposits = found.deposits.reset_index(drop=True)
    assert not on_paper(deposits, found.bank, found.history, pd.Series(["GULF COMP FUND"]), LISTS).any()


@pytest.mark.parametrize(
    ("given", "is_paper"),
    [
        ({"claim_number": "W1"}, True),
        ({"claim_number": "w-2", "check_number": None}, True),  # however its number is written
        ({"claim_number": "P9", "account": "W4", "payer_name": None}, True),
        ({"claim_number": "Z1", "payer_name": "Gulf Comp Fund"}, True),  # a claim that no history has
        ({"claim_number": "A1", "payer_name": "Gulf Comp Fund"}, False),  # the claim is another payer's
        ({"claim_number": "A1"}, False),
        ({"claim_number": "Z1"}, False),
    ],
)
def test_a_posting_of_a_payer_on_paper_lacks_no_remittance(given, is_paper):
    found = run(postings=[posting("Office Ally", "", "778123", 15_120, **given)], history=CLAIMS, lists=LISTS)
    assert found.posted["class"].tolist() == ["on paper" if is_paper else "no remittance"]
    assert ("run-no-remittance" in {one.code for one in findings(found)}) is not is_paper
    leg = found.legs["postings"]
    assert (leg.get("on paper", 0), leg["no remittance"]) == ((15_120, 0) if is_paper else (0, 15_120))
    assert leg["remains"] == 0


def test_a_posting_on_paper_that_is_there_twice_is_looked_at_once_more():
    rows = 2 * [posting("Office Ally", "W1", "778123", 15_120)] + [
        posting("Office Ally", "W1", "778124", 15_120)
    ]
    found = run(postings=rows, history=CLAIMS, lists=LISTS)
    assert found.posted["class"].tolist() == ["on paper", AGAIN_ALONE, "on paper"]
    none = run(postings=rows, history=CLAIMS)  # no payer list
    assert none.posted["class"].tolist() == ["no remittance", AGAIN_ALONE, "no remittance"]


PAPER = {"papers": [check("p", "778123", 15_120, "2026-07-01", claim_accounts="K1=10000; K2=5120")]}


@pytest.mark.parametrize(
    ("on", "cents", "words", "told"),
    [
        ("2026-07-09", 15_120, "REMOTE DEPOSIT 778123", True),  # its number and its amount
        ("2026-07-02", 15_120, "REMOTE DEPOSIT", True),  # its amount, a business day later
        ("2026-07-02", 15_121, "REMOTE DEPOSIT 778123", False),
        ("2026-07-09", 15_120, "ACH TRANSFER", False),  # six business days later
    ],
)
def test_a_deposit_whose_explanation_on_paper_is_on_file_lacks_no_remittance(on, cents, words, told):
    found = run(PAPER, deposits=[deposit(on, cents, words)])
    assert found.on_paper.tolist() == [told]
    assert len(bank_cases(found)["run-deposit-open"]) == (0 if told else 1)


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ([("K1", "778123", 10_000)], [True]),
        ([("k-2", None, 5_120)], [True]),
        ([("K1", "778124", 10_000)], [False]),  # another check
        ([("K1", "778123", 10_001)], [False]),
        ([("K3", "778123", 10_000)], [False]),  # the check tells its claims, and this is none
        ([("K1", None, 10_000), ("K1", None, 10_000)], [True, False]),  # told once, posted twice
    ],
)
def test_a_posting_is_one_of_the_claims_of_its_explanation_on_paper(given, told):
    rows = [posting("Office Ally", *one, posted_date=day(f"2026-07-0{n}")) for n, one in enumerate(given, 1)]
    found = run(PAPER, postings=rows)
    assert found.posted["class"].eq("on paper").tolist() == told and found.legs["postings"]["remains"] == 0


def test_of_a_check_on_paper_that_tells_no_claims_its_number_tells():
    mute = {"papers": [check("p", "0778123", 15_120)]}
    rows = [posting("Office Ally", "K1", number, 9_000) for number in ("778123", "778124")]
    assert run(mute, postings=rows).posted["class"].tolist() == ["on paper", "no remittance"]


def test_a_posting_of_a_text_by_its_account_and_amount_is_one_of_its_claims():
    text = {"text_checks": [check("t", "E9", 9_000, claim_accounts="K1=9000")]}
    rows = [posting("Office Ally", "K1", None, 9_000), posting("Office Ally", "K1", None, 9_001)]
    said = _postings(run(text, postings=rows))["run-no-remittance"]["what"]
    assert [AS_TEXT in what for what in said] == [True, False]
