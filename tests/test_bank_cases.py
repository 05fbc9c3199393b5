"""Small exports of banks that are shared with the project, kept out of it: what is right of each."""

from __future__ import annotations

import pandas as pd
import pytest
from conftest import PROJECT
from cutover.reading.mapping import kinds
from cutover.reading.mapping.choosing import chosen, store
from cutover.reading.mapping.confirmed import folder_of
from cutover.reading.postings.deposits import are_own, load_deposits
from cutover.reading.postings.tables import DEPOSITS
from cutover.reading.practice.book import Practice
from cutover.workstreams.bank import BankMatch, of_capitation
from cutover.workstreams.parallel_run.bank_cases import bank_cases, beside_deposits, capitation
from parallel_frames import deposit, frame, run

CASES = PROJECT.parent / "shared" / "cases" / "bank"


@pytest.fixture
def deposits(tmp_path):
    """The practice with one case in its folder of the bank."""

    def of(name: str) -> Practice:
        path = CASES / name / "deposits.csv"
        if not path.is_file():
            pytest.skip(f"the shared cases are not here: {name}")
        who = Practice("acme", "elm", "Elm", frozenset(), frozenset(), tmp_path)
        (who.raw / "bank").mkdir(parents=True)
        (who.raw / "bank" / "deposits.csv").write_bytes(path.read_bytes())
        return who

    return of


def test_without_a_header_it_is_read_once_a_person_has_confirmed_it(deposits):
    who = deposits("wells-noheader")
    before = load_deposits(who)
    assert before.rows.empty and before.files["state"].tolist() == ["not read"]
    folder, kind = folder_of(who.raw.parent), kinds.named("bank")
    for file in kinds.tables_in(who.raw / "bank", kind):
        store(folder, chosen(file.tables[0], {}))
    after = load_deposits(who)
    lines = (who.raw / "bank" / "deposits.csv").read_text("utf-8").splitlines()
    assert len(after.rows) + len(after.set_aside) == len(lines) and after.rows["trace_number"].notna().any()


def test_unsigned_amounts_beside_credit_and_debit_are_told_apart(deposits):
    who = deposits("crdr-type")
    lines = (who.raw / "bank" / "deposits.csv").read_text("utf-8").splitlines()[1:]
    read = load_deposits(who)
    assert len(read.rows) == sum(line.endswith("CREDIT") for line in lines)
    assert len(read.set_aside) == sum(line.endswith("DEBIT") for line in lines)


@pytest.mark.parametrize(
    ("description", "own"),
    [
        ("ZIMMER BIOMET VOLUME REBATE Q2", True),
        ("MCKESSON VENDOR REFUND 0091", True),
        ("IRS TREAS 310 TAX REF", True),
        ("SBA LOAN PROCEEDS", True),
        ("TREAS 310 MISC PAY VA HCCLAIMPMT", False),  # the veterans' payer is paid by the treasury
        ("REBATECH HEALTH PLAN HCCLAIMPMT", False),  # a word is whole
        ("VENDOR HEALTH BENEFIT CLAIMS PMT", False),
    ],
)
def test_money_of_vendors_lenders_and_the_tax_office_is_no_payers(description, own):
    assert are_own(pd.Series([description])).tolist() == [own]


@pytest.mark.parametrize(
    ("description", "own"),
    [
        ("NORTHFIELD FOUNDATION RESEARCH GRANT", True),
        ("HHS PROVIDER RELIEF FUND", True),
        ("LAKE COUNTY GRANT PMT", True),
        ("GRANT COUNTY HEALTH PLAN PMT", False),  # a payer of a place of that name
        ("LAKE FUND RESEARCH GRANT HCCLAIMPMT TRN*1*88*1", False),  # it pays claims, whatever else it says
    ],
)
def test_grants_are_no_payers_money_but_a_payment_of_claims_is(description, own):
    assert are_own(pd.Series([description])).tolist() == [own]


@pytest.mark.parametrize(
    ("description", "is_members"),
    [
        ("ELM COUNTY PLAN CAPITATION PMT", True),
        ("ELM COUNTY PLAN CAP PMT 0626", True),
        ("ELM PLAN PMPM JUNE", True),
        ("ELM PLAN CAPITATION HCCLAIMPMT TRN*1*5512*1", False),  # a remittance tells of it
        ("CAPITAL HEALTH PLAN", False),  # a word is whole
        ("CAP ROCK PLAN PMT", False),
    ],
)
def test_a_sum_a_month_for_members_lacks_no_remittance_and_is_named_with_its_money(description, is_members):
    given = [
        deposit("2026-07-06", 61_540, description),
        deposit("2026-07-07", 9_000, "ELM PLAN HCCLAIMPMT 771"),
    ]
    found = run(deposits=given)
    # 615.40 + 90.00 = 705.40 in all; without the members' sum 90.00 lacks its remittance
    open_ones, leg = bank_cases(found)["run-deposit-open"]["amount_cents"].sum(), found.legs["bank"]
    assert open_ones == (9_000 if is_members else 70_540)
    assert (leg["all deposits"], leg["capitation"], leg["remains"]) == (70_540, 61_540 * is_members, 0)
    assert leg["deposits without a remittance"] == open_ones
    assert ("1 deposit worth $615.40" in " ".join(capitation(found))) is is_members
    assert (beside_deposits(found) == "without 1 deposit worth $615.40 of capitation") is is_members


ELM, OAK = "ELM PLAN CAPITATION {} ELMCAP26", "OAK PLAN CAPITATION"


@pytest.mark.parametrize(
    ("lines", "excused"),
    [
        # words of each deposit, and whether a remittance explains it; which are capitation that lacks none
        (
            [(ELM.format("MAR"), True), (ELM.format("APR"), False)],
            [False, False],
        ),  # 1 of 2 has its remittance
        ([(ELM.format("MAR"), True)] + 2 * [(ELM.format("APR"), False)], [False, True, True]),  # 1 of 3
        ([(ELM.format("March"), True), ("ELM PLAN CAPITATION 04 ELMCAP27", False)], [False, False]),
        ([(ELM.format("MAR"), True), (OAK, False)], [False, True]),  # another payer's habit says nothing
        ([("ELM PLAN HCCLAIMPMT", True), (ELM.format("APR"), False)], [False, True]),  # nor that of claims
        ([(None, False), (OAK, False)], [False, True]),
    ],
)
def test_capitation_lacks_its_remittance_where_its_payer_sends_one_for_as_many_months(lines, excused):
    rows = frame(DEPOSITS, [deposit(f"2026-0{n}-06", 61_540, words) for n, (words, _) in enumerate(lines, 3)])
    how = pd.Series(["number and amount" if is_there else None for _, is_there in lines], dtype="str")
    found = BankMatch(pd.DataFrame({"how": how, "is_ambiguous": False}), pd.DataFrame())
    assert of_capitation(rows, found).tolist() == excused


@pytest.mark.parametrize(
    ("description", "own"),
    [
        ("PHREESIA CARD SETTLEMENT", True),
        ("Card Settlement 0412 Terminal 3", True),
        ("CARD PAYOUT 8812", True),
        ("TERMINAL 2 PATIENT CARDS", True),
        ("SQ PT CC 0412", True),
        ("TELLER DEPOSIT FRAME SALES", True),
        ("BRANCH DEPOSIT CASH", True),
        ("CASH MANAGEMENT AETNA PMT", False),
        ("COUNTER DEPOSIT CASH AND CHECKS", False),  # a payer's check may be among them
        ("MEDICARE SUPPLEMENT PLAN DEPOSIT", False),
        ("SALESIAN HEALTH PLAN PMT", False),
        ("ACH CARDPOINTE 7781", True),
        ("PT CARDINAL HEALTH PLAN", False),  # a word is whole
        ("UNION SQUARE HEALTH PLAN", False),
        ("AETNA HCCLAIMPMT SETTLEMENT", False),  # a payer's, whatever it settles
        ("CARDINAL HEALTH PLAN DEPOSIT", False),
        ("VIRTUAL CARD PAYMENT DELTA DENTAL", False),  # a payer's payment by card
    ],
)
def test_what_a_machine_for_cards_paid_out_is_no_payers_money(description, own):
    assert are_own(pd.Series([description])).tolist() == [own]
