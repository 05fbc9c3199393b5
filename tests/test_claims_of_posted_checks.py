"""A posting that names a claim, its check and its amount proves which deposit or missing check paid the claim."""

from __future__ import annotations

import pandas as pd
import pytest
from cutover.reading.postings.tables import DEPOSITS, OFFICE_ALLY, POSTINGS
from cutover.workstreams.era_audit import verdict
from cutover.workstreams.era_audit.asked_once import OWN, lone_told
from cutover.workstreams.era_audit.control_totals import tie_table
from cutover.workstreams.era_audit.downloads import (
    _lacking,
    asked_above,
    download_table,
    findings_and_tables,
    to_fetch,
)
from cutover.workstreams.era_audit.inputs import Inputs
from cutover.workstreams.era_audit.posted_checks import bare, checks_of
from era_frames import AS_OF, PRACTICE, archive, day, payment
from parallel_frames import deposit, frame, posting
from test_era_audit_coverage import told_paid

BANK, LIST = "LARCH MUTUAL OF MAINE", "Larch (ME)"  # one payer in two spellings that nothing here joins


def marked(*claims: tuple[str, int], **said) -> pd.DataFrame:
    """Claims (number, cents) that a history calls paid, without day and check, served on 2026-04-20."""
    made = pd.DataFrame({
        "payer": LIST, "served": day("2026-04-20"), "sent_on": pd.NaT, "paid_on": pd.NaT,
        "check_number": pd.Series([None] * len(claims), dtype="str"), "account": [f"P{n}" for n, _ in claims],
        "claim_number": pd.Series([n for n, _ in claims], dtype="str"),
        "history_paid_cents": pd.array([cents for _, cents in claims], "Int64"),
        "key": [f"E-{n}" for n, _ in claims], "content": "h",
    })  # fmt: skip
    return made.assign(**said).astype({"sent_on": "datetime64[ms]", "paid_on": "datetime64[ms]"})


def posted(claim: str | None, check: str | None, cents: int, on: str = "2026-05-06", **said) -> dict:
    return posting(OFFICE_ALLY, claim, check, cents, posted_date=day(on), **said)


def inputs(claims: pd.DataFrame, banked: list[dict], postings: list[dict], payments=()) -> Inputs:
    held = archive(payments=[payment("a", "2026-03-02", 4_000), *payments])
    alone = frame(DEPOSITS, banked).assign(payer=BANK)
    return Inputs(held, PRACTICE, AS_OF, further=(told_paid(claims),), lone_deposits=alone,
                  postings=frame(POSTINGS, postings))  # fmt: skip


def known(asked: Inputs) -> tuple[list[str], int]:
    """The steps of the list that have an amount, and the sum of them; the bars by month come to the same."""
    rows = to_fetch(asked).dropna(subset="amount_cents")
    assert _lacking(asked)["cents"].sum() == rows[rows["step"] != "damaged file"]["amount_cents"].sum()
    return rows["step"].tolist(), int(rows["amount_cents"].sum())


DEPOSIT, CLAIMS = "deposit without a remittance", "claims marked paid"
TWO = (("LM-1", 6_000), ("LM-2", 4_500))


@pytest.mark.parametrize("cents", [11_000, 10_000])  # 60.00 + 45.00 = 105.00: the payer gave or took 5.00
def test_claims_posted_to_the_number_of_a_deposit_are_asked_for_with_it(cents):
    lines = [posted("LM-1", "EFT7301245", 6_000), posted("LM-2", "EFT7301245", 4_500)]
    asked = inputs(marked(*TWO), [deposit("2026-05-04", cents, f"{BANK} TRN*1*7301245*19")], lines)
    assert known(asked) == ([DEPOSIT], cents)


def test_which_claims_a_deposit_brought_by_their_postings():
    # number of the posting, words of the bank, posted on, posted cents, further fields; each claim of 60.00
    cases = [
        ("7301001", "X 7301001", "2026-05-06", 6_000, {}, True),
        ("7301002", "X EFT7301002", "2026-05-06", 6_000, {}, True),
        ("EFT7301003", "X TRN*1*7301003*19", "2026-05-06", 6_000, {}, True),
        ("007301004", "eft 7301004", "2026-05-06", 6_000, {}, True),
        ("ACH-7301005", "EFT7301005", "2026-05-06", 6_000, {}, True),
        ("EFT7301016", "EFT7301006", "2026-05-06", 6_000, {}, False),  # another number
        ("7301007", "X 7301007", "2026-05-06", 6_001, {}, False),  # another amount
        (None, "X 7301008", "2026-05-06", 6_000, {}, False),
        ("7301009", "X 7301009", "2026-05-06", 6_000, {"kind": "provider-level"}, False),
        ("7301010", "X 7301010", "2026-05-06", 6_000, {"claim_number": "OTHER"}, False),
        ("7301011", "X 7301011", "2026-04-20", 6_000, {}, True),  # posted on the day of service
        ("7301012", "X 7301012", "2026-04-19", 6_000, {}, False),  # before it
    ]
    claims = marked(*[(f"LM-{n}", 6_000) for n in range(len(cases))])
    banked = [deposit("2026-05-04", 7_000 + n, words) for n, (_, words, *_) in enumerate(cases)]
    lines = [posted(f"LM-{n}", check, cents, on) | more
             for n, (check, _, on, cents, more, _) in enumerate(cases)]  # fmt: skip
    above = asked_above(inputs(claims, banked, lines))
    assert [one in set(above["claim_number"]) for one in claims["claim_number"]] == [one[-1] for one in cases]


def test_a_deposit_lies_between_the_service_and_the_business_days_of_a_slow_check_after_the_posting():
    # served 04-20, posted 05-06: 45 business days after that, which are 9 weeks, is 07-08
    days = {"2026-04-19": False, "2026-04-20": True, "2026-07-08": True, "2026-07-09": False}
    banked = [deposit(on, 7_000 + n, f"X 730100{n}") for n, on in enumerate(days)]
    lines = [posted(f"LM-{n}", f"730100{n}", 6_000) for n in range(4)]
    above = asked_above(inputs(marked(*[(f"LM-{n}", 6_000) for n in range(4)]), banked, lines))
    assert [f"LM-{n}" in set(above["claim_number"]) for n in range(4)] == [*days.values()]


def test_a_proven_deposit_is_no_other_claims_money_of_its_amount_and_payer():
    claims = marked(
        ("LM-1", 6_000), ("LM-2", 5_500), payer=BANK
    )  # 55.00 is the deposit's amount, 60.00 its claim
    banked = [deposit("2026-05-04", 5_500, "X 7301245")]
    proven = inputs(claims, banked, [posted("LM-1", "7301245", 6_000)])
    assert known(proven) == ([DEPOSIT, CLAIMS], 11_000)  # 55.00 of the bank, 55.00 of the other claim
    without = inputs(claims, banked, [])  # 60.00 + 55.00: the deposit is the claim of its amount
    assert known(without) == ([CLAIMS, CLAIMS], 11_500)


def test_a_claim_posted_to_a_check_that_is_cut_off_is_fetched_with_its_file():
    cut = payment("c", "2026-05-01", 9_000, is_whole=False, trace_number="EFT5550010")
    lines = [posted("LM-1", "5550010", 6_000), posted("LM-2", "5550011", 4_500)]
    assert known(inputs(marked(*TWO), [], lines, [cut])) == (
        [CLAIMS, "damaged file"],
        13_500,
    )  # 45.00 + 90.00


@pytest.mark.parametrize(
    ("line", "claim", "number"),
    [
        ({}, {}, "88123"),
        ({"claim_number": "lm 1"}, {}, "88123"),  # as claims are compared
        ({"claim_number": None, "account": "PLM-1"}, {}, "88123"),  # the register has accounts alone
        (
            {"claim_number": "PLM-1"},
            {"claim_number": None},
            "88123",
        ),  # the history calls its claim numbers accounts
        ({"account": "PLM-1", "claim_number": "77"}, {"claim_number": None}, "88123"),
        ({"account": "PLM-1", "claim_number": "77"}, {}, None),  # another claim of the account
        ({}, {"check_number": "EFT88123"}, "88123"),  # the history's own number, in another spelling
        ({}, {"check_number": "EFT88124"}, None),
        ({"posted_date": pd.NaT}, {}, "88123"),
        ({"paid_cents": 0}, {"history_paid_cents": 0}, None),
    ],
)
def test_a_posting_tells_its_claim_by_the_claim_number_or_by_an_account_that_stands_alone(
    line, claim, number
):
    rows = frame(POSTINGS, [posted("LM-1", "88123", 6_000) | line])
    found = checks_of(marked(("LM-1", 6_000)).assign(**claim).astype({"claim_number": "str"}), rows)
    assert found["number"].fillna("").tolist() == [number or ""]


@pytest.mark.parametrize(
    ("lines", "number"),
    [
        ([("LM-1", "88123", 2_000), ("LM-1", "88123", 4_000)], "88123"),  # its lines: 20.00 + 40.00
        ([("LM-1", "88123", 6_000), ("LM-1", "88124", 6_000)], None),  # either check
        ([("LM-1", "88123", 6_000), ("LM-1", "88123", -6_000)], None),  # taken back on that check
        ([("LM-1", "88123", 2_000), ("LM-1", "88124", 4_000)], None),  # two checks together
    ],
)
def test_the_postings_of_a_claim_on_one_check_come_to_what_was_paid(lines, number):
    found = checks_of(marked(("LM-1", 6_000)), frame(POSTINGS, [posted(*one) for one in lines]))
    assert found["number"].fillna("").tolist() == [number or ""]


def test_two_claims_of_one_account_and_amount_are_not_told_apart_by_the_account():
    both = marked(("LM-1", 6_000), ("LM-2", 6_000)).assign(account="P9")
    rows = frame(POSTINGS, [posted(None, "88123", 6_000, account="P9")])
    assert checks_of(both, rows)["number"].isna().all()
    assert checks_of(both.iloc[:1], rows)["number"].tolist() == ["88123"]


@pytest.mark.parametrize(
    ("said", "plain"),
    [("EFT12345", "12345"), ("EFT1234", "EFT1234"), ("CLAIM12345", "CLAIM12345"), ("A12345", "A12345")],
)
def test_two_to_four_letters_before_five_digits_are_no_part_of_a_number(said, plain):
    assert bare(pd.Series([said])).tolist() == [plain]


def test_all_deposits_without_a_remittance_are_counted_and_those_without_a_row_of_their_own():
    # the bank has 90.00 + 50.00 + 30.00 = 170.00; the one of 90.00 is a claim's row, 80.00 have rows of their own
    claims = marked(("LM-1", 9_000), payer=BANK)
    banked = [deposit(on, cents, BANK) for on, cents in
              (("2026-05-05", 9_000), ("2026-05-12", 5_000), ("2026-05-19", 3_000))]  # fmt: skip
    asked = inputs(claims, banked, [])
    (found,) = findings_and_tables(asked).findings
    assert (found.code, found.count, found.amount_cents) == ("era-deposit-alone", 3, 17_000)
    assert "Without a row of their own there: 1 deposit, since a check or claims have it." in found.meaning
    assert found.evidence.frame["asked"].tolist() == [CLAIMS, OWN, OWN]
    note = download_table(asked).note
    assert "1 deposit of the bank, $90.00, of checks or claims that stand here." in note
    assert "3 deposits of payers without a remittance, $170.00; with rows of their own here: 2." in note
    told = verdict._phrases({found.code: found}, verdict.MISSING | verdict._deposits(asked))
    assert told == ["3 deposits worth $170.00 without a remittance (1 of them asked for as a check or claim)"]


def test_where_each_deposit_has_its_row_nothing_is_said_of_others():
    asked = inputs(marked(*TWO), [deposit("2026-05-12", 5_000, BANK)], [])
    (found,) = findings_and_tables(asked).findings
    assert "row of their own" not in found.meaning and "In all the bank" not in download_table(asked).note
    assert verdict._deposits(asked) == {}
    assert lone_told(inputs(marked(*TWO), [], [])).empty


@pytest.mark.parametrize(
    ("plb", "said", "shown"),
    [
        (
            -1_200,
            "provider adjustments, which in sum raise the payments",
            1_200,
        ),  # 100.00 + 12.00 = 112.00 paid
        (
            1_200,
            "provider adjustments, which in sum lower the payments",
            -1_200,
        ),  # 100.00 - 12.00 = 88.00 paid
        (0, "provider adjustments", 0),
    ],
)
def test_the_sums_that_tie_say_what_provider_adjustments_do_to_the_payments(plb, said, shown):
    one = payment("a", "2026-03-02", 10_000 - plb, claims_paid_cents=10_000, provider_adjustment_cents=plb)
    rows = tie_table(Inputs(archive(payments=[one]), PRACTICE, AS_OF)).frame.set_index("what")["amount_cents"]
    assert rows[said] == shown and rows["remains of the money counted"] == 0
