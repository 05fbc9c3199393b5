"""The bank: what is certain, what is a suggestion, and what is ambiguous."""

from __future__ import annotations

import pytest
from cutover.reading.postings.tables import MEDI
from cutover.workstreams.parallel_run.report import assess
from era_frames import payment
from examples import examples
from hypothesis import given, settings
from hypothesis import strategies as st
from parallel_frames import deposit, posting, run


def banked(deposits, *paid, **said):
    """Remittances of these (cents, day, trace number) in Medi, and these deposits."""
    rows = [payment(f"x{n}", on, cents, trace_number=trace) for n, (cents, on, trace) in enumerate(paid)]
    return run(medi={"payments": rows}, deposits=deposits, **said)


def test_two_deposits_that_either_of_four_remittances_may_make_up_are_both_ambiguous():
    parts = [(cents, "2026-07-14", None) for cents in (1_000, 2_000, 1_000, 2_000)]
    found = banked([deposit("2026-07-14", 3_000), deposit("2026-07-15", 3_000)], *parts).bank
    assert found.deposits["is_ambiguous"].tolist() == [True, True]
    assert found.remittances["is_ambiguous"].all() and found.remittances["how"].notna().all()


def test_one_deposit_for_two_payers_remittances_of_one_number_and_amount_is_ambiguous():
    both = [(10_000, "2026-07-14", "T9000")] * 2
    found = banked([deposit("2026-07-14", 10_000, trace="T9000")], *both)
    assert found.bank.deposits.values.tolist() == [["number and amount", True]]
    assert found.legs["bank"]["remittances without a deposit"] == 10_000
    told = {f.code: f.title for f in assess(found).findings}
    assert told["run-deposit-suggested"] == "The remittance behind a deposit is not certain"
    twice = banked([deposit("2026-07-14", 10_000, trace="T9000")] * 2, *both)
    assert not twice.bank.deposits["is_ambiguous"].any()


def test_a_sum_holds_the_remittance_that_its_deposit_names_also_where_two_other_sums_come_first():
    # 6,000 = 1,000 + 5,000 = 2,000 + 4,000 = 2,500 + 3,500, and the deposit names the last one
    parts = [(c, "2026-07-14", f"N{c}") for c in (1_000, 5_000, 2_000, 4_000, 2_500, 3_500)]
    found = banked([deposit("2026-07-14", 6_000, trace="N3500")], *parts).bank
    taken = found.remittances["how"].notna()
    assert [c for (c, _, _), is_taken in zip(parts, taken, strict=True) if is_taken] == [2_500, 3_500]
    assert found.deposits.values.tolist() == [["sum of several", False]]


def of_checks(text: str, cents: int, *paid: tuple[int, str], method: str = "CHK"):
    """A deposit of 2026-07-30 with that text, and remittances of these (cents, day); an early one opens the file."""
    rows = [
        payment(f"x{n}", on, amount, trace_number=f"N{n}", method=method)
        for n, (amount, on) in enumerate(paid)
    ]
    banked_too = [deposit("2026-05-01", 3), deposit("2026-07-30", cents, text)]
    return run(medi={"payments": rows}, deposits=banked_too).bank


PAPER = ((16_700, "2026-06-30"), (16_700, "2026-07-14"), (7_220, "2026-07-28"))


@pytest.mark.parametrize(("text", "cents", "found"), [
    ("MOBILE DEPOSIT - 3 ITEMS", 40_620, [True, True, True]),  # 167.00 + 167.00 + 72.20
    ("COUNTER DEPOSIT", 40_620, [True, True, True]),  # it does not say how many
    ("COUNTER DEPOSIT 2 CHECKS", 40_620, [False, False, False]),  # no two of them come to it
    ("COUNTER DEPOSIT 2 CKS", 33_400, [True, True, False]),  # 167.00 + 167.00
    ("ATM DEPOSIT", 7_220, [False, False, True]),
    ("WIRE FROM OAK", 40_620, [False, False, False]),  # nothing says checks: three business days alone
])  # fmt: skip
def test_paper_checks_of_weeks_before_make_up_a_deposit_that_speaks_of_checks(text, cents, found):
    bank = of_checks(text, cents, *PAPER)
    assert bank.remittances["how"].notna().tolist() == found


def test_a_check_lies_for_45_business_days_at_most_and_no_transfer_waits_for_one():
    # 2026-05-28 to 2026-07-30 are 45 business days, 2026-05-27 one more
    for day, is_found in (("2026-05-28", True), ("2026-05-27", False)):
        bank = of_checks("MOBILE DEPOSIT - 2 ITEMS", 300, (100, day), (200, "2026-07-20"))
        assert bank.remittances["how"].notna().tolist() == [is_found, is_found]
    bank = of_checks("MOBILE DEPOSIT - 2 ITEMS", 300, (100, "2026-07-02"), (200, "2026-07-20"), method="ACH")
    assert bank.remittances["how"].isna().all()


def test_two_ways_to_make_up_a_deposit_of_checks_are_not_certain():
    one = of_checks("MOBILE DEPOSIT - 2 ITEMS", 300, (100, "2026-07-02"), (200, "2026-07-20"))
    two = of_checks(
        "MOBILE DEPOSIT - 2 ITEMS", 300, (100, "2026-07-02"), (200, "2026-07-20"), (100, "2026-07-03")
    )
    assert two.remittances["how"].notna().tolist() == [False, True, True]  # the latest ones are taken
    assert not one.deposits["is_ambiguous"].any() and two.deposits["is_ambiguous"].tolist() == [False, True]


def test_a_deposit_of_the_weekend_counts_from_monday():
    # Saturday the 18th counts as Monday the 20th; three working days before is Wednesday the 15th
    for paid, is_found in (("2026-07-15", True), ("2026-07-14", False)):
        found = banked([deposit("2026-07-18", 500), deposit("2026-07-01", 3)], (500, paid, None)).bank
        assert found.deposits["how"].notna().tolist() == [is_found, False]


@settings(max_examples=examples(25), deadline=None)
@given(st.lists(st.integers(1, 3), min_size=1, max_size=4), st.randoms(use_true_random=False))
def test_deposits_of_one_to_three_remittances_are_all_found_and_unmistakable_ones_are_not_ambiguous(
    sizes, chance
):
    # a remittance for each power of two: no other sum gives what a deposit gives
    amounts = [2**n * 100 for n in range(sum(sizes))]
    chance.shuffle(amounts)
    deposits, rest = [], list(amounts)
    for size in sizes:
        pieces, rest = rest[:size], rest[size:]
        deposits.append(deposit("2026-07-15", sum(pieces)))
    parts = [(cents, "2026-07-14", None) for cents in amounts]
    found = banked(deposits, *parts, postings=[posting(MEDI, "Z", "Z", 0)])
    assert found.bank.deposits["how"].notna().all() and found.bank.remittances["how"].notna().all()
    assert not found.bank.deposits["is_ambiguous"].any()
    assert found.legs["bank"]["remains"] == 0


def test_a_patient_s_card_payment_is_nobody_s_missing_remittance():
    taken = [
        deposit("2026-07-14", 16_781, "SQUARE INC SQ DEP COPAYS"),
        deposit("2026-07-14", 20_000, "AETNA HCCLAIMPMT"),
    ]
    said = assess(banked(taken, (500, "2026-07-20", None)))
    (alone,) = [f for f in said.findings if f.code == "run-deposit-open"]
    assert (alone.count, alone.amount_cents) == (1, 20_000)
    assert any("1 deposit worth $167.81" in limit for limit in said.limits)


def test_a_remittance_from_before_the_first_day_of_the_bank_s_file_may_have_come_in_before():
    for paid, count in (("2026-06-30", 0), ("2026-07-01", 1)):
        said = assess(
            banked(
                [deposit("2026-07-01", 3, "SQUARE INC"), deposit("2026-07-28", 4, "VENMO")], (500, paid, "T1")
            )
        )
        assert sum(f.count for f in said.findings if f.code == "run-remittance-unpaid") == count


def test_headline_finding_and_comparison_speak_of_the_same_deposits():
    taken = [
        deposit("2026-07-14", 16_781, "SQUARE INC SQ DEP"),  # no payer's: 167.81
        deposit("2026-07-14", 4_000, "STRIPE TRANSFER"),  # no payer's: 40.00
        deposit("2026-07-14", 8_450, "CIGNA HCCLAIMPMT"),  # a payer's, without a remittance
        deposit("2026-07-14", 10_000, "AETNA HCCLAIMPMT"),
    ]
    found = banked(taken, (10_000, "2026-07-14", None))
    told = assess(found)
    (figure,) = [one for one in told.figures if one.label == "Deposits without a remittance"]
    (open_,) = [one for one in told.findings if one.code == "run-deposit-open"]
    assert (figure.value, open_.amount_cents) == ("$84.50", 8_450)
    assert figure.note == "without 2 deposits worth $207.81 that no payer made"  # 167.81 + 40.00
    rows = told.tables["legs"].frame
    parts = rows[rows["leg"] == "bank"].set_index("part")["amount_cents"]
    assert (
        parts["payers' deposits"] == 8_450 + 10_000
        and parts["payers' deposits without a remittance"] == 8_450
    )
    assert parts["deposits that no payer made: no remittance is looked for"] == 20_781
    assert (parts["all deposits"], parts["remains"]) == (39_231, 0)


def test_a_card_deposit_that_is_a_remittance_to_the_cent_is_a_payers():
    found = banked([deposit("2026-07-14", 500, "SQUARE INC")], (500, "2026-07-14", None)).legs["bank"]
    assert (found["of no payer"], found["deposits"], found["remains"]) == (0, 500, 0)


def suggested(found):
    (one,) = [f for f in assess(found).findings if f.code == "run-deposit-suggested"]
    return one.evidence.frame.iloc[0]


def test_the_remittances_behind_a_deposit_that_is_a_sum_are_named_with_their_checks():
    parts = [(1_250, "2026-07-14", "N1"), (3_500, "2026-07-13", "N2"), (9_999, "2026-07-14", "N3")]
    row = suggested(banked([deposit("2026-07-14", 4_750, "REMOTE DEPOSIT")], *parts))
    assert row["what"] == "sum of several: $12.50 of AETNA and $35.00 of AETNA"  # 12.50 + 35.00 = 47.50
    assert row["check_number"] == "N1 and N2"


def test_a_sum_of_remittances_without_a_number_keeps_what_the_bank_names():
    parts = [(1_250, "2026-07-14", None), (3_500, "2026-07-13", None)]
    row = suggested(banked([deposit("2026-07-14", 4_750, trace="B77")], *parts))
    assert row["check_number"] == "B77" and "$12.50 of AETNA" in row["what"]


def test_a_check_in_two_files_is_one_deposit():
    said = {"trace_number": "T9", "payment_key": "T9", "stated_cents": 7_000}
    rows = [payment("x1", "2026-07-14", 9_500, **said), payment("x2", "2026-07-14", -2_500, **said)]
    found = run(medi={"payments": rows}, deposits=[deposit("2026-07-14", 7_000, trace="T9")])
    assert found.bank.deposits["how"].tolist() == ["number and amount"]
    leg = found.legs["bank"]  # 95.00 - 25.00 = 70.00
    assert (leg["remittances"], leg["remains"], leg["other remittances"]) == (7_000, 0, 0)
